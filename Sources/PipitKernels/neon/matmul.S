// The inner loops of the matrix product on 64-bit ARM.
#if defined(__aarch64__)

#include "tile.h"

// void pipit_neon_products(const int8_t *a, size_t a_stride, const int8_t *w, size_t w_stride, int32_t *out,
//                          size_t out_stride_bytes, size_t rows, size_t depth)
// out[t, 0..<4] = the sums of a[t] with four rows of w. rows >= 1; depth is a multiple of 16.
//
// A tile is four rows by four outputs, a block 32 steps of depth. v16 ... v31 sums; v0 ... v7 a block of w, two vectors
// an output; v8, v9 and v10, v11 a block of this row and of the next; v12 ... v15 products on their way.

    // A block of one row. (\a, \b) this row's vectors; (\pa, \pb) those of the row before it, whose last products are
    // still on their way to the sums \p1 ... \p3; then (\pa, \pb) take the next row, from \next unless that is `none`.
    // \first: the block's row 0, which loads the last two vectors of w. \last: row 3, which loads all others of the
    // next block.
    .macro row a, b, pa, pb, s0, s1, s2, s3, p1, p2, p3, next, first=0, last=0
    smull v12.8h, v\a\().8b, v0.8b
    smlal2 v15.8h, v\pb\().16b, v7.16b
    sadalp v\p1\().4s, v13.8h
    .ifnc \next, none
    ldp q\pa, q\pb, [\next], #32
    .endif
    .if \first
    ldp q6, q7, [x15], #32
    .endif
    smull v13.8h, v\a\().8b, v2.8b
    smlal2 v12.8h, v\a\().16b, v0.16b
    sadalp v\p2\().4s, v14.8h
    smull v14.8h, v\a\().8b, v4.8b
    smlal2 v13.8h, v\a\().16b, v2.16b
    sadalp v\p3\().4s, v15.8h
    smull v15.8h, v\a\().8b, v6.8b
    smlal2 v14.8h, v\a\().16b, v4.16b
    sadalp v\s0\().4s, v12.8h
    smull v12.8h, v\b\().8b, v1.8b
    smlal2 v15.8h, v\a\().16b, v6.16b
    sadalp v\s1\().4s, v13.8h
    smull v13.8h, v\b\().8b, v3.8b
    smlal2 v12.8h, v\b\().16b, v1.16b
    .if \last
    ldp q0, q1, [x12], #32
    .endif
    sadalp v\s2\().4s, v14.8h
    smull v14.8h, v\b\().8b, v5.8b
    smlal2 v13.8h, v\b\().16b, v3.16b
    .if \last
    ldp q2, q3, [x13], #32
    .endif
    sadalp v\s3\().4s, v15.8h
    smull v15.8h, v\b\().8b, v7.8b
    smlal2 v14.8h, v\b\().16b, v5.16b
    .if \last
    ldp q4, q5, [x14], #32
    .endif
    sadalp v\s0\().4s, v12.8h
    .endm

    // Rows 0 to 2 of a block; the pending products of what came before belong to row 3.
    .macro three_rows
    row 8, 9, 10, 11, 16, 17, 18, 19, 29, 30, 31, x9, first=1
    row 10, 11, 8, 9, 20, 21, 22, 23, 17, 18, 19, x10
    row 8, 9, 10, 11, 24, 25, 26, 27, 21, 22, 23, x11
    .endm

    // One row of a block of 16, with all of w's vectors in v0 ... v3.
    .macro short_row a, s0, s1, s2, s3
    smull v12.8h, v\a\().8b, v0.8b
    smull v13.8h, v\a\().8b, v1.8b
    smull v14.8h, v\a\().8b, v2.8b
    smull v15.8h, v\a\().8b, v3.8b
    smlal2 v12.8h, v\a\().16b, v0.16b
    smlal2 v13.8h, v\a\().16b, v1.16b
    smlal2 v14.8h, v\a\().16b, v2.16b
    smlal2 v15.8h, v\a\().16b, v3.16b
    sadalp v\s0\().4s, v12.8h
    sadalp v\s1\().4s, v13.8h
    sadalp v\s2\().4s, v14.8h
    sadalp v\s3\().4s, v15.8h
    .endm

    // The four sums of a row, from four vectors, into the first of them.
    .macro add_up s0, s1, s2, s3
    addp v\s0\().4s, v\s0\().4s, v\s1\().4s
    addp v\s2\().4s, v\s2\().4s, v\s3\().4s
    addp v\s0\().4s, v\s0\().4s, v\s2\().4s
    .endm

    leaf pipit_neon_products, products
