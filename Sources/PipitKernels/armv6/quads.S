// The inner loops of the matrix product, the attention's scores and its mixing, on quads: SMLAD makes two 16-bit
// products a cycle, SXTB16 widens two bytes. A quad holds four steps of depth of two rows p, q as pairs of int16:
//     (p0, p2) (q0, q2) (p1, p3) (q1, q3)
// Sums do not mind the order of the steps, as long as both factors keep the same one.
#include "../kernel_sets.h"
#include "../kernel_support.h"
#ifdef PIPIT_KERNELS_ARMV6

    .syntax unified
    .arm
    .fpu vfpv2

    // Two quads of the rows at r1 and r2, to r0.
    .macro widen_two
    ldr r4, [r1], #4
    ldr r5, [r2], #4
    ldr r8, [r1], #4
    ldr r9, [r2], #4
    sxtb16 r6, r4, ror #8
    sxtb16 r7, r5, ror #8
    sxtb16 r4, r4
    sxtb16 r5, r5
    sxtb16 r10, r8, ror #8
    sxtb16 r11, r9, ror #8
    sxtb16 r8, r8
    sxtb16 r9, r9
    stmia r0!, {r4-r11}
    .endm

// void pipit_armv6_widen(uint32_t *quads, const int8_t *p, const int8_t *q, size_t count)
// Widens `count` quads of the rows p and q. No alignment is needed of p and q.
    begin_function pipit_armv6_widen, products, 32
    push {r4-r11, lr}
    subs r3, r3, #8
    blt 2f
