// Which of the x86 kernel sets the processor, and the system under it, can run.
#include "../kernel_sets.h"
#ifdef PIPIT_KERNELS_X86

#include <cpuid.h>

typedef struct features {
    _Bool avx2, avx512;
} features;

// What of the vector registers the system saves when it changes processes.
static uint32_t saved_state(void) {
    uint32_t low, high;
    __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    return low;
}

static features find_features(void) {
    enum { saves_state = 1 << 27, ymm = 0x06, zmm = 0xE6 };
    features found = {0, 0};
    uint32_t a, b, c, d;
    if (!__get_cpuid(1, &a, &b, &c, &d) || (c & saves_state) == 0) {
        return found;
    }
    const uint32_t saved = saved_state();
    if (!__get_cpuid_count(7, 0, &a, &b, &c, &d)) {
        return found;
    }
    found.avx2 = (saved & ymm) == ymm && (b & bit_AVX2) != 0;
    const uint32_t needed = bit_AVX512F | bit_AVX512DQ | bit_AVX512BW | bit_AVX512VL;
    found.avx512 = (saved & zmm) == zmm && (b & needed) == needed && (c & bit_AVX512VNNI) != 0;
    return found;
}

_Bool pipit_has_avx2(void) { return find_features().avx2; }
_Bool pipit_has_avx512(void) { return find_features().avx512; }

#endif
