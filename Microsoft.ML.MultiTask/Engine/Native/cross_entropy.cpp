// Cross-entropy in one pass over the scores, and one back. libtorch's writes the logarithms of all probabilities and, on the way back,
// their gradients, nearly all of them 0, before the scores' own.
#include "internal.h"
#include "kernels.h"

#include <ATen/Functions.h>
#include <ATen/Parallel.h>
#include <torch/csrc/autograd/custom_function.h>

#include <algorithm>
#include <atomic>
#include <vector>

namespace {

using at::Tensor;

constexpr uint8_t unlabelled = 255;
constexpr int64_t block_pixels = 1 << 12;       // summed by themselves: the result does not depend on the number of threads

struct Shape {
    int64_t images, classes, pixels;
    explicit Shape(const Tensor& scores) : images(scores.size(0)), classes(scores.size(1)), pixels(scores.size(2) * scores.size(3)) {}
    int64_t blocks_of_image() const { return (pixels + block_pixels - 1) / block_pixels; }
};

/// Calls body(block, address in scores [N, C, H, W], address in maps [N, H, W], pixels) for blocks that cover everything, on all threads.
template <typename Body>
void for_each_block(const Shape& s, Body&& body) {
    at::parallel_for(0, s.images * s.blocks_of_image(), 1, [&](int64_t begin, int64_t end) {
        for (int64_t block = begin; block < end; ++block) {
            const int64_t n = block / s.blocks_of_image(), pixel = block % s.blocks_of_image() * block_pixels;
            body(block, n * s.classes * s.pixels + pixel, n * s.pixels + pixel, std::min(block_pixels, s.pixels - pixel));
        }
    });
}

float weight_of(const float* weights, uint8_t label) { return label == unlabelled ? 0 : weights ? weights[label] : 1; }

const float* data(const Tensor& weights) { return weights.defined() ? weights.data_ptr<float>() : nullptr; }

class CrossEntropyFunction : public torch::autograd::Function<CrossEntropyFunction> {
public:
    static Tensor forward(torch::autograd::AutogradContext* context, const Tensor& input, const Tensor& labels, const c10::optional<Tensor>& weights) {
        const Tensor scores = input.contiguous();
        const Shape s(scores);
        const Tensor log_sums = at::empty(labels.sizes(), scores.options());
        const auto *from = scores.data_ptr<float>(), *w = data(weights.value_or(Tensor()));
        const auto* label = labels.data_ptr<uint8_t>();
        auto* log_sum = log_sums.data_ptr<float>();
        const auto blocks = static_cast<size_t>(s.images * s.blocks_of_image());
        std::vector<double> losses(blocks), totals(blocks);
        std::atomic<bool> valid{true};
        for_each_block(s, [&](int64_t block, int64_t score, int64_t map, int64_t count) {
            mta::kernels().softmax->log_sum_exp(from + score, s.pixels, s.classes, count, log_sum + map);
            double loss = 0, total = 0;
            for (int64_t p = 0; p < count; ++p) {
                const uint8_t k = label[map + p];
                if (k == unlabelled) continue;
                if (k >= s.classes) {
                    valid = false;
                    return;
                }
                loss += weight_of(w, k) * (log_sum[map + p] - from[score + k * s.pixels + p]);
                total += weight_of(w, k);
            }
            losses[static_cast<size_t>(block)] = loss;
            totals[static_cast<size_t>(block)] = total;
        });
        TORCH_CHECK(valid, "a label must be less than ", s.classes, ", the number of classes, or 255");
        double loss = 0, total = 0;
        for (size_t block = 0; block < blocks; ++block) {
            loss += losses[block];
            total += totals[block];
        }
        context->save_for_backward({scores, labels, log_sums, weights.value_or(Tensor())});
        context->saved_data["total"] = total;
        return at::scalar_tensor(loss / total, scores.options());
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context, torch::autograd::variable_list grads) {
        const auto saved = context->get_saved_variables();
        const Tensor& scores = saved[0];
        const Shape s(scores);
        const auto* label = saved[1].data_ptr<uint8_t>();
        const auto* log_sum = saved[2].data_ptr<float>();
        const auto* w = data(saved[3]);
        const double share = grads[0].item<double>() / context->saved_data["total"].toDouble();
        const Tensor result = at::empty_like(scores);
        for_each_block(s, [&](int64_t, int64_t score, int64_t map, int64_t count) {
            std::vector<float> factor(static_cast<size_t>(count));
            for (int64_t p = 0; p < count; ++p) factor[static_cast<size_t>(p)] = static_cast<float>(share * weight_of(w, label[map + p]));
            mta::kernels().softmax->gradient(scores.data_ptr<float>() + score, s.pixels, s.classes, count, log_sum + map, factor.data(), label + map,
                                             result.data_ptr<float>() + score);
        });
        return {result, Tensor(), Tensor()};
    }
};

}  // namespace

int32_t mta_cross_entropy(const mta_tensor* scores_handle, const mta_tensor* labels_handle, const mta_tensor* weights_handle, mta_tensor** loss) {
    return mta::guarded([&] {
        const Tensor scores = mta::borrow(scores_handle), labels = mta::borrow(labels_handle), weights = mta::borrow(weights_handle);
        TORCH_CHECK(scores.dim() == 4 && scores.scalar_type() == at::kFloat && scores.size(1) >= 1 && scores.size(1) <= unlabelled,
                    "scores must be float32 [N, C, H, W] with C from 1 to 255");
        TORCH_CHECK(labels.scalar_type() == at::kByte && labels.sizes() == at::IntArrayRef({scores.size(0), scores.size(2), scores.size(3)}),
                    "labels must be uint8 [N, H, W] like the scores");
        TORCH_CHECK(!weights.defined() || (weights.scalar_type() == at::kFloat && weights.numel() == scores.size(1)), "weights must be float32 [C]");
        *loss = mta::give(CrossEntropyFunction::apply(scores, labels.contiguous(),
                                                      weights.defined() ? c10::optional<Tensor>(weights.contiguous()) : c10::nullopt));
    });
}
