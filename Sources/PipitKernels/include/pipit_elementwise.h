#ifndef PIPIT_ELEMENTWISE_H
#define PIPIT_ELEMENTWISE_H

// The elementwise operations: float arithmetic on one row, norms and softmax among it.
//
// | field                                         | makes                                                  |
// |-----------------------------------------------|--------------------------------------------------------|
// | quantize_s8, quantize_s16                     | a row of floats into integers and a scale              |
// | dequantize_sums, scale_sums, silu_sums        | the int32 sums of a kernel into floats, in place       |
// | add_dequantized_sums                          | the same, added to another row                         |
// | softmax_sums                                  | the sums of one query into attention weights, in place |
// | normalize_rms, normalize_layer                | a norm, in place                                       |
// | gelu_erf, gelu_tanh, hyperbolic_tangent       | an activation, in place                                |
// | dequantize_s8, add_dequantized_s8, add_floats | sums of the rows of a table                            |
// | dequantize_s16, add_dequantized_s16           | the residual stream into floats                        |
// | unpack_s4, accumulate_sums, scale_floats      | a product with int4 weights, group by group            |
// | weigh_s8                                      | a row into the convolution's window                    |
//
// Each does what ARITHMETIC.md says, in its order of operations, so that all sets give the same bits. A `row` is memory
// that holds int32 sums at first and floats afterwards, each in its sum's place. All floats are finite.

#include <stddef.h>
#include <stdint.h>

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

    // The activations of the feed-forward layer and of task heads, in place.
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

#endif
