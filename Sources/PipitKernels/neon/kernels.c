// The NEON kernel set, for 64-bit ARM and for 32-bit processors from the Cortex-A7 on. The sum of two int8 products
// fits in int16 (2 * 127 * 127 < 32768), so SMULL, SMLAL and SADALP make 16 products in three instructions.
#include "../kernel_sets.h"
#ifdef PIPIT_KERNELS_NEON

#include <arm_neon.h>

#define INLINE static inline __attribute__((always_inline))
#define UNROLL _Pragma("clang loop unroll(full)")

enum { lanes = 16, tileRows = 4 };

#ifdef __aarch64__
enum { tileOutputs = 4 };  // with the rows 16 vectors of sums, which with their factors fill the 32 registers

void pipit_neon_products(
    const int8_t *a, size_t a_stride, const int8_t *w, size_t w_stride, int32_t *out, size_t out_stride_bytes,
    size_t rows, size_t depth);
void pipit_neon_row_products(
    const int8_t *a, const int8_t *w, size_t w_stride, int32_t *out, size_t fours, size_t depth);
void pipit_neon_mix(
    const int8_t *p, size_t p_stride, const int8_t *v, size_t v_stride, int32_t *out, size_t out_stride_bytes,
    size_t rows, size_t depth, const int8_t *rest);

INLINE int16x8_t products_of_16(int8x16_t a, int8x16_t b) {
    return vmlal_high_s8(vmull_s8(vget_low_s8(a), vget_low_s8(b)), a, b);
}
INLINE void store_sums(int32_t *out, const int32x4_t *sums) {
    vst1q_s32(out, vpaddq_s32(vpaddq_s32(sums[0], sums[1]), vpaddq_s32(sums[2], sums[3])));
}
INLINE void finish_row(int32x4_t *sums) { (void)sums; }
#else
enum { tileOutputs = 2 };  // there are but 16 registers

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

INLINE size_t smaller(size_t a, size_t b) { return a < b ? a : b; }

// The first `count` bytes, then zeros.
INLINE int8x16_t load_some(const int8_t *bytes, size_t count) {
    int8_t padded[lanes] = {0};
    for (size_t i = 0; i < count; i++) {
        padded[i] = bytes[i];
    }
    return vld1q_s8(padded);
}

INLINE void add_products(int32x4_t sums[tileOutputs], int8x16_t a, const int8x16_t w[tileOutputs]) {
    UNROLL for (size_t o = 0; o < tileOutputs; o++) { sums[o] = vpadalq_s16(sums[o], products_of_16(a, w[o])); }
}

// The sums of a tile; rows and outputs that it lacks are the last ones again.
INLINE void multiply_tile(
    const int8_t *a, size_t a_stride, const int8_t *w, size_t w_stride, int32_t *out, size_t out_stride, size_t rows,
    size_t outputs, size_t depth) {
    int32x4_t sums[tileRows][tileOutputs];
    const int8_t *a_rows[tileRows], *w_rows[tileOutputs];
    UNROLL for (size_t t = 0; t < tileRows; t++) {
        a_rows[t] = a + smaller(t, rows - 1) * a_stride;
        UNROLL for (size_t o = 0; o < tileOutputs; o++) { sums[t][o] = vdupq_n_s32(0); }
    }
    UNROLL for (size_t o = 0; o < tileOutputs; o++) { w_rows[o] = w + smaller(o, outputs - 1) * w_stride; }
    int8x16_t vectors[tileOutputs];
    for (; depth >= lanes; depth -= lanes) {
        UNROLL for (size_t o = 0; o < tileOutputs; o++, w_rows[o - 1] += lanes) { vectors[o] = vld1q_s8(w_rows[o]); }
        UNROLL for (size_t t = 0; t < tileRows; t++, a_rows[t - 1] += lanes) {
            add_products(sums[t], vld1q_s8(a_rows[t]), vectors);
            finish_row(sums[t]);
        }
    }
    if (depth > 0) {
        UNROLL for (size_t o = 0; o < tileOutputs; o++) { vectors[o] = load_some(w_rows[o], depth); }
        UNROLL for (size_t t = 0; t < tileRows; t++) { add_products(sums[t], load_some(a_rows[t], depth), vectors); }
    }
    if (rows == tileRows && outputs == tileOutputs) {
        UNROLL for (size_t t = 0; t < tileRows; t++) { store_sums(out + t * out_stride, sums[t]); }
        return;
    }
    int32_t part[tileRows][tileOutputs];
    UNROLL for (size_t t = 0; t < tileRows; t++) { store_sums(part[t], sums[t]); }
    for (size_t t = 0; t < rows; t++) {
        for (size_t o = 0; o < outputs; o++) {
            out[t * out_stride + o] = part[t][o];
        }
    }
}

