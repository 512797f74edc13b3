// The float steps of the armv6 kernel set: whole vectors of eight go to kernels_armv6_rows.S, and what is left of a row
// goes there too, in memory of eight with zeros behind it.
#include "../kernel_sets.h"
#ifdef PIPIT_KERNELS_ARMV6

#pragma STDC FP_CONTRACT OFF

// The work is done in assembly: what is here had better be small.
#pragma clang attribute push(__attribute__((minsize)), apply_to = function)

enum { eight = 8 };

uint32_t pipit_armv6_greatest(const float *x, size_t vectors);
float pipit_armv6_maximum(const float *x, size_t vectors);
void pipit_armv6_round_s8(const float *x, int8_t *q, size_t vectors, float inverse);
void pipit_armv6_round_s16(const float *x, int16_t *q, size_t vectors, float inverse);
void pipit_armv6_dequantize(void *row, size_t vectors, const float *scales, const float *bias, float scale);
void pipit_armv6_add_dequantized(
    const int32_t *sums, size_t vectors, const float *scales, const float *bias, float *y, float scale);
void pipit_armv6_scale(void *row, size_t vectors, float factor);
void pipit_armv6_scores(void *row, size_t vectors, const float *scales, float scale);
void pipit_armv6_squares(const float *x, size_t vectors, float lanes[eight]);
void pipit_armv6_sums(const float *x, size_t vectors, float lanes[eight]);
void pipit_armv6_subtract(float *x, size_t vectors, float y);
void pipit_armv6_gain(float *x, size_t vectors, const float *gain, float inverse);
void pipit_armv6_add(float *x, const float *y, size_t vectors);
void pipit_armv6_dequantize_s16(const int16_t *values, size_t vectors, float *x, float scale);
void pipit_armv6_add_dequantized_s16(const int16_t *values, size_t vectors, float *x, float scale);
void pipit_armv6_silu(void *row, size_t vectors, const float *scales, const float *bias, float factor);
void pipit_armv6_weights(float *z, size_t vectors, const float *value_scales, float lanes[eight], float greatest);
void pipit_armv6_accumulate(const int32_t *sums, size_t vectors, const float *scales, float *y);
void pipit_armv6_scale_floats(float *x, size_t vectors, const float *bias, float factor);
void pipit_armv6_weigh(const int8_t *q, size_t fours, int32_t ratio, int16_t *g);
void pipit_armv6_tanh(float *x, size_t vectors);
void pipit_armv6_gelu_tanh(float *x, size_t vectors, const float constants[3]);
void pipit_armv6_gelu_erf(float *x, size_t vectors, const float constants[eight]);

// The end of a row, less than eight words: in memory of eight, zeros behind.
typedef struct rest {
    float values[eight];
} rest;

static __attribute__((noinline)) rest rest_of(const void *row, size_t count) {
    rest end = {{0}};
    for (size_t i = 0; i < count % eight; i++) {
        end.values[i] = ((const float *)row)[count / eight * eight + i];
    }
    return end;
}

static __attribute__((noinline)) void put_rest(void *row, size_t count, const rest *end) {
    for (size_t i = 0; i < count % eight; i++) {
        ((float *)row)[count / eight * eight + i] = end->values[i];
    }
}

#define WHOLE(count) ((count) / eight)
#define HAS_REST(count) ((count) % eight != 0)

static float total(const float lanes[eight]) {
    return ((lanes[0] + lanes[4]) + (lanes[2] + lanes[6])) + ((lanes[1] + lanes[5]) + (lanes[3] + lanes[7]));
}

typedef union number {
    uint32_t bits;
    float value;
} number;

static float greatest_magnitude(const float *x, size_t count) {
    number greatest = {0};
    if (WHOLE(count) > 0) {
        greatest.bits = pipit_armv6_greatest(x, WHOLE(count));
    }
    if (HAS_REST(count)) {
        const rest end = rest_of(x, count);
        const uint32_t bits = pipit_armv6_greatest(end.values, 1);
        greatest.bits = bits > greatest.bits ? bits : greatest.bits;
    }
    return greatest.value;
}

