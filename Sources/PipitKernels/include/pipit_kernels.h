#ifndef PIPIT_KERNELS_H
#define PIPIT_KERNELS_H

// The kernels, sums of integer products, and the one table that chooses a set of them for the processor.
//
// | kernel           | makes                                                        | serves                       |
// |------------------|--------------------------------------------------------------|------------------------------|
// | matmul_s8        | a [rows, depth] by w [outputs, depth] transposed             | projections, scores          |
// | matmul_packed_s8 | the same with weights in blocks, layout 1 of FORMAT.md       | boards with `weightsLayout`  |
// | matmul_s4        | the same with weights of 4 bits                              | int4 projections, by group   |
// | mix_s8           | p [rows, depth] by v [depth, columns]                        | attention's sum of values    |
// | depthwise_s16    | a convolution of each channel with a kernel of its own       | EmbBERT's convolution        |
// | elementwise      | float arithmetic on one row: pipit_elementwise.h             | all between the sums         |
//
// Contracts common to all:
// - int8 weights and activations lie in -127 ... 127, never -128 (the model reader refuses it);
// - sums are exact in int32: depth <= 4096 for int8 x int8;
// - pointers need no alignment beyond their element's; strides are in elements;
// - inputs and outputs do not overlap; a count of zero writes nothing (or zeros, where a sum is empty).
// `pipit_kernels_scalar`, plain C, is the reference implementation: every other set equals it to the bit.

#include <stddef.h>
#include <stdint.h>

#include "pipit_elementwise.h"

typedef struct pipit_kernels {
    // Name of the kernel set: "scalar", "armv6", "neon", "dotprod", "avx2" ...
    const char *name;

    const pipit_elementwise *elementwise;

    // out[t, o] = sum over k of a[t, k] * w[o, k].
    // a [rows, depth], w [outputs, depth], out [rows, outputs]
    void (*matmul_s8)(
        const int8_t *a, size_t a_stride, const int8_t *w, size_t w_stride, int32_t *out, size_t out_stride,
        size_t rows, size_t outputs, size_t depth);

    // The same product with weights in layout 1 of FORMAT.md, blocks of 16 outputs of which each four columns lie
    // together: w [outputs / 16, depth / 4, 16, 4]. outputs is a multiple of 16, depth of 4.
    void (*matmul_packed_s8)(
        const int8_t *a, size_t a_stride, const int8_t *w, int32_t *out, size_t out_stride, size_t rows, size_t outputs,
        size_t depth);

    // The same product with int4 weights, two a byte, the low nibble first: w [outputs, depth / 2] bytes, w_stride in
    // bytes. depth is a multiple of 16. Null where a set has none: unpack_s4 and matmul_s8 make the same.
    void (*matmul_s4)(
        const int8_t *a, size_t a_stride, const int8_t *w, size_t w_stride, int32_t *out, size_t out_stride,
        size_t rows, size_t outputs, size_t depth);

    // out[t, c] = sum over j of p[t, j] * v[j, c]: the attention's weighted sum of rows.
    // p [rows, depth], v [depth, columns], out [rows, columns]
    void (*mix_s8)(
        const int8_t *p, size_t p_stride, const int8_t *v, size_t v_stride, int32_t *out, size_t out_stride,
        size_t rows, size_t depth, size_t columns);

    // out[t, c] = sum over k of w[k, c] * x[t + k, c].
    // x [rows + kernel_size - 1, channels] int16 in -32512 ... 32512, w [kernel_size, channels], out [rows, channels];
    // kernel_size <= 255, channels a multiple of 16, as the width of every model is
    void (*depthwise_s16)(
        const int16_t *x, const int8_t *w, int32_t *out, size_t rows, size_t kernel_size, size_t channels);
} pipit_kernels;

// The kernels for the processor that runs this, chosen in kernel_sets.c and nowhere else.
const pipit_kernels *pipit_kernels_for_this_processor(void);

// The kernel sets that this processor can run, the best first and the scalar one last; null past the end.
const pipit_kernels *pipit_kernels_at(size_t index);

// The plain C kernels, present on every board.
extern const pipit_kernels pipit_kernels_scalar;

#endif
