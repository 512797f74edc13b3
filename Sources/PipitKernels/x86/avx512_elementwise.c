// The elementwise operations of the avx512 kernel set.
#include "../kernel_sets.h"
#ifdef PIPIT_KERNELS_X86

#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512dq,avx512vl"))), apply_to = function)

#define ELEMENTWISE pipit_elementwise_avx512
#define WIDTH 16
#include "../vector/elementwise.h"

#pragma clang attribute pop

#endif
