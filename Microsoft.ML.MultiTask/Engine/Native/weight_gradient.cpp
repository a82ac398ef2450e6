// The gradient of a convolution's weights, from bfloat16 maps into float32:
//     dW[o, i, j, c] = sum over n, h, w of dY[n, h, w, o] * X[n, h * stride + i - padding, w * stride + j - padding, c]
// For each (i, j) that is a matrix product over the output's pixels. Compiled as kernels.cpp is; only a processor that multiplies pairs
// of bfloat16 has it.
#include "kernels.h"
#include "lanes.h"

#include <algorithm>
#include <vector>

namespace mta::MTA_ISA {

extern const WeightGradient weight_gradient;

#if defined(__AVX512BF16__)

namespace {

// The processor multiplies and adds two numbers at a time, so a lane of 32 bits holds a channel's values at two neighbouring pixels of
// a row: a step of the sum. Operands are packed so that a tile reads both from end to end.
constexpr int64_t tile_outputs = 8, tile_inputs = 32;
constexpr int64_t most_bytes_dy = 256 << 10, most_bytes_x = 384 << 10;        // packed, of a block: together less than a second-level cache

struct alignas(64) Line {
    uint32_t lane[lane_count];
};

words widen(const bf16* from) {
    if (!from) return words{};
    halves values;
    std::memcpy(&values, from, sizeof values);
    return __builtin_convertvector(values, words);
}

/// Sixteen channels' values at two pixels; null is zero.
words pairs(const bf16* first, const bf16* second) { return widen(first) | widen(second) << 16; }

/// A part of the sum: some images' rows. Distances are in lanes.
struct Block {
    int64_t first_image, images, first_row, rows, steps;    // rows of the output, `steps` pairs of pixels each
    int64_t x_rows;                                         // rows of X that these need
    int64_t dy_image, dy_row, x_image, x_row;               // from image to image, from row to row, when packed
};

/// Adds a block's sums for 8 outputs and 32 inputs to dW, or sets it to them.
void tile(const uint32_t* dy, const uint32_t* x, const Block& block, float* dw, int64_t output_stride, bool sets) {
    __m512 sum[tile_outputs][2];
    for (auto& row : sum) row[0] = row[1] = _mm512_setzero_ps();
    for (int64_t n = 0; n < block.images; ++n)
        for (int64_t h = 0; h < block.rows; ++h) {
            const uint32_t* a = dy + n * block.dy_image + h * block.dy_row;
            const uint32_t* b = x + n * block.x_image + h * block.x_row;
            for (int64_t step = 0; step < block.steps; ++step, a += tile_outputs, b += tile_inputs) {
                const auto low = reinterpret_cast<__m512bh>(_mm512_load_si512(b));
                const auto high = reinterpret_cast<__m512bh>(_mm512_load_si512(b + lane_count));
#pragma GCC unroll 8
                for (int o = 0; o < tile_outputs; ++o) {
                    const auto both = reinterpret_cast<__m512bh>(_mm512_set1_epi32(static_cast<int>(a[o])));
                    sum[o][0] = _mm512_dpbf16_ps(sum[o][0], both, low);
                    sum[o][1] = _mm512_dpbf16_ps(sum[o][1], both, high);
                }
            }
        }
    for (const auto& row : sum) {
        _mm512_storeu_ps(dw, sets ? row[0] : _mm512_add_ps(_mm512_loadu_ps(dw), row[0]));
        _mm512_storeu_ps(dw + lane_count, sets ? row[1] : _mm512_add_ps(_mm512_loadu_ps(dw + lane_count), row[1]));
        dw += output_stride;
    }
}

/// A range of outputs and inputs of one convolution.
class Part {
public:
    Part(const ConvolutionShape& shape, const bf16* x, const bf16* dy, float* dw, int64_t first_output, int64_t outputs)
        : s_(shape), x_(x), dy_(dy), dw_(dw), first_output_(first_output), outputs_(outputs) {}

    void run(int64_t first_input, int64_t end_input) {
        const int64_t steps = (s_.out_width + 1) / 2;
        // The sums' order, and so their last bits, depend on the blocks; the blocks do not depend on the threads.
        int64_t rows = s_.out_height, images = 1;
        while (rows > 1 && !fits(1, rows, steps)) rows = (rows + 1) / 2;
        while (rows == s_.out_height && images < s_.images && fits(images + 1, rows, steps)) ++images;

        const int64_t x_lanes = images * x_rows(rows) * s_.kernel * steps * tile_inputs;                // of 32 inputs
        const int64_t most_panels = std::max<int64_t>(1, most_bytes_x / 4 / x_lanes);

        thread_local std::vector<Line> packed_dy, packed_x;
        packed_dy.resize(static_cast<size_t>(images * rows * steps * outputs_ / lane_count));
        packed_x.resize(static_cast<size_t>(most_panels * x_lanes / lane_count));
        for (int64_t image = 0; image < s_.images; image += images)
            for (int64_t row = 0; row < s_.out_height; row += rows) {
                const int64_t row_count = std::min(rows, s_.out_height - row);
                const Block block{image, std::min(images, s_.images - image), row, row_count, steps, x_rows(row_count),
                                  row_count * steps * tile_outputs, steps * tile_outputs,
                                  s_.kernel * x_rows(row_count) * steps * tile_inputs, (s_.kernel == 1 ? 1 : s_.stride) * steps * tile_inputs};
                pack_dy(block, packed_dy[0].lane);
                for (int64_t input = first_input; input < end_input; input += most_panels * tile_inputs) {
                    const int64_t panels = std::min(most_panels, (end_input - input) / tile_inputs);
                    pack_x(block, input, panels, packed_x[0].lane);
                    multiply(block, packed_dy[0].lane, packed_x[0].lane, input, panels, image == 0 && row == 0);
                }
            }
    }

private:
    /// Rows of X that so many rows of the output need; a kernel of 1 skips those in between.
    int64_t x_rows(int64_t rows) const { return s_.kernel == 1 ? rows : (rows - 1) * s_.stride + s_.kernel; }

