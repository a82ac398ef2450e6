// A tensor's description and lifetime, its gradient, and autograd.
#include "mt_internal.h"

#include <ATen/ops/from_blob.h>
#include <c10/core/GradMode.h>
#include <torch/csrc/autograd/autograd.h>

void mt_tensor_release(mt_tensor* tensor) {
    delete reinterpret_cast<at::Tensor*>(tensor);
}

int32_t mt_tensor_describe(const mt_tensor* handle, mt_tensor_info* info) {
    return mt::guarded([&] {
        const at::Tensor tensor = mt::borrow(handle);
        const bool strided = tensor.layout() == c10::kStrided;
        const c10::Device device = tensor.device();
        info->numel = tensor.numel();
        info->element_size = static_cast<int64_t>(tensor.itemsize());
        info->storage_offset = strided ? tensor.storage_offset() : 0;
        info->sizes = tensor.sizes().data();
        info->strides = strided ? tensor.strides().data() : nullptr;
        info->ndim = static_cast<int32_t>(tensor.dim());
        info->dtype = static_cast<int32_t>(tensor.scalar_type());
        info->device_type = static_cast<int32_t>(device.type());
        info->device_index = device.index();
        info->layout = static_cast<int32_t>(tensor.layout());
        info->requires_grad = tensor.requires_grad();
        info->is_leaf = tensor.is_leaf();
        info->is_contiguous = strided && tensor.is_contiguous();
        info->is_readable = strided && device.is_cpu();
    });
}

int32_t mt_tensor_data(const mt_tensor* tensor, void** data) {
    return mt::guarded([&] { *data = mt::borrow(tensor).data_ptr(); });
}

int32_t mt_tensor_from_memory(void* data, const int64_t* sizes, int32_t ndim, int32_t dtype,
                              void (*release)(void*), void* context, mt_tensor** result) {
    return mt::guarded([&] {
        const auto options = at::TensorOptions().dtype(static_cast<c10::ScalarType>(dtype));
        const c10::IntArrayRef shape(sizes, static_cast<size_t>(ndim));
        *result = mt::give(at::from_blob(data, shape, [=](void*) { release(context); }, options));
    });
}

int32_t mt_tensor_set_requires_grad(const mt_tensor* tensor, int32_t requires_grad) {
    return mt::guarded([&] { mt::borrow(tensor).requires_grad_(requires_grad != 0); });
}

int32_t mt_tensor_retain_grad(const mt_tensor* tensor) {
    return mt::guarded([&] { mt::borrow(tensor).retain_grad(); });
}

int32_t mt_tensor_grad(const mt_tensor* tensor, mt_tensor** grad) {
    return mt::guarded([&] { *grad = mt::give(mt::borrow(tensor).grad()); });
}

int32_t mt_tensor_set_grad(const mt_tensor* tensor, const mt_tensor* grad) {
    return mt::guarded([&] { mt::borrow(tensor).mutable_grad() = mt::borrow(grad); });
}

int32_t mt_grad_enabled(void) { return c10::GradMode::is_enabled(); }

void mt_set_grad_enabled(int32_t enabled) { c10::GradMode::set_enabled(enabled != 0); }

int32_t mt_backward(const mt_tensor* const* tensors, int32_t count, const mt_tensor* const* grad_tensors, int32_t grad_count,
                    int32_t retain_graph, int32_t create_graph, const mt_tensor* const* inputs, int32_t input_count) {
    return mt::guarded([&] {
        torch::autograd::backward(mt::borrow_all(tensors, count), mt::borrow_all(grad_tensors, grad_count),
                                  retain_graph != 0, create_graph != 0, mt::borrow_all(inputs, input_count));
    });
}

int32_t mt_grad(const mt_tensor* const* outputs, int32_t count, const mt_tensor* const* grad_outputs, int32_t grad_count,
                const mt_tensor* const* inputs, int32_t input_count,
                int32_t retain_graph, int32_t create_graph, int32_t allow_unused, mt_tensor** grads) {
    return mt::guarded([&] {
        auto results = torch::autograd::grad(mt::borrow_all(outputs, count), mt::borrow_all(inputs, input_count),
                                             mt::borrow_all(grad_outputs, grad_count),
                                             retain_graph != 0, create_graph != 0, allow_unused != 0);
        for (size_t i = 0; i < results.size(); ++i) grads[i] = mt::give(std::move(results[i]));
    });
}
