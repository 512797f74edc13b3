// The softmax of one query, of the armv6 kernel set.
#include "elementwise.h"
#ifdef PIPIT_KERNELS_ARMV6

#pragma STDC FP_CONTRACT OFF

// The work is done in assembly: what is here had better be small.
#pragma clang attribute push(__attribute__((minsize)), apply_to = function)

// In assembly, where each says what it makes.
void pipit_vfp_scores(void *row, size_t vectors, const float *scales, float scale);
float pipit_vfp_maximum(const float *x, size_t vectors);
void pipit_vfp_weights(float *z, size_t vectors, const float *value_scales, float lanes[eight], float maximum);

PIPIT_OPERATION(softmax, pipit_armv6_softmax_sums);
float pipit_armv6_softmax_sums(
    void *row, size_t count, float scale, const float *key_scales, const float *value_scales) {
    float *z = row;
    float maximum = -__builtin_inff(), lanes[eight] = {0};
    rest end = pipit_armv6_rest_of(row, count);
    if (WHOLE(count) > 0) {
        pipit_vfp_scores(row, WHOLE(count), key_scales, scale);
        maximum = pipit_vfp_maximum(z, WHOLE(count));
    }
    if (HAS_REST(count)) {
        const rest by = pipit_armv6_rest_of(key_scales, count);
        pipit_vfp_scores(end.values, 1, by.values, scale);
        for (size_t i = count % eight; i < eight; i++) {
            end.values[i] = end.values[0];  // changes no maximum
        }
        const float last = pipit_vfp_maximum(end.values, 1);
        maximum = last > maximum ? last : maximum;
    }
    if (WHOLE(count) > 0) {
        pipit_vfp_weights(z, WHOLE(count), value_scales, lanes, maximum);
    }
    if (HAS_REST(count)) {
        const rest by = pipit_armv6_rest_of(value_scales, count);
        float last[eight] = {0};
        pipit_vfp_weights(end.values, 1, by.values, last, maximum);
        for (size_t i = 0; i < count % eight; i++) {
            lanes[i] = lanes[i] + last[i];
        }
        pipit_armv6_put_rest(row, count, &end);
    }
    return pipit_armv6_quantize_s8(z, row, count) / total(lanes);
}

#pragma clang attribute pop

#endif
