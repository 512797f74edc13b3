// The float steps of the armv6 kernel set, on the short vectors of the ARM1176's floating-point unit (VFP11): with a
// length of 8 in FPSCR, one instruction works on eight consecutive registers, a bank, one a cycle. The banks are
//     A  s8 ... s15        B  s16 ... s23        C  s24 ... s31
// and s0 ... s7 hold scalars: as a last operand, one of them meets all eight numbers. Loads, stores, conversions and
// comparisons work on the registers they name, as ever. Each function here takes whole vectors of eight;
// kernels_armv6_rows.c sees to the rest of a row.
#include "../kernel_sets.h"
#ifdef PIPIT_KERNELS_ARMV6

    .syntax unified
    .arm
    .fpu vfpv2

#define A s8
#define B s16
#define C s24
#define ALL_A {s8-s15}
#define ALL_B {s16-s23}
#define ALL_C {s24-s31}
#define EIGHT {r4-r11}

    .macro leaf name
    .section .text.\name, "ax", %progbits
    .global \name
    .type \name, %function
    .balign 32
\name:
    .endm

    // Scratch memory at the stack pointer, between `begin` and `end`: four vectors.
    .equ scratchBytes, 128
    .equ argumentsAt, scratchBytes + 64 + 36

    .macro begin
    push {r4-r11, lr}
    vpush {d8-d15}
    sub sp, sp, #scratchBytes
    mov r12, #0x70000           // vectors of 8
    vmsr fpscr, r12
    .endm

    .macro end name
    add sp, sp, #scratchBytes
    mov r12, #0
    vmsr fpscr, r12
    vpop {d8-d15}
    pop {r4-r11, pc}
    .size \name, . - \name
    .endm

    // The eight sums in A become floats.
    .macro convert
    .irp s, s8, s9, s10, s11, s12, s13, s14, s15
    vcvt.f32.s32 \s, \s
    .endr
    .endm

    .macro load_rounder to
    mov r12, #0x4B000000
    orr r12, r12, #0x400000
    vmov \to, r12
    .endm

// uint32_t pipit_armv6_greatest(const float *x, size_t vectors)
// The greatest magnitude of x, by its bits; vectors >= 1.
    leaf pipit_armv6_greatest
    push {r4-r11, lr}
    mov r2, #0
1:  ldmia r0!, EIGHT
    .irp r, r4, r5, r6, r7, r8, r9, r10, r11
    cmp r2, \r, lsl #1
    movlo r2, \r, lsl #1
    .endr
    subs r1, r1, #1
    bne 1b
    lsr r0, r2, #1
    pop {r4-r11, pc}
    .size pipit_armv6_greatest, . - pipit_armv6_greatest

// float pipit_armv6_maximum(const float *x, size_t vectors)
// The greatest of x. Bits of floats rise with the number when it is positive, and fall when it is negative.
    leaf pipit_armv6_maximum
    push {r4-r11, lr}
    mov r2, #0x80000000
    mov r3, #0xFFFFFFFF
1:  ldmia r0!, EIGHT
    .irp r, r4, r5, r6, r7, r8, r9, r10, r11
    cmp \r, r2
    movgt r2, \r                // the greatest as a signed number: right if one is positive
    cmp \r, r3
    movlo r3, \r                // the least as an unsigned number: right if all are negative
    .endr
    subs r1, r1, #1
    bne 1b
    tst r3, r3
    movmi r2, r3
    vmov s0, r2
    pop {r4-r11, pc}
    .size pipit_armv6_maximum, . - pipit_armv6_maximum

    // q = round(x * inverse): x r0, q r1, vectors r2, inverse s0. The next vector is on its way while one is stored.
    .macro round_function name, store, size
    leaf \name
    begin
    load_rounder s1
    vldmia r0!, ALL_A
    vmul.f32 A, A, s0
    vadd.f32 A, A, s1
