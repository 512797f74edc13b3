// The functions with an exponential inside, softmax and activations, on whole vectors of eight.
#include "../kernel_sets.h"
#ifdef PIPIT_KERNELS_ARMV6

    .syntax unified
    .arm
    .fpu vfpv2

#include "vfp.h"

// void pipit_vfp_scores(void *row, size_t vectors, const float *scales, float scale)
// z = sum * (scale * scales), in place.
    begin_function pipit_vfp_scores, softmax, 32
    begin
1:  vldmia r2!, ALL_B
    vldmia r0, ALL_A
    vmul.f32 B, B, s0
    convert
    subs r1, r1, #1
    vmul.f32 A, A, B
    vstmia r0!, ALL_A
    bne 1b
    end pipit_vfp_scores

// float pipit_vfp_maximum(const float *x, size_t vectors)
// The maximum of x. Bits of floats rise with the number when it is positive, and fall when it is negative.
    begin_function pipit_vfp_maximum, softmax, 32
    push {r4-r11, lr}
    mov r2, #0x80000000
    mov r3, #0xFFFFFFFF
1:  ldmia r0!, EIGHT
    .irp r, r4, r5, r6, r7, r8, r9, r10, r11
    cmp \r, r2
    movgt r2, \r                // the maximum as a signed number: right if one is positive
    cmp \r, r3
    movlo r3, \r                // the minimum as an unsigned number: right if all are negative
    .endr
    subs r1, r1, #1
    bne 1b
    tst r3, r3
    movmi r2, r3
    vmov s0, r2
    pop {r4-r11, pc}
    .size pipit_vfp_maximum, . - pipit_vfp_maximum

    // e to the power of A, in B, by ARITHMETIC.md; A and C are lost, and r4 ... r11 and lr. r12 and s5 ... s7 hold what
    // load_constants brought; 1 is left in s4. Scratch: the first vector.
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
    blls pipit_vfp_clamp      // rarely: most numbers are far from the ends of the range
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
    ldr r12, =pipit_vfp_constants
    add lr, r12, #32
    vldmia lr, {s5-s7}
    .endm

    .section .rodata.pipit_vfp_constants, "a", %progbits
    .balign 4
pipit_vfp_constants:
    .float 1.44269504, 12582912.0, 0.693359375, -2.12194440e-4
    .float 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1, 1.0
    .float 1.9875691500e-4, 1.3981999507e-3, 8.3334519073e-3
    .float 88.0, -87.0
    .equ limits_at, 44 - 16      // of 88 and -87, from where r12 stands in `exponential`

// Clamps A to -87 ... 88 and begins `exponential` with it again: B = A * s1.
    begin_function pipit_vfp_clamp, activation, 32
    mov r4, #0
    vmsr fpscr, r4              // one number at a time
    vmov r5, r6, s5, s6
    vldr s5, [r12, #limits_at]
    vldr s6, [r12, #limits_at + 4]
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
    .size pipit_vfp_clamp, . - pipit_vfp_clamp

// void pipit_vfp_silu(void *row, size_t vectors, const float *scales, const float *bias, float factor)
// y = SiLU(sum * (scales * factor) + bias), in place.
    begin_function pipit_vfp_silu, activation, 32
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
    end pipit_vfp_silu

// void pipit_vfp_weights(float *z, size_t vectors, const float *value_scales, float lanes[8], float maximum)
// e = exp(z - maximum), lanes = lanes + e, z = e * value_scales.
    begin_function pipit_vfp_weights, softmax, 32
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
    end pipit_vfp_weights

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

// void pipit_vfp_tanh(float *x, size_t vectors)
    begin_function pipit_vfp_tanh, activation, 32
    begin
    load_constants
    store_ones
1:  vldmia r0, ALL_A
    hyperbolic_tangent
    subs r1, r1, #1
    vstmia r0!, ALL_A
    bne 1b
    end pipit_vfp_tanh

// void pipit_vfp_gelu_tanh(float *x, size_t vectors, const float constants[3])
// (0.5 * x) * (1 + tanh(0.79788456 * (x + ((0.044715 * x) * x) * x))). The constants: 0.044715, 0.79788456, 0.5.
    begin_function pipit_vfp_gelu_tanh, activation, 32
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
    end pipit_vfp_gelu_tanh

// void pipit_vfp_gelu_erf(float *x, size_t vectors, const float constants[8])
// (0.5 * x) * (1 + erf(x * 0.70710678)). The constants: 0.70710678, 0.3275911, 1.061405429, -1.453152027, 1.421413741,
// -0.284496736, 0.254829592, 0.5.
    begin_function pipit_vfp_gelu_erf, activation, 32
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
    end pipit_vfp_gelu_erf
#endif
