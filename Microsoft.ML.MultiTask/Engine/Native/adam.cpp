// Adam and AdamW in one pass over parameter, gradient and moments: the step is bound by memory, and libtorch's operators
// would each read and write a whole parameter. On other devices what counts is the number of calls, so there libtorch's operators for
// lists of tensors do a dozen for all parameters together.
#include "internal.h"
#include "kernels.h"

#include <ATen/Functions.h>
#include <ATen/Parallel.h>
#include <c10/core/GradMode.h>

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
};

/// The parameters that have a gradient, and what belongs to them, all laid out alike.
struct Lists {
    std::vector<at::Tensor> values, grads, means, mean_squares;
};

Lists lists_of(const mta_tensor* const* parameters, const mta_tensor* const* means, const mta_tensor* const* mean_squares, int32_t count) {
    Lists lists;
    for (int32_t i = 0; i < count; ++i) {
        const at::Tensor parameter = mta::borrow(parameters[i]);
        at::Tensor grad = parameter.grad();
        if (!grad.defined()) continue;
        if (grad.strides() != parameter.strides()) grad = at::empty_like(parameter).copy_(grad);
        lists.values.push_back(parameter);
        lists.grads.push_back(grad);
        lists.means.push_back(mta::borrow(means[i]));
        lists.mean_squares.push_back(mta::borrow(mean_squares[i]));
    }
    return lists;
}

void step_by_lists(const mta_adam_settings& s, Lists lists) {
    const c10::NoGradGuard no_grad;
    const double step = static_cast<double>(s.step);
    if (s.decoupled) at::_foreach_mul_(lists.values, 1 - s.learning_rate * s.weight_decay);
    else if (s.weight_decay != 0) lists.grads = at::_foreach_add(lists.grads, lists.values, s.weight_decay);
    at::_foreach_mul_(lists.means, s.beta1);
    at::_foreach_add_(lists.means, lists.grads, 1 - s.beta1);
    at::_foreach_mul_(lists.mean_squares, s.beta2);
    at::_foreach_addcmul_(lists.mean_squares, lists.grads, lists.grads, 1 - s.beta2);
    const std::vector<at::Tensor> deviations = at::_foreach_sqrt(lists.mean_squares);
    at::_foreach_div_(deviations, std::sqrt(1 - std::pow(s.beta2, step)));
    at::_foreach_add_(deviations, s.eps);
    at::_foreach_addcdiv_(lists.values, lists.means, deviations, -s.learning_rate / (1 - std::pow(s.beta1, step)));
}

bool is_plain_memory(const at::Tensor& x) { return x.device().is_cpu() && x.scalar_type() == at::kFloat; }

}  // namespace

int32_t mta_adam_step(const mta_adam_settings* s, const mta_tensor* const* parameters, const mta_tensor* const* means,
                      const mta_tensor* const* mean_squares, int32_t count) {
    return mta::guarded([&] {
        const Lists lists = lists_of(parameters, means, mean_squares, count);
        if (lists.values.empty()) return;
        if (!std::all_of(lists.values.begin(), lists.values.end(), is_plain_memory)) return step_by_lists(*s, lists);

        std::vector<Piece> pieces;
        int64_t total = 0;
        for (size_t i = 0; i < lists.values.size(); ++i) {
            pieces.push_back({lists.values[i].data_ptr<float>(), lists.grads[i].data_ptr<float>(), lists.means[i].data_ptr<float>(),
                              lists.mean_squares[i].data_ptr<float>(), total});
            total += lists.values[i].numel();
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
