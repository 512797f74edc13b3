#ifndef PIPIT_KERNELS_H
#define PIPIT_KERNELS_H

// The kernels and the one table that chooses them: sums of integer products, and the float steps between them.
//
// Contracts common to all:
// - int8 weights and activations lie in -127 ... 127, never -128 (the model reader refuses it);
// - sums are exact in int32: depth <= 4096 for int8 x int8;
// - pointers need no alignment beyond their element's; strides are in elements;
// - inputs and outputs do not overlap; a count of zero writes nothing (or zeros, where a sum is empty).
// The scalar Swift kernels in PipitCore/Numerics are the specification: every kernel here equals them to the bit.

#include <stddef.h>
#include <stdint.h>

// The float steps between the sums of products: each does on one row of `count` numbers what ARITHMETIC.md says, in its
// order of operations. A `row` is memory that holds int32 sums at first and floats afterwards, each in its sum's place.
// All floats are finite.
typedef struct pipit_elementwise {
    // Row quantization to int8 and to int16; returns the scale. q may be the memory of x itself.
    float (*quantize_s8)(const float *x, int8_t *q, size_t count);
    float (*quantize_s16)(const float *x, int16_t *q, size_t count);

    // y = sum * (scale * scales) + bias, in place; and y = y + (sum * (scale * scales) + bias).
    void (*dequantize_sums)(void *row, size_t count, float scale, const float *scales, const float *bias);
    void (*add_dequantized_sums)(
        const int32_t *sums, size_t count, float scale, const float *scales, const float *bias, float *y);

    // y = sum * factor, in place.
    void (*scale_sums)(void *row, size_t count, float factor);

    // y = SiLU(sum * (scales * factor) + bias), in place: the convolution's sums.
    void (*silu_sums)(void *row, size_t count, float factor, const float *scales, const float *bias);

    // One query's attention: z = sum * (scale * key_scales), e = exp(z - max z), weight = e * value_scales; the
    // weights, quantized, take the first `count` bytes of the row. Returns their scale / (lane sum of e). count >= 1.
    float (*softmax_sums)(void *row, size_t count, float scale, const float *key_scales, const float *value_scales);

    // RMSNorm and LayerNorm, in place.
    void (*normalize_rms)(float *x, size_t count, const float *gain, float epsilon);
    void (*normalize_layer)(float *x, size_t count, const float *gain, const float *bias, float epsilon);

    // The activations of the feed-forward layer and of heads, in place.
    void (*gelu_erf)(float *x, size_t count);
    void (*gelu_tanh)(float *x, size_t count);
    void (*hyperbolic_tangent)(float *x, size_t count);

    // x = q * scale, and x = x + q * scale: rows of a table, and what is summed for a mean.
    void (*dequantize_s8)(const int8_t *q, size_t count, float scale, float *x);
    void (*add_dequantized_s8)(const int8_t *q, size_t count, float scale, float *x);

    // x = x + y.
    void (*add_floats)(float *x, const float *y, size_t count);

    // x = x16 * scale, and x = x16 * scale + x: the residual stream.
    void (*dequantize_s16)(const int16_t *values, size_t count, float scale, float *x);
    void (*add_dequantized_s16)(const int16_t *values, size_t count, float scale, float *x);

    // int4 weights: q = the `count` numbers of `packed`, two a byte, the low nibble first (count is even); then, group
    // by group, y = y + sum * scales, and at last x = x * factor + bias.
    void (*unpack_s4)(const int8_t *packed, size_t count, int8_t *q);
    void (*accumulate_sums)(const int32_t *sums, size_t count, const float *scales, float *y);
    void (*scale_floats)(float *x, size_t count, float factor, const float *bias);

    // g = (q * ratio + 64) >> 7: a row under the convolution. ratio 0 ... 32768
    void (*weigh_s8)(const int8_t *q, size_t count, int32_t ratio, int16_t *g);
} pipit_elementwise;

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

    // out[t, c] = sum over j of p[t, j] * v[j, c]: the attention's weighted sum of rows.
    // p [rows, depth], v [depth, columns], out [rows, columns]
    void (*mix_s8)(
        const int8_t *p, size_t p_stride, const int8_t *v, size_t v_stride, int32_t *out, size_t out_stride,
        size_t rows, size_t depth, size_t columns);

    // out[t, c] = sum over k of w[k, c] * x[t + k, c]: the depthwise convolution.
    // x [rows + taps - 1, channels] int16 in -32512 ... 32512, w [taps, channels], out [rows, channels]; taps <= 255
    void (*depthwise_s16)(const int16_t *x, const int8_t *w, int32_t *out, size_t rows, size_t taps, size_t channels);
} pipit_kernels;

// The kernels for the processor that runs this, chosen in kernels.c and nowhere else.
const pipit_kernels *pipit_kernels_for_this_processor(void);

// The kernel sets that this processor can run, the best first and the scalar one last; null past the end.
const pipit_kernels *pipit_kernels_at(size_t index);

// The plain C kernels, present on every board: the twin that others are measured against.
extern const pipit_kernels pipit_kernels_scalar;

#endif
