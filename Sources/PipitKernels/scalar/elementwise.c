// The elementwise operations in plain C: ARITHMETIC.md line by line, one loop each. They are the reference
// implementation, and what runs on 32-bit NEON.
#include "../kernel_sets.h"
#include "../kernel_support.h"

#pragma STDC FP_CONTRACT OFF

typedef union number {
    float value;
    uint32_t bits;
} number;

static const float rounder = 12582912.0f;  // 1.5 * 2^23: leaves the nearest integer in the low bits

static float round_to_integer(float x) { return (x + rounder) - rounder; }

static uint32_t rounded_bits(float x) { return (number){x + rounder}.bits; }

static float exponential(float x) {
    x = x > 88.0f ? 88.0f : (x < -87.0f ? -87.0f : x);
    const float whole = round_to_integer(x * 1.44269504f);
    float rest = x - whole * 0.693359375f;
    rest = rest - whole * -2.12194440e-4f;
    float p = 1.9875691500e-4f;
    p = p * rest + 1.3981999507e-3f;
    p = p * rest + 8.3334519073e-3f;
    p = p * rest + 4.1665795894e-2f;
    p = p * rest + 1.6666665459e-1f;
    p = p * rest + 5.0000001201e-1f;
    const float y = (p * (rest * rest) + rest) + 1.0f;
    const number power = {.bits = (rounded_bits(whole) - 0x4B400000 + 127) << 23};
    return y * power.value;
}

static float error_function(float z) {
    const float size = (number){.bits = (number){z}.bits & 0x7FFFFFFF}.value;
    const float t = 1.0f / (1.0f + 0.3275911f * size);
    float p = 1.061405429f;
    p = p * t - 1.453152027f;
    p = p * t + 1.421413741f;
    p = p * t - 0.284496736f;
    p = p * t + 0.254829592f;
    const float positive = 1.0f - (p * t) * exponential(-(size * size));
    return z < 0 ? -positive : positive;
}

static float tanh_of(float x) { return 1.0f - 2.0f / (exponential(2.0f * x) + 1.0f); }

// Eight accumulators, lane l takes elements l, l + 8, l + 16 ...
typedef struct lanes {
    float sums[8];
} lanes;

static void add_to_lane(lanes *sum, float x, size_t index) { sum->sums[index % 8] = sum->sums[index % 8] + x; }

static float total(const lanes *sum) {
    const float *a = sum->sums;
    return ((a[0] + a[4]) + (a[2] + a[6])) + ((a[1] + a[5]) + (a[3] + a[7]));
}

// The scale of a row and its inverse; a scale of 0 where the row is too small, too large or not a number.
typedef struct quantization {
    float scale, inverse;
} quantization;

static quantization quantization_of(const float *x, size_t count, float limit) {
    // Without their signs, bits of floats rise with the number.
    number maximum = {.bits = 0};
    for (size_t i = 0; i < count; i++) {
        const uint32_t bits = (number){x[i]}.bits & 0x7FFFFFFF;
        maximum.bits = bits > maximum.bits ? bits : maximum.bits;
    }
    // 2^-40 ... 2^40 in bits; those of infinities and NaN are greater.
    if (maximum.bits < 0x2B800000 || maximum.bits > 0x53800000) {
        return (quantization){0, 0};
    }
    return (quantization){maximum.value / limit, limit / maximum.value};
}

PIPIT_OPERATION(quantization, quantize_s8);
static float quantize_s8(const float *x, int8_t *q, size_t count) {
    const quantization by = quantization_of(x, count, 127);
    for (size_t i = 0; i < count; i++) {
        q[i] = by.scale == 0 ? 0 : (int8_t)rounded_bits(x[i] * by.inverse);
    }
    return by.scale;
}

PIPIT_OPERATION(quantization, quantize_s16);
static float quantize_s16(const float *x, int16_t *q, size_t count) {
    const quantization by = quantization_of(x, count, 32767);
    for (size_t i = 0; i < count; i++) {
        q[i] = by.scale == 0 ? 0 : (int16_t)rounded_bits(x[i] * by.inverse);
    }
    return by.scale;
}

