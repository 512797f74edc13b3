#ifndef PIPIT_NEON_TILE_H
#define PIPIT_NEON_TILE_H

// What the assembly of the neon kernel set shares: tiles of four rows, whose sums are v16 ... v31.
//
// The order of instructions suits an in-order processor such as the Cortex-A53: a product goes through SMULL, SMLAL and
// SADALP, each some four instructions after the one before it, and every load stands well before its use. Nothing is
// read past the ends that the arguments give.

#include "../kernel_support.h"

// clang-format off

    // Begins a function that may use all vector registers.
    .macro leaf name, operation
    begin_function \name, \operation, 16
    stp d8, d9, [sp, #-64]!
    stp d10, d11, [sp, #16]
    stp d12, d13, [sp, #32]
    stp d14, d15, [sp, #48]
    .endm

    .macro end_leaf name
    ldp d10, d11, [sp, #16]
    ldp d12, d13, [sp, #32]
    ldp d14, d15, [sp, #48]
    ldp d8, d9, [sp], #64
    ret
    .size \name, . - \name
    .endm

    // Clears all sums, v16 ... v31.
    .macro clear_sums
    .irp sums, v16.4s, v17.4s, v18.4s, v19.4s, v20.4s, v21.4s, v22.4s, v23.4s
    movi \sums, #0
    .endr
    .irp sums, v24.4s, v25.4s, v26.4s, v27.4s, v28.4s, v29.4s, v30.4s, v31.4s
    movi \sums, #0
    .endr
    .endm

    // Where less than four rows are left (x6), the ones that are not there are the last one again.
    .macro repeat_last_row row0, row1, row2, row3
    cmp x6, #2
    csel \row1, \row1, \row0, hs
    cmp x6, #3
    csel \row2, \row2, \row1, hs
    mov \row3, \row2
    .endm

    // Up to four rows (x6) of sums to x4, x5 bytes apart.
    .macro store_rows row0, row1, row2, row3
    st1 {\row0}, [x4], x5
    cmp x6, #2
    blo .Lstored\@
    st1 {\row1}, [x4], x5
    beq .Lstored\@
    st1 {\row2}, [x4], x5
    cmp x6, #4
    blo .Lstored\@
    st1 {\row3}, [x4], x5
.Lstored\@:
    .endm

// clang-format on

#endif
