// The matrix product of the neon kernel set. The sum of two int8 products fits in int16 (2 * 127 * 127 < 32768), so
// SMULL, SMLAL and SADALP make 16 products in three instructions.
#include "kernels.h"
#ifdef PIPIT_KERNELS_NEON

#ifdef __aarch64__
// In matmul.S, where each says what it makes.
void pipit_neon_products(
    const int8_t *a, size_t a_stride, const int8_t *w, size_t w_stride, int32_t *out, size_t out_stride_bytes,
    size_t rows, size_t depth);
void pipit_neon_row_products(
    const int8_t *a, const int8_t *w, size_t w_stride, int32_t *out, size_t fours, size_t depth);

INLINE int16x8_t products_of_16(int8x16_t a, int8x16_t b) {
    return vmlal_high_s8(vmull_s8(vget_low_s8(a), vget_low_s8(b)), a, b);
}
INLINE void store_sums(int32_t *out, const int32x4_t *sums) {
    vst1q_s32(out, vpaddq_s32(vpaddq_s32(sums[0], sums[1]), vpaddq_s32(sums[2], sums[3])));
}
INLINE void finish_row(int32x4_t *sums) { (void)sums; }
#else
// Keeps the compiler from starting all rows at once, for which there are too few registers.
INLINE void finish_row(int32x4_t *sums) { __asm__ volatile("" : "+w"(sums[0]), "+w"(sums[1]) : : "memory"); }

INLINE int16x8_t products_of_16(int8x16_t a, int8x16_t b) {
    return vmlal_s8(vmull_s8(vget_low_s8(a), vget_low_s8(b)), vget_high_s8(a), vget_high_s8(b));
}
INLINE void store_sums(int32_t *out, const int32x4_t *sums) {
    vst1_s32(
        out, vpadd_s32(
                 vpadd_s32(vget_low_s32(sums[0]), vget_high_s32(sums[0])),
                 vpadd_s32(vget_low_s32(sums[1]), vget_high_s32(sums[1]))));
}
#endif

// The first `count` bytes, then zeros.
INLINE int8x16_t load_some(const int8_t *bytes, size_t count) {
    int8_t padded[lanes] = {0};
    for (size_t i = 0; i < count; i++) {
        padded[i] = bytes[i];
    }
    return vld1q_s8(padded);
}

INLINE void add_products(int32x4_t sums[tile_outputs], int8x16_t a, const int8x16_t w[tile_outputs]) {
    UNROLL for (size_t o = 0; o < tile_outputs; o++) { sums[o] = vpadalq_s16(sums[o], products_of_16(a, w[o])); }
}

// The sums of a tile; rows and outputs that it lacks are the last ones again.
INLINE void multiply_tile(
    const int8_t *a, size_t a_stride, const int8_t *w, size_t w_stride, int32_t *out, size_t out_stride, size_t rows,
    size_t outputs, size_t depth) {
    int32x4_t sums[tile_rows][tile_outputs];
    const int8_t *a_rows[tile_rows], *w_rows[tile_outputs];
    UNROLL for (size_t t = 0; t < tile_rows; t++) {
        a_rows[t] = a + smaller(t, rows - 1) * a_stride;
        UNROLL for (size_t o = 0; o < tile_outputs; o++) { sums[t][o] = vdupq_n_s32(0); }
    }
    UNROLL for (size_t o = 0; o < tile_outputs; o++) { w_rows[o] = w + smaller(o, outputs - 1) * w_stride; }
    int8x16_t vectors[tile_outputs];
    for (; depth >= lanes; depth -= lanes) {
        UNROLL for (size_t o = 0; o < tile_outputs; o++, w_rows[o - 1] += lanes) { vectors[o] = vld1q_s8(w_rows[o]); }
        UNROLL for (size_t t = 0; t < tile_rows; t++, a_rows[t - 1] += lanes) {
            add_products(sums[t], vld1q_s8(a_rows[t]), vectors);
            finish_row(sums[t]);
        }
    }
    if (depth > 0) {
        UNROLL for (size_t o = 0; o < tile_outputs; o++) { vectors[o] = load_some(w_rows[o], depth); }
        UNROLL for (size_t t = 0; t < tile_rows; t++) { add_products(sums[t], load_some(a_rows[t], depth), vectors); }
    }
    if (rows == tile_rows && outputs == tile_outputs) {
        UNROLL for (size_t t = 0; t < tile_rows; t++) { store_sums(out + t * out_stride, sums[t]); }
        return;
    }
    int32_t part[tile_rows][tile_outputs];
    UNROLL for (size_t t = 0; t < tile_rows; t++) { store_sums(part[t], sums[t]); }
    for (size_t t = 0; t < rows; t++) {
        for (size_t o = 0; o < outputs; o++) {
            out[t * out_stride + o] = part[t][o];
        }
    }
}

INLINE void multiply_any(
    const int8_t *a, size_t a_stride, const int8_t *w, size_t w_stride, int32_t *out, size_t out_stride, size_t rows,
    size_t outputs, size_t depth) {
    for (size_t o = 0; o < outputs; o += tile_outputs) {
        for (size_t t = 0; t < rows; t += tile_rows) {
            multiply_tile(
                a + t * a_stride, a_stride, w + o * w_stride, w_stride, out + t * out_stride + o, out_stride,
                smaller(tile_rows, rows - t), smaller(tile_outputs, outputs - o), depth);
        }
    }
}

PIPIT_OPERATION(products, pipit_neon_matmul_s8);
void pipit_neon_matmul_s8(
    const int8_t *a, size_t a_stride, const int8_t *w, size_t w_stride, int32_t *out, size_t out_stride, size_t rows,
    size_t outputs, size_t depth) {
#ifdef __aarch64__
    const size_t fours = outputs / tile_outputs;
    if (depth % lanes == 0 && depth > 0 && fours > 0 && rows > 0) {
        if (rows == 1) {
            pipit_neon_row_products(a, w, w_stride, out, fours, depth);
        }
        for (size_t o = 0; rows > 1 && o < fours; o++) {
            pipit_neon_products(
                a, a_stride, w + o * tile_outputs * w_stride, w_stride, out + o * tile_outputs,
                out_stride * sizeof *out, rows, depth);
        }
        w += fours * tile_outputs * w_stride;
        out += fours * tile_outputs;
        outputs -= fours * tile_outputs;
    }
#endif
    multiply_any(a, a_stride, w, w_stride, out, out_stride, rows, outputs, depth);
}

#endif
