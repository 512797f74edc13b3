// The armv6 kernel set, for processors like the Pi Zero's ARM1176: no NEON, but SMLAD and 16 kB of level-1 cache.
// Bytes are widened once to pairs of int16 in small buffers here; the loops of kernels_armv6.S run over those.
#include "../kernel_sets.h"
#ifdef PIPIT_KERNELS_ARMV6

// The work is done in assembly: what is here had better be small.
#pragma clang attribute push(__attribute__((minsize)), apply_to = function)

enum {
    quad = 4,           // steps of depth, or channels, that one load brings
    deepest = 256,      // steps of depth that are summed before they go to memory
    widest = 32,        // rows of a block
    blockWords = 1024,  // of widened rows: 16 rows of 128 steps
    mostTaps = 255,
};

void pipit_armv6_widen(uint32_t *quads, const int8_t *p, const int8_t *q, size_t count);
void pipit_armv6_widen_columns(uint32_t *left, uint32_t *right, const int8_t *v, size_t stride, size_t count);
void pipit_armv6_products(
    const uint32_t *a, const uint32_t *w, int32_t *out, size_t stride_bytes, size_t pairs, size_t count);
void pipit_armv6_row_products(const uint32_t *a, const int8_t *w, size_t stride, int32_t *out, size_t count);
void pipit_armv6_pair_rows(uint32_t *pairs, const int16_t *x, ptrdiff_t stride_bytes, size_t count, size_t pitch_bytes);
uint32_t pipit_armv6_pair_taps(
    uint32_t *couples, const int8_t *w, size_t stride, size_t count, size_t pitch_bytes, uint32_t before);
void pipit_armv6_taps(
    const uint32_t *x, const uint32_t *taps, int32_t *out, size_t stride_bytes, size_t fours, size_t rounds);

static size_t smaller(size_t a, size_t b) { return a < b ? a : b; }

// Rows p and q as quads, the last one filled with zeros.
static void widen_rows(uint32_t *quads, const int8_t *p, const int8_t *q, size_t depth) {
    const size_t whole = depth / quad, rest = depth % quad;
    if (whole > 0) {
        pipit_armv6_widen(quads, p, q, whole);
    }
    if (rest > 0) {
        int8_t ends[2][quad] = {{0}};
        for (size_t k = 0; k < rest; k++) {
            ends[0][k] = p[whole * quad + k];
            ends[1][k] = q[whole * quad + k];
        }
        pipit_armv6_widen(quads + whole * quad, ends[0], ends[1], 1);
    }
}

// A block of rows: an even number of them, the last one twice where it has no partner.
static void widen_block(uint32_t *quads, const int8_t *rows, size_t stride, size_t count, size_t depth) {
    const size_t words = (depth + quad - 1) / quad * quad;
    for (size_t t = 0; t < count; t += 2) {
        const int8_t *row = rows + t * stride;
        widen_rows(quads + t / 2 * words, row, t + 1 < count ? row + stride : row, depth);
    }
}

// The block's sums for up to two outputs; added to what is there when `first` is not set.
static void multiply_block(
    const uint32_t *a, const uint32_t *w, int32_t *out, size_t out_stride, size_t rows, size_t outputs, size_t depth,
    _Bool first) {
    const size_t quads = (depth + quad - 1) / quad;
    const size_t whole = first && outputs == 2 ? rows / 2 : 0;
    if (whole > 0) {
        pipit_armv6_products(a, w, out, out_stride * sizeof *out, whole, quads);
    }
    if (2 * whole == rows) {
        return;
    }
    int32_t sums[widest][2];
    pipit_armv6_products(a + whole * quads * quad, w, sums[0], sizeof sums[0], (rows + 1) / 2 - whole, quads);
    for (size_t t = 2 * whole; t < rows; t++) {
        for (size_t o = 0; o < outputs; o++) {
            int32_t *sum = out + t * out_stride + o;
            *sum = sums[t - 2 * whole][o] + (first ? 0 : *sum);
        }
    }
}

