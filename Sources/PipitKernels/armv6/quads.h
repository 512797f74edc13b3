#ifndef PIPIT_ARMV6_QUADS_H
#define PIPIT_ARMV6_QUADS_H

// Bytes widened to pairs of int16, for the loops of quads.S: "quads" of four steps of depth of two rows, so that one
// loop serves the matrix product, the attention's scores and its mixing. The ARM1176 has no NEON and 16 kB of level-1
// cache: bytes are widened once, a block that fits there at a time.

#include "kernels.h"

enum {
    quad = 4,             // steps of depth, or channels, that one load brings
    maximum_depth = 256,  // steps of depth that are summed before they go to memory
    maximum_rows = 32,    // of a block
    block_words = 1024,   // of widened rows: 16 rows of 128 steps
};

typedef void widen_loop(uint32_t *quads, const int8_t *p, const int8_t *q, size_t depth);
typedef void products_loop(
    const uint32_t *a, const uint32_t *w, int32_t *out, size_t stride_bytes, size_t pairs, size_t count);

// In quads.S, where each says what it makes.
void pipit_armv6_widen(uint32_t *quads, const int8_t *p, const int8_t *q, size_t count);
void pipit_armv6_widen_columns(uint32_t *left, uint32_t *right, const int8_t *v, size_t stride, size_t count);
products_loop pipit_armv6_products, pipit_armv6_products_s4;
void pipit_armv6_row_products(const uint32_t *a, const int8_t *w, size_t stride, int32_t *out, size_t count);

// Rows p and q as quads, the last one filled with zeros; or in eights, as those of int4 weights are.
widen_loop pipit_armv6_widen_rows, pipit_armv6_widen_octets, pipit_armv6_widen_s4;

// A block of rows: an even number of them, the last one twice where it has no partner.
void pipit_armv6_widen_block(
    widen_loop *widen, uint32_t *quads, const int8_t *rows, size_t stride, size_t count, size_t depth);

// The block's sums for up to two outputs by one of the loops; added to what is there when `first` is not set.
void pipit_armv6_multiply_block(
    products_loop *loop, const uint32_t *a, const uint32_t *w, int32_t *out, size_t out_stride, size_t rows,
    size_t outputs, size_t depth, _Bool first);

// Rows of this depth that a block has room for.
INLINE size_t rows_of_block(size_t depth) {
    return smaller(maximum_rows, block_words / ((depth + quad - 1) / quad * quad) * 2);
}

// The sums of a product without depth.
void pipit_armv6_clear(int32_t *out, size_t out_stride, size_t rows, size_t outputs);

#endif
