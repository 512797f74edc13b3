#ifndef PIPIT_ARMV6_KERNELS_H
#define PIPIT_ARMV6_KERNELS_H

// The kernels of the armv6 set, a file each; pipit_kernels.h says what they make.

#include "../kernel_sets.h"
#include "../kernel_support.h"

void pipit_armv6_matmul_s8(
    const int8_t *a, size_t a_stride, const int8_t *w, size_t w_stride, int32_t *out, size_t out_stride, size_t rows,
    size_t outputs, size_t depth);
void pipit_armv6_matmul_s4(
    const int8_t *a, size_t a_stride, const int8_t *w, size_t w_stride, int32_t *out, size_t out_stride, size_t rows,
    size_t outputs, size_t depth);
void pipit_armv6_mix_s8(
    const int8_t *p, size_t p_stride, const int8_t *v, size_t v_stride, int32_t *out, size_t out_stride, size_t rows,
    size_t depth, size_t columns);
void pipit_armv6_depthwise_s16(
    const int16_t *x, const int8_t *w, int32_t *out, size_t rows, size_t kernel_size, size_t channels);

#endif
