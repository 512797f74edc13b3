// The table of the armv6 kernel set's elementwise operations, and what they share.
#include "elementwise.h"
#ifdef PIPIT_KERNELS_ARMV6

#pragma STDC FP_CONTRACT OFF

// The work is done in assembly: what is here had better be small.
#pragma clang attribute push(__attribute__((minsize)), apply_to = function)

// A word at a time by memcpy: it may be a sum or a float.
__attribute__((noinline)) rest pipit_armv6_rest_of(const void *row, size_t count) {
    rest end = {{0}};
    for (size_t i = 0; i < count % eight; i++) {
        __builtin_memcpy(&end.values[i], (const float *)row + count / eight * eight + i, sizeof(float));
    }
    return end;
}

__attribute__((noinline)) void pipit_armv6_put_rest(void *row, size_t count, const rest *end) {
    for (size_t i = 0; i < count % eight; i++) {
        __builtin_memcpy((float *)row + count / eight * eight + i, &end->values[i], sizeof(float));
    }
}

const pipit_elementwise pipit_elementwise_armv6 = {
    .quantize_s8 = pipit_armv6_quantize_s8,
    .quantize_s16 = pipit_armv6_quantize_s16,
    .dequantize_sums = pipit_armv6_dequantize_sums,
    .add_dequantized_sums = pipit_armv6_add_dequantized_sums,
    .scale_sums = pipit_armv6_scale_sums,
    .silu_sums = pipit_armv6_silu_sums,
    .softmax_sums = pipit_armv6_softmax_sums,
    .normalize_rms = pipit_armv6_normalize_rms,
    .normalize_layer = pipit_armv6_normalize_layer,
    .gelu_erf = pipit_armv6_gelu_erf,
    .gelu_tanh = pipit_armv6_gelu_tanh,
    .hyperbolic_tangent = pipit_armv6_hyperbolic_tangent,
    .dequantize_s8 = pipit_armv6_dequantize_s8,
    .add_dequantized_s8 = pipit_armv6_add_dequantized_s8,
    .add_floats = pipit_armv6_add_floats,
    .dequantize_s16 = pipit_armv6_dequantize_s16,
    .add_dequantized_s16 = pipit_armv6_add_dequantized_s16,
    .unpack_s4 = pipit_armv6_unpack_s4,
    .accumulate_sums = pipit_armv6_accumulate_sums,
    .scale_floats = pipit_armv6_scale_floats,
    .weigh_s8 = pipit_armv6_weigh_s8,
};

#pragma clang attribute pop

#endif
