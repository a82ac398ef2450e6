// Compiled several times, each for another instruction set, into a namespace of its own (MTA_ISA). Loops over channels are
// innermost and independent, so the compiler vectorises them without reordering a sum.
#include "kernels.h"
#include "lanes.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace mta::MTA_ISA {

namespace {

constexpr int64_t block_channels = 256;     // channels at a time: their sums stay in the first-level cache
constexpr int64_t block_rows = 64;          // rows summed in float32 before they are added in float64

/// Calls body(first channel, channels, first row, rows) for blocks that cover everything, adding `sums` up in float64 after each.
template <typename Body>
void blockwise(int64_t rows, int64_t channels, double* first, double* second, Body&& body) {
    alignas(64) std::array<float, block_channels> a;
    alignas(64) std::array<float, block_channels> b;
    for (int64_t row = 0; row < rows; row += block_rows) {
        const int64_t row_count = std::min(block_rows, rows - row);
        for (int64_t channel = 0; channel < channels; channel += block_channels) {
            const int64_t channel_count = std::min(block_channels, channels - channel);
            a.fill(0);
            b.fill(0);
            body(channel, channel_count, row, row_count, a.data(), b.data());
            for (int64_t c = 0; c < channel_count; ++c) {
                first[channel + c] += a[static_cast<size_t>(c)];
                second[channel + c] += b[static_cast<size_t>(c)];
            }
        }
    }
}

template <typename T>
void moments(const T* x, int64_t rows, int64_t channels, const float* origin, double* sum, double* square) {
    blockwise(rows, channels, sum, square, [=](int64_t channel, int64_t count, int64_t row, int64_t row_count, float* a, float* b) {
        const float* o = origin + channel;
        for (int64_t r = row; r < row + row_count; ++r) {
            const T* values = x + r * channels + channel;
            for_lanes(count, [&](int64_t c, auto zero) {
                using V = decltype(zero);
                const V d = get<V>(values + c) - get<V>(o + c);
                put(get<V>(a + c) + d, a + c);
                put(get<V>(b + c) + d * d, b + c);
            });
        }
    });
}

template <bool Relu, bool Residual, typename T>
void apply_as(const T* x, const T* residual, T* y, int64_t rows, int64_t channels, const NormFactors& f) {
    for (int64_t r = 0; r < rows; ++r) {
        const int64_t at = r * channels;
        for_lanes(channels, [&](int64_t c, auto zero) {
            using V = decltype(zero);
            V t = get<V>(x + at + c) * get<V>(f.scale + c) + get<V>(f.shift + c);
            if constexpr (Residual) t = t + get<V>(residual + at + c);
            if constexpr (Relu) t = t < zero ? zero : t;        // NaN stays
            put(t, y + at + c);
        });
    }
}

template <typename T>
void apply(const T* x, const T* residual, T* y, int64_t rows, int64_t channels, const NormFactors& f, bool relu) {
    if (relu && residual) apply_as<true, true>(x, residual, y, rows, channels, f);
    else if (relu) apply_as<true, false>(x, residual, y, rows, channels, f);
    else if (residual) apply_as<false, true>(x, residual, y, rows, channels, f);
    else apply_as<false, false>(x, residual, y, rows, channels, f);
}

enum class Mask { none, by_output, by_input };

template <Mask How, bool Twice, typename T>
void reduce_as(const T* dy, const T* dy2, const T* x, const T* y, T* masked, int64_t rows, int64_t channels, const NormFactors& f, double* sum, double* product) {
    blockwise(rows, channels, sum, product, [=](int64_t channel, int64_t count, int64_t row, int64_t row_count, float* a, float* b) {
        for (int64_t r = row; r < row + row_count; ++r) {
            const int64_t at = r * channels + channel;
            for_lanes(count, [&](int64_t c, auto zero) {
                using V = decltype(zero);
                const int64_t k = channel + c;
                const V v = get<V>(x + at + c);
                V g = get<V>(dy + at + c);
                if constexpr (Twice) g = g + get<V>(dy2 + at + c);
                if constexpr (How == Mask::by_output) g = get<V>(y + at + c) <= zero ? zero : g;
                if constexpr (How == Mask::by_input) g = v * get<V>(f.scale + k) + get<V>(f.shift + k) <= zero ? zero : g;
                if constexpr (How == Mask::by_output) put(g, masked + at + c);
                put(get<V>(a + c) + g, a + c);
                put(get<V>(b + c) + g * (v - get<V>(f.mean + k)), b + c);
            });
        }
    });
}

template <typename T>
void reduce(const T* dy, const T* dy2, const T* x, const T* y, T* masked, int64_t rows, int64_t channels, const NormFactors& f, bool relu,
            double* sum, double* product) {
    if (!relu) reduce_as<Mask::none, false>(dy, dy2, x, y, masked, rows, channels, f, sum, product);
    else if (!y) reduce_as<Mask::by_input, false>(dy, dy2, x, y, masked, rows, channels, f, sum, product);
    else if (dy2) reduce_as<Mask::by_output, true>(dy, dy2, x, y, masked, rows, channels, f, sum, product);
    else reduce_as<Mask::by_output, false>(dy, dy2, x, y, masked, rows, channels, f, sum, product);
}

template <bool Relu, typename T>
void backward_as(const T* dy, const T* x, T* dx, int64_t rows, int64_t channels, const NormFactors& f, const NormGradient& g) {
    for (int64_t r = 0; r < rows; ++r) {
        const int64_t at = r * channels;
        for_lanes(channels, [&](int64_t c, auto zero) {
            using V = decltype(zero);
            const V v = get<V>(x + at + c);
            const V scale = get<V>(f.scale + c);
            V grad = get<V>(dy + at + c);
            if constexpr (Relu) grad = v * scale + get<V>(f.shift + c) <= zero ? zero : grad;
            put(scale * grad + get<V>(g.slope + c) * (v - get<V>(g.mean + c)) + get<V>(g.constant + c), dx + at + c);
        });
    }
}

template <typename T>
void backward(const T* dy, const T* x, T* dx, int64_t rows, int64_t channels, const NormFactors& f, const NormGradient& g, bool relu) {
    if (relu) backward_as<true>(dy, x, dx, rows, channels, f, g);
    else backward_as<false>(dy, x, dx, rows, channels, f, g);
}

template <typename T>
void add(const T* x, T* y, int64_t count, bool relu) {
    const float floor = relu ? 0 : -INFINITY;
    for_lanes(count, [&](int64_t i, auto zero) {
        using V = decltype(zero);
        const V t = get<V>(x + i) + get<V>(y + i);
        const V least = zero + floor;
        put(t < least ? least : t, y + i);
    });
}

void adam(float* __restrict value, const float* __restrict grad, float* __restrict mean, float* __restrict mean_square, int64_t count,
          const AdamFactors& f) {
    const float rest1 = 1 - f.beta1, rest2 = 1 - f.beta2;
    const AdamFactors k = f;
    for (int64_t i = 0; i < count; ++i) {
        const float g = grad[i] + k.penalty * value[i];
        const float m = k.beta1 * mean[i] + rest1 * g;
        const float v = k.beta2 * mean_square[i] + rest2 * g * g;
        mean[i] = m;
        mean_square[i] = v;
        value[i] = k.decay * value[i] - k.step_size * m / (std::sqrt(v) / k.bias_correction2_sqrt + k.eps);
    }
}

void argmax(const float* scores, int64_t stride, int64_t classes, int64_t pixels, uint8_t* __restrict result) {
    constexpr int64_t width = 256;
    alignas(64) std::array<float, width> best;
    alignas(64) std::array<int32_t, width> index;
    for (int64_t p = 0; p < pixels; p += width) {
        const int64_t count = std::min(width, pixels - p);
        std::copy_n(scores + p, count, best.data());
        index.fill(0);
        for (int64_t k = 1; k < classes; ++k) {
            const float* __restrict row = scores + k * stride + p;
            float* __restrict top = best.data();
            int32_t* __restrict at = index.data();
            const int32_t label = static_cast<int32_t>(k);
            for (int64_t i = 0; i < count; ++i) {
                const bool better = row[i] > top[i] || (row[i] != row[i] && top[i] == top[i]);
                at[i] = better ? label : at[i];
                top[i] = better ? row[i] : top[i];
            }
        }
        for (int64_t i = 0; i < count; ++i) result[p + i] = static_cast<uint8_t>(index[static_cast<size_t>(i)]);
    }
}

template <typename T>
constexpr NormKernels<T> norm() {
    return {moments<T>, apply<T>, reduce<T>, backward<T>, add<T>};
}

}  // namespace

extern const WeightGradient weight_gradient;     // weight_gradient.cpp
extern const Softmax softmax;                    // softmax.cpp
extern const Kernels table;
const Kernels table{norm<float>(), norm<bf16>(), adam, argmax, &weight_gradient, &softmax};

}  // namespace mta::MTA_ISA
