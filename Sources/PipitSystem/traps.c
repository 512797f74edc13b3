// What a trap leaves behind: one line on standard error, before the process ends.

#include "linux.h"
#include "pipit_system.h"

#ifdef PIPIT_FREESTANDING

// The kernel's own `struct sigaction`; not the C library's.
struct signal_action {
    void (*handler)(int number, const uintptr_t *about, void *context);
    unsigned long flags;
    void (*restorer)(void);
    unsigned long mask[64 / (8 * sizeof(unsigned long))];
};

enum {
    with_information = 0x4,
    has_restorer = 0x4000000,
    // Of the kernel's `siginfo_t`, three 32-bit numbers first: the instruction, or the memory that it wanted.
    address_index = sizeof(uintptr_t) == 4 ? 3 : 2,
};

// It ends the process itself: returning from a handler is a call that the filter would have to allow.
MADE_SMALL static void end_by_trap(int number, const uintptr_t *about, void *context) {
    (void)context;
    static const char before[] = "pipit: ended by a trap: signal ", between[] = " at 0x";
    char line[sizeof before + sizeof between + 2 * sizeof(uintptr_t) + 2];
    size_t count = 0;
    for (const char *text = before; *text != 0;) {
        line[count++] = *text++;
    }
    if (number >= 10) {
        line[count++] = (char)('0' + number / 10);
    }
    line[count++] = (char)('0' + number % 10);
    for (const char *text = between; *text != 0;) {
        line[count++] = *text++;
    }
    for (int shift = 8 * sizeof(uintptr_t) - 4; shift >= 0; shift -= 4) {
        line[count++] = "0123456789abcdef"[about[address_index] >> shift & 15];
    }
    line[count++] = '\n';
    pipit_write_all(2, line, count);
    pipit_exit(128 + number);
}

MADE_SMALL void pipit_report_traps(void) {
    static const uint8_t traps[] = {4, 5, 7, 8, 11};  // SIGILL, SIGTRAP, SIGBUS, SIGFPE, SIGSEGV
    // x86-64 delivers no signal without a restorer, though this one is never reached.
    const struct signal_action action = {
        end_by_trap, with_information | has_restorer, (void (*)(void))end_by_trap, {0}};
    for (size_t i = 0; i < sizeof traps; i++) {
        raw_system_call(CALL_SIGNAL_ACTION, traps[i], (long)&action, 0, 8, 0, 0);
    }
}

#else

// An ordinary build has Swift's own report of a crash.
void pipit_report_traps(void) {}

#endif
