#ifndef PIPIT_ARMV6_ELEMENTWISE_H
#define PIPIT_ARMV6_ELEMENTWISE_H

// The elementwise operations of the armv6 kernel set. Whole vectors of eight go to the assembly on the floating-point
// unit's short vectors (vfp.h); what is left of a row goes there too, in memory of eight with zeros behind it.

#include "../kernel_sets.h"
#include "../kernel_support.h"

enum { eight = 8 };

// Quantization: quantization.c on quantization.S.
float pipit_armv6_quantize_s8(const float *x, int8_t *q, size_t count);
float pipit_armv6_quantize_s16(const float *x, int16_t *q, size_t count);

// Products with scales, sums and differences: scaling.c on scaling.S.
void pipit_armv6_dequantize_sums(void *row, size_t count, float scale, const float *scales, const float *bias);
void pipit_armv6_add_dequantized_sums(
    const int32_t *sums, size_t count, float scale, const float *scales, const float *bias, float *y);
void pipit_armv6_scale_sums(void *row, size_t count, float factor);
void pipit_armv6_dequantize_s8(const int8_t *q, size_t count, float scale, float *x);
void pipit_armv6_add_dequantized_s8(const int8_t *q, size_t count, float scale, float *x);
void pipit_armv6_add_floats(float *x, const float *y, size_t count);
void pipit_armv6_dequantize_s16(const int16_t *values, size_t count, float scale, float *x);
void pipit_armv6_add_dequantized_s16(const int16_t *values, size_t count, float scale, float *x);
void pipit_armv6_unpack_s4(const int8_t *packed, size_t count, int8_t *q);
void pipit_armv6_accumulate_sums(const int32_t *sums, size_t count, const float *scales, float *y);
void pipit_armv6_scale_floats(float *x, size_t count, float factor, const float *bias);
void pipit_armv6_weigh_s8(const int8_t *q, size_t count, int32_t ratio, int16_t *g);

// RMSNorm and LayerNorm: norms.c on norms.S.
void pipit_armv6_normalize_rms(float *x, size_t count, const float *gain, float epsilon);
void pipit_armv6_normalize_layer(float *x, size_t count, const float *gain, const float *bias, float epsilon);

// Functions with an exponential inside: softmax.c and activations.c on exponential.S.
float pipit_armv6_softmax_sums(
    void *row, size_t count, float scale, const float *key_scales, const float *value_scales);
void pipit_armv6_silu_sums(void *row, size_t count, float factor, const float *scales, const float *bias);
void pipit_armv6_gelu_erf(float *x, size_t count);
void pipit_armv6_gelu_tanh(float *x, size_t count);
void pipit_armv6_hyperbolic_tangent(float *x, size_t count);

// The end of a row, less than eight words: in memory of eight, zeros behind.
typedef struct rest {
    float values[eight];
} rest;

rest pipit_armv6_rest_of(const void *row, size_t count);
void pipit_armv6_put_rest(void *row, size_t count, const rest *end);

#define WHOLE(count) ((count) / eight)
#define HAS_REST(count) ((count) % eight != 0)

// The lane sum of ARITHMETIC.md: eight accumulators, added up in this order.
static inline float total(const float lanes[eight]) {
    return ((lanes[0] + lanes[4]) + (lanes[2] + lanes[6])) + ((lanes[1] + lanes[5]) + (lanes[3] + lanes[7]));
}

#endif
