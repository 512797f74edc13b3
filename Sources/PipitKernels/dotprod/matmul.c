// The matrix product of the dotprod kernel set, with weights row by row.
#include "kernels.h"
#ifdef PIPIT_KERNELS_DOTPROD

INLINE void add_block(
    int32x4_t sums[tile_rows][tile_outputs], const int8_t *a, size_t a_stride, const int8_t *w, size_t w_stride,
    size_t rows, size_t outputs, size_t count) {
    int8x16_t factors[tile_outputs];
    UNROLL for (size_t o = 0; o < outputs; o++) { factors[o] = load(w + o * w_stride, count); }
    UNROLL for (size_t t = 0; t < rows; t++) {
        const int8x16_t row = load(a + t * a_stride, count);
        UNROLL for (size_t o = 0; o < outputs; o++) { sums[t][o] = vdotq_s32(sums[t][o], row, factors[o]); }
    }
}

// The sums of a tile of up to four rows and outputs; the caller's numbers of them are constants.
INLINE void multiply_tile(
    const int8_t *a, size_t a_stride, const int8_t *w, size_t w_stride, int32_t *out, size_t out_stride, size_t rows,
    size_t outputs, size_t depth) {
    int32x4_t sums[tile_rows][tile_outputs];
    UNROLL for (size_t t = 0; t < tile_rows; t++) {
        UNROLL for (size_t o = 0; o < tile_outputs; o++) { sums[t][o] = vdupq_n_s32(0); }
    }
    for (; depth >= lanes; depth -= lanes, a += lanes, w += lanes) {
        add_block(sums, a, a_stride, w, w_stride, rows, outputs, lanes);
    }
    if (depth > 0) {
        add_block(sums, a, a_stride, w, w_stride, rows, outputs, depth);
    }
    UNROLL for (size_t t = 0; t < rows; t++) {
        const int32x4_t total = vpaddq_s32(vpaddq_s32(sums[t][0], sums[t][1]), vpaddq_s32(sums[t][2], sums[t][3]));
        if (outputs == tile_outputs) {
            vst1q_s32(out + t * out_stride, total);
        } else {
            out[t * out_stride] = vgetq_lane_s32(total, 0);
        }
    }
}

PIPIT_OPERATION(products, pipit_dotprod_matmul_s8);
void pipit_dotprod_matmul_s8(
    const int8_t *a, size_t a_stride, const int8_t *w, size_t w_stride, int32_t *out, size_t out_stride, size_t rows,
    size_t outputs, size_t depth) {
    for (size_t o = 0, some; o < outputs; o += some, w += some * w_stride, out += some) {
        some = outputs - o >= tile_outputs ? tile_outputs : 1;
        size_t t = 0;
        for (; t + tile_rows <= rows; t += tile_rows) {
            if (some == tile_outputs) {
                multiply_tile(
                    a + t * a_stride, a_stride, w, w_stride, out + t * out_stride, out_stride, tile_rows, tile_outputs,
                    depth);
            } else {
                multiply_tile(
                    a + t * a_stride, a_stride, w, w_stride, out + t * out_stride, out_stride, tile_rows, 1, depth);
            }
        }
        for (; t < rows; t++) {
            if (some == tile_outputs) {
                multiply_tile(
                    a + t * a_stride, a_stride, w, w_stride, out + t * out_stride, out_stride, 1, tile_outputs, depth);
            } else {
                multiply_tile(a + t * a_stride, a_stride, w, w_stride, out + t * out_stride, out_stride, 1, 1, depth);
            }
        }
    }
}

#endif
