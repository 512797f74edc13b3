// The matrix products of the avx512 kernel set, and attention's weighted sum of rows: VPDPBUSD adds 64 products of
// unsigned and signed bytes to 16 sums.
#include "avx512.h"
#ifdef PIPIT_KERNELS_X86

#include <immintrin.h>

#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512vnni"))), apply_to = function)

// The wider factor (weights, values) is packed by blocks of 16 outputs: for each four steps of depth a vector, four
// bytes an output, each plus 128 as the instruction wants it unsigned. The other factor's row (a, p) meets it four
// bytes at a time in every lane; its sum times 128 is taken off at the start.
enum {
    outputs_of_block = 16,
    blocks = 2,           // packed at a time
    tile_rows = 8,        // 16 vectors of sums
    maximum_depth = 512,  // steps of depth that are packed at a time
    steps = 4,
    maximum_left_rows = 64,  // rows that one packed block meets
};

typedef struct packed {
    __m512i vectors[blocks][maximum_depth / steps];
} packed;

// Rows of the other factor, readable to a multiple of four steps, and their sums times -128.
typedef struct left_rows {
    const int8_t *start;
    size_t stride, count;
    int32_t corrections[maximum_left_rows];
    int8_t copies[tile_rows][maximum_depth];  // where the depth is no such multiple
} left_rows;

INLINE __mmask64 bytes_there(size_t count) { return count >= 64 ? ~(__mmask64)0 : ((__mmask64)1 << count) - 1; }

// The totals of eight vectors.
INLINE __m256i totals(const __m512i sums[tile_rows]) {
    __m256i half[tile_rows];
    UNROLL for (size_t t = 0; t < tile_rows; t++) {
        half[t] = _mm256_add_epi32(_mm512_castsi512_si256(sums[t]), _mm512_extracti64x4_epi64(sums[t], 1));
    }
    const __m256i low = _mm256_hadd_epi32(_mm256_hadd_epi32(half[0], half[1]), _mm256_hadd_epi32(half[2], half[3]));
    const __m256i high = _mm256_hadd_epi32(_mm256_hadd_epi32(half[4], half[5]), _mm256_hadd_epi32(half[6], half[7]));
    return _mm256_add_epi32(_mm256_permute2x128_si256(low, high, 0x20), _mm256_permute2x128_si256(low, high, 0x31));
}

// Takes as many rows as it can.
PIPIT_OPERATION(products, load_left);
static void load_left(left_rows *left, const int8_t *a, size_t stride, size_t rows, size_t depth) {
    const __m512i ones = _mm512_set1_epi8(1);
    const _Bool copies = depth % steps != 0;
    left->start = copies ? left->copies[0] : a;
    left->stride = copies ? maximum_depth : stride;
    left->count = smaller(rows, copies ? tile_rows : maximum_left_rows);
    for (size_t first = 0; first < left->count; first += tile_rows) {
        __m512i sums[tile_rows];
        UNROLL for (size_t t = 0; t < tile_rows; t++) {
            const int8_t *row = a + smaller(first + t, left->count - 1) * stride;
            sums[t] = _mm512_setzero_si512();
            for (size_t k = 0; k < depth; k += 64) {
                const __m512i bytes = _mm512_maskz_loadu_epi8(bytes_there(depth - k), row + k);
                if (copies) {
                    _mm512_storeu_si512(left->copies[t] + k, bytes);
                }
                sums[t] = _mm512_dpbusd_epi32(sums[t], ones, bytes);
            }
        }
        _mm256_storeu_si256(
            (__m256i *)(left->corrections + first), _mm256_mullo_epi32(totals(sums), _mm256_set1_epi32(-128)));
    }
}

