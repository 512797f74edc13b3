// RMSNorm and LayerNorm of the armv6 kernel set.
#include "elementwise.h"
#ifdef PIPIT_KERNELS_ARMV6

#pragma STDC FP_CONTRACT OFF

// The work is done in assembly: what is here had better be small.
#pragma clang attribute push(__attribute__((minsize)), apply_to = function)

// In assembly, where each says what it makes.
void pipit_vfp_squares(const float *x, size_t vectors, float lanes[eight]);
void pipit_vfp_sums(const float *x, size_t vectors, float lanes[eight]);
void pipit_vfp_subtract(float *x, size_t vectors, float y);
void pipit_vfp_gain(float *x, size_t vectors, const float *gain, float inverse);

static float inverse_root(const float squares[eight], size_t count, float epsilon) {
    return 1.0f / __builtin_elementwise_sqrt(total(squares) / (float)count + epsilon);
}

PIPIT_OPERATION(norm, add_squares);
static void add_squares(const float *x, size_t count, float lanes[eight]) {
    if (WHOLE(count) > 0) {
        pipit_vfp_squares(x, WHOLE(count), lanes);
    }
    if (HAS_REST(count)) {
        const rest end = pipit_armv6_rest_of(x, count);
        pipit_vfp_squares(end.values, 1, lanes);
    }
}

PIPIT_OPERATION(norm, apply_gain);
static void apply_gain(float *x, size_t count, const float *gain, float inverse) {
    if (WHOLE(count) > 0) {
        pipit_vfp_gain(x, WHOLE(count), gain, inverse);
    }
    if (HAS_REST(count)) {
        rest end = pipit_armv6_rest_of(x, count);
        const rest by = pipit_armv6_rest_of(gain, count);
        pipit_vfp_gain(end.values, 1, by.values, inverse);
        pipit_armv6_put_rest(x, count, &end);
    }
}

PIPIT_OPERATION(norm, pipit_armv6_normalize_rms);
void pipit_armv6_normalize_rms(float *x, size_t count, const float *gain, float epsilon) {
    float squares[eight] = {0};
    add_squares(x, count, squares);
    apply_gain(x, count, gain, inverse_root(squares, count, epsilon));
}

PIPIT_OPERATION(norm, pipit_armv6_normalize_layer);
void pipit_armv6_normalize_layer(float *x, size_t count, const float *gain, const float *bias, float epsilon) {
    float sums[eight] = {0}, squares[eight] = {0};
    if (WHOLE(count) > 0) {
        pipit_vfp_sums(x, WHOLE(count), sums);
    }
    for (size_t i = WHOLE(count) * eight; i < count; i++) {
        sums[i % eight] = sums[i % eight] + x[i];
    }
    const float mean = total(sums) / (float)count;
    if (WHOLE(count) > 0) {
        pipit_vfp_subtract(x, WHOLE(count), mean);
    }
    for (size_t i = WHOLE(count) * eight; i < count; i++) {
        x[i] = x[i] - mean;
    }
    add_squares(x, count, squares);
    apply_gain(x, count, gain, inverse_root(squares, count, epsilon));
    pipit_armv6_add_floats(x, bias, count);
}

#pragma clang attribute pop

#endif
