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

// The kernel's own `struct sock_fprog`.
struct program {
    uint16_t length;
    const struct filter_step *steps;
};

// What argument 0 of a call must be; the kernel takes descriptors from the lower half of a register.
enum what { input, output, diagnostics, copy, status, clock, folder, kinds, anything };

// Which arguments are looked at beside: numbers by their lower half; of an address both halves count.
enum { second = 2, third = 4, upper_second = 8 };

struct rule {
    uint16_t call;
    uint8_t what, looked_at;
    uint32_t second, third;
};

enum { rules_of_all = 8 };

// The first are for every program, but for copy and status where it has none; the others open its line again.
static const struct rule rules[] = {
    {CALL_READ, input, 0, 0, 0},
    {CALL_WRITE, output, 0, 0, 0},
    {CALL_CLOCK_GETTIME, clock, 0, 0, 0},
    {CALL_WRITE, diagnostics, 0, 0, 0},
    {CALL_WRITE, copy, 0, 0, 0},
    {CALL_READ_AT, status, 0, 0, 0},
    {CALL_EXIT_GROUP, anything, 0, 0, 0},
    {CALL_POLL, anything, second, 1, 0},  // of one descriptor
    {CALL_POLL, anything, second, 0, 0},  // the pause between two tries
    {CALL_CLOSE, input, 0, 0, 0},
    // The one file that can be opened: its name lies in memory that nothing can write to.
    {CALL_OPEN_AT, folder, second | third | upper_second, 0, OPEN_SERIAL},
    {CALL_LOCK, input, 0, 0, 0},
    {CALL_IOCTL, input, second, GET_LINE_SETTINGS, 0},
    {CALL_IOCTL, input, second, SET_LINE_SETTINGS, 0},
    {CALL_IOCTL, input, second, SET_LINE_EXCLUSIVE, 0},
};

enum { rule_count = sizeof rules / sizeof rules[0] };

// `[3 for the architecture, up to 11 for each rule, 1 for all others]`
struct filter {
    uint16_t length;
    struct filter_step steps[3 + 11 * rule_count + 1];
};

MADE_SMALL __attribute__((noinline)) static void add(struct filter *filter, uint16_t code, uint32_t value) {
    filter->steps[filter->length++] = (struct filter_step){code, 0, 0, value};
}

// Allows a call whose arguments are as given, those of them that are looked at.
MADE_SMALL static void allow(struct filter *filter, uint32_t call, unsigned looked_at, const uint32_t *values) {
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
    const int monotonic = 1;
    const int is[kinds] = {reach->input, reach->output, 2, reach->copy, reach->status, monotonic, AT_CURRENT_DIRECTORY};
    const uint64_t line = (uintptr_t)reach->line;
    for (const struct rule *rule = rules; rule < rules + (line == 0 ? rules_of_all : rule_count); rule++) {
        uint32_t values[] = {0, rule->second, rule->third, (uint32_t)(line >> 32)};
        unsigned looked_at = rule->looked_at;
        if (rule->what != anything) {
            if (is[rule->what] == -1) {
                continue;
            }
            values[0] = (uint32_t)is[rule->what];
            looked_at |= 1;
        }
        if (looked_at & upper_second) {
            values[1] = (uint32_t)line;
        }
        allow(filter, rule->call, looked_at, values);
    }
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
    return 0;
}

#else

// The C library and Swift's run-time under an ordinary build ask for memory whenever they like.
int pipit_confine(const struct pipit_reach *reach) {
    (void)reach;
    return -ERROR_NOT_THERE;
}

#endif