1:  mov x12, x2
    add x13, x2, x3
    add x14, x13, x3
    add x15, x14, x3
    mov x8, x0
    add x9, x8, x1
    add x10, x9, x1
    add x11, x10, x1
    cmp x6, #4
    blo 7f
2:  clear_sums
    lsr x16, x7, #5
    cbz x16, 5f
    ldp q8, q9, [x8], #32
    ldp q0, q1, [x12], #32
    ldp q2, q3, [x13], #32
    ldp q4, q5, [x14], #32
    movi v11.4s, #0             // nothing is pending yet
    movi v13.4s, #0
    movi v14.4s, #0
    movi v15.4s, #0
    subs x16, x16, #1
    beq 4f
3:  three_rows
    row 10, 11, 8, 9, 28, 29, 30, 31, 25, 26, 27, x8, last=1
    subs x16, x16, #1
    bne 3b
4:  three_rows
    row 10, 11, 8, 9, 28, 29, 30, 31, 25, 26, 27, none
    smlal2 v15.8h, v11.16b, v7.16b
    sadalp v29.4s, v13.8h
    sadalp v30.4s, v14.8h
    sadalp v31.4s, v15.8h
5:  tbz x7, #4, 6f
    ldr q8, [x8]
    ldr q0, [x12]
    ldr q1, [x13]
    ldr q2, [x14]
    ldr q3, [x15]
    ldr q9, [x9]
    ldr q10, [x10]
    ldr q11, [x11]
    short_row 8, 16, 17, 18, 19
    short_row 9, 20, 21, 22, 23
    short_row 10, 24, 25, 26, 27
    short_row 11, 28, 29, 30, 31
6:  add_up 16, 17, 18, 19
    add_up 20, 21, 22, 23
    add_up 24, 25, 26, 27
    add_up 28, 29, 30, 31
    store_rows v16.4s, v20.4s, v24.4s, v28.4s
    add x0, x0, x1, lsl #2
    subs x6, x6, #4
    bhi 1b
    end_leaf pipit_neon_products
7:  repeat_last_row x8, x9, x10, x11
    b 2b

// void pipit_neon_row_products(const int8_t *a, const int8_t *w, size_t w_stride, int32_t *out, size_t fours,
//                              size_t depth)
// The same for one row and 4 · fours outputs.
    // One vector of the row with one of each output.
    .macro one_row a, w0, w1, w2, w3, t0, t1, t2, t3
    smull v\t0\().8h, v\a\().8b, v\w0\().8b
    smull v\t1\().8h, v\a\().8b, v\w1\().8b
    smull v\t2\().8h, v\a\().8b, v\w2\().8b
    smull v\t3\().8h, v\a\().8b, v\w3\().8b
    smlal2 v\t0\().8h, v\a\().16b, v\w0\().16b
    smlal2 v\t1\().8h, v\a\().16b, v\w1\().16b
    smlal2 v\t2\().8h, v\a\().16b, v\w2\().16b
    smlal2 v\t3\().8h, v\a\().16b, v\w3\().16b
    sadalp v28.4s, v\t0\().8h
    sadalp v29.4s, v\t1\().8h
    sadalp v30.4s, v\t2\().8h
    sadalp v31.4s, v\t3\().8h
    .endm

    leaf pipit_neon_row_products, products
1:  mov x8, x0
    mov x12, x1
    add x13, x1, x2
    add x14, x13, x2
    add x15, x14, x2
    add x1, x1, x2, lsl #2
    movi v28.4s, #0
    movi v29.4s, #0
    movi v30.4s, #0
    movi v31.4s, #0
    lsr x16, x5, #5
    cbz x16, 3f
2:  ldp q8, q9, [x8], #32
    ldp q0, q1, [x12], #32
    ldp q2, q3, [x13], #32
    ldp q4, q5, [x14], #32
    ldp q6, q7, [x15], #32
    subs x16, x16, #1
    one_row 8, 0, 2, 4, 6, 12, 13, 14, 15
    one_row 9, 1, 3, 5, 7, 16, 17, 18, 19
    bne 2b
3:  tbz x5, #4, 4f
    ldr q8, [x8]
    ldr q0, [x12]
    ldr q1, [x13]
    ldr q2, [x14]
    ldr q3, [x15]
    one_row 8, 0, 1, 2, 3, 12, 13, 14, 15
4:  add_up 28, 29, 30, 31
    str q28, [x3], #16
    subs x4, x4, #1
    bne 1b
    end_leaf pipit_neon_row_products

#endif
