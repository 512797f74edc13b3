#ifndef PIPIT_KERNEL_SETS_H
#define PIPIT_KERNEL_SETS_H

// The kernel sets, a folder each, and which of them this architecture can have. Assembly reads this page too.

#if defined(__arm__) && __ARM_ARCH == 6
#define PIPIT_KERNELS_ARMV6
#endif
#if defined(__ARM_NEON)
#define PIPIT_KERNELS_NEON
#endif
#if defined(__ARM_FEATURE_DOTPROD) && defined(__aarch64__)
#define PIPIT_KERNELS_DOTPROD
#endif
#if defined(__x86_64__)
#define PIPIT_KERNELS_X86
#endif

#ifndef __ASSEMBLER__
#include "pipit_kernels.h"

extern const pipit_elementwise pipit_elementwise_scalar, pipit_elementwise_armv6, pipit_elementwise_neon;
extern const pipit_elementwise pipit_elementwise_sse2, pipit_elementwise_avx2, pipit_elementwise_avx512;

extern const pipit_kernels pipit_kernels_armv6, pipit_kernels_neon, pipit_kernels_dotprod;
extern const pipit_kernels pipit_kernels_sse2, pipit_kernels_avx2, pipit_kernels_avx512;

// The product with packed weights in plain C, for sets whose boards keep them row by row.
void pipit_scalar_matmul_packed_s8(
    const int8_t *a, size_t a_stride, const int8_t *w, int32_t *out, size_t out_stride, size_t rows, size_t outputs,
    size_t depth);

// NEON's convolution, for the dotprod set, whose instruction serves none.
void pipit_neon_depthwise_s16(
    const int16_t *x, const int8_t *w, int32_t *out, size_t rows, size_t kernel_size, size_t channels);

_Bool pipit_has_avx2(void);
_Bool pipit_has_avx512(void);
#endif

#endif
