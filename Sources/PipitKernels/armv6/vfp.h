#ifndef PIPIT_ARMV6_VFP_H
#define PIPIT_ARMV6_VFP_H

// The short vectors of the ARM1176's floating-point unit (VFP11), for assembly: with a length of 8 in FPSCR, one
// instruction works on eight consecutive registers, a bank, one a cycle. The banks are
//     A  s8 ... s15        B  s16 ... s23        C  s24 ... s31
// and s0 ... s7 hold scalars: as a last operand, one of them meets all eight numbers. Loads, stores, conversions and
// comparisons work on the registers they name, as ever. Each function takes whole vectors of eight.

#include "../kernel_sets.h"
#include "../kernel_support.h"

// clang-format off

#define A s8
#define B s16
#define C s24
#define ALL_A {s8-s15}
#define ALL_B {s16-s23}
#define ALL_C {s24-s31}
#define EIGHT {r4-r11}

    // Scratch memory at the stack pointer, between `begin` and `end`: four vectors.
    .equ scratch_bytes, 128
    .equ arguments_at, scratch_bytes + 64 + 36

    .macro begin
    push {r4-r11, lr}
    vpush {d8-d15}
    sub sp, sp, #scratch_bytes
    mov r12, #0x70000           // vectors of 8
    vmsr fpscr, r12
    .endm

    .macro end name
    add sp, sp, #scratch_bytes
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

// clang-format on

#endif
