// The row steps of the avx2 kernel set.
#include "kernels.h"
#ifdef PIPIT_KERNELS_X86

#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)

#define ROW_STEPS pipit_rows_avx2
#define WIDTH 8
#include "kernels_rows.h"

#pragma clang attribute pop

#endif
