// The inner loops of the depthwise convolution: SMLAD makes two 16-bit products a cycle, of two rows with two taps.
#include "../kernel_sets.h"
#include "../kernel_support.h"
#ifdef PIPIT_KERNELS_ARMV6

    .syntax unified
    .arm
    .fpu vfpv2

// void pipit_armv6_pair_rows(uint32_t *pairs, const int16_t *x, ptrdiff_t stride_bytes, size_t count,
//                            size_t pitch_bytes)
// Rows 2i and 2i + 1 of four channels side by side: channel c's pair i is word i of the run that begins c · pitch_bytes
// after pairs.
    begin_function pipit_armv6_pair_rows, convolution, 32
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

// uint32_t pipit_armv6_pair_taps(uint32_t *couples, const int8_t *w, size_t stride, size_t count, size_t pitch_bytes,
//                                uint32_t before)
// Couples of taps of four channels in the form of pipit_armv6_taps, in runs pitch_bytes apart, from two rows of w each.
// `before` is the row of w before the first; returns the last one.
    begin_function pipit_armv6_pair_taps, convolution, 32
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

// void pipit_armv6_taps(const uint32_t *x, const uint32_t *taps, int32_t *out, size_t stride_bytes, size_t fours,
//                       size_t rounds)
// The convolution of one channel: `fours` groups of four output rows, a row every stride_bytes.
//   x     pairs of input rows, (x[2i], x[2i + 1]), 2 · fours + 2 · rounds of them
//   taps  for each i the pair (w[2i], w[2i + 1]), which serves the even output rows, and (w[2i - 1], w[2i]) for the odd
//         ones; 2 · rounds such couples, and room for one more, which is read and never used
    begin_function pipit_armv6_taps, convolution, 32
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