INLINE void multiply_any(
    const int8_t *a, size_t a_stride, const int8_t *w, size_t w_stride, int32_t *out, size_t out_stride, size_t rows,
    size_t outputs, size_t depth) {
    for (size_t o = 0; o < outputs; o += tileOutputs) {
        for (size_t t = 0; t < rows; t += tileRows) {
            multiply_tile(
                a + t * a_stride, a_stride, w + o * w_stride, w_stride, out + t * out_stride + o, out_stride,
                smaller(tileRows, rows - t), smaller(tileOutputs, outputs - o), depth);
        }
    }
}

static void matmul_s8(
    const int8_t *a, size_t a_stride, const int8_t *w, size_t w_stride, int32_t *out, size_t out_stride, size_t rows,
    size_t outputs, size_t depth) {
#ifdef __aarch64__
    const size_t fours = outputs / tileOutputs;
    if (depth % lanes == 0 && depth > 0 && fours > 0 && rows > 0) {
        if (rows == 1) {
            pipit_neon_row_products(a, w, w_stride, out, fours, depth);
        }
        for (size_t o = 0; rows > 1 && o < fours; o++) {
            pipit_neon_products(
                a, a_stride, w + o * tileOutputs * w_stride, w_stride, out + o * tileOutputs, out_stride * sizeof *out,
                rows, depth);
        }
        w += fours * tileOutputs * w_stride;
        out += fours * tileOutputs;
        outputs -= fours * tileOutputs;
    }
#endif
    multiply_any(a, a_stride, w, w_stride, out, out_stride, rows, outputs, depth);
}

// Columns of the mix whose sums stay in registers while v passes: four a vector.
enum { mixColumns = tileOutputs * 4 };

