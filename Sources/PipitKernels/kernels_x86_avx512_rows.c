// The row steps of the avx512 kernel set.
#include "kernels.h"
#ifdef PIPIT_KERNELS_X86

#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512dq,avx512vl"))), apply_to = function)

#define ROW_STEPS pipit_rows_avx512
#define WIDTH 16
#include "kernels_rows.h"

#pragma clang attribute pop

#endif
