// The depthwise convolution of the neon kernel set: int16 by widened int8, a vector of channels at a time.
#include "kernels.h"
#ifdef PIPIT_KERNELS_NEON

// Channels and output rows of the convolution whose sums stay in registers. Each row that is read serves as many
// output rows as there are, with one tap each, so it is kept while the taps pass.
enum { tile_channels = 8, convolved_rows = tile_outputs * 2 };

INLINE void add_tap(int32x4_t sums[convolved_rows][2], const int16x8_t *rows, const int8_t *tap) {
    const int16x8_t w = vmovl_s8(vld1_s8(tap));
    UNROLL for (size_t t = 0; t < convolved_rows; t++) {
        sums[t][0] = vmlal_s16(sums[t][0], vget_low_s16(rows[t]), vget_low_s16(w));
#ifdef __aarch64__
        sums[t][1] = vmlal_high_s16(sums[t][1], rows[t], w);
#else
        sums[t][1] = vmlal_s16(sums[t][1], vget_high_s16(rows[t]), vget_high_s16(w));
#endif
    }
}

INLINE void convolve_tile(
    const int16_t *x, const int8_t *w, int32_t *out, size_t rows, size_t kernel_size, size_t channels, _Bool whole) {
    enum { kept = convolved_rows - 1, together = 4 };
    int32x4_t sums[convolved_rows][2];
    int16x8_t window[kept + together];
    UNROLL for (size_t t = 0; t < convolved_rows; t++) { sums[t][0] = sums[t][1] = vdupq_n_s32(0); }
    // Output rows that the tile lacks read the last row there is.
    const int16_t *last = x + (rows + kernel_size - 2) * channels;
    UNROLL for (size_t t = 0; t < kept; t++) {
        window[t] = vld1q_s16(whole || x < last ? x : last);
        x += channels;
    }
    size_t k = 0;
    for (; k + together <= kernel_size; k += together) {
        UNROLL for (size_t i = 0; i < together; i++) {
            window[kept + i] = vld1q_s16(whole || x < last ? x : last);
            add_tap(sums, window + i, w);
            x += channels;
            w += channels;
        }
        UNROLL for (size_t t = 0; t < kept; t++) { window[t] = window[t + together]; }
    }
    for (; k < kernel_size; k++) {
        window[kept] = vld1q_s16(whole || x < last ? x : last);
        add_tap(sums, window, w);
        x += channels;
        w += channels;
        UNROLL for (size_t t = 0; t < kept; t++) { window[t] = window[t + 1]; }
    }
    for (size_t t = 0; t < rows; t++) {
        vst1q_s32(out + t * channels, sums[t][0]);
        vst1q_s32(out + t * channels + 4, sums[t][1]);
    }
}

PIPIT_OPERATION(convolution, pipit_neon_depthwise_s16);
void pipit_neon_depthwise_s16(
    const int16_t *x, const int8_t *w, int32_t *out, size_t rows, size_t kernel_size, size_t channels) {
    for (size_t t = 0; t < rows; t += convolved_rows) {
        for (size_t c = 0; c < channels; c += tile_channels) {
            const size_t at = t * channels + c;
            if (rows - t >= convolved_rows) {
                convolve_tile(x + at, w + c, out + at, convolved_rows, kernel_size, channels, 1);
            } else {
                convolve_tile(x + at, w + c, out + at, rows - t, kernel_size, channels, 0);
            }
        }
    }
}

#endif
