/* A thin C ABI over libtorch.
 *
 * Every ATen operator is reached through one entry, mt_op_call, which goes through libtorch's own dispatcher by schema
 * name; the rest is what the dispatcher does not offer: a tensor's description and lifetime, autograd, generators,
 * thread counts and devices.
 *
 * Conventions
 *  - A function that can fail returns 0, or 1 and leaves its message in mt_last_error() of the calling thread.
 *  - A tensor handle owns one reference to a tensor; whoever gets one from a function releases it with
 *    mt_tensor_release. Null stands for the undefined tensor. Handles passed in are borrowed.
 *  - Arrays are borrowed for the duration of the call, and `count` may be 0 with a null array.
 *  - All functions may be called from any thread; writing to one tensor from two threads is the caller's matter.
 *  - Grad mode is a setting of the calling thread.
 */
#ifndef MT_TORCH_H
#define MT_TORCH_H

#include <stdint.h>

#if defined(_WIN32)
#define MT_API __declspec(dllexport)
#else
#define MT_API __attribute__((visibility("default")))
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* Raised whenever a declaration below changes; the managed side refuses another number. */
#define MT_ABI_VERSION 2

typedef struct mt_op mt_op;                 /* an operator of the dispatcher; never freed */
typedef struct mt_tensor mt_tensor;         /* one reference to a tensor: an at::Tensor, as TorchSharp's own handles */
typedef struct mt_generator mt_generator;   /* a source of random numbers */

/* ---- library ------------------------------------------------------------------------------------------------- */

/* MT_ABI_VERSION this library was built with. */
MT_API int32_t mt_abi_version(void);

/* libtorch's version, "1.13.1"; static storage. */
MT_API const char* mt_torch_version(void);

/* What went wrong in the calling thread's last failed call; UTF-8, valid until its next failed call. */
MT_API const char* mt_last_error(void);

/* ---- operators ----------------------------------------------------------------------------------------------- */

enum mt_kind {
    MT_NONE = 0,        /* an absent optional argument */
    MT_TENSOR = 1,      /* data: mt_tensor*, may be null */
    MT_BOOL = 2,        /* integer: 0 or 1 */
    MT_INT = 3,         /* integer; also a scalar, scalar type, layout, memory format, or reduction */
    MT_FLOAT = 4,       /* real */
    MT_STRING = 5,      /* data: char*, `length` bytes of UTF-8 */
    MT_DEVICE = 6,      /* integer: device type in the low 32 bits, index (-1: none) in the high 32 */
    MT_GENERATOR = 7,   /* data: mt_generator* */
    MT_TENSORS = 8,     /* data: mt_tensor* const[length] */
    MT_INDICES = 9,     /* data: mt_tensor* const[length]; null entries are absent (Tensor?[]) */
    MT_INTS = 10,       /* data: int64_t const[length] */
    MT_FLOATS = 11      /* data: double const[length] */
};

typedef struct mt_value {
    int32_t kind;       /* mt_kind */
    int32_t length;     /* of a string or a list */
    union {
        int64_t integer;
        double real;
        const void* data;
    };
} mt_value;

/* Finds the operator `name` ("aten::add") with `overload` ("Tensor", or ""). */
MT_API int32_t mt_op_find(const char* name, const char* overload, mt_op** op);

/* Calls `op`. `args` are in schema order; arguments left out at the end take the schema's defaults. On success *results
 * points to *result_count values (MT_TENSOR, MT_BOOL, MT_INT, MT_FLOAT; a returned list of tensors counts as that many
 * results), valid until the thread's next call; their tensors belong to the caller. With `results` null what the
 * operator returns is dropped: for operators that work in place. */
MT_API int32_t mt_op_call(const mt_op* op, const mt_value* args, int32_t arg_count, const mt_value** results, int32_t* result_count);

/* ---- tensors ------------------------------------------------------------------------------------------------- */

typedef struct mt_tensor_info {
    int64_t numel;
    int64_t element_size;       /* bytes */
    int64_t storage_offset;     /* elements */
    const int64_t* sizes;       /* [ndim], valid until the tensor is released or resized */
    const int64_t* strides;     /* [ndim], likewise; null where the layout has none */
    int32_t ndim;
    int32_t dtype;              /* c10::ScalarType */
    int32_t device_type;        /* c10::DeviceType */
    int32_t device_index;       /* -1: none */
    int32_t layout;             /* c10::Layout */
    uint8_t requires_grad;
    uint8_t is_leaf;
    uint8_t is_contiguous;
    uint8_t is_readable;        /* strided, in the CPU's memory */
} mt_tensor_info;