1:  pld [r1, #64]
    widen_two
    widen_two
    pld [r2, #48]
    widen_two
    widen_two
    subs r3, r3, #8
    bge 1b
2:  adds r3, r3, #6
    blt 4f
3:  widen_two
    subs r3, r3, #2
    bge 3b
4:  tst r3, #1
    popeq {r4-r11, pc}
    ldr r4, [r1]
    ldr r5, [r2]
    sxtb16 r6, r4, ror #8
    sxtb16 r7, r5, ror #8
    sxtb16 r4, r4
    sxtb16 r5, r5
    stmia r0, {r4-r7}
    pop {r4-r11, pc}
    .size pipit_armv6_widen, . - pipit_armv6_widen

// void pipit_armv6_widen_octets(uint32_t *quads, const int8_t *p, const int8_t *q, size_t depth)
// Two quads of each eight bytes of the rows p and q, with their steps as the nibbles of a word come out below:
//     (p0, p4) (q0, q4) (p1, p5) (q1, q5), then (p2, p6) (q2, q6) (p3, p7) (q3, q7)
    begin_function pipit_armv6_widen_octets, products, 32
    push {r4-r11, lr}
1:  ldr r4, [r1], #4
    ldr r8, [r1], #4
    ldr r5, [r2], #4
    ldr r9, [r2], #4
    sxtb16 r10, r4
    sxtb16 r11, r8
    sxtb16 r6, r4, ror #8
    sxtb16 r7, r8, ror #8
    pkhbt r4, r10, r11, lsl #16
    pkhtb r8, r11, r10, asr #16
    pkhbt r12, r6, r7, lsl #16
    pkhtb r10, r7, r6, asr #16
    sxtb16 r11, r5
    sxtb16 lr, r9
    sxtb16 r6, r5, ror #8
    sxtb16 r7, r9, ror #8
    pkhbt r5, r11, lr, lsl #16
    pkhtb r9, lr, r11, asr #16
    pkhbt lr, r6, r7, lsl #16
    pkhtb r11, r7, r6, asr #16
    stmia r0!, {r4, r5, r12, lr}
    subs r3, r3, #8
    stmia r0!, {r8-r11}
    bne 1b
    pop {r4-r11, pc}
    .size pipit_armv6_widen_octets, . - pipit_armv6_widen_octets

// void pipit_armv6_widen_s4(uint32_t *quads, const int8_t *p, const int8_t *q, size_t depth)
// Two quads of each eight int4 numbers of the rows p and q, 4096 times as large: a nibble in the upper four bits of an
// int16 has its sign there. depth is a multiple of 16.
    begin_function pipit_armv6_widen_s4, products, 32
    push {r4-r10, lr}
    ldr r8, =0xF000F000
1:
    .rept 2
    ldr r9, [r1], #4
    ldr r10, [r2], #4
    and r4, r8, r9, lsl #12
    and r5, r8, r10, lsl #12
    and r6, r8, r9, lsl #8
    and r7, r8, r10, lsl #8
    stmia r0!, {r4-r7}
    and r4, r8, r9, lsl #4
    and r5, r8, r10, lsl #4
    and r6, r8, r9
    and r7, r8, r10
    stmia r0!, {r4-r7}
    .endr
    subs r3, r3, #16
    bne 1b
    pop {r4-r10, pc}
    .ltorg
    .size pipit_armv6_widen_s4, . - pipit_armv6_widen_s4

// void pipit_armv6_widen_columns(uint32_t *left, uint32_t *right, const int8_t *v, size_t stride, size_t count)
// Four columns of v as two runs of quads: the steps of depth are v's rows, `count` quads are 4 · count of them.
    begin_function pipit_armv6_widen_columns, mixing, 32
    push {r4-r11, lr}
    ldr r12, [sp, #36]
1:  ldr r4, [r2], r3            // row 0
    ldr r6, [r2], r3            // row 1
    ldr r5, [r2], r3            // row 2
    ldr r7, [r2], r3            // row 3
    sxtb16 r9, r4, ror #8       // row 0, columns 1 and 3
    sxtb16 r4, r4               // row 0, columns 0 and 2
    sxtb16 lr, r5, ror #8
    sxtb16 r10, r5
    sxtb16 r11, r6, ror #8
    pkhtb r8, r10, r4, asr #16  // column 2, rows 0 and 2
    pkhbt r4, r4, r10, lsl #16  // column 0
    pkhbt r5, r9, lr, lsl #16   // column 1
    pkhtb r9, lr, r9, asr #16   // column 3
    sxtb16 r6, r6
    sxtb16 lr, r7, ror #8
    sxtb16 r7, r7
    subs r12, r12, #1
    pkhtb r10, r7, r6, asr #16  // column 2, rows 1 and 3
    pkhbt r6, r6, r7, lsl #16   // column 0
    pkhbt r7, r11, lr, lsl #16  // column 1
    pkhtb r11, lr, r11, asr #16 // column 3
    stmia r0!, {r4-r7}
    stmia r1!, {r8-r11}
    bne 1b
    pop {r4-r11, pc}
    .size pipit_armv6_widen_columns, . - pipit_armv6_widen_columns

// void pipit_armv6_products(const uint32_t *a, const uint32_t *w, int32_t *out, size_t stride_bytes, size_t pairs,
//                           size_t count)
// out[2i, 0..<2] and out[2i + 1, 0..<2] for `pairs` pairs of rows: the products of the row pair's quads a[i, count]
// with the quads w[count] of two outputs. Each load stands four instructions before its use, so the loop reads one
// quad past the end of a and of w (never uses it): both buffers have room for it. count >= 1.
// pipit_armv6_products_s4 does so with weights that are 4096 times too large.
    .equ unrolled, 8            // quads in one round of the loop
    .equ quad_bytes, 44          // of instructions
    .equ frame_out, 0
    .equ frame_stride, 4
    .equ frame_pairs, 8
    .equ frame_shift, 12         // of the sums
    .equ frame_weights, 16
    .equ frame_last, 20          // w after the last quad was loaded
    .equ frame_entry, 24         // where the first, shorter round begins
    .equ frame_bytes, 32         // a multiple of 8

    begin_function pipit_armv6_products_s4, products, 4
    mov r12, #12
    b 3f
    .size pipit_armv6_products_s4, . - pipit_armv6_products_s4

    begin_function pipit_armv6_products, products, 32
    mov r12, #0
3:  push {r4-r11, lr}
    ldrd r4, r5, [sp, #36]      // pairs, count
    sub sp, sp, #frame_bytes
    stm sp, {r2, r3, r4, r12}
    str r1, [sp, #frame_weights]
    add r6, r1, r5, lsl #4
    str r6, [sp, #frame_last]
    rsb r7, r5, #0
    and r7, r7, #unrolled - 1   // quads that the first round leaves out
    mov r8, #quad_bytes
    adr r9, 2f
    mla r7, r7, r8, r9
    str r7, [sp, #frame_entry]
    ldmia r0!, {r6, r7}
    ldmia r0!, {r8, r9}
1:  ldr r1, [sp, #frame_weights]
    mov r2, #0
    mov r3, #0
    ldmia r1!, {r10, r11, r12, lr}
    mov r4, #0
    mov r5, #0
    ldr pc, [sp, #frame_entry]
2:
    .rept unrolled - 1
    smlad r2, r6, r10, r2
    smlad r3, r6, r11, r3
    smlad r4, r7, r10, r4
    smlad r5, r7, r11, r5
    ldmia r0!, {r6, r7}
    smlad r2, r8, r12, r2
    smlad r3, r8, lr, r3
    smlad r4, r9, r12, r4
    smlad r5, r9, lr, r5
    ldmia r1!, {r10, r11, r12, lr}
    ldmia r0!, {r8, r9}
    .endr
    smlad r2, r6, r10, r2
    smlad r3, r6, r11, r3
    smlad r4, r7, r10, r4
    smlad r5, r7, r11, r5
    ldr r10, [sp, #frame_last]
    ldmia r0!, {r6, r7}
    smlad r2, r8, r12, r2
    smlad r3, r8, lr, r3
    cmp r1, r10
    smlad r4, r9, r12, r4
    smlad r5, r9, lr, r5
    ldmia r1!, {r10, r11, r12, lr}
    ldmia r0!, {r8, r9}
    bne 2b
    ldm sp, {r10, r11, r12, lr}
    asr r2, r2, lr
    asr r3, r3, lr
    asr r4, r4, lr
    asr r5, r5, lr
    subs r12, r12, #1
    stmia r10, {r2, r3}
    add r10, r10, r11
    stmia r10, {r4, r5}
    add r10, r10, r11
    str r10, [sp, #frame_out]
    str r12, [sp, #frame_pairs]
    bne 1b
    add sp, sp, #frame_bytes
    pop {r4-r11, pc}
    .size pipit_armv6_products, . - pipit_armv6_products

// void pipit_armv6_row_products(const uint32_t *a, const int8_t *w, size_t stride, int32_t *out, size_t count)
// out[0..<4] = the products of a widened row with four rows of w. The row is in quads with itself as partner, of which
// only every other word is read; count >= 1.
    begin_function pipit_armv6_row_products, products, 32
    push {r3-r11, lr}
    ldr r10, [sp, #40]          // count
    mov r6, r1                  // the rows of w
    add r7, r1, r2
    add r8, r7, r2
    add r9, r8, r2
    mov r2, #0
    mov r3, #0
    mov r4, #0
    mov r5, #0
    add r1, r0, r10, lsl #4     // the end of a
1:  ldr r10, [r0], #8
    ldr lr, [r6], #4
    ldr r11, [r0], #8
    sxtb16 r12, lr
    sxtb16 lr, lr, ror #8
    smlad r2, r12, r10, r2
    ldr r12, [r7], #4
    smlad r2, lr, r11, r2
    sxtb16 lr, r12
    sxtb16 r12, r12, ror #8
    smlad r3, lr, r10, r3
    ldr lr, [r8], #4
    smlad r3, r12, r11, r3
    sxtb16 r12, lr
    sxtb16 lr, lr, ror #8
    smlad r4, r12, r10, r4
    ldr r12, [r9], #4
    smlad r4, lr, r11, r4
    sxtb16 lr, r12
    sxtb16 r12, r12, ror #8
    cmp r0, r1
    smlad r5, lr, r10, r5
    smlad r5, r12, r11, r5
    bne 1b
    pop {r12}
    stmia r12, {r2-r5}
    pop {r4-r11, pc}
    .size pipit_armv6_row_products, . - pipit_armv6_row_products
#endif
