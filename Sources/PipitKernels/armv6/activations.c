// The activations of the armv6 kernel set.
#include "elementwise.h"
#ifdef PIPIT_KERNELS_ARMV6

#pragma STDC FP_CONTRACT OFF

// The work is done in assembly: what is here had better be small.
#pragma clang attribute push(__attribute__((minsize)), apply_to = function)

// In assembly, where each says what it makes.
void pipit_vfp_silu(void *row, size_t vectors, const float *scales, const float *bias, float factor);
void pipit_vfp_tanh(float *x, size_t vectors);
void pipit_vfp_gelu_tanh(float *x, size_t vectors, const float constants[3]);
void pipit_vfp_gelu_erf(float *x, size_t vectors, const float constants[eight]);

PIPIT_OPERATION(activation, pipit_armv6_silu_sums);
void pipit_armv6_silu_sums(void *row, size_t count, float factor, const float *scales, const float *bias) {
    if (WHOLE(count) > 0) {
        pipit_vfp_silu(row, WHOLE(count), scales, bias, factor);
    }
    if (HAS_REST(count)) {
        rest y = pipit_armv6_rest_of(row, count),
             by = pipit_armv6_rest_of(scales, count), and = pipit_armv6_rest_of(bias, count);
        pipit_vfp_silu(y.values, 1, by.values, and.values, factor);
        pipit_armv6_put_rest(row, count, &y);
    }
}

PIPIT_OPERATION(activation, pipit_armv6_gelu_erf);
void pipit_armv6_gelu_erf(float *x, size_t count) {
    static const float constants[eight] = {0.70710678f,  0.3275911f,    1.061405429f, -1.453152027f,
                                           1.421413741f, -0.284496736f, 0.254829592f, 0.5f};
    if (WHOLE(count) > 0) {
        pipit_vfp_gelu_erf(x, WHOLE(count), constants);
    }
    if (HAS_REST(count)) {
        rest end = pipit_armv6_rest_of(x, count);
        pipit_vfp_gelu_erf(end.values, 1, constants);
        pipit_armv6_put_rest(x, count, &end);
    }
}

PIPIT_OPERATION(activation, pipit_armv6_gelu_tanh);
void pipit_armv6_gelu_tanh(float *x, size_t count) {
    static const float constants[3] = {0.044715f, 0.79788456f, 0.5f};
    if (WHOLE(count) > 0) {
        pipit_vfp_gelu_tanh(x, WHOLE(count), constants);
    }
    if (HAS_REST(count)) {
        rest end = pipit_armv6_rest_of(x, count);
        pipit_vfp_gelu_tanh(end.values, 1, constants);
        pipit_armv6_put_rest(x, count, &end);
    }
}

PIPIT_OPERATION(activation, pipit_armv6_hyperbolic_tangent);
void pipit_armv6_hyperbolic_tangent(float *x, size_t count) {
    if (WHOLE(count) > 0) {
        pipit_vfp_tanh(x, WHOLE(count));
    }
    if (HAS_REST(count)) {
        rest end = pipit_armv6_rest_of(x, count);
        pipit_vfp_tanh(end.values, 1);
        pipit_armv6_put_rest(x, count, &end);
    }
}

#pragma clang attribute pop

#endif
