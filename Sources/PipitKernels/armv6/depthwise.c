// The depthwise convolution of the armv6 kernel set: four channels at a time are rearranged into pairs of rows and
// pairs of taps, which the loops of depthwise.S multiply two products a cycle.
#include "kernels.h"
#ifdef PIPIT_KERNELS_ARMV6

// The work is done in assembly: what is here had better be small.
#pragma clang attribute push(__attribute__((minsize)), apply_to = function)

// In depthwise.S, where each says what it makes.
void pipit_armv6_pair_rows(uint32_t *pairs, const int16_t *x, ptrdiff_t stride_bytes, size_t count, size_t pitch_bytes);
uint32_t pipit_armv6_pair_taps(
    uint32_t *couples, const int8_t *w, size_t stride, size_t count, size_t pitch_bytes, uint32_t before);
void pipit_armv6_taps(
    const uint32_t *x, const uint32_t *taps, int32_t *out, size_t stride_bytes, size_t fours, size_t rounds);

enum {
    channels_together = 4,  // that one load brings
    maximum_rows = 32,      // whose pairs wait at a time
    maximum_kernel_size = 255,
    maximum_pairs = maximum_rows / 2 + maximum_kernel_size / 2 + 1,
    maximum_couples = maximum_kernel_size / 2 + 2,
};

PIPIT_OPERATION(convolution, pair_rows);
static void pair_rows(uint32_t pairs[channels_together][maximum_pairs], const int16_t *x, size_t stride, size_t count) {
    const size_t whole = count / 2;
    if (whole > 0) {
        pipit_armv6_pair_rows(pairs[0], x, (ptrdiff_t)(stride * sizeof *x), whole, sizeof pairs[0]);
    }
    if (count % 2 > 0) {
        int16_t last[2][channels_together] = {{0}};
        __builtin_memcpy(last[0], x + 2 * whole * stride, sizeof last[0]);
        pipit_armv6_pair_rows(pairs[0] + whole, last[0], sizeof last[0], 1, sizeof pairs[0]);
    }
}

// `count` pairs of taps; those past the last tap are zero.
PIPIT_OPERATION(convolution, pair_taps);
static void pair_taps(
    uint32_t couples[channels_together][2 * maximum_couples], const int8_t *w, size_t stride, size_t kernel_size,
    size_t count) {
    static const int8_t none[6 * channels_together] = {0};
    const size_t whole = kernel_size / 2;
    uint32_t before = 0;
    if (whole > 0) {
        before = pipit_armv6_pair_taps(couples[0], w, stride, whole, sizeof couples[0], 0);
    }
    uint32_t *rest = couples[0] + 2 * whole;
    if (kernel_size % 2 == 0) {
        pipit_armv6_pair_taps(rest, none, channels_together, count - whole, sizeof couples[0], before);
        return;
    }
    int8_t last[6 * channels_together] = {0};
    __builtin_memcpy(last, w + 2 * whole * stride, channels_together);
    pipit_armv6_pair_taps(rest, last, channels_together, count - whole, sizeof couples[0], before);
}

PIPIT_OPERATION(convolution, convolve_channels);
static void convolve_channels(
    const int16_t *x, const int8_t *w, int32_t *out, size_t rows, size_t kernel_size, size_t stride) {
    uint32_t pairs[channels_together][maximum_pairs], couples[channels_together][2 * maximum_couples];
    const size_t rounds = (kernel_size / 2 + 2) / 2;
    pair_taps(couples, w, stride, kernel_size, 2 * rounds);
    for (size_t t = 0; t < rows; t += maximum_rows) {
        const size_t some = smaller(maximum_rows, rows - t);
        pair_rows(pairs, x + t * stride, stride, some + kernel_size - 1);
        for (size_t c = 0; c < channels_together; c++) {
            int32_t *sums = out + t * stride + c;
            if (some / 4 > 0) {
                pipit_armv6_taps(pairs[c], couples[c], sums, stride * sizeof *out, some / 4, rounds);
            }
            if (some % 4 > 0) {
                int32_t last[4];
                pipit_armv6_taps(pairs[c] + some / 4 * 2, couples[c], last, sizeof *last, 1, rounds);
                for (size_t i = 0; i < some % 4; i++) {
                    sums[(some / 4 * 4 + i) * stride] = last[i];
                }
            }
        }
    }
}

PIPIT_OPERATION(convolution, pipit_armv6_depthwise_s16);
void pipit_armv6_depthwise_s16(
    const int16_t *x, const int8_t *w, int32_t *out, size_t rows, size_t kernel_size, size_t channels) {
    for (size_t c = 0; c < channels; c += channels_together) {
        convolve_channels(x + c, w + c, out + c, rows, kernel_size, channels);
    }
}

#pragma clang attribute pop

#endif
