// The matrix product of the dotprod kernel set, with weights in blocks: four steps of depth of 16 outputs lie together.
#include "kernels.h"
#ifdef PIPIT_KERNELS_DOTPROD

// Four steps of a packed block of 16 outputs with four steps of each row, lane `lane` of its vector.
#define ADD_PACKED(lane)                                                                         \
    if (depth > 4 * lane) {                                                                      \
        int8x16_t factors[4];                                                                    \
        UNROLL for (size_t c = 0; c < 4; c++) { factors[c] = vld1q_s8(w + 64 * lane + 16 * c); } \
        UNROLL for (size_t t = 0; t < rows; t++) {                                               \
            UNROLL for (size_t c = 0; c < 4; c++) {                                              \
                sums[t][c] = vdotq_laneq_s32(sums[t][c], factors[c], row[t], lane);              \
            }                                                                                    \
        }                                                                                        \
    }

INLINE void multiply_packed_tile(
    const int8_t *a, size_t a_stride, const int8_t *w, int32_t *out, size_t out_stride, size_t rows, size_t depth) {
    int32x4_t sums[tile_rows][4];
    int8x16_t row[tile_rows];
    UNROLL for (size_t t = 0; t < rows; t++) {
        UNROLL for (size_t c = 0; c < 4; c++) { sums[t][c] = vdupq_n_s32(0); }
    }
    for (; depth >= lanes; depth -= lanes, a += lanes, w += lanes * 16) {
        UNROLL for (size_t t = 0; t < rows; t++) { row[t] = vld1q_s8(a + t * a_stride); }
        ADD_PACKED(0)
        ADD_PACKED(1)
        ADD_PACKED(2)
        ADD_PACKED(3)
    }
    if (depth > 0) {
        UNROLL for (size_t t = 0; t < rows; t++) { row[t] = load(a + t * a_stride, depth); }
        ADD_PACKED(0)
        ADD_PACKED(1)
        ADD_PACKED(2)
    }
    UNROLL for (size_t t = 0; t < rows; t++) {
        UNROLL for (size_t c = 0; c < 4; c++) { vst1q_s32(out + t * out_stride + 4 * c, sums[t][c]); }
    }
}

PIPIT_OPERATION(products, pipit_dotprod_matmul_packed_s8);
void pipit_dotprod_matmul_packed_s8(
    const int8_t *a, size_t a_stride, const int8_t *w, int32_t *out, size_t out_stride, size_t rows, size_t outputs,
    size_t depth) {
    for (size_t o = 0; o < outputs; o += 16, w += 16 * depth) {
        size_t t = 0;
        for (; t + tile_rows <= rows; t += tile_rows) {
            multiply_packed_tile(a + t * a_stride, a_stride, w, out + t * out_stride + o, out_stride, tile_rows, depth);
        }
        for (; t < rows; t++) {
            multiply_packed_tile(a + t * a_stride, a_stride, w, out + t * out_stride + o, out_stride, 1, depth);
        }
    }
}

#endif
