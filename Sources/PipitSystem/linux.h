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
#define ERROR_INVALID 22
#define ERROR_TOO_BIG 27
#define ERROR_NOT_THERE 38

#define AT_CURRENT_DIRECTORY (-100)
#define OPEN_READ_ONLY 0
#define OPEN_READ_WRITE 2
#define OPEN_NOT_CONTROLLING 0400

// One call without a retry; what the kernel answers.
static inline long system_call(long number, long a, long b, long c) {
    return raw_system_call(number, a, b, c, 0, 0, 0);
}

// One call, again whenever a signal interrupted it.
static inline long system_call_to_end(long number, long a, long b, long c) {
    long result;
    do {
        result = system_call(number, a, b, c);
    } while (result == -ERROR_INTERRUPTED);
    return result;
}

#endif
