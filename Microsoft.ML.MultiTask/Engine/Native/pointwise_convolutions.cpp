// Several 1x1 convolutions of one map as one: the map, by far the largest tensor here, is read once for all tasks in each pass instead of
// once for each, and their gradients by it need no adding up. Which tasks a backward pass is about shows in the gradients that arrive.
#include "internal.h"

#include <ATen/Functions.h>
#include <torch/csrc/autograd/custom_function.h>

#include <array>
#include <cstdint>
#include <vector>

namespace {

using at::Tensor;
using torch::autograd::variable_list;

class PointwiseFunction : public torch::autograd::Function<PointwiseFunction> {
public:
    static variable_list forward(torch::autograd::AutogradContext* context, const Tensor& x, at::TensorList weights, at::TensorList biases) {
        TORCH_CHECK(!weights.empty() && weights.size() == biases.size(), "each convolution has a weight and a bias");
        const Tensor map = mta::channels_last(x);
        const Tensor y = at::conv2d(map, at::cat(weights), at::cat(biases));            // [N, sum of O, H, W]
        variable_list results, saved{map};
        int64_t first = 0;
        for (const auto& weight : weights) {
            results.push_back(y.narrow(1, first, weight.size(0)).clone(at::MemoryFormat::Contiguous));
            saved.push_back(weight);
            first += weight.size(0);
        }
        context->save_for_backward(saved);
        context->set_materialize_grads(false);          // a task that the pass is not about has none, and gets none
        return results;
    }

    static variable_list backward(torch::autograd::AutogradContext* context, variable_list grads) {
        const auto saved = context->get_saved_variables();
        std::vector<Tensor> slopes, weights;
        for (size_t t = 0; t < grads.size(); ++t)
            if (grads[t].defined()) {
                slopes.push_back(grads[t]);
                weights.push_back(saved[1 + t]);
            }
        const Tensor slope = mta::channels_last(at::cat(slopes, 1)), weight = at::cat(weights);
        const std::array<int64_t, 2> one{1, 1}, zero{0, 0};
        const std::array<int64_t, 1> outputs{weight.size(0)};
        const auto [dx, dw, db] = at::convolution_backward(slope, saved[0], weight, at::IntArrayRef(outputs), one, zero, one, false, zero, 1,
                                                           {context->needs_input_grad(0), true, true});
        variable_list dws(grads.size()), dbs(grads.size());
        int64_t first = 0;
        for (size_t t = 0; t < grads.size(); ++t)
            if (grads[t].defined()) {
                const int64_t count = saved[1 + t].size(0);
                dws[t] = dw.narrow(0, first, count);
                dbs[t] = db.narrow(0, first, count);
                first += count;
            }
        variable_list result{dx};
        result.insert(result.end(), dws.begin(), dws.end());
        result.insert(result.end(), dbs.begin(), dbs.end());
        return result;
    }
};

std::vector<Tensor> borrow_all(const mta_tensor* const* tensors, int32_t count) {
    std::vector<Tensor> result;
    for (int32_t i = 0; i < count; ++i) result.push_back(mta::borrow(tensors[i]));
    return result;
}

}  // namespace

int32_t mta_pointwise_convolutions(const mta_tensor* x, const mta_tensor* const* weights, const mta_tensor* const* biases, int32_t count, mta_tensor** ys) {
    return mta::guarded([&] {
        const auto w = borrow_all(weights, count), b = borrow_all(biases, count);
        auto results = PointwiseFunction::apply(mta::borrow(x), at::TensorList(w), at::TensorList(b));
        for (int32_t i = 0; i < count; ++i) ys[i] = mta::give(std::move(results[static_cast<size_t>(i)]));
    });
}
