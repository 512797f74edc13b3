#ifndef PIPIT_DOTPROD_KERNELS_H
#define PIPIT_DOTPROD_KERNELS_H

// The kernels of the dotprod set, for 64-bit ARM from the Cortex-A76 on: SDOT adds 16 products of bytes to four sums.
// pipit_kernels.h says what they make.

#include "../kernel_sets.h"
#include "../kernel_support.h"
#ifdef PIPIT_KERNELS_DOTPROD

#include <arm_neon.h>

enum { lanes = 16, tile_rows = 4, tile_outputs = 4 };

void pipit_dotprod_matmul_s8(
    const int8_t *a, size_t a_stride, const int8_t *w, size_t w_stride, int32_t *out, size_t out_stride, size_t rows,
    size_t outputs, size_t depth);
void pipit_dotprod_matmul_packed_s8(
    const int8_t *a, size_t a_stride, const int8_t *w, int32_t *out, size_t out_stride, size_t rows, size_t outputs,
    size_t depth);
void pipit_dotprod_mix_s8(
    const int8_t *p, size_t p_stride, const int8_t *v, size_t v_stride, int32_t *out, size_t out_stride, size_t rows,
    size_t depth, size_t columns);

// `count` bytes, then zeros.
INLINE int8x16_t load(const int8_t *bytes, size_t count) {
    if (count >= lanes) {
        return vld1q_s8(bytes);
    }
    int8_t part[lanes] = {0};
    for (size_t i = 0; i < count; i++) {
        part[i] = bytes[i];
    }
    return vld1q_s8(part);
}

#endif

#endif
