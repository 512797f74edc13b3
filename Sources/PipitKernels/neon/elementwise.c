// The elementwise operations of the neon and dotprod kernel sets on 64-bit ARM.
#include "../kernel_sets.h"

#if defined(PIPIT_KERNELS_NEON) && defined(__aarch64__)
#define ELEMENTWISE pipit_elementwise_neon
#define WIDTH 8
#include "../vector/elementwise.h"
#endif
