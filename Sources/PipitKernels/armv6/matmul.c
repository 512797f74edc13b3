// The matrix product of the armv6 kernel set, block by block of rows and of depth.
#include "quads.h"
#ifdef PIPIT_KERNELS_ARMV6

// The work is done in assembly: what is here had better be small.
#pragma clang attribute push(__attribute__((minsize)), apply_to = function)

// pipit_armv6_multiply_block without ends and edges: whole quads. Returns how many outputs it made.
PIPIT_OPERATION(products, multiply_whole);
static size_t multiply_whole(
    const uint32_t *a, uint32_t *w_quads, const int8_t *w, size_t w_stride, int32_t *out, size_t out_stride,
    size_t rows, size_t outputs, size_t quads) {
    const size_t pairs = rows / 2;
    size_t o = 0;
    if (rows % 2 == 0) {
        for (; o + 2 <= outputs; o += 2, w += 2 * w_stride) {
            pipit_armv6_widen(w_quads, w, w + w_stride, quads);
            pipit_armv6_products(a, w_quads, out + o, out_stride * sizeof *out, pairs, quads);
        }
        return o;
    }
    // The last row has no partner: for it the weights are widened where they are read.
    const uint32_t *last = a + pairs * quads * quad;
    int32_t *last_out = out + 2 * pairs * out_stride;
    for (; o + quad <= outputs; o += quad, w += quad * w_stride) {
        pipit_armv6_row_products(last, w, w_stride, last_out + o, quads);
        for (size_t i = 0; pairs > 0 && i < quad; i += 2) {
            const int8_t *weights = w + i * w_stride;
            pipit_armv6_widen(w_quads, weights, weights + w_stride, quads);
            pipit_armv6_products(a, w_quads, out + o + i, out_stride * sizeof *out, pairs, quads);
        }
    }
    return o;
}

// Both products; weights of 4 bits are `half`.
PIPIT_OPERATION(products, multiply_blocks);
__attribute__((noinline)) static void multiply_blocks(
    const int8_t *a, size_t a_stride, const int8_t *w, size_t w_stride, int32_t *out, size_t out_stride, size_t rows,
    size_t outputs, size_t depth, _Bool half) {
    uint32_t a_quads[block_words + quad], w_quads[maximum_depth + quad];
    widen_loop *const widen_a = half ? pipit_armv6_widen_octets : pipit_armv6_widen_rows;
    widen_loop *const widen_w = half ? pipit_armv6_widen_s4 : pipit_armv6_widen_rows;
    products_loop *const products = half ? pipit_armv6_products_s4 : pipit_armv6_products;
    if (depth == 0) {
        pipit_armv6_clear(out, out_stride, rows, outputs);
    }
    for (size_t k = 0; k < depth; k += maximum_depth) {
        const size_t steps = smaller(maximum_depth, depth - k);
        const size_t block_rows = rows_of_block(steps);
        for (size_t t = 0; t < rows; t += block_rows) {
            const size_t count = smaller(block_rows, rows - t);
            int32_t *sums = out + t * out_stride;
            size_t o = 0;
            pipit_armv6_widen_block(widen_a, a_quads, a + t * a_stride + k, a_stride, count, steps);
            if (!half && k == 0 && steps % quad == 0) {
                o = multiply_whole(a_quads, w_quads, w, w_stride, sums, out_stride, count, outputs, steps / quad);
            }
            for (; o < outputs; o += 2) {
                const int8_t *weights = w + o * w_stride + (k >> half);
                const size_t some = smaller(2, outputs - o);
                widen_w(w_quads, weights, some == 2 ? weights + w_stride : weights, steps);
                pipit_armv6_multiply_block(
                    products, a_quads, w_quads, sums + o, out_stride, count, some, steps, k == 0);
            }
        }
    }
}

PIPIT_OPERATION(products, pipit_armv6_matmul_s8);
void pipit_armv6_matmul_s8(
    const int8_t *a, size_t a_stride, const int8_t *w, size_t w_stride, int32_t *out, size_t out_stride, size_t rows,
    size_t outputs, size_t depth) {
    multiply_blocks(a, a_stride, w, w_stride, out, out_stride, rows, outputs, depth, 0);
}

PIPIT_OPERATION(products, pipit_armv6_matmul_s4);
void pipit_armv6_matmul_s4(
    const int8_t *a, size_t a_stride, const int8_t *w, size_t w_stride, int32_t *out, size_t out_stride, size_t rows,
    size_t outputs, size_t depth) {
    multiply_blocks(a, a_stride, w, w_stride, out, out_stride, rows, outputs, depth, 1);
}

#pragma clang attribute pop

#endif
