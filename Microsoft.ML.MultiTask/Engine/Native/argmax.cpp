// The class of each pixel, plane by plane: libtorch's argmax over a dimension that is not the last takes several times longer.
#include "internal.h"
#include "kernels.h"

#include <ATen/Functions.h>
#include <ATen/Parallel.h>

int32_t mta_argmax(const mta_tensor* handle, mta_tensor** result) {
    return mta::guarded([&] {
        at::Tensor scores = mta::borrow(handle);
        TORCH_CHECK(scores.dim() == 4 && scores.scalar_type() == at::kFloat && scores.size(1) >= 1 && scores.size(1) <= 256,
                    "scores must be float32 [N, C, H, W] with C from 1 to 256");
        const bool planar = scores.stride(3) == 1 && scores.stride(2) == scores.size(3) && scores.stride(1) == scores.size(2) * scores.size(3);
        if (!planar) scores = scores.contiguous();
        const int64_t images = scores.size(0), classes = scores.size(1), pixels = scores.size(2) * scores.size(3);
        const at::Tensor labels = at::empty({images, scores.size(2), scores.size(3)}, scores.options().dtype(at::kByte));
        const auto* from = scores.data_ptr<float>();
        auto* to = labels.data_ptr<uint8_t>();
        for (int64_t n = 0; n < images; ++n)
            at::parallel_for(0, pixels, 1 << 12, [&](int64_t begin, int64_t end) {
                mta::kernels().argmax(from + n * scores.stride(0) + begin, pixels, classes, end - begin, to + n * pixels + begin);
            });
        *result = mta::give(labels);
    });
}
