// The row steps of the sse2 kernel set.
#include "kernels.h"
#ifdef PIPIT_KERNELS_X86

#pragma clang diagnostic ignored "-Wpsabi"  // vectors of 32 bytes pass in memory, between functions of this page only

#define ROW_STEPS pipit_rows_sse2
#define WIDTH 8
#include "kernels_rows.h"

#endif
