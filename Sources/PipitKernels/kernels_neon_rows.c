// The row steps of the NEON and dot-product kernel sets on 64-bit ARM.
#include "kernels.h"

#if defined(PIPIT_KERNELS_NEON) && defined(__aarch64__)
#define ROW_STEPS pipit_rows_neon
#define WIDTH 8
#include "kernels_rows.h"
#endif
