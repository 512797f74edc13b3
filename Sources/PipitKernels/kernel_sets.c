// Which kernels the processor runs.

#include "kernel_sets.h"

// The one table: the sets that were compiled for this architecture, the best first, and how to ask the processor
// whether it has the instructions (null: every processor of the architecture has them).
static const struct {
    const pipit_kernels *set;
    _Bool (*present)(void);
} table[] = {
#ifdef PIPIT_KERNELS_ARMV6
    {&pipit_kernels_armv6, NULL},
#endif
#ifdef PIPIT_KERNELS_DOTPROD
    {&pipit_kernels_dotprod, NULL},
#endif
#ifdef PIPIT_KERNELS_NEON
    {&pipit_kernels_neon, NULL},
#endif
#ifdef PIPIT_KERNELS_X86
    {&pipit_kernels_avx512, pipit_has_avx512},
    {&pipit_kernels_avx2, pipit_has_avx2},
    {&pipit_kernels_sse2, NULL},
#endif
    {&pipit_kernels_scalar, NULL},
};

const pipit_kernels *pipit_kernels_at(size_t index) {
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        if ((table[i].present == NULL || table[i].present()) && index-- == 0) {
            return table[i].set;
        }
    }
    return NULL;
}

const pipit_kernels *pipit_kernels_for_this_processor(void) {
#ifdef PIPIT_KERNELS_ARMV6
    return &pipit_kernels_armv6;  // not by the table, so that the others need not be in the program
#else
    return pipit_kernels_at(0);
#endif
}
