// Sums of products by PMADDWD, which multiplies pairs of int16 and adds the two: one text for SSE2 and AVX2. A kernel
// set includes this page once, after defining
//     LANES            int16 numbers in a vector
//     MULTIPLY_PAIRS   the instruction, on two vectors
//     SET, SET_NAME    the table that this page defines, and its name as text
//     SET_ELEMENTWISE  the set's elementwise operations

enum { lanes = LANES, sums_of_vector = lanes / 2, tile_rows = 2, tile_outputs = 4, maximum_kernel_size = 255 };

typedef int8_t narrow __attribute__((ext_vector_type(LANES)));
typedef int16_t wide __attribute__((ext_vector_type(LANES)));
typedef int32_t sums __attribute__((ext_vector_type(LANES / 2)));
typedef int32_t four __attribute__((ext_vector_type(4)));
typedef int8_t row16 __attribute__((ext_vector_type(16)));

// `count` bytes, widened; zeros where there are none.
INLINE wide widened(const int8_t *bytes, size_t count) {
    narrow loaded = {0};
    if (count >= lanes) {
        __builtin_memcpy(&loaded, bytes, sizeof loaded);
    } else {
        int8_t part[lanes] = {0};
        for (size_t i = 0; i < count; i++) {
            part[i] = bytes[i];
        }
        __builtin_memcpy(&loaded, part, sizeof loaded);
    }
    return __builtin_convertvector(loaded, wide);
}

// The totals of four vectors.
#if LANES == 16
INLINE four folded(sums a) { return a.lo + a.hi; }
#else
INLINE four folded(sums a) { return a; }
#endif
INLINE four pair_sums(four a, four b) {
    return __builtin_shufflevector(a, b, 0, 2, 4, 6) + __builtin_shufflevector(a, b, 1, 3, 5, 7);
}
INLINE four totals(const sums a[4]) {
    return pair_sums(pair_sums(folded(a[0]), folded(a[1])), pair_sums(folded(a[2]), folded(a[3])));
}

INLINE void add_block(
    sums tile[tile_rows][tile_outputs], const int8_t *const a[tile_rows], const int8_t *const w[tile_outputs], size_t k,
    size_t count) {
    wide factors[tile_outputs];
    UNROLL for (size_t o = 0; o < tile_outputs; o++) { factors[o] = widened(w[o] + k, count); }
    UNROLL for (size_t t = 0; t < tile_rows; t++) {
        const wide row = widened(a[t] + k, count);
        UNROLL for (size_t o = 0; o < tile_outputs; o++) { tile[t][o] += MULTIPLY_PAIRS(row, factors[o]); }
    }
}

// Rows and outputs that a tile lacks are the last ones again, and are not stored.
INLINE void multiply_tile(
    const int8_t *a, size_t a_stride, const int8_t *w, size_t w_stride, int32_t *out, size_t out_stride, size_t rows,
    size_t outputs, size_t depth) {
    sums tile[tile_rows][tile_outputs] = {{0}};
    const int8_t *a_rows[tile_rows], *w_rows[tile_outputs];
    UNROLL for (size_t t = 0; t < tile_rows; t++) { a_rows[t] = a + smaller(t, rows - 1) * a_stride; }
    UNROLL for (size_t o = 0; o < tile_outputs; o++) { w_rows[o] = w + smaller(o, outputs - 1) * w_stride; }
    size_t k = 0;
    for (; k + lanes <= depth; k += lanes) {
        add_block(tile, a_rows, w_rows, k, lanes);
    }
    if (k < depth) {
        add_block(tile, a_rows, w_rows, k, depth - k);
    }
    for (size_t t = 0; t < rows; t++) {
        const four total = totals(tile[t]);
        if (outputs == tile_outputs) {
            __builtin_memcpy(out + t * out_stride, &total, sizeof total);
        } else {
            for (size_t o = 0; o < outputs; o++) {
                out[t * out_stride + o] = total[o];
            }
        }
    }
}

