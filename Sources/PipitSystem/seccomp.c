// The seccomp filter: after start-up the program reads, writes, asks for the time and ends, so the kernel lets it do
// nothing else. Whoever takes it over through a line of text can open no file and no socket.

#include "linux.h"
#include "pipit_system.h"

#ifdef PIPIT_FREESTANDING

// One instruction of the kernel's packet filter (classic BPF), and the program made of them.
struct filter_step {
    uint16_t code;
    uint8_t if_true, if_false;
    uint32_t value;
};

struct filter {
    uint16_t length;
    const struct filter_step *steps;
};

enum {
    load_word = 0x20,
    jump_if_equal = 0x15,
    answer = 0x06,
    offset_of_number = 0,  // in the kernel's `struct seccomp_data`
    offset_of_architecture = 4,
};

#define ALLOW 0x7FFF0000u
#define KILL_PROCESS 0x80000000u  // kernels before 4.14 read it as "kill the thread": there is but one

// A jump counts the steps that it passes over.
static const struct filter_step only_line_and_clock[] = {
    {load_word, 0, 0, offset_of_architecture},
    {jump_if_equal, 0, 6, AUDIT_ARCHITECTURE},
    {load_word, 0, 0, offset_of_number},
    {jump_if_equal, 5, 0, CALL_READ},
    {jump_if_equal, 4, 0, CALL_WRITE},
    {jump_if_equal, 3, 0, CALL_CLOCK_GETTIME},
    {jump_if_equal, 2, 0, CALL_EXIT_GROUP},
    {jump_if_equal, 1, 0, CALL_EXIT},
    {answer, 0, 0, KILL_PROCESS},
    {answer, 0, 0, ALLOW},
};

int pipit_confine(void) {
    const long set_no_new_privileges = 38, set_seccomp = 22, by_filter = 2;
    const struct filter filter = {
        sizeof only_line_and_clock / sizeof only_line_and_clock[0],
        only_line_and_clock,
    };
    // prctl refuses unused arguments that are not zero.
    long result = raw_system_call(CALL_PRCTL, set_no_new_privileges, 1, 0, 0, 0, 0);
    if (result >= 0) {
        result = raw_system_call(CALL_PRCTL, set_seccomp, by_filter, (long)&filter, 0, 0, 0);
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
int pipit_confine(void) { return -ERROR_NOT_THERE; }

#endif