// Whether a row with this greatest magnitude has a scale: 2^-40 ... 2^40, in bits.
static _Bool has_scale(float greatest) {
    const uint32_t bits = (number){.value = greatest}.bits;
    return bits >= 0x2B800000 && bits <= 0x53800000;
}

static float quantize_s8(const float *x, int8_t *q, size_t count) {
    const float greatest = greatest_magnitude(x, count);
    if (!has_scale(greatest)) {
        __builtin_memset(q, 0, count * sizeof *q);
        return 0;
    }
    // The rest of x is read first: q may take its place.
    const rest end = rest_of(x, count);
    const float inverse = 127.0f / greatest;
    if (WHOLE(count) > 0) {
        pipit_armv6_round_s8(x, q, WHOLE(count), inverse);
    }
    if (HAS_REST(count)) {
        int8_t rounded[eight];
        pipit_armv6_round_s8(end.values, rounded, 1, inverse);
        __builtin_memcpy(q + WHOLE(count) * eight, rounded, count % eight);
    }
    return greatest / 127.0f;
}

static float quantize_s16(const float *x, int16_t *q, size_t count) {
    const float greatest = greatest_magnitude(x, count);
    if (!has_scale(greatest)) {
        __builtin_memset(q, 0, count * sizeof *q);
        return 0;
    }
    const rest end = rest_of(x, count);
    const float inverse = 32767.0f / greatest;
    if (WHOLE(count) > 0) {
        pipit_armv6_round_s16(x, q, WHOLE(count), inverse);
    }
    if (HAS_REST(count)) {
        int16_t rounded[eight];
        pipit_armv6_round_s16(end.values, rounded, 1, inverse);
        __builtin_memcpy(q + WHOLE(count) * eight, rounded, count % eight * sizeof *q);
    }
    return greatest / 32767.0f;
}

static void dequantize_sums(void *row, size_t count, float scale, const float *scales, const float *bias) {
    if (WHOLE(count) > 0) {
        pipit_armv6_dequantize(row, WHOLE(count), scales, bias, scale);
    }
    if (HAS_REST(count)) {
        rest y = rest_of(row, count), by = rest_of(scales, count), and = rest_of(bias, count);
        pipit_armv6_dequantize(y.values, 1, by.values, and.values, scale);
        put_rest(row, count, &y);
    }
}

static void add_dequantized_sums(
    const int32_t *sums, size_t count, float scale, const float *scales, const float *bias, float *y) {
    if (WHOLE(count) > 0) {
        pipit_armv6_add_dequantized(sums, WHOLE(count), scales, bias, y, scale);
    }
    if (HAS_REST(count)) {
        rest end = rest_of(y, count);
        const rest from = rest_of(sums, count), by = rest_of(scales, count), and = rest_of(bias, count);
        pipit_armv6_add_dequantized(
            (const int32_t *)(const void *)from.values, 1, by.values, and.values, end.values, scale);
        put_rest(y, count, &end);
    }
}

static void scale_sums(void *row, size_t count, float factor) {
    if (WHOLE(count) > 0) {
        pipit_armv6_scale(row, WHOLE(count), factor);
    }
    if (HAS_REST(count)) {
        rest y = rest_of(row, count);
        pipit_armv6_scale(y.values, 1, factor);
        put_rest(row, count, &y);
    }
}

static void silu_sums(void *row, size_t count, float factor, const float *scales, const float *bias) {
    if (WHOLE(count) > 0) {
        pipit_armv6_silu(row, WHOLE(count), scales, bias, factor);
    }
    if (HAS_REST(count)) {
        rest y = rest_of(row, count), by = rest_of(scales, count), and = rest_of(bias, count);
        pipit_armv6_silu(y.values, 1, by.values, and.values, factor);
        put_rest(row, count, &y);
    }
}

