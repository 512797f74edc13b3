// The neon kernel set.
#include "kernels.h"
#ifdef PIPIT_KERNELS_NEON

const pipit_kernels pipit_kernels_neon = {
    .name = "neon",
#ifdef __aarch64__
    .elementwise = &pipit_elementwise_neon,
#else
    .elementwise = &pipit_elementwise_scalar,  // vectors of this processor drop denormals
#endif
    .matmul_s8 = pipit_neon_matmul_s8,
    .matmul_packed_s8 = pipit_scalar_matmul_packed_s8,
    .mix_s8 = pipit_neon_mix_s8,
    .depthwise_s16 = pipit_neon_depthwise_s16,
};

#endif