// Sixteen steps of sixteen rows of w, to four vectors.
INLINE void pack_steps(__m512i out[4], const int8_t *const rows[outputs_of_block], size_t k, __mmask16 there) {
    __m512i z[4];
    UNROLL for (size_t r = 0; r < 4; r++) {
        z[r] = _mm512_castsi128_si512(_mm_maskz_loadu_epi8(there, rows[r] + k));
        z[r] = _mm512_inserti32x4(z[r], _mm_maskz_loadu_epi8(there, rows[4 + r] + k), 1);
        z[r] = _mm512_inserti32x4(z[r], _mm_maskz_loadu_epi8(there, rows[8 + r] + k), 2);
        z[r] = _mm512_inserti32x4(z[r], _mm_maskz_loadu_epi8(there, rows[12 + r] + k), 3);
    }
    const __m512i low01 = _mm512_unpacklo_epi32(z[0], z[1]), high01 = _mm512_unpackhi_epi32(z[0], z[1]);
    const __m512i low23 = _mm512_unpacklo_epi32(z[2], z[3]), high23 = _mm512_unpackhi_epi32(z[2], z[3]);
    const __m512i unsign = _mm512_set1_epi8((char)0x80);
    _mm512_storeu_si512(out, _mm512_xor_si512(_mm512_unpacklo_epi64(low01, low23), unsign));
    _mm512_storeu_si512(out + 1, _mm512_xor_si512(_mm512_unpackhi_epi64(low01, low23), unsign));
    _mm512_storeu_si512(out + 2, _mm512_xor_si512(_mm512_unpacklo_epi64(high01, high23), unsign));
    _mm512_storeu_si512(out + 3, _mm512_xor_si512(_mm512_unpackhi_epi64(high01, high23), unsign));
}

// Outputs that a block lacks are the last one again.
PIPIT_OPERATION(products, pack_rows);
static void pack_rows(__m512i *out, const int8_t *w, size_t stride, size_t outputs, size_t depth) {
    const int8_t *rows[outputs_of_block];
    for (size_t o = 0; o < outputs_of_block; o++) {
        rows[o] = w + smaller(o, outputs - 1) * stride;
    }
    size_t k = 0;
    for (; k + 16 <= depth; k += 16) {
        pack_steps(out + k / steps, rows, k, 0xFFFF);
    }
    if (k < depth) {
        pack_steps(out + k / steps, rows, k, (__mmask16)((1u << (depth - k)) - 1));
    }
}

// Sixteen columns of v: its rows are the steps of depth.
PIPIT_OPERATION(mixing, pack_columns);
static void pack_columns(__m512i *out, const int8_t *v, size_t stride, size_t columns, size_t depth) {
    const __mmask16 there = columns >= 16 ? 0xFFFF : (__mmask16)((1u << columns) - 1);
    for (size_t j = 0; j < depth; j += steps) {
        __m128i rows[steps];
        UNROLL for (size_t i = 0; i < steps; i++) {
            // A row that is not there meets a factor of zero.
            rows[i] = _mm_maskz_loadu_epi8(there, v + smaller(j + i, depth - 1) * stride);
        }
        const __m128i low01 = _mm_unpacklo_epi8(rows[0], rows[1]), high01 = _mm_unpackhi_epi8(rows[0], rows[1]);
        const __m128i low23 = _mm_unpacklo_epi8(rows[2], rows[3]), high23 = _mm_unpackhi_epi8(rows[2], rows[3]);
        __m512i all = _mm512_castsi128_si512(_mm_unpacklo_epi16(low01, low23));
        all = _mm512_inserti32x4(all, _mm_unpackhi_epi16(low01, low23), 1);
        all = _mm512_inserti32x4(all, _mm_unpacklo_epi16(high01, high23), 2);
        all = _mm512_inserti32x4(all, _mm_unpackhi_epi16(high01, high23), 3);
        _mm512_storeu_si512(out + j / steps, _mm512_xor_si512(all, _mm512_set1_epi8((char)0x80)));
    }
}

