// Adam and AdamW in one pass over parameter, gradient and moments: the step is bound by memory, and libtorch's operators
// would each read and write a whole parameter.
#include "internal.h"
#include "kernels.h"

#include <ATen/Functions.h>
#include <ATen/Parallel.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace {

constexpr int64_t grain = 1 << 16;      // elements a thread takes at least

struct Piece {
    float* value;
    const float* grad;
    float* mean;
    float* mean_square;
    int64_t begin;      // of its elements among all pieces'
    at::Tensor keeps;   // the gradient, where it had to be copied
};

}  // namespace

int32_t mta_adam_step(const mta_adam_settings* s, const mta_tensor* const* parameters, const mta_tensor* const* means,
                      const mta_tensor* const* mean_squares, int32_t count) {
    return mta::guarded([&] {
        std::vector<Piece> pieces;
        int64_t total = 0;
        for (int32_t i = 0; i < count; ++i) {
            const at::Tensor parameter = mta::borrow(parameters[i]);
            at::Tensor grad = parameter.grad();
            if (!grad.defined()) continue;
            if (grad.strides() != parameter.strides()) grad = at::empty_like(parameter).copy_(grad);
            pieces.push_back({parameter.data_ptr<float>(), grad.data_ptr<float>(), mta::borrow(means[i]).data_ptr<float>(),
                              mta::borrow(mean_squares[i]).data_ptr<float>(), total, grad});
            total += parameter.numel();
        }

        const double step = static_cast<double>(s->step);
        const mta::AdamFactors factors{
            static_cast<float>(s->beta1), static_cast<float>(s->beta2), static_cast<float>(s->eps),
            static_cast<float>(s->decoupled ? 1 - s->learning_rate * s->weight_decay : 1),
            static_cast<float>(s->decoupled ? 0 : s->weight_decay),
            static_cast<float>(s->learning_rate / (1 - std::pow(s->beta1, step))),
            static_cast<float>(std::sqrt(1 - std::pow(s->beta2, step)))};
        at::parallel_for(0, total, grain, [&](int64_t begin, int64_t end) {
            auto piece = std::upper_bound(pieces.begin(), pieces.end(), begin, [](int64_t at, const Piece& p) { return at < p.begin; }) - 1;
            for (; piece != pieces.end() && piece->begin < end; ++piece) {
                const int64_t last = piece + 1 == pieces.end() ? total : (piece + 1)->begin;
                const int64_t from = std::max(begin, piece->begin) - piece->begin;
                const int64_t to = std::min(end, last) - piece->begin;
                mta::kernels().adam(piece->value + from, piece->grad + from, piece->mean + from, piece->mean_square + from, to - from, factors);
            }
        });
    });
}
