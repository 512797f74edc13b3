#include "quads.h"
#ifdef PIPIT_KERNELS_ARMV6

// The work is done in assembly: what is here had better be small.
#pragma clang attribute push(__attribute__((minsize)), apply_to = function)

PIPIT_OPERATION(products, pipit_armv6_widen_rows);
void pipit_armv6_widen_rows(uint32_t *quads, const int8_t *p, const int8_t *q, size_t depth) {
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

PIPIT_OPERATION(products, pipit_armv6_widen_block);
void pipit_armv6_widen_block(
    widen_loop *widen, uint32_t *quads, const int8_t *rows, size_t stride, size_t count, size_t depth) {
    const size_t words = (depth + quad - 1) / quad * quad;
    for (size_t t = 0; t < count; t += 2) {
        const int8_t *row = rows + t * stride;
        widen(quads + t / 2 * words, row, t + 1 < count ? row + stride : row, depth);
    }
}

PIPIT_OPERATION(products, pipit_armv6_multiply_block);
void pipit_armv6_multiply_block(
    products_loop *loop, const uint32_t *a, const uint32_t *w, int32_t *out, size_t out_stride, size_t rows,
    size_t outputs, size_t depth, _Bool first) {
    const size_t quads = (depth + quad - 1) / quad;
    const size_t whole = first && outputs == 2 ? rows / 2 : 0;
    if (whole > 0) {
        loop(a, w, out, out_stride * sizeof *out, whole, quads);
    }
    if (2 * whole == rows) {
        return;
    }
    int32_t sums[maximum_rows][2];
    loop(a + whole * quads * quad, w, sums[0], sizeof sums[0], (rows + 1) / 2 - whole, quads);
    for (size_t t = 2 * whole; t < rows; t++) {
        for (size_t o = 0; o < outputs; o++) {
            int32_t *sum = out + t * out_stride + o;
            *sum = sums[t - 2 * whole][o] + (first ? 0 : *sum);
        }
    }
}

void pipit_armv6_clear(int32_t *out, size_t out_stride, size_t rows, size_t outputs) {
    for (size_t t = 0; t < rows; t++) {
        __builtin_memset(out + t * out_stride, 0, outputs * sizeof *out);
    }
}

#pragma clang attribute pop

#endif
