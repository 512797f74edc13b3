// The elementwise operations of the sse2 kernel set.
#include "../kernel_sets.h"
#ifdef PIPIT_KERNELS_X86

#pragma clang diagnostic ignored "-Wpsabi"  // vectors of 32 bytes pass in memory, between functions of this page only

#define ELEMENTWISE pipit_elementwise_sse2
#define WIDTH 8
#include "../vector/elementwise.h"

#endif