    bool fits(int64_t images, int64_t rows, int64_t steps) const {
        return images * rows * steps * outputs_ * 4 <= most_bytes_dy && images * x_rows(rows) * s_.kernel * steps * tile_inputs * 4 <= most_bytes_x;
    }

    /// [outputs / 8][image][row][step][8]
    void pack_dy(const Block& block, uint32_t* packed) const {
        const int64_t panel = block.images * block.dy_image;
        for (int64_t n = 0; n < block.images; ++n)
            for (int64_t h = 0; h < block.rows; ++h) {
                const bf16* row = dy_ + ((block.first_image + n) * s_.out_height + block.first_row + h) * s_.out_width * s_.outputs + first_output_;
                for (int64_t step = 0; step < block.steps; ++step) {
                    const bf16* first = row + 2 * step * s_.outputs;
                    const bf16* second = 2 * step + 1 < s_.out_width ? first + s_.outputs : nullptr;
                    uint32_t* to = packed + n * block.dy_image + h * block.dy_row + step * tile_outputs;
                    for (int64_t o = 0; o < outputs_; o += lane_count, to += 2 * panel) {
                        const words both = pairs(first + o, second ? second + o : nullptr);
                        std::memcpy(to, &both, sizeof both / 2);
                        std::memcpy(to + panel, reinterpret_cast<const char*>(&both) + sizeof both / 2, sizeof both / 2);
                    }
                }
            }
    }

    /// [panel of 32 inputs][image][j][row of X][step][32]: what the kernel's column j sees, zero outside of the map. Several panels are read
    /// together, since their channels lie side by side.
    void pack_x(const Block& block, int64_t input, int64_t panels, uint32_t* packed) const {
        const int64_t panel = block.images * block.x_image;
        for (int64_t n = 0; n < block.images; ++n)
            for (int64_t j = 0; j < s_.kernel; ++j)
                for (int64_t r = 0; r < block.x_rows; ++r) {
                    const int64_t h = block.first_row * s_.stride - s_.padding + (s_.kernel == 1 ? r * s_.stride : r);
                    const bf16* row = x_ + ((block.first_image + n) * s_.height + h) * s_.width * s_.inputs + input;
                    const auto pixel = [&](int64_t out_w) {
                        const int64_t w = out_w * s_.stride + j - s_.padding;
                        return h >= 0 && h < s_.height && w >= 0 && w < s_.width && out_w < s_.out_width ? row + w * s_.inputs : nullptr;
                    };
                    for (int64_t step = 0; step < block.steps; ++step, packed += tile_inputs) {
                        const bf16 *first = pixel(2 * step), *second = pixel(2 * step + 1);
                        for (int64_t c = 0; c < panels * tile_inputs; c += lane_count) {
                            const words both = pairs(first ? first + c : nullptr, second ? second + c : nullptr);
                            std::memcpy(packed + c / tile_inputs * panel + c % tile_inputs, &both, sizeof both);
                        }
                    }
                }
    }

    void multiply(const Block& block, const uint32_t* dy, const uint32_t* x, int64_t input, int64_t panels, bool sets) const {
        const int64_t k = s_.kernel;
        for (int64_t p = 0; p < panels; ++p)
            for (int64_t i = 0; i < k; ++i)
                for (int64_t j = 0; j < k; ++j)
                    for (int64_t o = 0; o < outputs_; o += tile_outputs)
                        tile(dy + o / tile_outputs * block.images * block.dy_image,
                             x + p * block.images * block.x_image + (j * block.x_rows + i) * block.steps * tile_inputs, block,
                             dw_ + (((first_output_ + o) * k + i) * k + j) * s_.inputs + input + p * tile_inputs, k * k * s_.inputs, sets);
    }

    const ConvolutionShape& s_;
    const bf16 *x_, *dy_;
    float* dw_;
    int64_t first_output_, outputs_;
};

/// How many outputs share what is packed of X.
int64_t outputs_at_a_time(const ConvolutionShape& shape) {
    int64_t count = 128;
    while (shape.outputs % count != 0) count /= 2;
    return count;
}

bool takes(const ConvolutionShape& shape) { return shape.inputs % tile_inputs == 0 && shape.outputs % lane_count == 0; }

int64_t parts(const ConvolutionShape& shape) { return shape.outputs / outputs_at_a_time(shape) * (shape.inputs / tile_inputs); }

void run(const ConvolutionShape& shape, const bf16* x, const bf16* dy, float* dw, int64_t begin, int64_t end) {
    const int64_t outputs = outputs_at_a_time(shape), panels = shape.inputs / tile_inputs;
    while (begin < end) {
        const int64_t chunk = begin / panels, stop = std::min(end, (chunk + 1) * panels);
        Part(shape, x, dy, dw, chunk * outputs, outputs).run((begin - chunk * panels) * tile_inputs, (stop - chunk * panels) * tile_inputs);
        begin = stop;
    }
}

}  // namespace

const WeightGradient weight_gradient{takes, parts, run};

#else

const WeightGradient weight_gradient{};

#endif

}  // namespace mta::MTA_ISA
