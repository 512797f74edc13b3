// Products of rows with scales, and sums of rows, on whole vectors of eight.
#include "../kernel_sets.h"
#ifdef PIPIT_KERNELS_ARMV6

    .syntax unified
    .arm
    .fpu vfpv2

#include "vfp.h"

// void pipit_vfp_dequantize(void *row, size_t vectors, const float *scales, const float *bias, float scale)
// y = sum * (scale * scales) + bias, in place.
    begin_function pipit_vfp_dequantize, scaling, 32
    begin
1:  vldmia r2!, ALL_B
    vldmia r0, ALL_A
    vmul.f32 B, B, s0
    convert
    vldmia r3!, ALL_C
    vmul.f32 A, A, B
    subs r1, r1, #1
    vadd.f32 A, A, C
    vstmia r0!, ALL_A
    bne 1b
    end pipit_vfp_dequantize

// void pipit_vfp_add_dequantized(const int32_t *sums, size_t vectors, const float *scales, const float *bias,
//                                  float *y, float scale)
// y = y + (sum * (scale * scales) + bias).
    begin_function pipit_vfp_add_dequantized, scaling, 32
    begin
    ldr r12, [sp, #arguments_at]
1:  vldmia r2!, ALL_B
    vldmia r0!, ALL_A
    vmul.f32 B, B, s0
    convert
    vldmia r3!, ALL_C
    vmul.f32 A, A, B
    vldmia r12, ALL_B
    vadd.f32 A, A, C
    subs r1, r1, #1
    vadd.f32 B, B, A
    vstmia r12!, ALL_B
    bne 1b
    end pipit_vfp_add_dequantized

// void pipit_vfp_scale(void *row, size_t vectors, float factor)
// y = sum * factor, in place.
    begin_function pipit_vfp_scale, scaling, 32
    begin
1:  vldmia r0, ALL_A
    convert
    subs r1, r1, #1
    vmul.f32 A, A, s0
    vstmia r0!, ALL_A
    bne 1b
    end pipit_vfp_scale

// void pipit_vfp_add(float *x, const float *y, size_t vectors)
// x = x + y.
    begin_function pipit_vfp_add, scaling, 32
    begin
1:  vldmia r0, ALL_A
    vldmia r1!, ALL_B
    subs r2, r2, #1
    vadd.f32 A, A, B
    vstmia r0!, ALL_A
    bne 1b
    end pipit_vfp_add

    // Eight int16 at r0, from there on, to floats in A.
    .macro load_s16
    .irp r, r4, r6, r8, r10
    ldr \r, [r0], #4
    .endr
    asr r5, r4, #16
    sxth r4, r4
    asr r7, r6, #16
    sxth r6, r6
    vmov s8, s9, r4, r5
    asr r9, r8, #16
    sxth r8, r8
    vmov s10, s11, r6, r7
    asr r11, r10, #16
    sxth r10, r10
    vmov s12, s13, r8, r9
    vmov s14, s15, r10, r11
    convert
    .endm

// void pipit_vfp_dequantize_s16(const int16_t *values, size_t vectors, float *x, float scale)
// x = value * scale.
    begin_function pipit_vfp_dequantize_s16, scaling, 32
    begin
1:  load_s16
    subs r1, r1, #1
    vmul.f32 A, A, s0
    vstmia r2!, ALL_A
    bne 1b
    end pipit_vfp_dequantize_s16

// void pipit_vfp_add_dequantized_s16(const int16_t *values, size_t vectors, float *x, float scale)
// x = value * scale + x.
    begin_function pipit_vfp_add_dequantized_s16, scaling, 32
    begin
1:  load_s16
    vldmia r2, ALL_B
    vmul.f32 A, A, s0
    subs r1, r1, #1
    vadd.f32 A, A, B
    vstmia r2!, ALL_A
    bne 1b
    end pipit_vfp_add_dequantized_s16

// void pipit_vfp_accumulate(const int32_t *sums, size_t vectors, const float *scales, float *y)
// y = y + sum * scales.
    begin_function pipit_vfp_accumulate, scaling, 32
    begin
1:  vldmia r0!, ALL_A
    vldmia r2!, ALL_B
    convert
    vldmia r3, ALL_C
    vmul.f32 A, A, B
    subs r1, r1, #1
    vadd.f32 C, C, A
    vstmia r3!, ALL_C
    bne 1b
    end pipit_vfp_accumulate

// void pipit_vfp_scale_floats(float *x, size_t vectors, const float *bias, float factor)
// x = x * factor + bias.
    begin_function pipit_vfp_scale_floats, scaling, 32
    begin
1:  vldmia r0, ALL_A
    vldmia r2!, ALL_B
    vmul.f32 A, A, s0
    subs r1, r1, #1
    vadd.f32 A, A, B
    vstmia r0!, ALL_A
    bne 1b
    end pipit_vfp_scale_floats

// void pipit_armv6_weigh(const int8_t *q, size_t fours, int32_t ratio, int16_t *g)
// g = (q * ratio + 64) >> 7 for four numbers at a time.
    begin_function pipit_armv6_weigh, convolution, 32
    push {r4-r8, lr}
    mov r12, #64
1:  ldr r8, [r0], #4
    sxtb r4, r8
    sxtb r5, r8, ror #8
    mla r4, r4, r2, r12
    sxtb r6, r8, ror #16
    mla r5, r5, r2, r12
    asr r7, r8, #24
    mla r6, r6, r2, r12
    mla r7, r7, r2, r12
    lsl r5, r5, #9              // (>> 7) << 16
    pkhtb r4, r5, r4, asr #7
    lsl r7, r7, #9
    pkhtb r5, r7, r6, asr #7
    subs r1, r1, #1
    str r4, [r3], #4
    str r5, [r3], #4
    bne 1b
    pop {r4-r8, pc}
    .size pipit_armv6_weigh, . - pipit_armv6_weigh

// void pipit_armv6_unpack_words(const int8_t *packed, size_t words, int8_t *q)
// Eight numbers of each word: their upper bits are turned and 8 is taken off, which puts their signs right. No alignment
// is needed.
    begin_function pipit_armv6_unpack_words, scaling, 32
    push {r4-r10, lr}
    ldr r4, =0x88888888
    ldr r5, =0x000F000F
    ldr r7, =0x08080808
    lsl r6, r5, #4
1:  subs r1, r1, #1
    poplt {r4-r10, pc}
    ldr r3, [r0], #4
    eor r3, r3, r4
    and r8, r5, r3              // numbers 0 and 4
    and r9, r6, r3              // 1 and 5
    and r10, r5, r3, lsr #8     // 2 and 6
    and r12, r6, r3, lsr #8     // 3 and 7
    orr r8, r8, r9, lsl #4
    orr r10, r10, r12, lsl #4
    pkhbt r9, r8, r10, lsl #16
    pkhtb r12, r10, r8, asr #16
    ssub8 r9, r9, r7
    ssub8 r12, r12, r7
    str r9, [r2], #4
    str r12, [r2], #4
    b 1b
    .ltorg
    .size pipit_armv6_unpack_words, . - pipit_armv6_unpack_words
#endif
