/* The accelerator: what TorchSharp's API does not offer and a training step gains from. Optional; everything in it has a
 * plain equivalent in managed code.
 *
 * Conventions
 *  - A tensor is what TorchSharp's Tensor.Handle holds: the address of an at::Tensor. Those passed in are borrowed; one
 *    that is returned belongs to the caller (Tensor.UnsafeCreateTensor takes it over).
 *  - A function returns 0, or 1 and leaves its message in mta_last_error() of the calling thread. No C++ exception gets out.
 *  - All functions may be called from any thread.
 */
#ifndef MULTITASK_ACCELERATOR_H
#define MULTITASK_ACCELERATOR_H

#include <stdint.h>

#if defined(_WIN32)
#define MTA_API __declspec(dllexport)
#else
#define MTA_API __attribute__((visibility("default")))
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* Raised whenever a declaration below changes; the managed side leaves a library of another number alone. */
#define MTA_ABI_VERSION 2

typedef struct mta_tensor mta_tensor;           /* an at::Tensor */
typedef struct mta_convolution mta_convolution; /* a convolution whose weights lie as its kernel wants them */

MTA_API int32_t mta_abi_version(void);

/* The libtorch this was built against, "1.13": it works with no other. */
MTA_API const char* mta_torch_version(void);

/* What went wrong in the calling thread's last failed call; UTF-8, valid until its next failed call. */
MTA_API const char* mta_last_error(void);

/* Batch normalisation in training, what is added to it, and ReLU, in one pass forward and one backward:
 *     y = relu(weight * (x - mean) / sqrt(variance + eps) + bias + residual)
 * x: CPU, float32 or bfloat16 [N, C, H, W], channels last (made so otherwise); y is like x. residual: like x, or null.
 * weight, bias, running_mean, running_var: float32 [C]; the running statistics move by momentum. Statistics and all
 * arithmetic are float32 or wider. Differentiable in x, weight, bias and residual; not twice. again: null, or y once more, of
 * the same memory, for a second user: the two users' gradients need then not be added up before they come here. */
MTA_API int32_t mta_batch_norm(const mta_tensor* x, const mta_tensor* residual, const mta_tensor* weight, const mta_tensor* bias,
                               const mta_tensor* running_mean, const mta_tensor* running_var,
                               double momentum, double eps, int32_t relu, mta_tensor** y, mta_tensor** again);

/* A convolution in training whose maps are bfloat16 and whose weights are float32. x: CPU, bfloat16 [N, C, H, W]; weight: float32
 * [O, C, k, k]; y: bfloat16 [N, O, H', W'], channels last. The weights take part rounded to bfloat16; their gradient is summed up in
 * float32 and not rounded. Differentiable in x and weight; not twice. */
MTA_API int32_t mta_convolution_train(const mta_tensor* x, const mta_tensor* weight, int32_t stride, int32_t padding, mta_tensor** y);

/* A convolution for evaluation, its weights rearranged once. weight [O, C, k, k] and bias [O]: CPU, float32 or bfloat16; sizes: of
 * the input it will mostly get, [N, C, H, W] (any other works, too); relu: whether negative values become 0 at the end;
 * has_residual: whether something is added before that. *result is null where this libtorch has no such thing. */
MTA_API int32_t mta_convolution_create(const mta_tensor* weight, const mta_tensor* bias, int32_t stride, int32_t padding, const int64_t* sizes,
                                       int32_t relu, int32_t has_residual, mta_convolution** result);

/* residual: like y, or null as has_residual said. Not differentiable. */
MTA_API int32_t mta_convolution_run(const mta_convolution* convolution, const mta_tensor* x, const mta_tensor* residual, mta_tensor** y);

MTA_API void mta_convolution_release(mta_convolution* convolution);

/* `count` 1x1 convolutions of one map. x: CPU, float32 [N, C, H, W]; weights[i] [Oi, C, 1, 1] and biases[i] [Oi] like x; ys[i]
 * [N, Oi, H, W], contiguous. Differentiable, not twice; a weight whose output has no part in a backward pass gets no gradient. */
MTA_API int32_t mta_pointwise_convolutions(const mta_tensor* x, const mta_tensor* const* weights, const mta_tensor* const* biases, int32_t count,
                                           mta_tensor** ys);

/* A transposed convolution with stride s, a kernel of 2s and a padding of s/2, s even: x CPU float32 [N, C, H, W], weight
 * [C, O, 2s, 2s], bias [O]; y float32 [N, O, s*H, s*W], contiguous. Differentiable, not twice. */
MTA_API int32_t mta_upsample(const mta_tensor* x, const mta_tensor* weight, const mta_tensor* bias, mta_tensor** y);

/* Cross-entropy, the mean over the labelled pixels weighted by their classes' weights, as torch's cross_entropy; NaN where nothing is
 * labelled. scores: CPU, float32 [N, C, H, W], C up to 255; labels: uint8 [N, H, W], 255 for none; weights: float32 [C], or null;
 * loss: float32 []. Differentiable in the scores, not twice. */
MTA_API int32_t mta_cross_entropy(const mta_tensor* scores, const mta_tensor* labels, const mta_tensor* weights, mta_tensor** loss);

/* The index of the largest of C values at each pixel. scores: CPU, float32 [N, C, H, W], C up to 256;
 * result: uint8 [N, H, W]. The first of equal ones counts; NaN counts as the largest. */
MTA_API int32_t mta_argmax(const mta_tensor* scores, mta_tensor** result);

/* Removes the gradients of `count` leaves, so that the next backward pass hands its own over instead of adding to them. */
MTA_API int32_t mta_drop_gradients(const mta_tensor* const* leaves, int32_t count);

typedef struct mta_adam_settings {
    double learning_rate;
    double beta1;
    double beta2;
    double eps;
    double weight_decay;
    int64_t step;               /* from 1 */
    int32_t decoupled;          /* 1: AdamW (the weights decay), 0: Adam (the decay is part of the gradient) */
} mta_adam_settings;

/* One step of Adam over `count` parameters that have a gradient; those without are left alone, as are their moments. All on one
 * device, of one floating-point type, dense; moments contiguous in the parameter's layout. */
MTA_API int32_t mta_adam_step(const mta_adam_settings* settings, const mta_tensor* const* parameters,
                              const mta_tensor* const* means, const mta_tensor* const* mean_squares, int32_t count);

#ifdef __cplusplus
}
#endif

#endif
