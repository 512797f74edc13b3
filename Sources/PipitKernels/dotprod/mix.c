// Attention's weighted sum of rows, for the dotprod kernel set.
#include "kernels.h"
#ifdef PIPIT_KERNELS_DOTPROD

// Columns of the mix whose sums stay in registers, and the steps of depth that one load of factors brings.
enum { mix_columns = 16, mix_steps = 16 };

// Four rows of v, interleaved so that the four bytes of a column lie side by side; a row that is not there is the last.
INLINE void load_mixed(int8x16_t columns[4], const int8_t *v, size_t stride, size_t rows) {
    const int8x16_t a = vld1q_s8(v), b = vld1q_s8(v + smaller(1, rows - 1) * stride);
    const int8x16_t c = vld1q_s8(v + smaller(2, rows - 1) * stride), d = vld1q_s8(v + smaller(3, rows - 1) * stride);
    const int16x8_t ab = vreinterpretq_s16_s8(vzip1q_s8(a, b)), ab_high = vreinterpretq_s16_s8(vzip2q_s8(a, b));
    const int16x8_t cd = vreinterpretq_s16_s8(vzip1q_s8(c, d)), cd_high = vreinterpretq_s16_s8(vzip2q_s8(c, d));
    columns[0] = vreinterpretq_s8_s16(vzip1q_s16(ab, cd));
    columns[1] = vreinterpretq_s8_s16(vzip2q_s16(ab, cd));
    columns[2] = vreinterpretq_s8_s16(vzip1q_s16(ab_high, cd_high));
    columns[3] = vreinterpretq_s8_s16(vzip2q_s16(ab_high, cd_high));
}

#define ADD_STEPS(lane)                                                                 \
    if (depth > 4 * lane) {                                                             \
        int8x16_t columns[4];                                                           \
        load_mixed(columns, v + 4 * lane * v_stride, v_stride, depth - 4 * lane);       \
        UNROLL for (size_t t = 0; t < rows; t++) {                                      \
            UNROLL for (size_t c = 0; c < 4; c++) {                                     \
                sums[t][c] = vdotq_laneq_s32(sums[t][c], columns[c], factors[t], lane); \
            }                                                                           \
        }                                                                               \
    }

INLINE void mix_tile(
    const int8_t *p, size_t p_stride, const int8_t *v, size_t v_stride, int32_t *out, size_t out_stride, size_t rows,
    size_t depth) {
    int32x4_t sums[tile_rows][4];
    int8x16_t factors[tile_rows];
    UNROLL for (size_t t = 0; t < rows; t++) {
        UNROLL for (size_t c = 0; c < 4; c++) { sums[t][c] = vdupq_n_s32(0); }
    }
    for (; depth >= mix_steps; depth -= mix_steps, p += mix_steps, v += mix_steps * v_stride) {
        UNROLL for (size_t t = 0; t < rows; t++) { factors[t] = vld1q_s8(p + t * p_stride); }
        ADD_STEPS(0)
        ADD_STEPS(1)
        ADD_STEPS(2)
        ADD_STEPS(3)
    }
    if (depth > 0) {
        UNROLL for (size_t t = 0; t < rows; t++) { factors[t] = load(p + t * p_stride, depth); }
        ADD_STEPS(0)
        ADD_STEPS(1)
        ADD_STEPS(2)
        ADD_STEPS(3)
    }
    UNROLL for (size_t t = 0; t < rows; t++) {
        UNROLL for (size_t c = 0; c < 4; c++) { vst1q_s32(out + t * out_stride + 4 * c, sums[t][c]); }
    }
}

PIPIT_OPERATION(mixing, pipit_dotprod_mix_s8);
void pipit_dotprod_mix_s8(
    const int8_t *p, size_t p_stride, const int8_t *v, size_t v_stride, int32_t *out, size_t out_stride, size_t rows,
    size_t depth, size_t columns) {
    if (columns < mix_columns) {
        pipit_kernels_scalar.mix_s8(p, p_stride, v, v_stride, out, out_stride, rows, depth, columns);
        return;
    }
    for (size_t c = 0; c < columns; c += mix_columns) {
        // The last columns may be those before them once more.
        const size_t from = smaller(c, columns - mix_columns);
        size_t t = 0;
        for (; t + tile_rows <= rows; t += tile_rows) {
            mix_tile(
                p + t * p_stride, p_stride, v + from, v_stride, out + t * out_stride + from, out_stride, tile_rows,
                depth);
        }
        for (; t < rows; t++) {
            mix_tile(p + t * p_stride, p_stride, v + from, v_stride, out + t * out_stride + from, out_stride, 1, depth);
        }
    }
}

#endif