static float softmax_sums(void *row, size_t count, float scale, const float *key_scales, const float *value_scales) {
    float *z = row;
    float greatest = -__builtin_inff(), lanes[eight] = {0};
    rest end = rest_of(row, count);
    if (WHOLE(count) > 0) {
        pipit_armv6_scores(row, WHOLE(count), key_scales, scale);
        greatest = pipit_armv6_maximum(z, WHOLE(count));
    }
    if (HAS_REST(count)) {
        const rest by = rest_of(key_scales, count);
        pipit_armv6_scores(end.values, 1, by.values, scale);
        for (size_t i = count % eight; i < eight; i++) {
            end.values[i] = end.values[0];  // changes no maximum
        }
        const float last = pipit_armv6_maximum(end.values, 1);
        greatest = last > greatest ? last : greatest;
    }
    if (WHOLE(count) > 0) {
        pipit_armv6_weights(z, WHOLE(count), value_scales, lanes, greatest);
    }
    if (HAS_REST(count)) {
        const rest by = rest_of(value_scales, count);
        float last[eight] = {0};
        pipit_armv6_weights(end.values, 1, by.values, last, greatest);
        for (size_t i = 0; i < count % eight; i++) {
            lanes[i] = lanes[i] + last[i];
        }
        put_rest(row, count, &end);
    }
    return quantize_s8(z, row, count) / total(lanes);
}

static float inverse_root(const float squares[eight], size_t count, float epsilon) {
    return 1.0f / __builtin_elementwise_sqrt(total(squares) / (float)count + epsilon);
}

static void add_squares(const float *x, size_t count, float lanes[eight]) {
    if (WHOLE(count) > 0) {
        pipit_armv6_squares(x, WHOLE(count), lanes);
    }
    if (HAS_REST(count)) {
        const rest end = rest_of(x, count);
        pipit_armv6_squares(end.values, 1, lanes);
    }
}

static void apply_gain(float *x, size_t count, const float *gain, float inverse) {
    if (WHOLE(count) > 0) {
        pipit_armv6_gain(x, WHOLE(count), gain, inverse);
    }
    if (HAS_REST(count)) {
        rest end = rest_of(x, count);
        const rest by = rest_of(gain, count);
        pipit_armv6_gain(end.values, 1, by.values, inverse);
        put_rest(x, count, &end);
    }
}

static void add_floats(float *x, const float *y, size_t count) {
    if (WHOLE(count) > 0) {
        pipit_armv6_add(x, y, WHOLE(count));
    }
    for (size_t i = WHOLE(count) * eight; i < count; i++) {
        x[i] = x[i] + y[i];
    }
}

static void normalize_rms(float *x, size_t count, const float *gain, float epsilon) {
    float squares[eight] = {0};
    add_squares(x, count, squares);
    apply_gain(x, count, gain, inverse_root(squares, count, epsilon));
}

static void normalize_layer(float *x, size_t count, const float *gain, const float *bias, float epsilon) {
    float sums[eight] = {0}, squares[eight] = {0};
    if (WHOLE(count) > 0) {
        pipit_armv6_sums(x, WHOLE(count), sums);
    }
    for (size_t i = WHOLE(count) * eight; i < count; i++) {
        sums[i % eight] = sums[i % eight] + x[i];
    }
    const float mean = total(sums) / (float)count;
    if (WHOLE(count) > 0) {
        pipit_armv6_subtract(x, WHOLE(count), mean);
    }
    for (size_t i = WHOLE(count) * eight; i < count; i++) {
        x[i] = x[i] - mean;
    }
    add_squares(x, count, squares);
    apply_gain(x, count, gain, inverse_root(squares, count, epsilon));
    add_floats(x, bias, count);
}

static void gelu_erf(float *x, size_t count) {
    static const float constants[eight] = {0.70710678f,  0.3275911f,    1.061405429f, -1.453152027f,
                                           1.421413741f, -0.284496736f, 0.254829592f, 0.5f};
    if (WHOLE(count) > 0) {
        pipit_armv6_gelu_erf(x, WHOLE(count), constants);
    }
    if (HAS_REST(count)) {
        rest end = rest_of(x, count);
        pipit_armv6_gelu_erf(end.values, 1, constants);
        put_rest(x, count, &end);
    }
}

static void gelu_tanh(float *x, size_t count) {
    static const float constants[3] = {0.044715f, 0.79788456f, 0.5f};
    if (WHOLE(count) > 0) {
        pipit_armv6_gelu_tanh(x, WHOLE(count), constants);
    }
    if (HAS_REST(count)) {
        rest end = rest_of(x, count);
        pipit_armv6_gelu_tanh(end.values, 1, constants);
        put_rest(x, count, &end);
    }
}