// The same without ends and edges: an even number of rows, or one, with whole quads. Returns how many outputs it made.
static size_t multiply_whole(
    const uint32_t *a, uint32_t *w_quads, const int8_t *w, size_t w_stride, int32_t *out, size_t out_stride,
    size_t rows, size_t outputs, size_t quads) {
    size_t o = 0;
    if (rows == 1) {
        // Too few for the weights to be widened first.
        for (; o + quad <= outputs; o += quad) {
            pipit_armv6_row_products(a, w + o * w_stride, w_stride, out + o, quads);
        }
    } else if (rows % 2 == 0) {
        for (; o + 2 <= outputs; o += 2, w += 2 * w_stride) {
            pipit_armv6_widen(w_quads, w, w + w_stride, quads);
            pipit_armv6_products(a, w_quads, out + o, out_stride * sizeof *out, rows / 2, quads);
        }
    }
    return o;
}

static size_t rows_of_block(size_t depth) {
    return smaller(widest, blockWords / ((depth + quad - 1) / quad * quad) * 2);
}

static void clear(int32_t *out, size_t out_stride, size_t rows, size_t outputs) {
    for (size_t t = 0; t < rows; t++) {
        __builtin_memset(out + t * out_stride, 0, outputs * sizeof *out);
    }
}

static void matmul_s8(
    const int8_t *a, size_t a_stride, const int8_t *w, size_t w_stride, int32_t *out, size_t out_stride, size_t rows,
    size_t outputs, size_t depth) {
    uint32_t a_quads[blockWords + quad], w_quads[deepest + quad];
    if (depth == 0) {
        clear(out, out_stride, rows, outputs);
    }
    for (size_t k = 0; k < depth; k += deepest) {
        const size_t steps = smaller(deepest, depth - k);
        const size_t most = rows_of_block(steps);
        for (size_t t = 0; t < rows; t += most) {
            const size_t count = smaller(most, rows - t);
            int32_t *sums = out + t * out_stride;
            size_t o = 0;
            widen_block(a_quads, a + t * a_stride + k, a_stride, count, steps);
            if (k == 0 && steps % quad == 0) {
                o = multiply_whole(a_quads, w_quads, w, w_stride, sums, out_stride, count, outputs, steps / quad);
            }
            for (; o < outputs; o += 2) {
                const int8_t *weights = w + o * w_stride + k;
                const size_t some = smaller(2, outputs - o);
                widen_rows(w_quads, weights, some == 2 ? weights + w_stride : weights, steps);
                multiply_block(a_quads, w_quads, sums + o, out_stride, count, some, steps, k == 0);
            }
        }
    }
}

// Up to four columns of v, as quads of columns 0 and 1 and of columns 2 and 3.
static void widen_columns(
    uint32_t *left, uint32_t *right, const int8_t *v, size_t stride, size_t depth, size_t columns) {
    const size_t whole = columns == quad ? depth / quad : 0;
    if (whole > 0) {
        pipit_armv6_widen_columns(left, right, v, stride, whole);
    }
    for (size_t j = whole * quad; j < depth; j += quad) {
        int8_t rest[quad][quad] = {{0}};
        for (size_t i = 0; i < smaller(quad, depth - j); i++) {
            for (size_t c = 0; c < columns; c++) {
                rest[i][c] = v[(j + i) * stride + c];
            }
        }
        pipit_armv6_widen_columns(left + j, right + j, rest[0], quad, 1);
    }
}

static void mix_s8(
    const int8_t *p, size_t p_stride, const int8_t *v, size_t v_stride, int32_t *out, size_t out_stride, size_t rows,
    size_t depth, size_t columns) {
    uint32_t p_quads[blockWords + quad], left[deepest + quad], right[deepest + quad];
    if (depth == 0) {
        clear(out, out_stride, rows, columns);
    }
    for (size_t j = 0; j < depth; j += deepest) {
        const size_t steps = smaller(deepest, depth - j);
        const size_t most = rows_of_block(steps);
        for (size_t t = 0; t < rows; t += most) {
            const size_t count = smaller(most, rows - t);
            widen_block(p_quads, p + t * p_stride + j, p_stride, count, steps);
            for (size_t c = 0; c < columns; c += quad) {
                const size_t some = smaller(quad, columns - c);
                int32_t *sums = out + t * out_stride + c;
                widen_columns(left, right, v + j * v_stride + c, v_stride, steps, some);
                if (j == 0 && some == quad && count % 2 == 0) {
                    const size_t quads = (steps + quad - 1) / quad;
                    pipit_armv6_products(p_quads, left, sums, out_stride * sizeof *out, count / 2, quads);
                    pipit_armv6_products(p_quads, right, sums + 2, out_stride * sizeof *out, count / 2, quads);
                    continue;
                }
                multiply_block(p_quads, left, sums, out_stride, count, smaller(2, some), steps, j == 0);
                if (some > 2) {
                    multiply_block(p_quads, right, sums + 2, out_stride, count, some - 2, steps, j == 0);
                }
            }
        }
    }
}

