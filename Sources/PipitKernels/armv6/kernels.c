// The armv6 kernel set, for processors like the Pi Zero's ARM1176: no NEON, but SMLAD and 16 kB of level-1 cache.
#include "kernels.h"
#ifdef PIPIT_KERNELS_ARMV6

const pipit_kernels pipit_kernels_armv6 = {
    .name = "armv6",
    .elementwise = &pipit_elementwise_armv6,
    .matmul_s8 = pipit_armv6_matmul_s8,
    .matmul_packed_s8 = pipit_scalar_matmul_packed_s8,
    .matmul_s4 = pipit_armv6_matmul_s4,
    .mix_s8 = pipit_armv6_mix_s8,
    .depthwise_s16 = pipit_armv6_depthwise_s16,
};

#endif
