// Picks the kernels for this processor, once.
#include "kernels.h"

namespace mta {

namespace baseline { extern const Kernels table; }
#if defined(MTA_X86)
namespace avx2 { extern const Kernels table; }
namespace avx512 { extern const Kernels table; }
namespace avx512bf16 { extern const Kernels table; }
#endif

namespace {

const Kernels& best() {
#if defined(MTA_X86)
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq"))
        return __builtin_cpu_supports("avx512bf16") ? avx512bf16::table : avx512::table;
    if (__builtin_cpu_supports("avx2")) return avx2::table;
#endif
    return baseline::table;
}

}  // namespace

const Kernels& kernels() {
    static const Kernels& chosen = best();
    return chosen;
}

}  // namespace mta
