// The inner loops of the armv6 kernel set: SMLAD makes two 16-bit products a cycle, SXTB16 widens two bytes.
// Everything is first widened into "quads" (kernels_armv6.c), so that one loop serves the matrix product, the
// attention's scores and its mixing. A quad holds four steps of depth of two rows p, q as pairs of int16:
//     (p0, p2) (q0, q2) (p1, p3) (q1, q3)
// Sums do not mind the order of the steps, as long as both factors keep the same one.
#include "../kernel_sets.h"
#ifdef PIPIT_KERNELS_ARMV6

    .syntax unified
    .arm
    .fpu vfpv2

    .macro leaf name
    .section .text.\name, "ax", %progbits
    .global \name
    .type \name, %function
    .balign 32
\name:
    .endm

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
    leaf pipit_armv6_widen
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

// void pipit_armv6_widen_columns(uint32_t *left, uint32_t *right, const int8_t *v, size_t stride, size_t count)
// Four columns of v as two runs of quads: the steps of depth are v's rows, `count` quads are 4 · count of them.
    leaf pipit_armv6_widen_columns
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

// void pipit_armv6_products(const uint32_t *a, const uint32_t *w, int32_t *out, size_t strideBytes, size_t pairs,
//                           size_t count)
// out[2i, 0..<2] and out[2i + 1, 0..<2] for `pairs` pairs of rows: the products of the row pair's quads a[i, count]
// with the quads w[count] of two outputs. Each load stands four instructions before its use, so the loop reads one
// quad past the end of a and of w (never uses it): both buffers have room for it. count >= 1.
    .equ unrolled, 8            // quads in one round of the loop
    .equ quadBytes, 44          // of instructions
    .equ frameOut, 0
    .equ frameStride, 4
    .equ framePairs, 8
    .equ frameWeights, 12
    .equ frameLast, 16          // w after the last quad was loaded
    .equ frameEntry, 20         // where the first, shorter round begins
    .equ frameBytes, 24

    leaf pipit_armv6_products
    push {r4-r11, lr}
    ldrd r4, r5, [sp, #36]      // pairs, count
    sub sp, sp, #frameBytes
    stm sp, {r2, r3, r4}
    str r1, [sp, #frameWeights]
    add r6, r1, r5, lsl #4
    str r6, [sp, #frameLast]
    rsb r7, r5, #0
    and r7, r7, #unrolled - 1   // quads that the first round leaves out
    mov r8, #quadBytes
    adr r9, 2f
    mla r7, r7, r8, r9
    str r7, [sp, #frameEntry]
    ldmia r0!, {r6, r7}
    ldmia r0!, {r8, r9}
1:  ldr r1, [sp, #frameWeights]
    mov r2, #0
    mov r3, #0
    ldmia r1!, {r10, r11, r12, lr}
    mov r4, #0
    mov r5, #0
    ldr pc, [sp, #frameEntry]
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
    ldr r10, [sp, #frameLast]
    ldmia r0!, {r6, r7}
    smlad r2, r8, r12, r2
    smlad r3, r8, lr, r3
    cmp r1, r10
    smlad r4, r9, r12, r4
    smlad r5, r9, lr, r5
    ldmia r1!, {r10, r11, r12, lr}
    ldmia r0!, {r8, r9}
    bne 2b
    ldm sp, {r10, r11, r12}
    subs r12, r12, #1
    stmia r10, {r2, r3}
    add r10, r10, r11
    stmia r10, {r4, r5}
    add r10, r10, r11
    str r10, [sp, #frameOut]
    str r12, [sp, #framePairs]
    bne 1b
    add sp, sp, #frameBytes
    pop {r4-r11, pc}
    .size pipit_armv6_products, . - pipit_armv6_products

// void pipit_armv6_row_products(const uint32_t *a, const int8_t *w, size_t stride, int32_t *out, size_t count)
// out[0..<4] = the products of a widened row with four rows of w. The row is in quads with itself as partner, of which
// only every other word is read; count >= 1.
    leaf pipit_armv6_row_products
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

// void pipit_armv6_pair_rows(uint32_t *pairs, const int16_t *x, ptrdiff_t strideBytes, size_t count, size_t pitchBytes)
// Rows 2i and 2i + 1 of four channels side by side: channel c's pair i is word i of the run c · pitchBytes after pairs.
    leaf pipit_armv6_pair_rows
    push {r4-r11, lr}
    ldr r4, [sp, #36]           // pitch
    lsl r5, r4, #1
    add r6, r5, r4
1:  ldr r8, [r1, #4]            // channels 2 and 3 of the first row
    ldr r7, [r1], r2            // channels 0 and 1
    ldr r10, [r1, #4]
    ldr r9, [r1], r2
    subs r3, r3, #1
    pkhtb r11, r10, r8, asr #16
    pkhbt r8, r8, r10, lsl #16
    pkhtb r10, r9, r7, asr #16
    pkhbt r7, r7, r9, lsl #16
    str r11, [r0, r6]
    str r8, [r0, r5]
    str r10, [r0, r4]
    str r7, [r0], #4
    bne 1b
    pop {r4-r11, pc}
    .size pipit_armv6_pair_rows, . - pipit_armv6_pair_rows

// uint32_t pipit_armv6_pair_taps(uint32_t *couples, const int8_t *w, size_t stride, size_t count, size_t pitchBytes,
//                                uint32_t before)
// Couples of taps of four channels in the form of pipit_armv6_taps, in runs pitchBytes apart, from two rows of w each.
// `before` is the row of w before the first; returns the last one.
    leaf pipit_armv6_pair_taps
    push {r4-r11, lr}
    ldr r4, [sp, #36]           // pitch
    ldr r12, [sp, #40]          // the tap before
    add r5, r0, r4
    add r6, r5, r4
    add r7, r6, r4
1:  ldr r8, [r1], r2
    ldr r9, [r1], r2
    pkhbt r11, r12, r8, lsl #16 // the tap before and this one, channels 0 and 1
    pkhbt r10, r8, r9, lsl #16  // this one and the next
    sxtb16 lr, r11
    sxtb16 r4, r10
    stmia r0!, {r4, lr}
    sxtb16 r11, r11, ror #8
    sxtb16 r10, r10, ror #8
    stmia r5!, {r10, r11}
    pkhtb r11, r8, r12, asr #16 // channels 2 and 3
    pkhtb r10, r9, r8, asr #16
    sxtb16 lr, r11
    sxtb16 r4, r10
    stmia r6!, {r4, lr}
    sxtb16 r11, r11, ror #8
    sxtb16 r10, r10, ror #8
    stmia r7!, {r10, r11}
    mov r12, r9
    subs r3, r3, #1
    bne 1b
    mov r0, r12
    pop {r4-r11, pc}
    .size pipit_armv6_pair_taps, . - pipit_armv6_pair_taps

// void pipit_armv6_taps(const uint32_t *x, const uint32_t *taps, int32_t *out, size_t strideBytes, size_t fours,
//                       size_t rounds)
// The convolution of one channel: `fours` groups of four output rows, a row every strideBytes.
//   x     pairs of input rows, (x[2i], x[2i + 1]), 2 · fours + 2 · rounds of them
//   taps  for each i the pair (w[2i], w[2i + 1]), which serves the even output rows, and (w[2i - 1], w[2i]) for the odd
//         ones; 2 · rounds such couples, and room for one more, which is read and never used
    leaf pipit_armv6_taps
    push {r4-r11, lr}
    sub sp, sp, #12
    ldrd r4, r5, [sp, #48]      // fours, rounds
    stm sp, {r1, r4, r5}
    mov r12, r2                 // out
1:  ldm sp, {r1, r4, lr}        // taps, fours, rounds
    ldmia r1!, {r6, r7}         // even and odd taps of step i
    str r0, [sp, #-4]!
    mov r2, #0
    ldr r11, [r0], #4           // rows 2i and 2i + 1
    push {r3, r12}
    mov r3, #0
    mov r4, #0
    mov r5, #0
2:  smlad r2, r6, r11, r2
    smlad r3, r7, r11, r3
    ldmia r0!, {r10, r11}       // the next two pairs of rows
    ldmia r1!, {r8, r9}
    smlad r4, r6, r10, r4
    smlad r5, r7, r10, r5
    ldmia r1!, {r6, r7}
    subs lr, lr, #1
    smlad r2, r8, r10, r2
    smlad r3, r9, r10, r3
    smlad r4, r8, r11, r4
    smlad r5, r9, r11, r5
    bne 2b
    pop {r6, r12}               // stride, out
    ldr r0, [sp], #4
    str r2, [r12], r6
    str r3, [r12], r6
    str r4, [r12], r6
    str r5, [r12], r6
    add r0, r0, #8
    ldr r4, [sp, #4]
    mov r3, r6
    subs r4, r4, #1
    str r4, [sp, #4]
    bne 1b
    add sp, sp, #12
    pop {r4-r11, pc}
    .size pipit_armv6_taps, . - pipit_armv6_taps
#endif
