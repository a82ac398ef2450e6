// Softmax over the classes of each pixel, whose scores lie plane by plane: blocks of pixels, so that their running values stay in the
// first-level cache. Compiled as kernels.cpp is.
#include "kernels.h"
#include "lanes.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace mta::MTA_ISA {

namespace {

constexpr int64_t block_pixels = 256;

/// exp(x) for x <= 0, within two units in the last place; 1e-38 instead of anything smaller. NaN stays NaN.
template <typename V>
V exponential(V x) {
    using Bits = std::conditional_t<std::is_same_v<V, float>, uint32_t, words>;
    const V least = V{} - 87.0f, magic = V{} + 12582912.0f;             // adding 1.5 * 2^23 rounds to whole numbers
    x = x < least ? least : x;
    const V shifted = x * 1.44269504f + magic;
    const V power = shifted - magic;                                    // x = power * ln 2 + r
    const V r = (x - power * 0.693359375f) + power * 2.12194440e-4f;
    V series = V{} + 1.9875691500e-4f;                                  // Cephes' expf: exp(r) = 1 + r + r * r * series(r)
    for (const float next : {1.3981999507e-3f, 8.3334519073e-3f, 4.1665795894e-2f, 1.6666665459e-1f, 5.0000001201e-1f}) series = series * r + next;
    Bits exponent;
    std::memcpy(&exponent, &shifted, sizeof exponent);
    exponent = (exponent + 127u) << 23;                                 // the sum's low bits are the whole number
    V scale;
    std::memcpy(&scale, &exponent, sizeof scale);
    return (r * r * series + r + 1.0f) * scale;
}

void log_sum_exp(const float* scores, int64_t stride, int64_t classes, int64_t pixels, float* result) {
    alignas(64) std::array<float, block_pixels> most, sum;
    for (int64_t first = 0; first < pixels; first += block_pixels) {
        const int64_t count = std::min(block_pixels, pixels - first);
        std::copy_n(scores + first, count, most.data());
        sum.fill(0);
        for (int64_t k = 1; k < classes; ++k)
            for_lanes(count, [&, row = scores + k * stride + first](int64_t p, auto zero) {
                using V = decltype(zero);
                const V score = get<V>(row + p), top = get<V>(most.data() + p);
                put(score > top ? score : top, most.data() + p);
            });
        for (int64_t k = 0; k < classes; ++k)
            for_lanes(count, [&, row = scores + k * stride + first](int64_t p, auto zero) {
                using V = decltype(zero);
                put(get<V>(sum.data() + p) + exponential<V>(get<V>(row + p) - get<V>(most.data() + p)), sum.data() + p);
            });
        for (int64_t p = 0; p < count; ++p) result[first + p] = most[static_cast<size_t>(p)] + std::log(sum[static_cast<size_t>(p)]);
    }
}

void gradient(const float* scores, int64_t stride, int64_t classes, int64_t pixels, const float* log_sum_exp, const float* factor,
              const uint8_t* label, float* result) {
    for (int64_t k = 0; k < classes; ++k)
        for_lanes(pixels, [=](int64_t p, auto zero) {
            using V = decltype(zero);
            put(get<V>(factor + p) * exponential<V>(get<V>(scores + k * stride + p) - get<V>(log_sum_exp + p)), result + k * stride + p);
        });
    for (int64_t p = 0; p < pixels; ++p)
        if (label[p] < classes) result[label[p] * stride + p] -= factor[p];
}

}  // namespace

extern const Softmax softmax;
const Softmax softmax{log_sum_exp, gradient};

}  // namespace mta::MTA_ISA