// Element i of a row, while it is a sum and when it is a float: memcpy, since C lets no pointer be both.
static float sum_at(const void *row, size_t i) {
    int32_t sum;
    __builtin_memcpy(&sum, (const char *)row + i * sizeof sum, sizeof sum);
    return (float)sum;
}

static float float_at(const void *row, size_t i) {
    float value;
    __builtin_memcpy(&value, (const char *)row + i * sizeof value, sizeof value);
    return value;
}

static void put(void *row, size_t i, float value) {
    __builtin_memcpy((char *)row + i * sizeof value, &value, sizeof value);
}

PIPIT_OPERATION(scaling, dequantize_sums);
static void dequantize_sums(void *row, size_t count, float scale, const float *scales, const float *bias) {
    for (size_t i = 0; i < count; i++) {
        put(row, i, sum_at(row, i) * (scale * scales[i]) + bias[i]);
    }
}

PIPIT_OPERATION(scaling, add_dequantized_sums);
static void add_dequantized_sums(
    const int32_t *sums, size_t count, float scale, const float *scales, const float *bias, float *y) {
    for (size_t i = 0; i < count; i++) {
        y[i] = y[i] + ((float)sums[i] * (scale * scales[i]) + bias[i]);
    }
}

PIPIT_OPERATION(scaling, scale_sums);
static void scale_sums(void *row, size_t count, float factor) {
    for (size_t i = 0; i < count; i++) {
        put(row, i, sum_at(row, i) * factor);
    }
}

PIPIT_OPERATION(activation, silu_sums);
static void silu_sums(void *row, size_t count, float factor, const float *scales, const float *bias) {
    for (size_t i = 0; i < count; i++) {
        const float x = sum_at(row, i) * (scales[i] * factor) + bias[i];
        put(row, i, x / (1.0f + exponential(-x)));
    }
}

PIPIT_OPERATION(softmax, softmax_sums);
static float softmax_sums(void *row, size_t count, float scale, const float *key_scales, const float *value_scales) {
    float maximum = -__builtin_inff();
    for (size_t i = 0; i < count; i++) {
        const float z = sum_at(row, i) * (scale * key_scales[i]);
        maximum = z > maximum ? z : maximum;
        put(row, i, z);
    }
    lanes sum = {{0}};
    for (size_t i = 0; i < count; i++) {
        const float e = exponential(float_at(row, i) - maximum);
        add_to_lane(&sum, e, i);
        put(row, i, e * value_scales[i]);
    }
    return quantize_s8(row, row, count) / total(&sum);
}

static float inverse_root(float mean_of_squares, float epsilon) {
    return 1.0f / __builtin_elementwise_sqrt(mean_of_squares + epsilon);
}

PIPIT_OPERATION(norm, normalize_rms);
static void normalize_rms(float *x, size_t count, const float *gain, float epsilon) {
    lanes squares = {{0}};
    for (size_t i = 0; i < count; i++) {
        add_to_lane(&squares, x[i] * x[i], i);
    }
    const float inverse = inverse_root(total(&squares) / (float)count, epsilon);
    for (size_t i = 0; i < count; i++) {
        x[i] = (x[i] * inverse) * gain[i];
    }
}

PIPIT_OPERATION(norm, normalize_layer);
static void normalize_layer(float *x, size_t count, const float *gain, const float *bias, float epsilon) {
    lanes sum = {{0}}, squares = {{0}};
    for (size_t i = 0; i < count; i++) {
        add_to_lane(&sum, x[i], i);
    }
    const float mean = total(&sum) / (float)count;
    for (size_t i = 0; i < count; i++) {
        x[i] = x[i] - mean;
        add_to_lane(&squares, x[i] * x[i], i);
    }
    const float inverse = inverse_root(total(&squares) / (float)count, epsilon);
    for (size_t i = 0; i < count; i++) {
        x[i] = (x[i] * inverse) * gain[i] + bias[i];
    }
}

PIPIT_OPERATION(activation, gelu_erf);
static void gelu_erf(float *x, size_t count) {
    for (size_t i = 0; i < count; i++) {
        x[i] = (0.5f * x[i]) * (1.0f + error_function(x[i] * 0.70710678f));
    }
}

