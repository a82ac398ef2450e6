// The decoder's upsampling: a transposed convolution whose kernel is twice its stride s. Each output pixel then sees 2x2 inputs, so
// it is one matrix product, of 2x2 neighbourhoods by kernels, whose s*s results per channel are the output's pixels. libtorch's
// own writes each product out by itself and adds four of them up for every pixel.
#include "internal.h"

#include <ATen/Functions.h>
#include <ATen/Parallel.h>
#include <torch/csrc/autograd/custom_function.h>

#include <algorithm>
#include <cstring>

namespace {

using at::Tensor;

/// Sizes of x [N, C, h, w], the output [N, O, s*h, s*w] and the cells between: (h + 1) * (w + 1) neighbourhoods, whose outputs reach
/// s/2 pixels over the border.
struct Shape {
    int64_t images, inputs, height, width, outputs, stride;

    Shape(at::IntArrayRef x, const Tensor& weight)
        : images(x[0]), inputs(x[1]), height(x[2]), width(x[3]), outputs(weight.size(1)), stride(weight.size(2) / 2) {
        TORCH_CHECK(weight.dim() == 4 && weight.size(0) == inputs && weight.size(2) == 2 * stride && weight.size(3) == 2 * stride && stride % 2 == 0,
                    "the kernel must be [C, O, 2s, 2s] with an even s");
    }