// Four channels of the convolution in the form of pipit_armv6_taps.
enum { mostPairs = widest / 2 + mostTaps / 2 + 1, mostCouples = mostTaps / 2 + 2 };

static void pair_rows(uint32_t pairs[quad][mostPairs], const int16_t *x, size_t stride, size_t count) {
    const size_t whole = count / 2;
    if (whole > 0) {
        pipit_armv6_pair_rows(pairs[0], x, (ptrdiff_t)(stride * sizeof *x), whole, sizeof pairs[0]);
    }
    if (count % 2 > 0) {
        int16_t last[2][quad] = {{0}};
        __builtin_memcpy(last[0], x + 2 * whole * stride, sizeof last[0]);
        pipit_armv6_pair_rows(pairs[0] + whole, last[0], sizeof last[0], 1, sizeof pairs[0]);
    }
}

// Taps past the last one are zero.
static void pair_taps(
    uint32_t couples[quad][2 * mostCouples], const int8_t *w, size_t stride, size_t taps, size_t count) {
    static const int8_t none[6 * quad] = {0};
    const size_t whole = taps / 2;
    uint32_t before = 0;
    if (whole > 0) {
        before = pipit_armv6_pair_taps(couples[0], w, stride, whole, sizeof couples[0], 0);
    }
    uint32_t *rest = couples[0] + 2 * whole;
    if (taps % 2 == 0) {
        pipit_armv6_pair_taps(rest, none, quad, count - whole, sizeof couples[0], before);
        return;
    }
    int8_t last[6 * quad] = {0};
    __builtin_memcpy(last, w + 2 * whole * stride, quad);
    pipit_armv6_pair_taps(rest, last, quad, count - whole, sizeof couples[0], before);
}

static void convolve_four(const int16_t *x, const int8_t *w, int32_t *out, size_t rows, size_t taps, size_t stride) {
    uint32_t pairs[quad][mostPairs], couples[quad][2 * mostCouples];
    const size_t rounds = (taps / 2 + 2) / 2;
    pair_taps(couples, w, stride, taps, 2 * rounds);
    for (size_t t = 0; t < rows; t += widest) {
        const size_t some = smaller(widest, rows - t);
        pair_rows(pairs, x + t * stride, stride, some + taps - 1);
        for (size_t c = 0; c < quad; c++) {
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

// Less than four channels, of which no encoder is made.
static void convolve_few(const int16_t *x, const int8_t *w, int32_t *out, size_t rows, size_t taps, size_t channels) {
    for (size_t i = 0; i < rows * channels; i++) {
        int32_t sum = 0;
        for (size_t k = 0; k < taps; k++) {
            sum += w[k * channels + i % channels] * x[k * channels + i];
        }
        out[i] = sum;
    }
}

static void depthwise_s16(const int16_t *x, const int8_t *w, int32_t *out, size_t rows, size_t taps, size_t channels) {
    if (channels < quad) {
        convolve_few(x, w, out, rows, taps, channels);
        return;
    }
    for (size_t c = 0; c < channels; c += quad) {
        // The last four may overlap the four before them.
        const size_t first = smaller(c, channels - quad);
        convolve_four(x + first, w + first, out + first, rows, taps, channels);
    }
}

const pipit_kernels pipit_kernels_armv6 = {
    .name = "armv6",
    .elementwise = &pipit_elementwise_armv6,
    .matmul_s8 = matmul_s8,
    .matmul_packed_s8 = pipit_matmul_packed_s8,
    .mix_s8 = mix_s8,
    .depthwise_s16 = depthwise_s16,
};

#pragma clang attribute pop

#endif
