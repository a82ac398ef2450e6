// The loops over plain memory, compiled once per instruction set (kernels.cpp); `kernels()` picks the best that this
// processor has. Rows are pixels, columns are channels: [rows, C], channels last.
#pragma once

#include <cstdint>

namespace mta {

/// bfloat16 in memory: the upper half of a float32.
struct bf16 {
    uint16_t bits;
};

/// One channel-wise affine map per channel, and what it is made of.
struct NormFactors {
    const float* mean;      // [C]
    const float* scale;     // [C] weight / deviation
    const float* shift;     // [C] bias - mean * scale
};

/// What the gradient by x is made of, per channel: dx = scale * dy + slope * (x - mean) + constant.
struct NormGradient {
    const float* mean;
    const float* scale;
    const float* slope;
    const float* constant;
};

template <typename T>
struct NormKernels {
    /// Adds sums of (x - origin) and of its square to `sum` and `square` [C].
    void (*moments)(const T* x, int64_t rows, int64_t channels, const float* origin, double* sum, double* square);

    /// y = max(x * scale + shift + residual, 0), without residual where null, without max where relu is false.
    void (*apply)(const T* x, const T* residual, T* y, int64_t rows, int64_t channels, const NormFactors& factors, bool relu);

    /// With g = dy where the output was positive (everywhere without relu), 0 elsewhere: adds sums of g and of g * (x - mean) to
    /// `sum` and `product` [C]. The output is y where given, else computed again from x; with y, g goes to `masked`, and `dy2` (or null)
    /// is what a second user of the output adds to dy.
    void (*reduce)(const T* dy, const T* dy2, const T* x, const T* y, T* masked, int64_t rows, int64_t channels, const NormFactors& factors, bool relu,
                   double* sum, double* product);

    /// dx = scale * g + slope * (x - mean) + constant, g as above; or dy itself where `masked` says that it is g already.
    void (*backward)(const T* dy, const T* x, T* dx, int64_t rows, int64_t channels, const NormFactors& factors,
                     const NormGradient& gradient, bool relu);

    /// y = max(y + x, 0), without max where relu is false.
    void (*add)(const T* x, T* y, int64_t count, bool relu);
};

/// What is the same for all elements of an Adam step.
struct AdamFactors {
    float beta1, beta2, eps;
    float decay;                    // multiplies the parameter (AdamW)
    float penalty;                  // adds that share of the parameter to the gradient (Adam)
    float step_size;                // learning rate / (1 - beta1^t)
    float bias_correction2_sqrt;    // sqrt(1 - beta2^t)
};

/// X [images, height, width, inputs], dY [images, out_height, out_width, outputs], dW [outputs, kernel, kernel, inputs].
struct ConvolutionShape {
    int64_t images, height, width, inputs, out_height, out_width, outputs, kernel, stride, padding;
};

/// The gradient of a convolution's weights in independent parts, for as many threads; null where the processor has nothing for it.
struct WeightGradient {
    bool (*takes)(const ConvolutionShape& shape);
    int64_t (*parts)(const ConvolutionShape& shape);
    /// Sets all of dW that belongs to the parts from `begin` to `end`.
    void (*run)(const ConvolutionShape& shape, const bf16* x, const bf16* dy, float* dw, int64_t begin, int64_t end);
};

/// Over scores [C, pixels], `stride` elements from class to class.
struct Softmax {
    /// `result` [pixels]: log(sum of exp(score)) over the classes.
    void (*log_sum_exp)(const float* scores, int64_t stride, int64_t classes, int64_t pixels, float* result);

    /// `result` like `scores`: factor * (exp(score - log_sum_exp) - (1 where the class is the label)), factor and label [pixels].
    void (*gradient)(const float* scores, int64_t stride, int64_t classes, int64_t pixels, const float* log_sum_exp, const float* factor,
                     const uint8_t* label, float* result);
};

struct Kernels {
    NormKernels<float> norm_float;
    NormKernels<bf16> norm_bf16;
    void (*adam)(float* value, const float* grad, float* mean, float* mean_square, int64_t count, const AdamFactors& factors);
    /// `scores` [C, pixels], `stride` elements from class to class.
    void (*argmax)(const float* scores, int64_t stride, int64_t classes, int64_t pixels, uint8_t* result);
    const WeightGradient* weight_gradient;
    const Softmax* softmax;
};

const Kernels& kernels();

inline const NormKernels<float>& norm_kernels(float) { return kernels().norm_float; }
inline const NormKernels<bf16>& norm_kernels(bf16) { return kernels().norm_bf16; }

}  // namespace mta
