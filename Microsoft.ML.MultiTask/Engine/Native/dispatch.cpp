// Picks the kernels for this processor, once.
#include "kernels.h"

namespace mta {

namespace baseline { extern const Kernels table; }
#if defined(MTA_X86)
namespace avx2 { extern const Kernels table; }
namespace avx512 { extern const Kernels table; }
#endif

const Kernels& kernels() {
#if defined(MTA_X86)
    static const Kernels& best = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl")
                                         && __builtin_cpu_supports("avx512dq") ? avx512::table
                               : __builtin_cpu_supports("avx2") ? avx2::table
                                                                : baseline::table;
    return best;
#else
    return baseline::table;
#endif
}

}  // namespace mta
