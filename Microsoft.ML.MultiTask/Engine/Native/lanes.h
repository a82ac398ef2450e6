// Loops over sixteen numbers at a time, for the files that are compiled once per instruction set.
#pragma once

#include "kernels.h"

#include <cstring>
#include <type_traits>

#if defined(__AVX512BF16__)
#include <immintrin.h>
#endif

namespace mta::MTA_ISA {

namespace {

/// Sixteen numbers at a time, whatever the processor makes of them. The loops' bodies are written once, for these and for the float of
/// the last few.
#if defined(__GNUC__)
typedef float floats __attribute__((vector_size(64)));
typedef uint32_t words __attribute__((vector_size(64)));
typedef uint16_t halves __attribute__((vector_size(32)));
constexpr int64_t lane_count = 16;
#endif

template <typename V, typename T>
V get(const T* from) {
    V value;
    if constexpr (std::is_same_v<T, float>) {
        std::memcpy(&value, from, sizeof value);
    } else if constexpr (std::is_same_v<V, float>) {
        const uint32_t bits = static_cast<uint32_t>(from->bits) << 16;
        std::memcpy(&value, &bits, sizeof value);
    } else {
#if defined(__GNUC__)
        halves upper;
        std::memcpy(&upper, from, sizeof upper);
        value = reinterpret_cast<V>(__builtin_convertvector(upper, words) << 16);
#endif
    }
    return value;
}

/// bfloat16 rounds to nearest, ties to even; NaN stays NaN.
template <typename V, typename T>
void put(V value, T* to) {
    if constexpr (std::is_same_v<T, float>) {
        std::memcpy(to, &value, sizeof value);
    } else if constexpr (std::is_same_v<V, float>) {
        uint32_t bits;
        std::memcpy(&bits, &value, sizeof bits);
        const uint32_t rounded = (bits + 0x7FFFu + ((bits >> 16) & 1u)) >> 16;
        to->bits = static_cast<uint16_t>((bits & 0x7FFFFFFFu) > 0x7F800000u ? 0x7FC0u : rounded);
    } else {
#if defined(__AVX512BF16__)
        const auto rounded = _mm512_cvtneps_pbh(reinterpret_cast<__m512>(value));
        std::memcpy(to, &rounded, sizeof rounded);
#elif defined(__GNUC__)
        const words bits = reinterpret_cast<words>(value);
        const words rounded = (bits + 0x7FFFu + ((bits >> 16) & 1u)) >> 16;
        const words nan = words{} + 0x7FC0u;
        const halves result = __builtin_convertvector((bits & 0x7FFFFFFFu) > 0x7F800000u ? nan : rounded, halves);
        std::memcpy(to, &result, sizeof result);
#endif
    }
}

/// Calls body(first lane, a zero of the lanes' type) until `count` lanes are done.
template <typename Body>
void for_lanes(int64_t count, Body&& body) {
    int64_t c = 0;
#if defined(__GNUC__)
    for (; c + lane_count <= count; c += lane_count) body(c, floats{});
#endif
    for (; c < count; ++c) body(c, 0.0f);
}

}  // namespace

}  // namespace mta::MTA_ISA
