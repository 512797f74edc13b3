// The armv6 kernel set, for processors like the Pi Zero's ARM1176: no NEON, but SMLAD and 16 kB of level-1 cache.
// Bytes are widened once to pairs of int16 in small buffers here; the loops of kernels_armv6.S run over those.
#include "kernels.h"
#ifdef PIPIT_KERNELS_ARMV6


enum {
    quad = 4,            // steps of depth, or channels, that one load brings
    deepest = 256,       // steps of depth that are summed before they go to memory
    widest = 32,         // rows of a block
    blockWords = 1024,   // of widened rows: 16 rows of 128 steps
    mostTaps = 255,
};

void pipit_armv6_widen(uint32_t *quads, const int8_t *p, const int8_t *q, size_t count);
void pipit_armv6_widen_columns(uint32_t *left, uint32_t *right, const int8_t *v, size_t stride, size_t count);
void pipit_armv6_products(
    const uint32_t *a, const uint32_t *w, int32_t *out, size_t stride_bytes, size_t pairs, size_t count);
void pipit_armv6_taps(
    const uint32_t *x, const uint32_t *taps, int32_t *out, size_t stride_bytes, size_t fours, size_t rounds);

static size_t smaller(size_t a, size_t b) { return a < b ? a : b; }

// Four bytes, wherever they lie.
static uint32_t word_at(const void *bytes) {
    uint32_t word;
    __builtin_memcpy(&word, bytes, sizeof word);
    return word;
}

static uint32_t lower_halves(uint32_t a, uint32_t b) { return (a & 0xFFFF) | b << 16; }
static uint32_t upper_halves(uint32_t a, uint32_t b) { return a >> 16 | (b & 0xFFFF0000); }
static uint32_t even_bytes(uint32_t a) { return (uint32_t)__builtin_arm_sxtb16((int)a); }
static uint32_t odd_bytes(uint32_t a) { return (uint32_t)__builtin_arm_sxtb16((int)(a >> 8 | a << 24)); }

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
    pipit_armv6_products(
        a + whole * quads * quad, w, sums[0], sizeof sums[0], (rows + 1) / 2 - whole, quads);
    for (size_t t = 2 * whole; t < rows; t++) {
        for (size_t o = 0; o < outputs; o++) {
            int32_t *sum = out + t * out_stride + o;
            *sum = sums[t - 2 * whole][o] + (first ? 0 : *sum);
        }
    }
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
    const int8_t *a, size_t a_stride, const int8_t *w, size_t w_stride, int32_t *out, size_t out_stride,
    size_t rows, size_t outputs, size_t depth) {
    uint32_t a_quads[blockWords + quad], w_quads[deepest + quad];
    if (depth == 0) {
        clear(out, out_stride, rows, outputs);
    }
    for (size_t k = 0; k < depth; k += deepest) {
        const size_t steps = smaller(deepest, depth - k);
        const size_t most = rows_of_block(steps);
        for (size_t t = 0; t < rows; t += most) {
            const size_t count = smaller(most, rows - t);
            widen_block(a_quads, a + t * a_stride + k, a_stride, count, steps);
            for (size_t o = 0; o < outputs; o += 2) {
                const int8_t *weights = w + o * w_stride + k;
                const size_t some = smaller(2, outputs - o);
                widen_rows(w_quads, weights, some == 2 ? weights + w_stride : weights, steps);
                multiply_block(a_quads, w_quads, out + t * out_stride + o, out_stride, count, some, steps, k == 0);
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
    const int8_t *p, size_t p_stride, const int8_t *v, size_t v_stride, int32_t *out, size_t out_stride,
    size_t rows, size_t depth, size_t columns) {
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
                multiply_block(p_quads, left, sums, out_stride, count, smaller(2, some), steps, j == 0);
                if (some > 2) {
                    multiply_block(p_quads, right, sums + 2, out_stride, count, some - 2, steps, j == 0);
                }
            }
        }
    }
}

// Four channels of the convolution in the form of pipit_armv6_taps.
typedef struct channels {
    uint32_t rows[quad][widest / 2 + mostTaps / 2 + 1];
    uint32_t taps[quad][2 * (mostTaps / 2 + 2)];
} channels;

// Pair i of each channel's rows, from two rows of four channels.
static void put_rows(channels *four, size_t i, const int16_t *first, const int16_t *second) {
    for (size_t c = 0; c < quad; c += 2) {
        const uint32_t p = word_at(first + c), q = word_at(second + c);
        four->rows[c][i] = lower_halves(p, q);
        four->rows[c + 1][i] = upper_halves(p, q);
    }
}

// Half of couple i of each channel's taps, from two taps of four channels.
static void put_taps(channels *four, size_t i, uint32_t first, uint32_t second) {
    const uint32_t p = lower_halves(first, second), q = upper_halves(first, second);
    four->taps[0][i] = even_bytes(p);
    four->taps[1][i] = odd_bytes(p);
    four->taps[2][i] = even_bytes(q);
    four->taps[3][i] = odd_bytes(q);
}

// Rows and taps past the end count as zero.
static void load_channels(
    channels *four, const int16_t *x, const int8_t *w, size_t row_count, size_t pairs, size_t taps, size_t rounds,
    size_t stride) {
    static const int16_t none[quad] = {0};
    const int16_t *end = x + row_count * stride;
    for (size_t i = 0; i < pairs; i++, x += 2 * stride) {
        put_rows(four, i, x < end ? x : none, x + stride < end ? x + stride : none);
    }
    uint32_t before = 0;
    for (size_t t = 0; t < 4 * rounds; t += 2, w += 2 * stride) {
        const uint32_t first = t < taps ? word_at(w) : 0, second = t + 1 < taps ? word_at(w + stride) : 0;
        put_taps(four, t, first, second);
        put_taps(four, t + 1, before, first);
        before = second;
    }
}

static void convolve_four(
    const int16_t *x, const int8_t *w, int32_t *out, size_t rows, size_t taps, size_t stride) {
    channels four;
    const size_t rounds = (taps / 2 + 2) / 2;
    for (size_t t = 0; t < rows; t += widest) {
        const size_t some = smaller(widest, rows - t);
        const size_t fours = (some + 3) / 4;
        load_channels(
            &four, x + t * stride, w, some + taps - 1, 2 * fours + 2 * rounds - 1, taps, rounds, stride);
        for (size_t c = 0; c < quad; c++) {
            int32_t *sums = out + t * stride + c;
            if (some / 4 > 0) {
                pipit_armv6_taps(four.rows[c], four.taps[c], sums, stride * sizeof *out, some / 4, rounds);
            }
            if (some % 4 > 0) {
                int32_t last[4];
                pipit_armv6_taps(four.rows[c] + some / 4 * 2, four.taps[c], last, sizeof *last, 1, rounds);
                for (size_t i = 0; i < some % 4; i++) {
                    sums[(some / 4 * 4 + i) * stride] = last[i];
                }
            }
        }
    }
}

static void depthwise_s16(
    const int16_t *x, const int8_t *w, int32_t *out, size_t rows, size_t taps, size_t channels) {
    if (channels < quad) {
        pipit_kernels_scalar.depthwise_s16(x, w, out, rows, taps, channels);
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
    .rows = &pipit_rows_armv6,
    .matmul_s8 = matmul_s8,
    .mix_s8 = mix_s8,
    .depthwise_s16 = depthwise_s16,
};

#endif