PIPIT_OPERATION(activation, gelu_tanh);
static void gelu_tanh(float *x, size_t count) {
    for (size_t i = 0; i < count; i++) {
        x[i] = (0.5f * x[i]) * (1.0f + tanh_of(0.79788456f * (x[i] + ((0.044715f * x[i]) * x[i]) * x[i])));
    }
}

PIPIT_OPERATION(activation, hyperbolic_tangent);
static void hyperbolic_tangent(float *x, size_t count) {
    for (size_t i = 0; i < count; i++) {
        x[i] = tanh_of(x[i]);
    }
}

PIPIT_OPERATION(scaling, dequantize_s8);
static void dequantize_s8(const int8_t *q, size_t count, float scale, float *x) {
    for (size_t i = 0; i < count; i++) {
        x[i] = (float)q[i] * scale;
    }
}

PIPIT_OPERATION(scaling, add_dequantized_s8);
static void add_dequantized_s8(const int8_t *q, size_t count, float scale, float *x) {
    for (size_t i = 0; i < count; i++) {
        x[i] = x[i] + (float)q[i] * scale;
    }
}

PIPIT_OPERATION(scaling, add_floats);
static void add_floats(float *x, const float *y, size_t count) {
    for (size_t i = 0; i < count; i++) {
        x[i] = x[i] + y[i];
    }
}

PIPIT_OPERATION(scaling, dequantize_s16);
static void dequantize_s16(const int16_t *values, size_t count, float scale, float *x) {
    for (size_t i = 0; i < count; i++) {
        x[i] = (float)values[i] * scale;
    }
}

PIPIT_OPERATION(scaling, add_dequantized_s16);
static void add_dequantized_s16(const int16_t *values, size_t count, float scale, float *x) {
    for (size_t i = 0; i < count; i++) {
        x[i] = (float)values[i] * scale + x[i];
    }
}

PIPIT_OPERATION(scaling, unpack_s4);
static void unpack_s4(const int8_t *packed, size_t count, int8_t *q) {
    for (size_t i = 0; i < count / 2; i++) {
        q[2 * i] = (int8_t)((int8_t)((uint8_t)packed[i] << 4) >> 4);
        q[2 * i + 1] = (int8_t)(packed[i] >> 4);
    }
}

PIPIT_OPERATION(scaling, accumulate_sums);
static void accumulate_sums(const int32_t *sums, size_t count, const float *scales, float *y) {
    for (size_t i = 0; i < count; i++) {
        y[i] = y[i] + (float)sums[i] * scales[i];
    }
}

PIPIT_OPERATION(scaling, scale_floats);
static void scale_floats(float *x, size_t count, float factor, const float *bias) {
    for (size_t i = 0; i < count; i++) {
        x[i] = x[i] * factor + bias[i];
    }
}

PIPIT_OPERATION(convolution, weigh_s8);
static void weigh_s8(const int8_t *q, size_t count, int32_t ratio, int16_t *g) {
    for (size_t i = 0; i < count; i++) {
        g[i] = (int16_t)((q[i] * ratio + 64) >> 7);
    }
}

const pipit_elementwise pipit_elementwise_scalar = {
    .quantize_s8 = quantize_s8,
    .quantize_s16 = quantize_s16,
    .dequantize_sums = dequantize_sums,
    .add_dequantized_sums = add_dequantized_sums,
    .scale_sums = scale_sums,
    .silu_sums = silu_sums,
    .softmax_sums = softmax_sums,
    .normalize_rms = normalize_rms,
    .normalize_layer = normalize_layer,
    .gelu_erf = gelu_erf,
    .gelu_tanh = gelu_tanh,
    .hyperbolic_tangent = hyperbolic_tangent,
    .dequantize_s8 = dequantize_s8,
    .add_dequantized_s8 = add_dequantized_s8,
    .add_floats = add_floats,
    .dequantize_s16 = dequantize_s16,
    .add_dequantized_s16 = add_dequantized_s16,
    .unpack_s4 = unpack_s4,
    .accumulate_sums = accumulate_sums,
    .scale_floats = scale_floats,
    .weigh_s8 = weigh_s8,
};
