#ifndef PIPIT_NEON_KERNELS_H
#define PIPIT_NEON_KERNELS_H

// The kernels of the neon set, for 64-bit ARM and for 32-bit processors from the Cortex-A7 on, a file each;
// pipit_kernels.h says what they make.

#include "../kernel_sets.h"
#include "../kernel_support.h"
#ifdef PIPIT_KERNELS_NEON

#include <arm_neon.h>

enum {
    lanes = 16,     // bytes of a vector
    tile_rows = 4,  // whose sums stay in registers
#ifdef __aarch64__
    tile_outputs = 4,  // with the rows 16 vectors of sums, which with their factors fill the 32 registers
#else
    tile_outputs = 2,  // there are but 16 registers
#endif
};

void pipit_neon_matmul_s8(
    const int8_t *a, size_t a_stride, const int8_t *w, size_t w_stride, int32_t *out, size_t out_stride, size_t rows,
    size_t outputs, size_t depth);
void pipit_neon_mix_s8(
    const int8_t *p, size_t p_stride, const int8_t *v, size_t v_stride, int32_t *out, size_t out_stride, size_t rows,
    size_t depth, size_t columns);

#endif

#endif
