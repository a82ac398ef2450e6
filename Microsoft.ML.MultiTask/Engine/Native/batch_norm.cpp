// Batch normalisation in training with what follows it in a residual network. libtorch's own operators read and write each
// feature map once for the statistics, the normalisation, the addition and the ReLU, and again for each on the way back.
#include "internal.h"
#include "kernels.h"

#include <ATen/Functions.h>
#include <ATen/Parallel.h>
#include <torch/csrc/autograd/custom_function.h>

#include <algorithm>
#include <cmath>
#include <mutex>
#include <vector>

namespace {

using at::Tensor;
using mta::channels_last;

constexpr int64_t grain = 1 << 16;          // elements a thread takes at least

struct Shape {
    int64_t rows;       // N * H * W
    int64_t channels;
    int64_t grain_rows() const { return std::max<int64_t>(1, grain / channels); }
};

Shape shape_of(const Tensor& x) { return {x.numel() / x.size(1), x.size(1)}; }

template <typename T>
T* data(const Tensor& x) { return x.defined() ? static_cast<T*>(x.data_ptr()) : nullptr; }

/// Runs body(first row, last row, sums, sums) over the rows on all threads and adds the threads' sums [C] up in the order of the
/// rows, so that a result does not depend on which thread ends first.
template <typename Body>
void sum_rows(const Shape& shape, std::vector<double>& first, std::vector<double>& second, Body&& body) {
    struct Part { int64_t begin; std::vector<double> first, second; };
    std::vector<Part> parts;
    std::mutex lock;
    at::parallel_for(0, shape.rows, shape.grain_rows(), [&](int64_t begin, int64_t end) {
        Part part{begin, std::vector<double>(shape.channels), std::vector<double>(shape.channels)};
        body(begin, end, part.first.data(), part.second.data());
        const std::lock_guard<std::mutex> guard(lock);
        parts.push_back(std::move(part));
    });
    std::sort(parts.begin(), parts.end(), [](const Part& a, const Part& b) { return a.begin < b.begin; });
    first.assign(shape.channels, 0);
    second.assign(shape.channels, 0);
    for (const auto& part : parts)
        for (int64_t c = 0; c < shape.channels; ++c) {
            first[c] += part.first[c];
            second[c] += part.second[c];
        }
}

/// The rows of what `measure` returns.
mta::NormFactors factors_in(const Tensor& factors) {
    const auto* f = factors.data_ptr<float>();
    const int64_t channels = factors.size(1);
    return {f, f + channels, f + 2 * channels};
}

/// Measures the batch, moves the running statistics, returns the factors [4, C]: mean, scale, shift, 1 / deviation.
template <typename T>
Tensor measure(const Tensor& x, const Tensor& weight, const Tensor& bias, const Tensor& running_mean, const Tensor& running_var,
               double momentum, double eps) {
    const auto shape = shape_of(x);
    const auto& kernels = mta::norm_kernels(T{});
    // Sums are of differences from the first pixel: as near the mean as any, so that little cancels.
    const Tensor origin = x.select(0, 0).select(1, 0).select(1, 0).to(at::kFloat).contiguous();
    std::vector<double> sum, square;
    sum_rows(shape, sum, square, [&](int64_t begin, int64_t end, double* s, double* q) {
        kernels.moments(data<T>(x) + begin * shape.channels, end - begin, shape.channels, data<float>(origin), s, q);
    });

    const Tensor factors = at::empty({4, shape.channels}, running_mean.options());
    auto* f = data<float>(factors);
    const auto *w = data<float>(weight), *b = data<float>(bias), *o = data<float>(origin);
    auto *rm = data<float>(running_mean), *rv = data<float>(running_var);
    const double n = static_cast<double>(shape.rows);
    for (int64_t c = 0; c < shape.channels; ++c) {
        const double offset = sum[c] / n;
        const double mean = o[c] + offset;
        const double variance = std::max(0.0, square[c] / n - offset * offset);
        const double inverse = 1 / std::sqrt(variance + eps);
        f[c] = static_cast<float>(mean);
        f[shape.channels + c] = static_cast<float>(w[c] * inverse);
        f[2 * shape.channels + c] = static_cast<float>(b[c] - mean * w[c] * inverse);
        f[3 * shape.channels + c] = static_cast<float>(inverse);
        rm[c] = static_cast<float>((1 - momentum) * rm[c] + momentum * mean);
        rv[c] = static_cast<float>((1 - momentum) * rv[c] + momentum * variance * n / std::max(1.0, n - 1));
    }
    return factors;
}

template <typename T>
void normalize(const Tensor& x, const Tensor& residual, const Tensor& y, const Tensor& factors, bool relu) {
    const auto shape = shape_of(x);
    const auto& kernels = mta::norm_kernels(T{});
    const auto f = factors_in(factors);
    at::parallel_for(0, shape.rows, shape.grain_rows(), [&](int64_t begin, int64_t end) {
        const int64_t at = begin * shape.channels;
        const T* add = residual.defined() ? data<T>(residual) + at : nullptr;
        kernels.apply(data<T>(x) + at, add, data<T>(y) + at, end - begin, shape.channels, f, relu);
    });
}

struct Gradients { Tensor x, residual, weight, bias; };

/// y is undefined where there was no residual: then x tells where the output was positive. dy2, a second user's, needs y.
template <typename T>
Gradients differentiate(const Tensor& dy, const Tensor& dy2, const Tensor& x, const Tensor& y, const Tensor& factors, bool relu) {
    const auto shape = shape_of(x);
    const auto& kernels = mta::norm_kernels(T{});
    const auto f = factors_in(factors);
    Gradients result;
    const bool masks = relu && y.defined();
    if (masks) result.residual = at::empty_like(x);

    std::vector<double> sum, product;
    sum_rows(shape, sum, product, [&](int64_t begin, int64_t end, double* s, double* p) {
        const int64_t at = begin * shape.channels;
        kernels.reduce(data<T>(dy) + at, dy2.defined() ? data<T>(dy2) + at : nullptr, data<T>(x) + at, masks ? data<T>(y) + at : nullptr, masks ? data<T>(result.residual) + at : nullptr,
                       end - begin, shape.channels, f, relu, s, p);
    });

    const Tensor own = at::empty({2, shape.channels}, factors.options());
    result.weight = at::empty({shape.channels}, factors.options());
    result.bias = at::empty({shape.channels}, factors.options());
    auto *slope = data<float>(own), *constant = slope + shape.channels;
    auto *dw = data<float>(result.weight), *db = data<float>(result.bias);
    const auto* inverse = f.mean + 3 * shape.channels;
    const double n = static_cast<double>(shape.rows);
    for (int64_t c = 0; c < shape.channels; ++c) {
        const double i = inverse[c];
        dw[c] = static_cast<float>(product[c] * i);
        db[c] = static_cast<float>(sum[c]);
        slope[c] = static_cast<float>(-f.scale[c] * i * i * product[c] / n);
        constant[c] = static_cast<float>(-f.scale[c] * sum[c] / n);
    }

    const mta::NormGradient gradient{f.mean, f.scale, slope, constant};
    const Tensor& g = masks ? result.residual : dy;
    result.x = at::empty_like(x);
    at::parallel_for(0, shape.rows, shape.grain_rows(), [&](int64_t begin, int64_t end) {
        const int64_t at = begin * shape.channels;
        kernels.backward(data<T>(g) + at, data<T>(x) + at, data<T>(result.x) + at, end - begin, shape.channels, f, gradient, relu && !masks);
    });
    return result;
}

/// Gives its output twice, as two tensors of one memory: what two users say of it comes back apart and is added up on the way.
/// Without a residual the caller passes x in its place: an undefined tensor cannot be an argument in every version of libtorch.
class BatchNormFunction : public torch::autograd::Function<BatchNormFunction> {
public:
    static torch::autograd::variable_list forward(torch::autograd::AutogradContext* context, const Tensor& input, const Tensor& residual,
                                                  bool has_residual, const Tensor& weight, const Tensor& bias, const Tensor& running_mean,
                                                  const Tensor& running_var, double momentum, double eps, bool relu) {
        const Tensor x = channels_last(input);
        const Tensor add = has_residual ? channels_last(residual) : Tensor();
        const Tensor y = at::empty_like(x);
        const bool half = x.scalar_type() == at::kBFloat16;
        const Tensor factors = half ? measure<mta::bf16>(x, weight, bias, running_mean, running_var, momentum, eps)
                                    : measure<float>(x, weight, bias, running_mean, running_var, momentum, eps);
        if (half) normalize<mta::bf16>(x, add, y, factors, relu);
        else normalize<float>(x, add, y, factors, relu);
        context->save_for_backward({x, has_residual && relu ? y : Tensor(), factors});
        context->saved_data["relu"] = relu;
        context->saved_data["has_residual"] = has_residual;
        context->set_materialize_grads(false);          // an output without a user says nothing, instead of zeros
        return {y, at::empty({0}, y.options()).set_(y.storage(), y.storage_offset(), y.sizes(), y.strides())};
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context, torch::autograd::variable_list grads) {
        const auto saved = context->get_saved_variables();
        const bool relu = context->saved_data["relu"].toBool();
        const bool has_residual = context->saved_data["has_residual"].toBool();
        const Tensor& x = saved[0];
        const Tensor& y = saved[1];
        if (!grads[0].defined()) std::swap(grads[0], grads[1]);
        Tensor dy = channels_last(grads[0]);
        Tensor dy2 = grads[1].defined() ? channels_last(grads[1]) : Tensor();
        if (dy2.defined() && !y.defined()) {
            dy = at::add(dy, dy2);
            dy2 = Tensor();
        }
        auto g = x.scalar_type() == at::kBFloat16 ? differentiate<mta::bf16>(dy, dy2, x, y, saved[2], relu)
                                                  : differentiate<float>(dy, dy2, x, y, saved[2], relu);
        if (has_residual && !g.residual.defined()) g.residual = dy;
        return {g.x, g.residual, Tensor(), g.weight, g.bias, Tensor(), Tensor(), Tensor(), Tensor(), Tensor()};
    }
};

}  // namespace

int32_t mta_batch_norm(const mta_tensor* x, const mta_tensor* residual, const mta_tensor* weight, const mta_tensor* bias,
                       const mta_tensor* running_mean, const mta_tensor* running_var,
                       double momentum, double eps, int32_t relu, mta_tensor** y, mta_tensor** again) {
    return mta::guarded([&] {
        auto outputs = BatchNormFunction::apply(mta::borrow(x), mta::borrow(residual ? residual : x), residual != nullptr, mta::borrow(weight),
                                                mta::borrow(bias), mta::borrow(running_mean), mta::borrow(running_var), momentum, eps, relu != 0);
        *y = mta::give(outputs[0]);
        if (again) *again = mta::give(outputs[1]);
    });
}
