// The inner loop of attention's weighted sum of rows on 64-bit ARM.
#if defined(__aarch64__)

#include "tile.h"

// void pipit_neon_mix(const int8_t *p, size_t p_stride, const int8_t *v, size_t v_stride, int32_t *out,
//                     size_t out_stride_bytes, size_t rows, size_t depth, const int8_t *rest)
// out[t, 0..<16] = the sum over j < depth of p[t, j] · v[j, 0..<16], for 1 to 4 rows. `rest` [4, 4] holds the last
// depth % 4 factors of each row, then zeros.
//
// v16 ... v31 sums, four columns each; v0, v1 the rows j and j + 1 of v, the two bytes of a column side by side, and
// v2, v3 the rows j + 2 and j + 3; v8 ... v11 factors of two rows; v12 ... v15 products on their way.

    // Four steps of one row: its factors in every place of \f and \g; those of the next row come to \nf and \ng, from
    // \next. \ps the sums of the row before, of which the last products are still on their way.
    .macro mix_row f, g, nf, ng, next, s0, s1, s2, s3, p1, p2, p3
    smull v12.8h, v0.8b, v\f\().8b
    sadalp v\p1\().4s, v13.8h
    smull2 v13.8h, v0.16b, v\f\().16b
    sadalp v\p2\().4s, v14.8h
    .ifnc \next, none
    ld2r {v\nf\().8h, v\ng\().8h}, [\next], #4
    .endif
    smlal v12.8h, v2.8b, v\g\().8b
    smull v14.8h, v1.8b, v\f\().8b
    sadalp v\p3\().4s, v15.8h
    smlal2 v13.8h, v2.16b, v\g\().16b
    smull2 v15.8h, v1.16b, v\f\().16b
    smlal v14.8h, v3.8b, v\g\().8b
    sadalp v\s0\().4s, v12.8h
    smlal2 v15.8h, v3.16b, v\g\().16b
    .endm

    // Four rows of v, interleaved.
    .macro load_mixed
    ld1 {v4.16b}, [x2], x12
    ld1 {v5.16b}, [x2], x13
    ld1 {v6.16b}, [x2], x14
    ld1 {v7.16b}, [x2], x3
    .endm

    leaf pipit_neon_mix, mixing
    ldr x17, [sp, #64]
    mov x8, x0
    add x9, x8, x1
    add x10, x9, x1
    add x11, x10, x1
    mov x12, x3
    mov x13, x3
    mov x14, x3
    cmp x6, #4
    blo 5f
1:  clear_sums
    movi v13.4s, #0             // nothing is pending yet
    movi v14.4s, #0
    movi v15.4s, #0
    lsr x16, x7, #2
    and x7, x7, #3
    cbz x16, 3f
2:  ld2r {v8.8h, v9.8h}, [x8], #4
    load_mixed
    subs x16, x16, #1
    zip1 v0.16b, v4.16b, v5.16b
    zip1 v2.16b, v6.16b, v7.16b
    zip2 v1.16b, v4.16b, v5.16b
    zip2 v3.16b, v6.16b, v7.16b
    mix_row 8, 9, 10, 11, x9, 16, 17, 18, 19, 29, 30, 31
    mix_row 10, 11, 8, 9, x10, 20, 21, 22, 23, 17, 18, 19
    mix_row 8, 9, 10, 11, x11, 24, 25, 26, 27, 21, 22, 23
    mix_row 10, 11, 8, 9, none, 28, 29, 30, 31, 25, 26, 27
    bne 2b
3:  cbz x7, 4f
    mov x8, x17                 // once more, with the rest: rows that are not there are the last one again
    add x9, x17, #4
    add x10, x17, #8
    add x11, x17, #12
    cmp x7, #2
    csel x12, xzr, x12, lo
    csel x13, xzr, x13, ls
    mov x14, xzr
    mov x16, #1
    mov x7, #0
    b 2b
4:  sadalp v29.4s, v13.8h
    sadalp v30.4s, v14.8h
    sadalp v31.4s, v15.8h
    store_rows v16.4s - v19.4s, v20.4s - v23.4s, v24.4s - v27.4s, v28.4s - v31.4s
    end_leaf pipit_neon_mix
5:  repeat_last_row x8, x9, x10, x11
    b 1b

#endif
