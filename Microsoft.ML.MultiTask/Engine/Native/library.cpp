// Version, errors, the allocator's settings, gradients.
#include "internal.h"

#if defined(__GLIBC__)
#include <malloc.h>
#endif

namespace {

thread_local std::string last_error;

#if defined(__GLIBC__)
// A training step frees and asks again for the same large buffers. With glibc's defaults each of them is mapped, faulted
// in page by page and unmapped every time; kept on the heap instead, a step runs about 1.4 times faster.
__attribute__((constructor)) void keep_freed_memory() {
    mallopt(M_MMAP_THRESHOLD, 1 << 30);     // bytes: below this a block comes from the heap
    mallopt(M_TRIM_THRESHOLD, 2147483647);  // bytes of free heap top before it goes back to the system
    mallopt(M_TOP_PAD, 64 << 20);           // bytes the heap grows by at least
}
#endif

}  // namespace

void mta::set_last_error(std::string message) noexcept { last_error = std::move(message); }

int32_t mta_abi_version(void) { return MTA_ABI_VERSION; }

const char* mta_torch_version(void) { return MTA_TORCH_VERSION; }

const char* mta_last_error(void) { return last_error.c_str(); }

int32_t mta_drop_gradients(const mta_tensor* const* leaves, int32_t count) {
    return mta::guarded([&] {
        for (int32_t i = 0; i < count; ++i) mta::borrow(leaves[i]).mutable_grad() = at::Tensor();
    });
}
