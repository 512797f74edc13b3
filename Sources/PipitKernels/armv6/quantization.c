// Row quantization of the armv6 kernel set.
#include "elementwise.h"
#ifdef PIPIT_KERNELS_ARMV6

#pragma STDC FP_CONTRACT OFF

// The work is done in assembly: what is here had better be small.
#pragma clang attribute push(__attribute__((minsize)), apply_to = function)

// In assembly, where each says what it makes.
uint32_t pipit_vfp_maximum_magnitude(const float *x, size_t vectors);
void pipit_vfp_round_s8(const float *x, int8_t *q, size_t vectors, float inverse);
void pipit_vfp_round_s16(const float *x, int16_t *q, size_t vectors, float inverse);

typedef union number {
    uint32_t bits;
    float value;
} number;

PIPIT_OPERATION(quantization, maximum_magnitude);
static float maximum_magnitude(const float *x, size_t count) {
    number maximum = {0};
    if (WHOLE(count) > 0) {
        maximum.bits = pipit_vfp_maximum_magnitude(x, WHOLE(count));
    }
    if (HAS_REST(count)) {
        const rest end = pipit_armv6_rest_of(x, count);
        const uint32_t bits = pipit_vfp_maximum_magnitude(end.values, 1);
        maximum.bits = bits > maximum.bits ? bits : maximum.bits;
    }
    return maximum.value;
}

// Whether a row with this maximum magnitude has a scale: 2^-40 ... 2^40, in bits.
static _Bool has_scale(float maximum) {
    const uint32_t bits = (number){.value = maximum}.bits;
    return bits >= 0x2B800000 && bits <= 0x53800000;
}

PIPIT_OPERATION(quantization, pipit_armv6_quantize_s8);
float pipit_armv6_quantize_s8(const float *x, int8_t *q, size_t count) {
    const float maximum = maximum_magnitude(x, count);
    if (!has_scale(maximum)) {
        __builtin_memset(q, 0, count * sizeof *q);
        return 0;
    }
    // The rest of x is read first: q may take its place.
    const rest end = pipit_armv6_rest_of(x, count);
    const float inverse = 127.0f / maximum;
    if (WHOLE(count) > 0) {
        pipit_vfp_round_s8(x, q, WHOLE(count), inverse);
    }
    if (HAS_REST(count)) {
        int8_t rounded[eight];
        pipit_vfp_round_s8(end.values, rounded, 1, inverse);
        __builtin_memcpy(q + WHOLE(count) * eight, rounded, count % eight);
    }
    return maximum / 127.0f;
}

PIPIT_OPERATION(quantization, pipit_armv6_quantize_s16);
float pipit_armv6_quantize_s16(const float *x, int16_t *q, size_t count) {
    const float maximum = maximum_magnitude(x, count);
    if (!has_scale(maximum)) {
        __builtin_memset(q, 0, count * sizeof *q);
        return 0;
    }
    const rest end = pipit_armv6_rest_of(x, count);
    const float inverse = 32767.0f / maximum;
    if (WHOLE(count) > 0) {
        pipit_vfp_round_s16(x, q, WHOLE(count), inverse);
    }
    if (HAS_REST(count)) {
        int16_t rounded[eight];
        pipit_vfp_round_s16(end.values, rounded, 1, inverse);
        __builtin_memcpy(q + WHOLE(count) * eight, rounded, count % eight * sizeof *q);
    }
    return maximum / 32767.0f;
}

#pragma clang attribute pop

#endif
