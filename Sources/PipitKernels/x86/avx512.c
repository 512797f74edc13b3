// The avx512 kernel set.
#include "avx512.h"
#ifdef PIPIT_KERNELS_X86

const pipit_kernels pipit_kernels_avx512 = {
    .name = "avx512",
    .elementwise = &pipit_elementwise_avx512,
    .matmul_s8 = pipit_avx512_matmul_s8,
    .matmul_packed_s8 = pipit_avx512_matmul_packed_s8,
    .mix_s8 = pipit_avx512_mix_s8,
    .depthwise_s16 = pipit_avx512_depthwise_s16,
};

#endif
