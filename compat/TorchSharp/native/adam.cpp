// Adam and AdamW in one pass over parameter, gradient and moments: the step is bound by memory, and the operators of
// libtorch would each read and write a whole parameter.
#include "mt_internal.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <cmath>

namespace {

constexpr int64_t grain = 1 << 15;  // elements a thread takes at least

/// One parameter's numbers; `maximum` is null without AMSGrad.
template <typename T>
struct Parameter {
    T* value;
    const T* grad;
    T* exp_avg;
    T* exp_avg_sq;
    T* maximum;
};

/// What is the same for all elements of a step.
template <typename T>
struct Factors {
    T beta1, beta2, eps;
    T decay;                    // multiplies the parameter (AdamW)
    T penalty;                  // adds that share of the parameter to the gradient (Adam)
    T sign;                     // -1 to maximize
    T step_size;                // learning rate / (1 - beta1^t)
    T bias_correction2_sqrt;    // sqrt(1 - beta2^t)

    Factors(const mt_adam_settings& s, int64_t step)
        : beta1(static_cast<T>(s.beta1)),
          beta2(static_cast<T>(s.beta2)),
          eps(static_cast<T>(s.eps)),
          decay(static_cast<T>(s.decoupled ? 1 - s.learning_rate * s.weight_decay : 1)),
          penalty(static_cast<T>(s.decoupled ? 0 : s.weight_decay)),
          sign(static_cast<T>(s.maximize ? -1 : 1)),
          step_size(static_cast<T>(s.learning_rate / (1 - std::pow(s.beta1, static_cast<double>(step))))),
          bias_correction2_sqrt(static_cast<T>(std::sqrt(1 - std::pow(s.beta2, static_cast<double>(step))))) {}
};

template <bool HasMaximum, typename T>
void update(const Parameter<T>& p, const Factors<T>& f, int64_t begin, int64_t end) {
    const T rest1 = 1 - f.beta1;
    const T rest2 = 1 - f.beta2;
    T* __restrict value = p.value;
    const T* __restrict grad = p.grad;
    T* __restrict exp_avg = p.exp_avg;
    T* __restrict exp_avg_sq = p.exp_avg_sq;
    T* __restrict maximum = p.maximum;
    for (int64_t i = begin; i < end; ++i) {
        const T g = f.sign * grad[i] + f.penalty * value[i];
        const T m = f.beta1 * exp_avg[i] + rest1 * g;
        const T v = f.beta2 * exp_avg_sq[i] + rest2 * g * g;
        exp_avg[i] = m;
        exp_avg_sq[i] = v;
        T second = v;
        if constexpr (HasMaximum) second = maximum[i] = std::max(maximum[i], v);
        const T denominator = std::sqrt(second) / f.bias_correction2_sqrt + f.eps;
        value[i] = f.decay * value[i] - f.step_size * m / denominator;
    }
}

template <typename T>
T* data(const mt_tensor* handle) { return handle == nullptr ? nullptr : mt::borrow(handle).data_ptr<T>(); }

template <typename T>
void step_one(const mt_adam_settings& settings, int64_t step, const Parameter<T>& p, int64_t numel) {
    const Factors<T> factors(settings, step);
    at::parallel_for(0, numel, grain, [&](int64_t begin, int64_t end) {
        if (p.maximum == nullptr) update<false>(p, factors, begin, end);
        else update<true>(p, factors, begin, end);
    });
}

}  // namespace

int32_t mt_adam_step(const mt_adam_settings* settings, int32_t count, const int64_t* steps,
                     const mt_tensor* const* parameters, const mt_tensor* const* grads,
                     const mt_tensor* const* exp_avgs, const mt_tensor* const* exp_avg_sqs,
                     const mt_tensor* const* max_exp_avg_sqs) {
    return mt::guarded([&] {
        for (int32_t i = 0; i < count; ++i) {
            const at::Tensor parameter = mt::borrow(parameters[i]);
            const auto* maximum = max_exp_avg_sqs == nullptr ? nullptr : max_exp_avg_sqs[i];
            const auto run = [&](auto zero) {
                using T = decltype(zero);
                const Parameter<T> p{data<T>(parameters[i]), data<T>(grads[i]), data<T>(exp_avgs[i]), data<T>(exp_avg_sqs[i]),
                                     data<T>(maximum)};
                step_one(*settings, steps[i], p, parameter.numel());
            };
            if (parameter.scalar_type() == c10::kDouble) run(0.0);
            else run(0.0f);
        }
    });
}