// The sums of up to `maximum_tile` rows, from `first_row` on, with `count` blocks; both are constants where this is
// called.
INLINE void multiply_blocks(
    const left_rows *left, size_t first_row, const __m512i *const right[blocks], int32_t *out, size_t out_stride,
    size_t outputs, size_t depth, size_t maximum_tile, size_t count, _Bool is_signed, _Bool first) {
    __m512i sums[tile_rows][blocks];
    const __m512i unsign = _mm512_set1_epi8((char)0x80);
    const int8_t *left_row[tile_rows];
    const size_t rows = smaller(maximum_tile, left->count - first_row);
    UNROLL for (size_t t = 0; t < maximum_tile; t++) {
        const size_t index = first_row + smaller(t, rows - 1);
        left_row[t] = left->start + index * left->stride;
        UNROLL for (size_t b = 0; b < count; b++) { sums[t][b] = _mm512_set1_epi32(left->corrections[index]); }
    }
    for (size_t k = 0; k < depth; k += steps) {
        __m512i factors[blocks];
        UNROLL for (size_t b = 0; b < count; b++) {
            factors[b] = _mm512_loadu_si512(right[b] + k / steps);
            factors[b] = is_signed ? _mm512_xor_si512(factors[b], unsign) : factors[b];
        }
        UNROLL for (size_t t = 0; t < maximum_tile; t++) {
            int32_t bytes;
            __builtin_memcpy(&bytes, left_row[t] + k, sizeof bytes);
            const __m512i row = _mm512_set1_epi32(bytes);
            UNROLL for (size_t b = 0; b < count; b++) { sums[t][b] = _mm512_dpbusd_epi32(sums[t][b], factors[b], row); }
        }
    }
    UNROLL for (size_t b = 0; b < count; b++) {
        const size_t here = outputs - b * outputs_of_block;
        const __mmask16 there = here >= outputs_of_block ? 0xFFFF : (__mmask16)((1u << here) - 1);
        UNROLL for (size_t t = 0; t < maximum_tile; t++) {
            if (t < rows) {
                int32_t *sum = out + t * out_stride + b * outputs_of_block;
                const __m512i before = first ? _mm512_setzero_si512() : _mm512_maskz_loadu_epi32(there, sum);
                _mm512_mask_storeu_epi32(sum, there, _mm512_add_epi32(before, sums[t][b]));
            }
        }
    }
}

// Both products: the wider factor's outputs lie output_stride bytes apart, its steps of depth step_stride.
INLINE void multiply(
    const int8_t *a, size_t a_stride, const int8_t *w, size_t output_stride, size_t step_stride, int32_t *out,
    size_t out_stride, size_t rows, size_t outputs, size_t depth, _Bool by_columns) {
    packed right;
    left_rows left;
    for (size_t k = 0; k < depth || k == 0; k += maximum_depth) {
        const size_t some = smaller(maximum_depth, depth - k);
        for (size_t t = 0; t < rows; t += left.count) {
            load_left(&left, a + t * a_stride + k, a_stride, rows - t, some);
            for (size_t o = 0; o < outputs; o += blocks * outputs_of_block) {
                const size_t here = smaller(blocks * outputs_of_block, outputs - o);
                for (size_t b = 0; b * outputs_of_block < here; b++) {
                    const size_t from = o + b * outputs_of_block;
                    const int8_t *start = w + from * output_stride + k * step_stride;
                    if (by_columns) {
                        pack_columns(right.vectors[b], start, step_stride, outputs - from, some);
                    } else {
                        pack_rows(right.vectors[b], start, output_stride, outputs - from, some);
                    }
                }
                for (size_t i = 0; i < left.count; i += tile_rows) {
                    int32_t *sums = out + (t + i) * out_stride + o;
                    const __m512i *const vectors[blocks] = {right.vectors[0], right.vectors[1]};
                    if (here > outputs_of_block) {
                        multiply_blocks(&left, i, vectors, sums, out_stride, here, some, tile_rows, 2, 0, k == 0);
                    } else {
                        multiply_blocks(&left, i, vectors, sums, out_stride, here, some, tile_rows, 1, 0, k == 0);
                    }
                }
            }
        }
    }
}

// The totals of sixteen vectors.
INLINE __m512i totals_of_16(const __m512i sums[outputs_of_block]) {
    __m512i pairs[8], fours[4];
    UNROLL for (size_t i = 0; i < 8; i++) {
        const __m512i a = sums[2 * i], b = sums[2 * i + 1];
        pairs[i] = _mm512_add_epi32(_mm512_unpacklo_epi32(a, b), _mm512_unpackhi_epi32(a, b));
    }
    UNROLL for (size_t i = 0; i < 4; i++) {
        const __m512i a = pairs[2 * i], b = pairs[2 * i + 1];
        fours[i] = _mm512_add_epi32(_mm512_unpacklo_epi64(a, b), _mm512_unpackhi_epi64(a, b));
    }
#define ADD_QUARTERS(a, b) _mm512_add_epi32(_mm512_shuffle_i32x4(a, b, 0x88), _mm512_shuffle_i32x4(a, b, 0xDD))
    const __m512i low = ADD_QUARTERS(fours[0], fours[1]), high = ADD_QUARTERS(fours[2], fours[3]);
    return ADD_QUARTERS(low, high);
#undef ADD_QUARTERS
}