#ifdef __aarch64__
INLINE void mix_tile(
    const int8_t *p, size_t p_stride, const int8_t *v, size_t v_stride, int32_t *out, size_t out_stride, size_t rows,
    size_t depth) {
    int8_t rest[tileRows][4] = {{0}};
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
INLINE void add_mixed(int32x4_t sums[tileOutputs], const int8_t *p, int8x16_t first, int8x16_t second) {
    const int8x8_t p01 = load_factors(p), p23 = load_factors(p + 2);
    const int16x8_t low = vmull_s8(vget_low_s8(first), p01), high = vmull_s8(vget_high_s8(first), p01);
    sums[0] = vpadalq_s16(sums[0], vmlal_s8(low, vget_low_s8(second), p23));
    sums[1] = vpadalq_s16(sums[1], vmlal_s8(high, vget_high_s8(second), p23));
}

// mixColumns columns of up to tileRows rows; rows that it lacks are the last one again.
INLINE void mix_tile(
    const int8_t *p, size_t p_stride, const int8_t *v, size_t v_stride, int32_t *out, size_t out_stride, size_t rows,
    size_t depth) {
    int32x4_t sums[tileRows][tileOutputs];
    const int8_t *p_rows[tileRows];
    UNROLL for (size_t t = 0; t < tileRows; t++) {
        p_rows[t] = p + smaller(t, rows - 1) * p_stride;
        UNROLL for (size_t c = 0; c < tileOutputs; c++) { sums[t][c] = vdupq_n_s32(0); }
    }
    size_t j = 0;
    for (; j + 4 <= depth; j += 4, v += 4 * v_stride) {
        const int8x16_t first = load_pair(v, v + v_stride);
        const int8x16_t second = load_pair(v + 2 * v_stride, v + 3 * v_stride);
        UNROLL for (size_t t = 0; t < tileRows; t++) { add_mixed(sums[t], p_rows[t] + j, first, second); }
    }
    if (j < depth) {
        // Factors of zero stand for the rows that are not there; the last row is read in their place.
        const size_t rest = depth - j;
        const int8_t *last = v + (rest - 1) * v_stride;
        const int8x16_t first = load_pair(v, v + smaller(1, rest - 1) * v_stride), second = load_pair(last, last);
        UNROLL for (size_t t = 0; t < tileRows; t++) {
            int8_t factors[4] = {0};
            for (size_t i = 0; i < rest; i++) {
                factors[i] = p_rows[t][j + i];
            }
            add_mixed(sums[t], factors, first, second);
        }
    }
    for (size_t t = 0; t < rows; t++) {
        UNROLL for (size_t c = 0; c < tileOutputs; c++) { vst1q_s32(out + t * out_stride + 4 * c, sums[t][c]); }
    }
}
#endif

static void mix_s8(
    const int8_t *p, size_t p_stride, const int8_t *v, size_t v_stride, int32_t *out, size_t out_stride, size_t rows,
    size_t depth, size_t columns) {
    if (columns < mixColumns) {
        pipit_kernels_scalar.mix_s8(p, p_stride, v, v_stride, out, out_stride, rows, depth, columns);
        return;
    }
    for (size_t t = 0; t < rows; t += tileRows) {
        for (size_t c = 0; c < columns; c += mixColumns) {
            // The last columns may be those before them once more.
            const size_t from = smaller(c, columns - mixColumns);
            mix_tile(
                p + t * p_stride, p_stride, v + from, v_stride, out + t * out_stride + from, out_stride,
                smaller(tileRows, rows - t), depth);
        }
    }
}

// Channels and output rows of the convolution whose sums stay in registers. Each row that is read serves as many
// output rows as there are, with one tap each, so it is kept while the taps pass.
enum { tileChannels = 8, convolvedRows = tileOutputs * 2 };

INLINE void add_tap(int32x4_t sums[convolvedRows][2], const int16x8_t *rows, const int8_t *tap) {
    const int16x8_t w = vmovl_s8(vld1_s8(tap));
    UNROLL for (size_t t = 0; t < convolvedRows; t++) {
        sums[t][0] = vmlal_s16(sums[t][0], vget_low_s16(rows[t]), vget_low_s16(w));
#ifdef __aarch64__
        sums[t][1] = vmlal_high_s16(sums[t][1], rows[t], w);
#else
        sums[t][1] = vmlal_s16(sums[t][1], vget_high_s16(rows[t]), vget_high_s16(w));
#endif
    }
}

INLINE void convolve_tile(
    const int16_t *x, const int8_t *w, int32_t *out, size_t rows, size_t taps, size_t channels, _Bool whole) {
    enum { kept = convolvedRows - 1, together = 4 };
    int32x4_t sums[convolvedRows][2];
    int16x8_t window[kept + together];
    UNROLL for (size_t t = 0; t < convolvedRows; t++) { sums[t][0] = sums[t][1] = vdupq_n_s32(0); }
    // Output rows that the tile lacks read the last row there is.
    const int16_t *last = x + (rows + taps - 2) * channels;
    UNROLL for (size_t t = 0; t < kept; t++) {
        window[t] = vld1q_s16(whole || x < last ? x : last);
        x += channels;
    }
    size_t k = 0;
    for (; k + together <= taps; k += together) {
        UNROLL for (size_t i = 0; i < together; i++) {
            window[kept + i] = vld1q_s16(whole || x < last ? x : last);
            add_tap(sums, window + i, w);
            x += channels;
            w += channels;
        }
        UNROLL for (size_t t = 0; t < kept; t++) { window[t] = window[t + together]; }
    }
    for (; k < taps; k++) {
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

static void depthwise_s16(const int16_t *x, const int8_t *w, int32_t *out, size_t rows, size_t taps, size_t channels) {
    if (channels < tileChannels) {
        pipit_kernels_scalar.depthwise_s16(x, w, out, rows, taps, channels);
        return;
    }
    for (size_t t = 0; t < rows; t += convolvedRows) {
        for (size_t c = 0; c < channels; c += tileChannels) {
            const size_t from = smaller(c, channels - tileChannels), at = t * channels + from;
            if (rows - t >= convolvedRows) {
                convolve_tile(x + at, w + from, out + at, convolvedRows, taps, channels, 1);
            } else {
                convolve_tile(x + at, w + from, out + at, rows - t, taps, channels, 0);
            }
        }
    }
}

const pipit_kernels pipit_kernels_neon = {
    .name = "neon",
#ifdef __aarch64__
    .elementwise = &pipit_elementwise_neon,
#else
    .elementwise = &pipit_elementwise_scalar,  // vectors of this processor drop denormals
#endif
    .matmul_s8 = matmul_s8,
    .matmul_packed_s8 = pipit_matmul_packed_s8,
    .mix_s8 = mix_s8,
    .depthwise_s16 = depthwise_s16,
};

#endif
