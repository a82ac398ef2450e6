// A bfloat16 convolution that is trained. libtorch's own returns the weights' gradient rounded to bfloat16 and in oneDNN's blocks,
// to be rearranged and converted, and oneDNN computes it at two thirds of the speed of the two other products.
#include "internal.h"
#include "kernels.h"

#include <ATen/Functions.h>
#include <ATen/Parallel.h>
#include <torch/csrc/autograd/custom_function.h>

#include <array>
#include <tuple>
#include <vector>

namespace {

using at::Tensor;
using mta::channels_last;

struct Settings {
    int64_t stride, padding;
};

/// The gradients by x or by the weight as libtorch computes them; the other is undefined.
std::tuple<Tensor, Tensor> differentiate(const Tensor& dy, const Tensor& x, const Tensor& weight, const Settings& s, bool by_x) {
    const std::array<int64_t, 2> stride{s.stride, s.stride}, padding{s.padding, s.padding}, one{1, 1}, zero{0, 0};
    auto [dx, dw, db] = at::convolution_backward(dy, x, weight, c10::nullopt, stride, padding, one, false, zero, 1, {by_x, !by_x, false});
    return {dx, dw};
}

/// float32 [O, C, k, k], channels last.
Tensor weight_gradient(const Tensor& dy, const Tensor& x, const Tensor& weight, const Settings& s) {
    const mta::ConvolutionShape shape{x.size(0), x.size(2), x.size(3), x.size(1), dy.size(2), dy.size(3), dy.size(1), weight.size(2), s.stride, s.padding};
    const auto& kernel = *mta::kernels().weight_gradient;
    if (!kernel.run || !kernel.takes(shape)) return std::get<1>(differentiate(dy, x, weight, s, false)).to(at::kFloat);

    const Tensor dw = at::empty({shape.outputs, shape.kernel, shape.kernel, shape.inputs}, x.options().dtype(at::kFloat));
    at::parallel_for(0, kernel.parts(shape), 1, [&](int64_t begin, int64_t end) {
        kernel.run(shape, static_cast<const mta::bf16*>(x.data_ptr()), static_cast<const mta::bf16*>(dy.data_ptr()), dw.data_ptr<float>(), begin, end);
    });
    return dw.permute({0, 3, 1, 2});
}

class ConvolutionFunction : public torch::autograd::Function<ConvolutionFunction> {
public:
    static Tensor forward(torch::autograd::AutogradContext* context, const Tensor& input, const Tensor& weight, int64_t stride, int64_t padding) {
        TORCH_CHECK(weight.dim() == 4 && weight.size(2) == weight.size(3), "the kernel must be [O, C, k, k]");
        const Tensor x = channels_last(input);
        const Tensor rounded = weight.to(at::kBFloat16);                        // [O, C, k, k], laid out as the weight is
        context->save_for_backward({x, rounded});
        context->saved_data["stride"] = stride;
        context->saved_data["padding"] = padding;
        return at::conv2d(x, rounded, {}, stride, padding);
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context, torch::autograd::variable_list grads) {
        const auto saved = context->get_saved_variables();
        const Settings s{context->saved_data["stride"].toInt(), context->saved_data["padding"].toInt()};
        const Tensor dy = channels_last(grads[0]);
        Tensor dx, dw;
        if (context->needs_input_grad(0)) dx = std::get<0>(differentiate(dy, saved[0], saved[1], s, true));
        if (context->needs_input_grad(1)) dw = weight_gradient(dy, saved[0], saved[1], s);
        return {dx, dw, Tensor(), Tensor()};
    }
};

}  // namespace

int32_t mta_convolution_train(const mta_tensor* x, const mta_tensor* weight, int32_t stride, int32_t padding, mta_tensor** y) {
    return mta::guarded([&] { *y = mta::give(ConvolutionFunction::apply(mta::borrow(x), mta::borrow(weight), stride, padding)); });
}
