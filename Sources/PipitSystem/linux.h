#ifndef PIPIT_LINUX_H
#define PIPIT_LINUX_H

// What the shim uses of Linux's interface, by its own names: the boards' triples have no system headers.
// Numbers and registers of one architecture stand in linux_ARCHITECTURE.h.

#include <stddef.h>
#include <stdint.h>

#if defined(__arm__)
#include "linux_arm.h"
#elif defined(__aarch64__)
#include "linux_aarch64.h"
#elif defined(__x86_64__)
#include "linux_x86_64.h"
#else
#error "no system calls for this architecture"
#endif

#define ERROR_INTERRUPTED 4
#define ERROR_INPUT_OUTPUT 5
#define ERROR_NOT_OPEN 9
#define ERROR_NOT_READY 11
#define ERROR_BUSY 16
#define ERROR_INVALID 22
#define ERROR_TOO_BIG 27
#define ERROR_NOT_THERE 38

#define AT_CURRENT_DIRECTORY (-100)
#define OPEN_READ_ONLY 0
#define OPEN_READ_WRITE 2
#define OPEN_NOT_CONTROLLING 0400
#define OPEN_SERIAL (OPEN_READ_WRITE | OPEN_NOT_CONTROLLING)
#define OPEN_AS_PLACE 010000000  // O_PATH: neither read nor written through

#define GET_LINE_SETTINGS 0x5401   // TCGETS
#define SET_LINE_SETTINGS 0x5402   // TCSETS
#define SET_LINE_EXCLUSIVE 0x540C  // TIOCEXCL

// `struct timespec` of the calls above: `long` on every architecture here.
struct moment {
    long seconds, nanoseconds;
};

// What runs once is made small: as fast as the kernels, it is twice the code.
#define MADE_SMALL __attribute__((minsize))

// One call without a retry; what the kernel answers. Never inlined: its registers are half of what its callers are.
MADE_SMALL __attribute__((noinline, unused)) static long system_call(long number, long a, long b, long c) {
    return raw_system_call(number, a, b, c, 0, 0, 0);
}

// One call, again whenever a signal interrupted it.
MADE_SMALL __attribute__((noinline, unused)) static long system_call_to_end(long number, long a, long b, long c) {
    long result;
    do {
        result = system_call(number, a, b, c);
    } while (result == -ERROR_INTERRUPTED);
    return result;
}

#endif
