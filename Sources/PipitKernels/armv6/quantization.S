// Row quantization on whole vectors of eight.
#include "../kernel_sets.h"
#ifdef PIPIT_KERNELS_ARMV6

    .syntax unified
    .arm
    .fpu vfpv2

#include "vfp.h"

// uint32_t pipit_vfp_maximum_magnitude(const float *x, size_t vectors)
// The maximum magnitude of x, by its bits; vectors >= 1.
    begin_function pipit_vfp_maximum_magnitude, quantization, 32
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
    .size pipit_vfp_maximum_magnitude, . - pipit_vfp_maximum_magnitude

    // q = round(x * inverse): x r0, q r1, vectors r2, inverse s0. The next vector is on its way while one is stored.
    .macro round_function name, store, size
    begin_function \name, quantization, 32
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

// void pipit_vfp_round_s8(const float *x, int8_t *q, size_t vectors, float inverse)
// void pipit_vfp_round_s16(const float *x, int16_t *q, size_t vectors, float inverse)
// q = round(x * inverse); vectors >= 1. q may be the memory of x.
    round_function pipit_vfp_round_s8, strb, 1
    round_function pipit_vfp_round_s16, strh, 2
#endif
