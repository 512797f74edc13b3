// The seccomp filter: after start-up the program reads its input, writes its outputs, waits for them, asks for the time
// and ends, so the kernel lets it do nothing else. Whoever takes it over through a line of text or a model can open no
// file and no socket, and read and write nothing that the program would not.

#include "linux.h"
#include "pipit_system.h"

#ifdef PIPIT_FREESTANDING

// One instruction of the kernel's packet filter (classic BPF), and the program made of them.
struct filter_step {
    uint16_t code;
    uint8_t if_true, if_false;
    uint32_t value;
};

enum {
    load_word = 0x20,
    jump_if_equal = 0x15,
    answer = 0x06,
    offset_of_number = 0,  // in the kernel's `struct seccomp_data`
    offset_of_architecture = 4,
    offset_of_arguments = 16,  // of 8 bytes each, the lower half first
};

#define ALLOW 0x7FFF0000u
#define KILL_PROCESS 0x80000000u  // kernels before 4.14 read it as "kill the thread": there is but one

// `[3 for the architecture, up to 11 for each of 14 calls, 1 for all others]`
struct filter {
    uint16_t length;
    struct filter_step steps[3 + 14 * 11 + 1];
};

// The kernel's own `struct sock_fprog`.
struct program {
    uint16_t length;
    const struct filter_step *steps;
};

// Which arguments of a call are looked at. The kernel takes descriptors and numbers from the lower half of a register;
// of an address both halves count.
enum { first = 1, second = 2, third = 4, upper_second = 8 };

MADE_SMALL static void add(struct filter *filter, uint16_t code, uint32_t value) {
    filter->steps[filter->length++] = (struct filter_step){code, 0, 0, value};
}

// Allows a call whose arguments are as given, those of them that are looked at.
MADE_SMALL __attribute__((noinline)) static void allow(
    struct filter *filter, uint32_t call, unsigned looked_at, long a, long b, long c) {
    const uint32_t values[] = {(uint32_t)a, (uint32_t)b, (uint32_t)c, (uint32_t)((uint64_t)(unsigned long)b >> 32)};
    static const uint8_t offsets[] = {0, 8, 16, 12};
    const uint16_t start = filter->length;
    // The number is loaded anew for each, since the steps before may have loaded an argument.
    add(filter, load_word, offset_of_number);
    add(filter, jump_if_equal, call);
    for (size_t i = 0; i < sizeof offsets; i++) {
        if (looked_at >> i & 1) {
            add(filter, load_word, (uint32_t)(offset_of_arguments + offsets[i]));
            add(filter, jump_if_equal, values[i]);
        }
    }
    add(filter, answer, ALLOW);
    // A jump counts the steps that it passes over: here, to behind the last.
    for (uint16_t i = start; i < filter->length; i++) {
        if (filter->steps[i].code == jump_if_equal) {
            filter->steps[i].if_false = (uint8_t)(filter->length - i - 1);
        }
    }
}

MADE_SMALL static void allow_what_runs(struct filter *filter, const struct pipit_reach *reach) {
    const long monotonic = 1;
    allow(filter, CALL_READ, first, reach->input, 0, 0);
    allow(filter, CALL_WRITE, first, reach->output, 0, 0);
    allow(filter, CALL_CLOCK_GETTIME, first, monotonic, 0, 0);
    allow(filter, CALL_WRITE, first, 2, 0, 0);
    if (reach->copy >= 0) {
        allow(filter, CALL_WRITE, first, reach->copy, 0, 0);
    }
    if (reach->status >= 0) {
        allow(filter, CALL_READ_AT, first, reach->status, 0, 0);
    }
    allow(filter, CALL_EXIT_GROUP, 0, 0, 0, 0);
    if (reach->line == 0) {
        // For one descriptor, without a limit of time.
        allow(filter, CALL_POLL, second | third, 0, 1, 0);
        return;
    }
    allow(filter, CALL_POLL, 0, 0, 0, 0);  // it is the pause between two tries as well
    allow(filter, CALL_CLOSE, first, reach->input, 0, 0);
    // The one file that can be opened: its name lies in memory that nothing can write to.
    allow(
        filter, CALL_OPEN_AT, first | second | third | upper_second, AT_CURRENT_DIRECTORY, (long)reach->line,
        OPEN_SERIAL);
    allow(filter, CALL_LOCK, first, reach->input, 0, 0);
    allow(filter, CALL_IOCTL, first | second, reach->input, GET_LINE_SETTINGS, 0);
    allow(filter, CALL_IOCTL, first | second, reach->input, SET_LINE_SETTINGS, 0);
    allow(filter, CALL_IOCTL, first | second, reach->input, SET_LINE_EXCLUSIVE, 0);
}

MADE_SMALL int pipit_confine(const struct pipit_reach *reach) {
    const long set_no_new_privileges = 38, set_seccomp = 22, by_filter = 2;
    struct filter filter;
    filter.length = 0;
    add(&filter, load_word, offset_of_architecture);
    add(&filter, jump_if_equal, AUDIT_ARCHITECTURE);
    filter.steps[1].if_true = 1;
    add(&filter, answer, KILL_PROCESS);
    allow_what_runs(&filter, reach);
    add(&filter, answer, KILL_PROCESS);
    const struct program program = {filter.length, filter.steps};
    // prctl refuses unused arguments that are not zero.
    long result = raw_system_call(CALL_PRCTL, set_no_new_privileges, 1, 0, 0, 0, 0);
    if (result >= 0) {
        result = raw_system_call(CALL_PRCTL, set_seccomp, by_filter, (long)&program, 0, 0, 0);
    }
    if (result < 0) {
        return (int)result;
    }
#ifdef PIPIT_TEST_FORBIDDEN_CALL
    // Tests/boards builds this to see the kernel end the process.
    system_call(CALL_GET_PID, 0, 0, 0);
#endif
    return 0;
}

#else

// The C library and Swift's run-time under an ordinary build ask for memory whenever they like.
int pipit_confine(const struct pipit_reach *reach) {
    (void)reach;
    return -ERROR_NOT_THERE;
}

#endif
