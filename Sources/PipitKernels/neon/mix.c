// Attention's weighted sum of rows, for the neon kernel set: rows of v are interleaved two by two, so that their
// products with two factors add up as those of the matrix product do.
#include "kernels.h"
#ifdef PIPIT_KERNELS_NEON

// Columns of the mix whose sums stay in registers while v passes: four a vector.
enum { mix_columns = tile_outputs * 4 };

#ifdef __aarch64__

// In mix.S, which says what it makes.
void pipit_neon_mix(
    const int8_t *p, size_t p_stride, const int8_t *v, size_t v_stride, int32_t *out, size_t out_stride_bytes,
    size_t rows, size_t depth, const int8_t *rest);

INLINE void mix_tile(
    const int8_t *p, size_t p_stride, const int8_t *v, size_t v_stride, int32_t *out, size_t out_stride, size_t rows,
    size_t depth) {
    int8_t rest[tile_rows][4] = {{0}};
    for (size_t t = 0; depth % 4 != 0 && t < rows; t++) {
        for (size_t i = 0; i < depth % 4; i++) {
            rest[t][i] = p[t * p_stride + depth / 4 * 4 + i];
        }
    }
    pipit_neon_mix(p, p_stride, v, v_stride, out, out_stride * sizeof *out, rows, depth, rest[0]);
}
#else

// Rows j and j + 1 of v, the two bytes of a column side by side.
INLINE int8x16_t load_pair(const int8_t *row, const int8_t *next) {
    const int8x8x2_t both = vzip_s8(vld1_s8(row), vld1_s8(next));
    return vcombine_s8(both.val[0], both.val[1]);
}

// p[j] and p[j + 1] in every column's place.
INLINE int8x8_t load_factors(const int8_t *p) {
    int16_t both;
    __builtin_memcpy(&both, p, sizeof both);
    return vreinterpret_s8_s16(vdup_n_s16(both));
}

// Adds four steps: rows j, j + 1 of v in `first`, j + 2, j + 3 in `second`.
INLINE void add_mixed(int32x4_t sums[tile_outputs], const int8_t *p, int8x16_t first, int8x16_t second) {
    const int8x8_t p01 = load_factors(p), p23 = load_factors(p + 2);
    const int16x8_t low = vmull_s8(vget_low_s8(first), p01), high = vmull_s8(vget_high_s8(first), p01);
    sums[0] = vpadalq_s16(sums[0], vmlal_s8(low, vget_low_s8(second), p23));
    sums[1] = vpadalq_s16(sums[1], vmlal_s8(high, vget_high_s8(second), p23));
}

// mix_columns columns of up to tile_rows rows; rows that it lacks are the last one again.
INLINE void mix_tile(
    const int8_t *p, size_t p_stride, const int8_t *v, size_t v_stride, int32_t *out, size_t out_stride, size_t rows,
    size_t depth) {
    int32x4_t sums[tile_rows][tile_outputs];
    const int8_t *p_rows[tile_rows];
    UNROLL for (size_t t = 0; t < tile_rows; t++) {
        p_rows[t] = p + smaller(t, rows - 1) * p_stride;
        UNROLL for (size_t c = 0; c < tile_outputs; c++) { sums[t][c] = vdupq_n_s32(0); }
    }
    size_t j = 0;
    for (; j + 4 <= depth; j += 4, v += 4 * v_stride) {
        const int8x16_t first = load_pair(v, v + v_stride);
        const int8x16_t second = load_pair(v + 2 * v_stride, v + 3 * v_stride);
        UNROLL for (size_t t = 0; t < tile_rows; t++) { add_mixed(sums[t], p_rows[t] + j, first, second); }
    }
    if (j < depth) {
        // Factors of zero stand for the rows that are not there; the last row is read in their place.
        const size_t rest = depth - j;
        const int8_t *last = v + (rest - 1) * v_stride;
        const int8x16_t first = load_pair(v, v + smaller(1, rest - 1) * v_stride), second = load_pair(last, last);
        UNROLL for (size_t t = 0; t < tile_rows; t++) {
            int8_t factors[4] = {0};
            for (size_t i = 0; i < rest; i++) {
                factors[i] = p_rows[t][j + i];
            }
            add_mixed(sums[t], factors, first, second);
        }
    }
    for (size_t t = 0; t < rows; t++) {
        UNROLL for (size_t c = 0; c < tile_outputs; c++) { vst1q_s32(out + t * out_stride + 4 * c, sums[t][c]); }
    }
}
#endif

PIPIT_OPERATION(mixing, pipit_neon_mix_s8);
void pipit_neon_mix_s8(
    const int8_t *p, size_t p_stride, const int8_t *v, size_t v_stride, int32_t *out, size_t out_stride, size_t rows,
    size_t depth, size_t columns) {
    if (columns < mix_columns) {
        pipit_kernels_scalar.mix_s8(p, p_stride, v, v_stride, out, out_stride, rows, depth, columns);
        return;
    }
    for (size_t t = 0; t < rows; t += tile_rows) {
        for (size_t c = 0; c < columns; c += mix_columns) {
            // The last columns may be those before them once more.
            const size_t from = smaller(c, columns - mix_columns);
            mix_tile(
                p + t * p_stride, p_stride, v + from, v_stride, out + t * out_stride + from, out_stride,
                smaller(tile_rows, rows - t), depth);
        }
    }
}

#endif
