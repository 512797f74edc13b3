// The sse2 kernel set: what every 64-bit x86 processor has.
#include "../kernel_sets.h"
#include "../kernel_support.h"
#ifdef PIPIT_KERNELS_X86

#pragma clang diagnostic ignored "-Wpsabi"  // vectors of 32 bytes pass in memory, between functions of this page only

#define LANES 8
#define MULTIPLY_PAIRS(a, b) __builtin_ia32_pmaddwd128(a, b)
#define SET pipit_kernels_sse2
#define SET_NAME "sse2"
#define SET_ELEMENTWISE pipit_elementwise_sse2
#include "pairs.h"

#endif
