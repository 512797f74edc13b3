// The dotprod kernel set; SDOT serves no convolution, so that is neon's.
#include "kernels.h"
#ifdef PIPIT_KERNELS_DOTPROD

const pipit_kernels pipit_kernels_dotprod = {
    .name = "dotprod",
    .elementwise = &pipit_elementwise_neon,
    .matmul_s8 = pipit_dotprod_matmul_s8,
    .matmul_packed_s8 = pipit_dotprod_matmul_packed_s8,
    .mix_s8 = pipit_dotprod_mix_s8,
    .depthwise_s16 = pipit_neon_depthwise_s16,
};

#endif
