// The avx2 kernel set.
#include "../kernel_sets.h"
#include "../kernel_support.h"
#ifdef PIPIT_KERNELS_X86

#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)

#define LANES 16
#define MULTIPLY_PAIRS(a, b) __builtin_ia32_pmaddwd256(a, b)
#define SET pipit_kernels_avx2
#define SET_NAME "avx2"
#define SET_ELEMENTWISE pipit_elementwise_avx2
#include "pairs.h"

#pragma clang attribute pop

#endif
