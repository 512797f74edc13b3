// Products of rows with scales, and sums of rows, of the armv6 kernel set.
#include "elementwise.h"
#ifdef PIPIT_KERNELS_ARMV6

#pragma STDC FP_CONTRACT OFF

// The work is done in assembly: what is here had better be small.
#pragma clang attribute push(__attribute__((minsize)), apply_to = function)

// In assembly, where each says what it makes.
void pipit_vfp_dequantize(void *row, size_t vectors, const float *scales, const float *bias, float scale);
void pipit_vfp_add_dequantized(
    const int32_t *sums, size_t vectors, const float *scales, const float *bias, float *y, float scale);
void pipit_vfp_scale(void *row, size_t vectors, float factor);
void pipit_vfp_add(float *x, const float *y, size_t vectors);
void pipit_vfp_dequantize_s16(const int16_t *values, size_t vectors, float *x, float scale);
void pipit_vfp_add_dequantized_s16(const int16_t *values, size_t vectors, float *x, float scale);
void pipit_vfp_accumulate(const int32_t *sums, size_t vectors, const float *scales, float *y);
void pipit_vfp_scale_floats(float *x, size_t vectors, const float *bias, float factor);
void pipit_armv6_unpack_words(const int8_t *packed, size_t words, int8_t *q);
void pipit_armv6_weigh(const int8_t *q, size_t fours, int32_t ratio, int16_t *g);

PIPIT_OPERATION(scaling, pipit_armv6_dequantize_sums);
void pipit_armv6_dequantize_sums(void *row, size_t count, float scale, const float *scales, const float *bias) {
    if (WHOLE(count) > 0) {
        pipit_vfp_dequantize(row, WHOLE(count), scales, bias, scale);
    }
    if (HAS_REST(count)) {
        rest y = pipit_armv6_rest_of(row, count),
             by = pipit_armv6_rest_of(scales, count), and = pipit_armv6_rest_of(bias, count);
        pipit_vfp_dequantize(y.values, 1, by.values, and.values, scale);
        pipit_armv6_put_rest(row, count, &y);
    }
}

PIPIT_OPERATION(scaling, pipit_armv6_add_dequantized_sums);
void pipit_armv6_add_dequantized_sums(
    const int32_t *sums, size_t count, float scale, const float *scales, const float *bias, float *y) {
    if (WHOLE(count) > 0) {
        pipit_vfp_add_dequantized(sums, WHOLE(count), scales, bias, y, scale);
    }
    if (HAS_REST(count)) {
        rest end = pipit_armv6_rest_of(y, count);
        const rest from = pipit_armv6_rest_of(sums, count),
                   by = pipit_armv6_rest_of(scales, count), and = pipit_armv6_rest_of(bias, count);
        pipit_vfp_add_dequantized(
            (const int32_t *)(const void *)from.values, 1, by.values, and.values, end.values, scale);
        pipit_armv6_put_rest(y, count, &end);
    }
}

PIPIT_OPERATION(scaling, pipit_armv6_scale_sums);
void pipit_armv6_scale_sums(void *row, size_t count, float factor) {
    if (WHOLE(count) > 0) {
        pipit_vfp_scale(row, WHOLE(count), factor);
    }
    if (HAS_REST(count)) {
        rest y = pipit_armv6_rest_of(row, count);
        pipit_vfp_scale(y.values, 1, factor);
        pipit_armv6_put_rest(row, count, &y);
    }
}

PIPIT_OPERATION(scaling, pipit_armv6_add_floats);
void pipit_armv6_add_floats(float *x, const float *y, size_t count) {
    if (WHOLE(count) > 0) {
        pipit_vfp_add(x, y, WHOLE(count));
    }
    for (size_t i = WHOLE(count) * eight; i < count; i++) {
        x[i] = x[i] + y[i];
    }
}

PIPIT_OPERATION(scaling, pipit_armv6_dequantize_s8);
void pipit_armv6_dequantize_s8(const int8_t *q, size_t count, float scale, float *x) {
    for (size_t i = 0; i < count; i++) {
        x[i] = (float)q[i] * scale;
    }
}

PIPIT_OPERATION(scaling, pipit_armv6_add_dequantized_s8);
void pipit_armv6_add_dequantized_s8(const int8_t *q, size_t count, float scale, float *x) {
    for (size_t i = 0; i < count; i++) {
        x[i] = x[i] + (float)q[i] * scale;
    }
}

PIPIT_OPERATION(scaling, pipit_armv6_dequantize_s16);
void pipit_armv6_dequantize_s16(const int16_t *values, size_t count, float scale, float *x) {
    if (WHOLE(count) > 0) {
        pipit_vfp_dequantize_s16(values, WHOLE(count), x, scale);
    }
    for (size_t i = WHOLE(count) * eight; i < count; i++) {
        x[i] = (float)values[i] * scale;
    }
}

PIPIT_OPERATION(scaling, pipit_armv6_add_dequantized_s16);
void pipit_armv6_add_dequantized_s16(const int16_t *values, size_t count, float scale, float *x) {
    if (WHOLE(count) > 0) {
        pipit_vfp_add_dequantized_s16(values, WHOLE(count), x, scale);
    }
    for (size_t i = WHOLE(count) * eight; i < count; i++) {
        x[i] = (float)values[i] * scale + x[i];
    }
}

PIPIT_OPERATION(scaling, pipit_armv6_accumulate_sums);
void pipit_armv6_accumulate_sums(const int32_t *sums, size_t count, const float *scales, float *y) {
    if (WHOLE(count) > 0) {
        pipit_vfp_accumulate(sums, WHOLE(count), scales, y);
    }
    for (size_t i = WHOLE(count) * eight; i < count; i++) {
        y[i] = y[i] + (float)sums[i] * scales[i];
    }
}

PIPIT_OPERATION(scaling, pipit_armv6_scale_floats);
void pipit_armv6_scale_floats(float *x, size_t count, float factor, const float *bias) {
    if (WHOLE(count) > 0) {
        pipit_vfp_scale_floats(x, WHOLE(count), bias, factor);
    }
    for (size_t i = WHOLE(count) * eight; i < count; i++) {
        x[i] = x[i] * factor + bias[i];
    }
}

PIPIT_OPERATION(scaling, pipit_armv6_unpack_s4);
void pipit_armv6_unpack_s4(const int8_t *packed, size_t count, int8_t *q) {
    pipit_armv6_unpack_words(packed, count / 8, q);
    for (size_t i = count / 8 * 4; i < count / 2; i++) {
        q[2 * i] = (int8_t)((int8_t)((uint8_t)packed[i] << 4) >> 4);
        q[2 * i + 1] = (int8_t)(packed[i] >> 4);
    }
}

PIPIT_OPERATION(convolution, pipit_armv6_weigh_s8);
void pipit_armv6_weigh_s8(const int8_t *q, size_t count, int32_t ratio, int16_t *g) {
    if (count / 4 > 0) {
        pipit_armv6_weigh(q, count / 4, ratio, g);
    }
    for (size_t i = count / 4 * 4; i < count; i++) {
        g[i] = (int16_t)((q[i] * ratio + 64) >> 7);
    }
}

#pragma clang attribute pop

#endif