    int64_t cell_rows() const { return height + 1; }
    int64_t cells_in_row() const { return width + 1; }
    int64_t cells() const { return images * cell_rows() * cells_in_row(); }
    int64_t phases() const { return stride * stride; }
};

/// [cells, 4 * C]: for each cell x above left, above, left and here, zero outside; the order of the kernel's halves is reversed.
Tensor neighbourhoods(const Tensor& x, const Shape& s) {
    const Tensor result = at::zeros({s.images, s.cell_rows(), s.cells_in_row(), 2, 2, s.inputs}, x.options());
    const Tensor pixels = x.permute({0, 2, 3, 1});                                     // [N, h, w, C]
    for (int64_t ay = 0; ay < 2; ++ay)
        for (int64_t ax = 0; ax < 2; ++ax)
            result.select(3, ay).select(3, ax).narrow(1, ay, s.height).narrow(2, ax, s.width).copy_(pixels);
    return result.view({s.cells(), 4 * s.inputs});
}

/// The way back: adds up what each neighbourhood says of a pixel.
Tensor pixels(const Tensor& gathered, const Shape& s) {
    const Tensor cells = gathered.view({s.images, s.cell_rows(), s.cells_in_row(), 2, 2, s.inputs});
    Tensor sum;
    for (int64_t ay = 0; ay < 2; ++ay)
        for (int64_t ax = 0; ax < 2; ++ax) {
            const Tensor part = cells.select(3, ay).select(3, ax).narrow(1, ay, s.height).narrow(2, ax, s.width);
            sum = sum.defined() ? sum.add_(part) : part.clone();
        }
    return sum.permute({0, 3, 1, 2}).contiguous();                                     // [N, C, h, w]
}

/// [4 * C, O * s * s], rows as in `neighbourhoods`.
Tensor matrix(const Tensor& weight, const Shape& s) {
    return weight.view({s.inputs, s.outputs, 2, s.stride, 2, s.stride}).permute({2, 4, 0, 1, 3, 5}).reshape({4 * s.inputs, s.outputs * s.phases()});
}

Tensor kernel(const Tensor& matrix, const Shape& s) {
    return matrix.view({2, 2, s.inputs, s.outputs, s.stride, s.stride}).permute({2, 3, 0, 4, 1, 5}).reshape({s.inputs, s.outputs, 2 * s.stride, 2 * s.stride});
}

/// a [rows, n] * b [n, m], as a 1x1 convolution of one long image: oneDNN's products are made for this processor, those of a BLAS that is
/// older than it are not.
Tensor product(const Tensor& a, const Tensor& b) {
    const Tensor image = a.view({1, 1, a.size(0), a.size(1)}).permute({0, 3, 1, 2});                   // [1, n, 1, rows], channels last
    const Tensor kernels = b.t().contiguous().view({b.size(1), b.size(0), 1, 1});
    return at::conv2d(image, kernels).permute({0, 2, 3, 1}).view({a.size(0), b.size(1)});
}

/// Calls move(address in a row's cells [w + 1, O, s, s], address in the image [N, O, s*h, s*w], numbers, output channel) for each run of
/// numbers that lie side by side in both. `row` counts the rows of cells of all images.
template <typename Cell, typename Pixel, typename Move>
void for_each_run(const Shape& s, int64_t row, Cell* cells, Pixel* image, Move&& move) {
    const int64_t half = s.stride / 2, image_height = s.stride * s.height, image_width = s.stride * s.width;
    const int64_t n = row / s.cell_rows(), top = row % s.cell_rows() * s.stride - half;
    const int64_t first = std::max<int64_t>(0, -top), last = std::min(s.stride, image_height - top);
    for (int64_t q = 0; q <= s.width; ++q) {
        const int64_t left = q * s.stride - half, skipped = std::max<int64_t>(0, -left);
        const int64_t count = std::min(s.stride, image_width - left) - skipped;
        for (int64_t o = 0; o < s.outputs; ++o) {
            Cell* cell = cells + (q * s.outputs + o) * s.phases() + skipped;
            Pixel* pixel = image + ((n * s.outputs + o) * image_height + top) * image_width + left + skipped;
            for (int64_t py = first; py < last; ++py) move(cell + py * s.stride, pixel + py * image_width, count, o);
        }
    }
}

class UpsampleFunction : public torch::autograd::Function<UpsampleFunction> {
public:
    static Tensor forward(torch::autograd::AutogradContext* context, const Tensor& x, const Tensor& weight, const Tensor& bias) {
        const Shape s(x.sizes(), weight);
        const Tensor gathered = neighbourhoods(x, s);
        const Tensor y = at::empty({s.images, s.outputs, s.stride * s.height, s.stride * s.width}, x.options().memory_format(at::MemoryFormat::Contiguous));
        const auto* b = bias.data_ptr<float>();
        const Tensor cells = product(gathered, matrix(weight, s));
        at::parallel_for(0, s.images * s.cell_rows(), 1, [&](int64_t begin, int64_t end) {
            const int64_t row_numbers = s.cells_in_row() * s.outputs * s.phases();
            for (int64_t row = begin; row < end; ++row)
                for_each_run(s, row, cells.data_ptr<float>() + row * row_numbers, y.data_ptr<float>(), [b](const float* __restrict from, float* __restrict to, int64_t count, int64_t o) {
                    for (int64_t i = 0; i < count; ++i) to[i] = from[i] + b[o];
                });
        });
        context->save_for_backward({gathered, weight});
        context->saved_data["sizes"] = x.sizes().vec();
        return y;
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context, torch::autograd::variable_list grads) {
        const auto saved = context->get_saved_variables();
        const Tensor& gathered = saved[0];
        const Tensor& weight = saved[1];
        const auto sizes = context->saved_data["sizes"].toIntVector();
        const Shape s(sizes, weight);
        const Tensor dy = grads[0].contiguous();
        const Tensor cells = at::zeros({s.cells(), s.outputs * s.phases()}, dy.options());
        at::parallel_for(0, s.images * s.cell_rows(), 1, [&](int64_t begin, int64_t end) {
            const int64_t row_numbers = s.cells_in_row() * s.outputs * s.phases();
            for (int64_t row = begin; row < end; ++row)
                for_each_run(s, row, cells.data_ptr<float>() + row * row_numbers, dy.data_ptr<float>(), [](float* to, const float* from, int64_t count, int64_t) {
                    std::memcpy(to, from, static_cast<size_t>(count) * sizeof(float));
                });
        });
        return {pixels(product(cells, matrix(weight, s).t()), s), kernel(at::mm(gathered.t(), cells), s), dy.sum({0, 2, 3})};
    }
};

}  // namespace

int32_t mta_upsample(const mta_tensor* x, const mta_tensor* weight, const mta_tensor* bias, mta_tensor** y) {
    return mta::guarded([&] { *y = mta::give(UpsampleFunction::apply(mta::borrow(x), mta::borrow(weight), mta::borrow(bias))); });
}
