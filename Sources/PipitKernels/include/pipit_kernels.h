#ifndef PIPIT_KERNELS_H
#define PIPIT_KERNELS_H

// The integer kernels and the one table that chooses them.
//
// Contracts common to all:
// - int8 weights and activations lie in -127 ... 127, never -128 (the model reader refuses it);
// - sums are exact in int32: depth <= 4096 for int8 x int8;
// - pointers need no alignment beyond their element's; strides are in elements;
// - inputs and outputs do not overlap; a count of zero writes nothing (or zeros, where a sum is empty).
// The scalar Swift kernels in PipitCore/Numerics are the specification: every kernel here equals them to the bit.

#include <stddef.h>
#include <stdint.h>

typedef struct pipit_kernels {
    // Name of the kernel set: "scalar", "armv6", "neon", "dotprod", "avx2" ...
    const char *name;

    // out[t, o] = sum over k of a[t, k] * w[o, k].
    // a [rows, depth], w [outputs, depth], out [rows, outputs]
    void (*matmul_s8)(
        const int8_t *a, size_t a_stride, const int8_t *w, size_t w_stride, int32_t *out, size_t out_stride,
        size_t rows, size_t outputs, size_t depth);

    // out[t, c] = sum over j of p[t, j] * v[j, c]: the attention's weighted sum of rows.
    // p [rows, depth], v [depth, columns], out [rows, columns]
    void (*mix_s8)(
        const int8_t *p, size_t p_stride, const int8_t *v, size_t v_stride, int32_t *out, size_t out_stride,
        size_t rows, size_t depth, size_t columns);

    // out[t, c] = sum over k of w[k, c] * x[t + k, c]: the depthwise convolution.
    // x [rows + taps - 1, channels] int16 in -32512 ... 32512, w [taps, channels], out [rows, channels]; taps <= 255
    void (*depthwise_s16)(
        const int16_t *x, const int8_t *w, int32_t *out, size_t rows, size_t taps, size_t channels);
} pipit_kernels;

// The kernels for the processor that runs this, chosen in kernels.c and nowhere else.
const pipit_kernels *pipit_kernels_for_this_processor(void);

// The kernel sets that this processor can run, the best first and the scalar one last; null past the end.
const pipit_kernels *pipit_kernels_at(size_t index);

// The plain C kernels, present on every board: the twin that others are measured against.
extern const pipit_kernels pipit_kernels_scalar;

#endif