static void hyperbolic_tangent(float *x, size_t count) {
    if (WHOLE(count) > 0) {
        pipit_armv6_tanh(x, WHOLE(count));
    }
    if (HAS_REST(count)) {
        rest end = rest_of(x, count);
        pipit_armv6_tanh(end.values, 1);
        put_rest(x, count, &end);
    }
}

static void dequantize_s8(const int8_t *q, size_t count, float scale, float *x) {
    for (size_t i = 0; i < count; i++) {
        x[i] = (float)q[i] * scale;
    }
}

static void add_dequantized_s8(const int8_t *q, size_t count, float scale, float *x) {
    for (size_t i = 0; i < count; i++) {
        x[i] = x[i] + (float)q[i] * scale;
    }
}

static void dequantize_s16(const int16_t *values, size_t count, float scale, float *x) {
    if (WHOLE(count) > 0) {
        pipit_armv6_dequantize_s16(values, WHOLE(count), x, scale);
    }
    for (size_t i = WHOLE(count) * eight; i < count; i++) {
        x[i] = (float)values[i] * scale;
    }
}

static void add_dequantized_s16(const int16_t *values, size_t count, float scale, float *x) {
    if (WHOLE(count) > 0) {
        pipit_armv6_add_dequantized_s16(values, WHOLE(count), x, scale);
    }
    for (size_t i = WHOLE(count) * eight; i < count; i++) {
        x[i] = (float)values[i] * scale + x[i];
    }
}

// Eight numbers at a time: a nibble's sign is put right by taking 8 from its number with the upper bit turned.
static void unpack_s4(const int8_t *packed, size_t count, int8_t *q) {
    for (; count >= 8; count -= 8, packed += 4, q += 8) {
        uint32_t word;
        __builtin_memcpy(&word, packed, sizeof word);
        word ^= 0x88888888;
        const uint32_t low = (uint32_t)__builtin_arm_ssub8((int)(word & 0x0F0F0F0F), 0x08080808);
        const uint32_t high = (uint32_t)__builtin_arm_ssub8((int)(word >> 4 & 0x0F0F0F0F), 0x08080808);
        const uint32_t first = (low & 0x00FF00FF) | (high & 0x00FF00FF) << 8;
        const uint32_t second = (low >> 8 & 0x00FF00FF) | (high & 0xFF00FF00);
        const uint32_t numbers[2] = {(first & 0xFFFF) | second << 16, first >> 16 | (second & 0xFFFF0000)};
        __builtin_memcpy(q, numbers, sizeof numbers);
    }
    for (size_t i = 0; i < count / 2; i++) {
        q[2 * i] = (int8_t)((int8_t)((uint8_t)packed[i] << 4) >> 4);
        q[2 * i + 1] = (int8_t)(packed[i] >> 4);
    }
}

static void accumulate_sums(const int32_t *sums, size_t count, const float *scales, float *y) {
    if (WHOLE(count) > 0) {
        pipit_armv6_accumulate(sums, WHOLE(count), scales, y);
    }
    for (size_t i = WHOLE(count) * eight; i < count; i++) {
        y[i] = y[i] + (float)sums[i] * scales[i];
    }
}

static void scale_floats(float *x, size_t count, float factor, const float *bias) {
    if (WHOLE(count) > 0) {
        pipit_armv6_scale_floats(x, WHOLE(count), bias, factor);
    }
    for (size_t i = WHOLE(count) * eight; i < count; i++) {
        x[i] = x[i] * factor + bias[i];
    }
}

static void weigh_s8(const int8_t *q, size_t count, int32_t ratio, int16_t *g) {
    if (count / 4 > 0) {
        pipit_armv6_weigh(q, count / 4, ratio, g);
    }
    for (size_t i = count / 4 * 4; i < count; i++) {
        g[i] = (int16_t)((q[i] * ratio + 64) >> 7);
    }
}

const pipit_elementwise pipit_elementwise_armv6 = {
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

#pragma clang attribute pop

#endif
