// The device program at its edges, driven from outside: descriptors that do not block, hang-ups, calls that fail one
// after the other. It is static and has no C library to replace, so its calls are made to fail by ptrace.

#ifndef EDGES_TEST_H
#define EDGES_TEST_H

#define _GNU_SOURCE
#include <stdarg.h>
#include <stddef.h>
#include <sys/types.h>

// MARK: A program at work (talk.c)

extern const char *program;
extern int failures;
extern const char ping[];    // the reply to @ping
extern char bytes[1 << 16];  // what was read last

// Counts and prints a failure where the condition does not hold.
__attribute__((format(printf, 2, 3))) void expect(int condition, const char *what, ...);

struct talk {
    pid_t process;
    int to, from, diagnostics;  // the test's ends
};

// Starts the program with its three descriptors, -1 for /dev/null, and arguments up to NULL.
pid_t start_with(int input, int output, int diagnostics, int traced, va_list values);

// Starts the program on pipes; `flags` are those of its input and output. Arguments up to NULL.
struct talk start_flagged(int flags, ...);

// Reads up to `count` line feeds, the end, or `milliseconds` without a byte; ends with a zero.
size_t read_lines(int from, char *read_bytes, size_t capacity, int count, int milliseconds);

void send_text(int to, const char *text);

// The status that a process ends with, 256 and the signal's number, or -1 where it does not end in time.
int end_of(pid_t process, int milliseconds);

// Ends the input and expects the program to end with a status.
void finish(const struct talk *talk, int status);

void close_talk(const struct talk *talk);

int begins(const char *text, const char *start);

// MARK: A serial line (serial_line.c)

struct serial {
    struct talk talk;
    int controller;
    char path[64];
};

void open_controller(struct serial *serial);

// Holds the line open and raw, so that what is sent before the program opens it is kept as it is, without an echo.
int hold_raw(const struct serial *serial);

// MARK: What is tested

void lose_no_line(long count);
void wait_for_input(void);
void start_quietly(void);
void copy_replies(void);
void refuse_a_copy_to_the_output(void);
void leave_a_line_at_a_trap(void);
void edit_lines(void);
void end_at_a_hang_up(void);
void reopen_after_a_hang_up(void);

// On x86-64 alone.
enum way { from_a_file, without_blocking, on_a_serial_line };
void fail_each_call(enum way way, const char *lines, int error);
void confine_before_parsing(const char *no_model);
void forbid_all_else(void);

#endif