/* Releases one reference; null is allowed. */
MT_API void mt_tensor_release(mt_tensor* tensor);

MT_API int32_t mt_tensor_describe(const mt_tensor* tensor, mt_tensor_info* info);

/* Where the tensor's first element lies, in its device's memory; null when it has none. */
MT_API int32_t mt_tensor_data(const mt_tensor* tensor, void** data);

/* A contiguous CPU tensor over the caller's memory, which stays until `release(context)` is called, on any thread. */
MT_API int32_t mt_tensor_from_memory(void* data, const int64_t* sizes, int32_t ndim, int32_t dtype,
                                     void (*release)(void*), void* context, mt_tensor** result);

MT_API int32_t mt_tensor_set_requires_grad(const mt_tensor* tensor, int32_t requires_grad);
MT_API int32_t mt_tensor_retain_grad(const mt_tensor* tensor);

/* The gradient, null where there is none. */
MT_API int32_t mt_tensor_grad(const mt_tensor* tensor, mt_tensor** grad);

/* Sets the gradient; null removes it. */
MT_API int32_t mt_tensor_set_grad(const mt_tensor* tensor, const mt_tensor* grad);

/* ---- autograd ------------------------------------------------------------------------------------------------ */

MT_API int32_t mt_grad_enabled(void);
MT_API void mt_set_grad_enabled(int32_t enabled);

/* Adds the gradients of `tensors` to the leaves, or to `inputs` alone where there are any. grad_tensors: none, or one
 * for each tensor (null: ones). */
MT_API int32_t mt_backward(const mt_tensor* const* tensors, int32_t count, const mt_tensor* const* grad_tensors, int32_t grad_count,
                           int32_t retain_graph, int32_t create_graph, const mt_tensor* const* inputs, int32_t input_count);

/* Writes the gradients of `outputs` by each input into `grads` [input_count]; null where unused. */
MT_API int32_t mt_grad(const mt_tensor* const* outputs, int32_t count, const mt_tensor* const* grad_outputs, int32_t grad_count,
                       const mt_tensor* const* inputs, int32_t input_count,
                       int32_t retain_graph, int32_t create_graph, int32_t allow_unused, mt_tensor** grads);

/* ---- random numbers ------------------------------------------------------------------------------------------ */

/* Seeds the default generator of the CPU and those of all CUDA devices. */
MT_API int32_t mt_manual_seed(uint64_t seed);

/* The process-wide generator of a device; released like any other, which does not end it. */
MT_API int32_t mt_generator_default(int32_t device_type, int32_t device_index, mt_generator** result);
MT_API int32_t mt_generator_create(int32_t device_type, int32_t device_index, uint64_t seed, mt_generator** result);
MT_API void mt_generator_release(mt_generator* generator);
MT_API int32_t mt_generator_seed(mt_generator* generator, uint64_t* seed);            /* the seed it was last given */
MT_API int32_t mt_generator_set_seed(mt_generator* generator, uint64_t seed);
MT_API int32_t mt_generator_reseed(mt_generator* generator, uint64_t* seed);          /* from the system's entropy */
MT_API int32_t mt_generator_state(mt_generator* generator, mt_tensor** state);        /* uint8 [bytes], CPU */
MT_API int32_t mt_generator_set_state(mt_generator* generator, const mt_tensor* state);

/* ---- threads and devices ------------------------------------------------------------------------------------- */

MT_API int32_t mt_threads(void);
MT_API int32_t mt_set_threads(int32_t count);
MT_API int32_t mt_interop_threads(void);
MT_API int32_t mt_set_interop_threads(int32_t count);

MT_API int32_t mt_cuda_device_count(void);      /* 0 where libtorch has no CUDA or the machine no such device */
MT_API int32_t mt_cuda_has_cudnn(void);
MT_API int32_t mt_cuda_synchronize(int32_t device_index);
MT_API int32_t mt_get_option(int32_t option);   /* mt_option */
MT_API int32_t mt_set_option(int32_t option, int32_t value);

enum mt_option {
    MT_MATMUL_TF32 = 0,     /* CUDA matrix products may use TensorFloat-32 */
    MT_CUDNN_TF32 = 1       /* cuDNN convolutions may use TensorFloat-32 */
};

#ifdef __cplusplus
}
#endif

#endif
