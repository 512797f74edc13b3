// The dotprod kernel set, for 64-bit ARM from the Cortex-A76 on: SDOT adds 16 products of bytes to four sums.
#include "../kernel_sets.h"
#ifdef PIPIT_KERNELS_DOTPROD

#include <arm_neon.h>

#define INLINE static inline __attribute__((always_inline))
#define UNROLL _Pragma("clang loop unroll(full)")

enum { lanes = 16, tile_rows = 4, tile_outputs = 4 };

INLINE size_t smaller(size_t a, size_t b) { return a < b ? a : b; }

// `count` bytes, then zeros.
INLINE int8x16_t load(const int8_t *bytes, size_t count) {
    if (count >= lanes) {
        return vld1q_s8(bytes);
    }
    int8_t part[lanes] = {0};
    for (size_t i = 0; i < count; i++) {
        part[i] = bytes[i];
    }
    return vld1q_s8(part);
}

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

static void matmul_s8(
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

static void matmul_packed_s8(
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

static void mix_s8(
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

static void depthwise_s16(const int16_t *x, const int8_t *w, int32_t *out, size_t rows, size_t taps, size_t channels) {
    pipit_kernels_neon.depthwise_s16(x, w, out, rows, taps, channels);
}

const pipit_kernels pipit_kernels_dotprod = {
    .name = "dotprod",
    .elementwise = &pipit_elementwise_neon,
    .matmul_s8 = matmul_s8,
    .matmul_packed_s8 = matmul_packed_s8,
    .mix_s8 = mix_s8,
    .depthwise_s16 = depthwise_s16,
};

#endif
