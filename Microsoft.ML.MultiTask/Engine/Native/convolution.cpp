// Convolutions in evaluation. oneDNN wants its weights in blocks; libtorch's convolution rearranges them at every call, which for a
// single frame takes a quarter of the time. libtorch keeps rearranged weights for its own compiler; this reaches them by name.
#include "internal.h"
#include "kernels.h"

#include <ATen/Parallel.h>
#include <ATen/core/dispatch/Dispatcher.h>

#include <vector>

namespace {

using at::Tensor;

struct Convolution {
    c10::IValue packed;     // ConvOpContext
    bool relu;              // after the sum; without a sum it is part of the convolution
};

c10::IValue call(const c10::OperatorHandle& op, std::vector<c10::IValue> stack) {
    op.callBoxed(&stack);
    return std::move(stack.back());
}

c10::optional<c10::OperatorHandle> find(const char* name) { return c10::Dispatcher::singleton().findSchema({name, ""}); }

template <typename T>
void add(const Tensor& y, const Tensor& residual, bool relu) {
    auto* to = static_cast<T*>(y.data_ptr());
    const auto* from = static_cast<const T*>(residual.data_ptr());
    const auto& kernels = mta::norm_kernels(T{});
    at::parallel_for(0, y.numel(), 1 << 16, [&](int64_t begin, int64_t end) { kernels.add(from + begin, to + begin, end - begin, relu); });
}

}  // namespace

int32_t mta_convolution_create(const mta_tensor* weight, const mta_tensor* bias, int32_t stride, int32_t padding, const int64_t* sizes,
                               int32_t relu, int32_t has_residual, mta_convolution** result) {
    *result = nullptr;
    return mta::guarded([&] {
        const auto prepack = find("mkldnn_prepacked::conv2d_prepack");
        if (!prepack || !find("mkldnn_prepacked::conv2d_run")) return;
        const std::vector<int64_t> strides{stride, stride}, paddings{padding, padding}, ones{1, 1}, input(sizes, sizes + 4);
        *result = reinterpret_cast<mta_convolution*>(new Convolution{
            call(*prepack, {mta::borrow(weight), mta::borrow(bias), strides, paddings, ones, int64_t{1}, input, relu && !has_residual ? "relu" : "none"}),
            relu != 0});
    });
}

int32_t mta_convolution_run(const mta_convolution* handle, const mta_tensor* x, const mta_tensor* residual, mta_tensor** y) {
    return mta::guarded([&] {
        const auto& convolution = *reinterpret_cast<const Convolution*>(handle);
        const Tensor input = mta::channels_last(mta::borrow(x));
        const Tensor result = call(*find("mkldnn_prepacked::conv2d_run"), {input, convolution.packed}).toTensor();
        if (residual != nullptr) {
            const Tensor other = mta::channels_last(mta::borrow(residual));
            TORCH_CHECK(other.sizes() == result.sizes() && other.scalar_type() == result.scalar_type() && result.is_contiguous(at::MemoryFormat::ChannelsLast),
                        "the residual must be like the convolution's result");
            if (result.scalar_type() == at::kBFloat16) add<mta::bf16>(result, other, convolution.relu);
            else add<float>(result, other, convolution.relu);
        }
        *y = mta::give(result);
    });
}

void mta_convolution_release(mta_convolution* handle) { delete reinterpret_cast<Convolution*>(handle); }
