// Makes a process believe that its processor is older: CPUID, executed in it, no longer tells of AVX-512 and AMX, or of
// anything newer than SSE4.2. For engines that choose their kernels by CPUID and cannot be told otherwise.
//
//     cc -O2 -shared -fPIC -o older_processor.so older_processor.c
//     PIPIT_NEWEST=avx2 LD_PRELOAD=./older_processor.so PROGRAM          (or sse2)
//
// Linux on x86-64, on processors that can fault on CPUID: each CPUID becomes a signal, whose handler answers in its
// place. The flag goes to threads that are started afterwards, not through exec. Without the feature the process ends
// with 3.
#define _GNU_SOURCE
#include <cpuid.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

enum { set_cpuid = 0x1012 };  // ARCH_SET_CPUID
enum {
    fma = 1u << 12,
    xsave = 3u << 26,
    avx = 1u << 28,
    f16c = 1u << 29,  // leaf 1, ecx
    avx2 = 1u << 5,
    avx512_b = 1u << 16 | 1u << 17 | 1u << 21 | 3u << 26 | 1u << 28 | 3u << 30,  // leaf 7, ebx
    avx512_c = 1u << 1 | 1u << 6 | 1u << 11 | 1u << 12 | 1u << 14,
    vaes = 3u << 9,  // leaf 7, ecx
    avx512_d = 3u << 2 | 1u << 8 | 1u << 23,
    amx = 1u << 22 | 3u << 24,  // leaf 7, edx
};

static _Bool hides_avx;

static void fault_on_cpuid(_Bool faults) {
    if (syscall(SYS_arch_prctl, set_cpuid, !faults) != 0) {
        _exit(3);
    }
}

static void answer(int signal_number, siginfo_t *info, void *context) {
    greg_t *r = ((ucontext_t *)context)->uc_mcontext.gregs;
    const uint8_t *at = (const uint8_t *)r[REG_RIP];
    (void)info;
    if (at[0] != 0x0F || at[1] != 0xA2) {  // no CPUID: a fault of the program's own
        signal(signal_number, SIG_DFL);
        return;
    }
    const uint32_t leaf = (uint32_t)r[REG_RAX], part = (uint32_t)r[REG_RCX];
    uint32_t a, b, c, d;
    fault_on_cpuid(0);
    __cpuid_count(leaf, part, a, b, c, d);
    fault_on_cpuid(1);
    if (leaf == 7 && part == 0) {
        b &= ~(uint32_t)avx512_b;
        c &= ~(uint32_t)avx512_c;
        d &= ~(uint32_t)(avx512_d | amx);
        if (hides_avx) {
            b &= ~(uint32_t)avx2;
            c &= ~(uint32_t)vaes;
        }
    }
    if (leaf == 7 && part > 0) {
        a = b = c = d = 0;  // AVX-VNNI and newer
    }
    if (leaf == 1 && hides_avx) {
        c &= ~(uint32_t)(fma | xsave | avx | f16c);
    }
    r[REG_RAX] = a;
    r[REG_RBX] = b;
    r[REG_RCX] = c;
    r[REG_RDX] = d;
    r[REG_RIP] += 2;
}

__attribute__((constructor)) static void start(void) {
    const char *newest = getenv("PIPIT_NEWEST");
    if (newest == NULL) {
        return;
    }
    hides_avx = strcmp(newest, "sse2") == 0;
    struct sigaction action = {.sa_sigaction = answer, .sa_flags = SA_SIGINFO | SA_NODEFER};
    sigaction(SIGSEGV, &action, NULL);
    fault_on_cpuid(1);
}