// One row: too few for the weights to be packed first.
PIPIT_OPERATION(products, multiply_row);
static void multiply_row(
    const int8_t *a, const int8_t *w, size_t w_stride, int32_t *out, size_t outputs, size_t depth) {
    const __m512i ones = _mm512_set1_epi8(1), unsign = _mm512_set1_epi8((char)0x80);
    __m512i row_sum = _mm512_setzero_si512();
    for (size_t k = 0; k < depth; k += 64) {
        row_sum = _mm512_dpbusd_epi32(row_sum, ones, _mm512_maskz_loadu_epi8(bytes_there(depth - k), a + k));
    }
    const __m512i correction = _mm512_set1_epi32(-128 * _mm512_reduce_add_epi32(row_sum));
    for (size_t o = 0; o < outputs; o += outputs_of_block) {
        const size_t here = smaller(outputs_of_block, outputs - o);
        __m512i sums[outputs_of_block];
        UNROLL for (size_t i = 0; i < outputs_of_block; i++) { sums[i] = _mm512_setzero_si512(); }
        for (size_t k = 0; k < depth; k += 64) {
            const __mmask64 there = bytes_there(depth - k);
            const __m512i row = _mm512_maskz_loadu_epi8(there, a + k);
            UNROLL for (size_t i = 0; i < outputs_of_block; i++) {
                const int8_t *weights = w + (o + smaller(i, here - 1)) * w_stride + k;
                const __m512i factors = _mm512_xor_si512(_mm512_maskz_loadu_epi8(there, weights), unsign);
                sums[i] = _mm512_dpbusd_epi32(sums[i], factors, row);
            }
        }
        _mm512_mask_storeu_epi32(
            out + o, (__mmask16)((1u << here) - 1), _mm512_add_epi32(totals_of_16(sums), correction));
    }
}

PIPIT_OPERATION(products, pipit_avx512_matmul_s8);
void pipit_avx512_matmul_s8(
    const int8_t *a, size_t a_stride, const int8_t *w, size_t w_stride, int32_t *out, size_t out_stride, size_t rows,
    size_t outputs, size_t depth) {
    if (rows <= 2) {
        for (size_t t = 0; t < rows; t++) {
            multiply_row(a + t * a_stride, w, w_stride, out + t * out_stride, outputs, depth);
        }
        return;
    }
    multiply(a, a_stride, w, w_stride, 1, out, out_stride, rows, outputs, depth, 0);
}

PIPIT_OPERATION(products, pipit_avx512_matmul_packed_s8);
void pipit_avx512_matmul_packed_s8(
    const int8_t *a, size_t a_stride, const int8_t *w, int32_t *out, size_t out_stride, size_t rows, size_t outputs,
    size_t depth) {
    left_rows left;
    const size_t block = outputs_of_block * depth;
    for (size_t t = 0; t < rows; t += left.count) {
        load_left(&left, a + t * a_stride, a_stride, rows - t, depth);
        for (size_t o = 0; o < outputs; o += 2 * outputs_of_block) {
            const int8_t *start = w + o * depth;
            const _Bool both = outputs - o > outputs_of_block;
            const __m512i *const vectors[blocks] = {
                (const __m512i *)start, (const __m512i *)(start + (both ? block : 0))};
            for (size_t i = 0; i < left.count; i += tile_rows) {
                int32_t *sums = out + (t + i) * out_stride + o;
                if (!both) {
                    multiply_blocks(&left, i, vectors, sums, out_stride, outputs - o, depth, tile_rows, 1, 1, 1);
                } else if (left.count == 1) {
                    multiply_blocks(&left, i, vectors, sums, out_stride, outputs - o, depth, 1, 2, 1, 1);
                } else {
                    multiply_blocks(&left, i, vectors, sums, out_stride, outputs - o, depth, tile_rows, 2, 1, 1);
                }
            }
        }
    }
}

PIPIT_OPERATION(mixing, pipit_avx512_mix_s8);
void pipit_avx512_mix_s8(
    const int8_t *p, size_t p_stride, const int8_t *v, size_t v_stride, int32_t *out, size_t out_stride, size_t rows,
    size_t depth, size_t columns) {
    multiply(p, p_stride, v, 1, v_stride, out, out_stride, rows, columns, depth, 1);
}

#pragma clang attribute pop

#endif
