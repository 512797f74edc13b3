// The elementwise operations of the avx2 kernel set.
#include "../kernel_sets.h"
#ifdef PIPIT_KERNELS_X86

#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)

#define ELEMENTWISE pipit_elementwise_avx2
#define WIDTH 8
#include "../vector/elementwise.h"

#pragma clang attribute pop

#endif
