// RMSNorm and LayerNorm on whole vectors of eight.
#include "../kernel_sets.h"
#ifdef PIPIT_KERNELS_ARMV6

    .syntax unified
    .arm
    .fpu vfpv2

#include "vfp.h"

// void pipit_vfp_squares(const float *x, size_t vectors, float lanes[8])
// lanes = lanes + x * x, vector by vector.
    begin_function pipit_vfp_squares, norm, 32
    begin
    vldmia r2, ALL_C
1:  vldmia r0!, ALL_A
    subs r1, r1, #1
    vmul.f32 A, A, A
    vadd.f32 C, C, A
    bne 1b
    vstmia r2, ALL_C
    end pipit_vfp_squares

// void pipit_vfp_sums(const float *x, size_t vectors, float lanes[8])
// lanes = lanes + x, vector by vector.
    begin_function pipit_vfp_sums, norm, 32
    begin
    vldmia r2, ALL_C
1:  vldmia r0!, ALL_A
    subs r1, r1, #1
    vadd.f32 C, C, A
    bne 1b
    vstmia r2, ALL_C
    end pipit_vfp_sums

// void pipit_vfp_subtract(float *x, size_t vectors, float y)
// x = x - y.
    begin_function pipit_vfp_subtract, norm, 32
    begin
1:  vldmia r0, ALL_A
    subs r1, r1, #1
    vsub.f32 A, A, s0
    vstmia r0!, ALL_A
    bne 1b
    end pipit_vfp_subtract

// void pipit_vfp_gain(float *x, size_t vectors, const float *gain, float inverse)
// x = (x * inverse) * gain.
    begin_function pipit_vfp_gain, norm, 32
    begin
1:  vldmia r0, ALL_A
    vldmia r2!, ALL_B
    vmul.f32 A, A, s0
    subs r1, r1, #1
    vmul.f32 A, A, B
    vstmia r0!, ALL_A
    bne 1b
    end pipit_vfp_gain
#endif
