// Attention's weighted sum of rows, for the armv6 kernel set: its columns become the rows of a matrix product.
#include "quads.h"
#ifdef PIPIT_KERNELS_ARMV6

// The work is done in assembly: what is here had better be small.
#pragma clang attribute push(__attribute__((minsize)), apply_to = function)

// Up to four columns of v, as quads of columns 0 and 1 and of columns 2 and 3.
PIPIT_OPERATION(mixing, widen_columns);
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

PIPIT_OPERATION(mixing, pipit_armv6_mix_s8);
void pipit_armv6_mix_s8(
    const int8_t *p, size_t p_stride, const int8_t *v, size_t v_stride, int32_t *out, size_t out_stride, size_t rows,
    size_t depth, size_t columns) {
    uint32_t p_quads[block_words + quad], left[maximum_depth + quad], right[maximum_depth + quad];
    if (depth == 0) {
        pipit_armv6_clear(out, out_stride, rows, columns);
    }
    for (size_t j = 0; j < depth; j += maximum_depth) {
        const size_t steps = smaller(maximum_depth, depth - j);
        const size_t block_rows = rows_of_block(steps);
        for (size_t t = 0; t < rows; t += block_rows) {
            const size_t count = smaller(block_rows, rows - t);
            pipit_armv6_widen_block(pipit_armv6_widen_rows, p_quads, p + t * p_stride + j, p_stride, count, steps);
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
                pipit_armv6_multiply_block(
                    pipit_armv6_products, p_quads, left, sums, out_stride, count, smaller(2, some), steps, j == 0);
                if (some > 2) {
                    pipit_armv6_multiply_block(
                        pipit_armv6_products, p_quads, right, sums + 2, out_stride, count, some - 2, steps, j == 0);
                }
            }
        }
    }
}

#pragma clang attribute pop

#endif