1:  vmov r4, r5, s8, s9
    vmov r6, r7, s10, s11
    vmov r8, r9, s12, s13
    vmov r10, r11, s14, s15
    subs r2, r2, #1
    vldmiane r0!, ALL_A
    vmulne.f32 A, A, s0
    vaddne.f32 A, A, s1
    .irp r, r4, r5, r6, r7, r8, r9, r10, r11
    \store \r, [r1], #\size
    .endr
    bne 1b
    end \name
    .endm

// void pipit_armv6_round_s8(const float *x, int8_t *q, size_t vectors, float inverse)
// void pipit_armv6_round_s16(const float *x, int16_t *q, size_t vectors, float inverse)
// q = round(x * inverse); vectors >= 1. q may be the memory of x.
    round_function pipit_armv6_round_s8, strb, 1
    round_function pipit_armv6_round_s16, strh, 2

// void pipit_armv6_dequantize(void *row, size_t vectors, const float *scales, const float *bias, float scale)
// y = sum * (scale * scales) + bias, in place.
    leaf pipit_armv6_dequantize
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
    end pipit_armv6_dequantize

// void pipit_armv6_add_dequantized(const int32_t *sums, size_t vectors, const float *scales, const float *bias,
//                                  float *y, float scale)
// y = y + (sum * (scale * scales) + bias).
    leaf pipit_armv6_add_dequantized
    begin
    ldr r12, [sp, #argumentsAt]
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
    end pipit_armv6_add_dequantized

// void pipit_armv6_scale(void *row, size_t vectors, float factor)
// y = sum * factor, in place.
    leaf pipit_armv6_scale
    begin
1:  vldmia r0, ALL_A
    convert
    subs r1, r1, #1
    vmul.f32 A, A, s0
    vstmia r0!, ALL_A
    bne 1b
    end pipit_armv6_scale

// void pipit_armv6_scores(void *row, size_t vectors, const float *scales, float scale)
// z = sum * (scale * scales), in place.
    leaf pipit_armv6_scores
    begin
1:  vldmia r2!, ALL_B
    vldmia r0, ALL_A
    vmul.f32 B, B, s0
    convert
    subs r1, r1, #1
    vmul.f32 A, A, B
    vstmia r0!, ALL_A
    bne 1b
    end pipit_armv6_scores

// void pipit_armv6_squares(const float *x, size_t vectors, float lanes[8])
// lanes = lanes + x * x, vector by vector.
    leaf pipit_armv6_squares
    begin
    vldmia r2, ALL_C
1:  vldmia r0!, ALL_A
    subs r1, r1, #1
    vmul.f32 A, A, A
    vadd.f32 C, C, A
    bne 1b
    vstmia r2, ALL_C
    end pipit_armv6_squares

// void pipit_armv6_sums(const float *x, size_t vectors, float lanes[8])
// lanes = lanes + x, vector by vector.
    leaf pipit_armv6_sums
    begin
    vldmia r2, ALL_C
1:  vldmia r0!, ALL_A
    subs r1, r1, #1
    vadd.f32 C, C, A
    bne 1b
    vstmia r2, ALL_C
    end pipit_armv6_sums

// void pipit_armv6_subtract(float *x, size_t vectors, float y)
// x = x - y.
    leaf pipit_armv6_subtract
    begin
1:  vldmia r0, ALL_A
    subs r1, r1, #1
    vsub.f32 A, A, s0
    vstmia r0!, ALL_A
    bne 1b
    end pipit_armv6_subtract

// void pipit_armv6_gain(float *x, size_t vectors, const float *gain, float inverse)
// x = (x * inverse) * gain.
    leaf pipit_armv6_gain
    begin
1:  vldmia r0, ALL_A
    vldmia r2!, ALL_B
    vmul.f32 A, A, s0
    subs r1, r1, #1
    vmul.f32 A, A, B
    vstmia r0!, ALL_A
    bne 1b
    end pipit_armv6_gain

// void pipit_armv6_add(float *x, const float *y, size_t vectors)
// x = x + y.
    leaf pipit_armv6_add
    begin
1:  vldmia r0, ALL_A
    vldmia r1!, ALL_B
    subs r2, r2, #1
    vadd.f32 A, A, B
    vstmia r0!, ALL_A
    bne 1b
    end pipit_armv6_add

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

// void pipit_armv6_dequantize_s16(const int16_t *values, size_t vectors, float *x, float scale)
// x = value * scale.
    leaf pipit_armv6_dequantize_s16
    begin
1:  load_s16
    subs r1, r1, #1
    vmul.f32 A, A, s0
    vstmia r2!, ALL_A
    bne 1b
    end pipit_armv6_dequantize_s16

// void pipit_armv6_add_dequantized_s16(const int16_t *values, size_t vectors, float *x, float scale)
// x = value * scale + x.
    leaf pipit_armv6_add_dequantized_s16
    begin
1:  load_s16
    vldmia r2, ALL_B
    vmul.f32 A, A, s0
    subs r1, r1, #1
    vadd.f32 A, A, B
    vstmia r2!, ALL_A
    bne 1b
    end pipit_armv6_add_dequantized_s16

// void pipit_armv6_accumulate(const int32_t *sums, size_t vectors, const float *scales, float *y)
// y = y + sum * scales.
    leaf pipit_armv6_accumulate
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
    end pipit_armv6_accumulate

// void pipit_armv6_scale_floats(float *x, size_t vectors, const float *bias, float factor)
// x = x * factor + bias.
    leaf pipit_armv6_scale_floats
    begin
1:  vldmia r0, ALL_A
    vldmia r2!, ALL_B
    vmul.f32 A, A, s0
    subs r1, r1, #1
    vadd.f32 A, A, B
    vstmia r0!, ALL_A
    bne 1b
    end pipit_armv6_scale_floats

// void pipit_armv6_weigh(const int8_t *q, size_t fours, int32_t ratio, int16_t *g)
// g = (q * ratio + 64) >> 7 for four numbers at a time.
    leaf pipit_armv6_weigh
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

    // e to the power of A, in B, by ARITHMETIC.md; A and C are lost, and r4 ... r11 and lr. r12 is `constants`, of which
    // s5 ... s7 hold those of load_constants; 1 is left in s4. Scratch: the first vector.
    .macro exponential
    vldmia r12!, {s1-s4}
    mov lr, #0x85000000         // the bits of 64, shifted like those it meets
    vstmia sp, ALL_A
    vmul.f32 B, A, s1
    ldmia sp, EIGHT
    cmp lr, r4, lsl #1
    .irp r, r5, r6, r7, r8, r9, r10, r11
    cmphi lr, \r, lsl #1
    .endr
    blls pipit_armv6_clamp      // rarely: most numbers are far from the ends of the range
    vadd.f32 B, B, s2
    vstmia sp, ALL_B            // the integer is in the low bits
    vsub.f32 B, B, s2
    vmul.f32 C, B, s3
    vsub.f32 A, A, C
    vmul.f32 C, B, s4
    ldmia sp, EIGHT
    vsub.f32 A, A, C
    mov lr, #0x3F800000
    vmul.f32 B, A, s5
    add r4, lr, r4, lsl #23     // 2 to the power of the integer
    add r5, lr, r5, lsl #23
    vadd.f32 B, B, s6
    add r6, lr, r6, lsl #23
    add r7, lr, r7, lsl #23
    vmul.f32 B, B, A
    add r8, lr, r8, lsl #23
    add r9, lr, r9, lsl #23
    vadd.f32 B, B, s7
    vldmia r12, {s1-s4}
    add r10, lr, r10, lsl #23
    vmul.f32 B, B, A
    add r11, lr, r11, lsl #23
    vadd.f32 B, B, s1
    stmia sp, EIGHT
    vmul.f32 B, B, A
    sub r12, r12, #16
    vadd.f32 B, B, s2
    vmul.f32 B, B, A
    vmul.f32 C, A, A
    vadd.f32 B, B, s3
    vmul.f32 B, B, C
    vldmia sp, ALL_C
    vadd.f32 B, B, A
    vadd.f32 B, B, s4
    vmul.f32 B, B, C
    .endm

    .macro load_constants
    ldr r12, =pipit_armv6_constants
    add lr, r12, #32
    vldmia lr, {s5-s7}
    .endm

    .section .rodata.pipit_armv6_constants, "a", %progbits
    .balign 4
pipit_armv6_constants:
    .float 1.44269504, 12582912.0, 0.693359375, -2.12194440e-4
    .float 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1, 1.0
    .float 1.9875691500e-4, 1.3981999507e-3, 8.3334519073e-3
    .float 88.0, -87.0
    .equ limitsAt, 44 - 16      // of 88 and -87, from where r12 stands in `exponential`

// Clamps A to -87 ... 88 and begins `exponential` with it again: B = A * s1.
    leaf pipit_armv6_clamp
    mov r4, #0
    vmsr fpscr, r4              // one number at a time
    vmov r5, r6, s5, s6
    vldr s5, [r12, #limitsAt]
    vldr s6, [r12, #limitsAt + 4]
    .irp s, s8, s9, s10, s11, s12, s13, s14, s15
    vcmp.f32 \s, s5
    vmrs apsr_nzcv, fpscr
    vmovgt.f32 \s, s5
    vcmp.f32 \s, s6
    vmrs apsr_nzcv, fpscr
    vmovmi.f32 \s, s6
    .endr
    vmov s5, s6, r5, r6
    mov r4, #0x70000
    vmsr fpscr, r4
    vmul.f32 B, A, s1
    bx lr
    .size pipit_armv6_clamp, . - pipit_armv6_clamp

// void pipit_armv6_silu(void *row, size_t vectors, const float *scales, const float *bias, float factor)
// y = SiLU(sum * (scales * factor) + bias), in place.
    leaf pipit_armv6_silu
    begin
    load_constants
1:  vldmia r2!, ALL_B
    vldmia r0, ALL_A
    vmul.f32 B, B, s0
    convert
    vldmia r3!, ALL_C
    vmul.f32 A, A, B
    vadd.f32 A, A, C
    vstmia r0, ALL_A
    vneg.f32 A, A
    exponential
    vadd.f32 B, B, s4
    vldmia r0, ALL_A
    subs r1, r1, #1
    vdiv.f32 A, A, B
    vstmia r0!, ALL_A
    bne 1b
    end pipit_armv6_silu

// void pipit_armv6_weights(float *z, size_t vectors, const float *value_scales, float lanes[8], float greatest)
// e = exp(z - greatest), lanes = lanes + e, z = e * value_scales.
    leaf pipit_armv6_weights
    begin
    load_constants
1:  vldmia r0, ALL_A
    vsub.f32 A, A, s0
    exponential
    vldmia r3, ALL_A
    vldmia r2!, ALL_C
    vadd.f32 A, A, B
    subs r1, r1, #1
    vmul.f32 B, B, C
    vstmia r3, ALL_A
    vstmia r0!, ALL_B
    bne 1b
    end pipit_armv6_weights

    // tanh of A, to A: 1 - 2 / (exp(2 * A) + 1); the second vector of scratch memory holds ones.
    .macro hyperbolic_tangent
    vadd.f32 A, A, A
    exponential
    add lr, sp, #32
    vldmia lr, ALL_C
    vadd.f32 B, B, s4
    vadd.f32 A, C, C
    vdiv.f32 A, A, B
    vsub.f32 A, C, A
    .endm

    .macro store_ones
    .irp r, r4, r5, r6, r7, r8, r9, r10, r11
    mov \r, #0x3F800000
    .endr
    add lr, sp, #32
    stmia lr, EIGHT
    .endm

// void pipit_armv6_tanh(float *x, size_t vectors)
    leaf pipit_armv6_tanh
    begin
    load_constants
    store_ones
1:  vldmia r0, ALL_A
    hyperbolic_tangent
    subs r1, r1, #1
    vstmia r0!, ALL_A
    bne 1b
    end pipit_armv6_tanh

// void pipit_armv6_gelu_tanh(float *x, size_t vectors, const float constants[3])
// (0.5 * x) * (1 + tanh(0.79788456 * (x + ((0.044715 * x) * x) * x))); the constants in the order 0.044715, 0.79788456, 0.5.
    leaf pipit_armv6_gelu_tanh
    begin
    load_constants
    store_ones
1:  vldmia r2, {s1-s2}
    vldmia r0, ALL_A
    vmul.f32 B, A, s1
    vmul.f32 B, B, A
    vmul.f32 B, B, A
    vadd.f32 A, A, B
    vmul.f32 A, A, s2
    hyperbolic_tangent
    vldr s1, [r2, #8]
    vldmia r0, ALL_B
    vadd.f32 A, A, s4
    subs r1, r1, #1
    vmul.f32 B, B, s1
    vmul.f32 A, B, A
    vstmia r0!, ALL_A
    bne 1b
    end pipit_armv6_gelu_tanh

// void pipit_armv6_gelu_erf(float *x, size_t vectors, const float constants[8])
// (0.5 * x) * (1 + erf(x * 0.70710678)). The constants: 0.70710678, 0.3275911, 1.061405429, -1.453152027, 1.421413741,
// -0.284496736, 0.254829592, 0.5.
    leaf pipit_armv6_gelu_erf
    begin
    load_constants
    store_ones
    vmov s0, r4
1:  vldmia r2, {s1-s4}
    vldmia r0, ALL_A
    vmul.f32 A, A, s1           // z
    vmov r4, r5, s8, s9
    vmov r6, r7, s10, s11
    vmov r8, r9, s12, s13
    vmov r10, r11, s14, s15
    .irp r, r4, r5, r6, r7, r8, r9, r10, r11
    and \r, \r, #0x80000000
    orr \r, \r, #0x3F800000     // 1 with the sign of z
    .endr
    vabs.f32 C, A
    add lr, sp, #64
    stmia lr, EIGHT
    add lr, sp, #32
    vmul.f32 B, C, s2
    vldmia lr, ALL_A            // ones
    vadd.f32 B, B, s0
    vdiv.f32 A, A, B            // t
    vmul.f32 B, A, s3
    vadd.f32 B, B, s4
    add lr, r2, #16
    vldmia lr, {s1-s3}
    vmul.f32 B, B, A
    vadd.f32 B, B, s1
    vmul.f32 B, B, A
    vadd.f32 B, B, s2
    vmul.f32 B, B, A
    vadd.f32 B, B, s3
    vmul.f32 B, B, A            // p * t
    vmul.f32 A, C, C
    add lr, sp, #96
    vstmia lr, ALL_B
    vneg.f32 A, A
    exponential
    add lr, sp, #64
    vldmia lr!, ALL_A           // the sign
    vldmia lr, ALL_C            // p * t
    add lr, sp, #32
    vmul.f32 B, C, B
    vldmia lr, ALL_C            // ones
    vsub.f32 C, C, B
    vmul.f32 A, C, A            // erf
    vldmia r0, ALL_B
    vldr s1, [r2, #28]
    vadd.f32 A, A, s4
    vmul.f32 B, B, s1
    subs r1, r1, #1
    vmul.f32 A, B, A
    vstmia r0!, ALL_A
    bne 1b
    end pipit_armv6_gelu_erf
#endif