PIPIT_OPERATION(products, matmul_s8);
static void matmul_s8(
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

// Packed weights: each four steps of depth of 16 outputs become pairs, two sums an output.
enum { packed_vectors = 64 / lanes, packed_rows = LANES == 16 ? 2 : 1, maximum_depth = 4096 };

INLINE void multiply_packed_block(
    const int16_t *const a[packed_rows], const int8_t *w, int32_t *out, size_t out_stride, size_t rows, size_t depth) {
    sums tile[packed_rows][packed_vectors] = {{0}};
    for (size_t k = 0; k < depth; k += 4, w += 64) {
        wide factors[packed_vectors];
        UNROLL for (size_t i = 0; i < packed_vectors; i++) { factors[i] = widened(w + i * lanes, lanes); }
        UNROLL for (size_t t = 0; t < packed_rows; t++) {
            int64_t steps;
            __builtin_memcpy(&steps, a[t] + k, sizeof steps);
            const int64_t __attribute__((ext_vector_type(LANES / 4))) all = steps;
            UNROLL for (size_t i = 0; i < packed_vectors; i++) { tile[t][i] += MULTIPLY_PAIRS(factors[i], (wide)all); }
        }
    }
    for (size_t t = 0; t < rows; t++) {
        UNROLL for (size_t i = 0; i < packed_vectors; i += 2) {
            const sums p = tile[t][i], q = tile[t][i + 1];
#if LANES == 16
            const sums total = __builtin_shufflevector(p, q, 0, 2, 4, 6, 8, 10, 12, 14)
                               + __builtin_shufflevector(p, q, 1, 3, 5, 7, 9, 11, 13, 15);
#else
            const sums total = pair_sums(p, q);
#endif
            __builtin_memcpy(out + t * out_stride + i * (lanes / 4), &total, sizeof total);
        }
    }
}

PIPIT_OPERATION(products, matmul_packed_s8);
static void matmul_packed_s8(
    const int8_t *a, size_t a_stride, const int8_t *w, int32_t *out, size_t out_stride, size_t rows, size_t outputs,
    size_t depth) {
    int16_t widened_rows[packed_rows][maximum_depth];
    const int16_t *row_starts[packed_rows];
    for (size_t t = 0; t < rows; t += packed_rows) {
        const size_t some = smaller(packed_rows, rows - t);
        for (size_t i = 0; i < some; i++) {
            for (size_t k = 0; k < depth; k++) {
                widened_rows[i][k] = a[(t + i) * a_stride + k];
            }
        }
        UNROLL for (size_t i = 0; i < packed_rows; i++) { row_starts[i] = widened_rows[smaller(i, some - 1)]; }
        for (size_t o = 0; o < outputs; o += 16) {
            multiply_packed_block(row_starts, w + o * depth, out + t * out_stride + o, out_stride, some, depth);
        }
    }
}

// Columns and rows of the mix whose sums stay in registers.
enum { mix_columns = 16, mix_vectors = mix_columns / sums_of_vector, mix_rows = LANES == 16 ? 4 : 2 };

// Columns of two rows of v as pairs of int16, the two rows side by side.
INLINE void load_mixed(wide pairs[mix_vectors], const int8_t *row, const int8_t *next) {
    row16 a, b;
    __builtin_memcpy(&a, row, sizeof a);
    __builtin_memcpy(&b, next, sizeof b);
    const row16 halves[2] = {
        __builtin_shufflevector(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23),
        __builtin_shufflevector(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31)};
    narrow parts[mix_vectors];
    __builtin_memcpy(parts, halves, sizeof halves);
    UNROLL for (size_t i = 0; i < mix_vectors; i++) { pairs[i] = __builtin_convertvector(parts[i], wide); }
}

INLINE void mix_tile(
    const int8_t *p, size_t p_stride, const int8_t *v, size_t v_stride, int32_t *out, size_t out_stride, size_t rows,
    size_t depth) {
    sums tile[mix_rows][mix_vectors] = {{0}};
    const int8_t *p_rows[mix_rows];
    UNROLL for (size_t t = 0; t < mix_rows; t++) { p_rows[t] = p + smaller(t, rows - 1) * p_stride; }
    for (size_t j = 0; j < depth; j += 2) {
        const _Bool both = j + 1 < depth;
        wide pairs[mix_vectors];
        load_mixed(pairs, v + j * v_stride, v + (both ? j + 1 : j) * v_stride);
        UNROLL for (size_t t = 0; t < mix_rows; t++) {
            const int32_t first = p_rows[t][j], second = both ? p_rows[t][j + 1] : 0;
            const sums factor = (sums)((first & 0xFFFF) | (int32_t)((uint32_t)second << 16));
            UNROLL for (size_t i = 0; i < mix_vectors; i++) { tile[t][i] += MULTIPLY_PAIRS(pairs[i], (wide)factor); }
        }
    }
    for (size_t t = 0; t < rows; t++) {
        __builtin_memcpy(out + t * out_stride, tile[t], sizeof tile[t]);
    }
}

PIPIT_OPERATION(mixing, mix_s8);
static void mix_s8(
    const int8_t *p, size_t p_stride, const int8_t *v, size_t v_stride, int32_t *out, size_t out_stride, size_t rows,
    size_t depth, size_t columns) {
    if (columns < mix_columns) {
        pipit_kernels_scalar.mix_s8(p, p_stride, v, v_stride, out, out_stride, rows, depth, columns);
        return;
    }
    for (size_t t = 0; t < rows; t += mix_rows) {
        for (size_t c = 0; c < columns; c += mix_columns) {
            // The last columns may be those before them once more.
            const size_t from = smaller(c, columns - mix_columns);
            mix_tile(
                p + t * p_stride, p_stride, v + from, v_stride, out + t * out_stride + from, out_stride,
                smaller(mix_rows, rows - t), depth);
        }
    }
}

// The convolution of `lanes` channels, two taps at a time: each row of x meets the row after it once, side by
// side, and the pairs wait in memory while all outputs use them.
enum { maximum_rows = 16, maximum_pairs = maximum_rows + maximum_kernel_size - 1 };

INLINE void interleave(wide pairs[2], wide a, wide b) {
#if LANES == 16
    pairs[0] = __builtin_shufflevector(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
    pairs[1] = __builtin_shufflevector(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
#else
    pairs[0] = __builtin_shufflevector(a, b, 0, 8, 1, 9, 2, 10, 3, 11);
    pairs[1] = __builtin_shufflevector(a, b, 4, 12, 5, 13, 6, 14, 7, 15);
#endif
}

PIPIT_OPERATION(convolution, convolve);
static void convolve(
    const int16_t *x, const int8_t *w, int32_t *out, size_t rows, size_t kernel_size, size_t channels) {
    wide pairs[maximum_pairs][2], factors[(maximum_kernel_size + 1) / 2][2];
    wide row, next;
    __builtin_memcpy(&next, x, sizeof next);
    for (size_t s = 0; s + 1 < rows + kernel_size; s++) {
        row = next;
        if (s + 2 < rows + kernel_size) {
            __builtin_memcpy(&next, x + (s + 1) * channels, sizeof next);
        }
        interleave(pairs[s], row, next);
    }
    for (size_t k = 0; k < kernel_size; k += 2) {
        const wide none = {0};
        interleave(
            factors[k / 2], widened(w + k * channels, lanes),
            k + 1 < kernel_size ? widened(w + (k + 1) * channels, lanes) : none);
    }
    for (size_t t = 0; t < rows; t++) {
        sums total[2] = {{0}};
        for (size_t k = 0; k < kernel_size; k += 2) {
            UNROLL for (size_t i = 0; i < 2; i++) { total[i] += MULTIPLY_PAIRS(pairs[t + k][i], factors[k / 2][i]); }
        }
        __builtin_memcpy(out + t * channels, total, sizeof total);
    }
}

PIPIT_OPERATION(convolution, depthwise_s16);
static void depthwise_s16(
    const int16_t *x, const int8_t *w, int32_t *out, size_t rows, size_t kernel_size, size_t channels) {
    for (size_t t = 0; t < rows; t += maximum_rows) {
        for (size_t c = 0; c < channels; c += lanes) {
            const size_t at = t * channels + c;
            convolve(x + at, w + c, out + at, smaller(maximum_rows, rows - t), kernel_size, channels);
        }
    }
}

const pipit_kernels SET = {
    .name = SET_NAME,
    .elementwise = &SET_ELEMENTWISE,
    .matmul_s8 = matmul_s8,
    .matmul_packed_s8 = matmul_packed_s8,
    .mix_s8 = mix_s8,
    .depthwise_s16 = depthwise_s16,
};
