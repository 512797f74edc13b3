// A program whose calls are followed, and changed, by ptrace: on x86-64 alone.

#ifndef TRACED_H
#define TRACED_H

#include <sys/types.h>
#include <sys/user.h>

// What is sent to a program, a part whenever it waits, and then the end.
struct feed {
    int to, from;  // the same for a serial line
    const char *const *parts;
    size_t used;  // of `bytes`, which get what comes back
};

// Starts the program with its three descriptors, -1 for /dev/null, and arguments up to NULL; it waits for `follow`.
pid_t start_traced(int input, int output, int diagnostics, ...);

// The next thing that happens to a traced process; one that waits for input gets some.
int next_event(pid_t process, struct feed *feed, int waits);

// Whether the call waits for input.
int waits(const struct user_regs_struct *registers);

long number_of(const struct user_regs_struct *registers);

// Whether the call confines the process.
int confines(const struct user_regs_struct *registers);

struct end {
    int status;
    long calls, failed;    // how many, and the number of the one that failed
    long confined, spoke;  // which was the filter, and which the first to write to standard error; -1 for none
};

// Follows a traced program to its end, with call number `failing` answered by `error` instead of by the kernel; 0 is
// the first, -1 none.
struct end follow(pid_t process, struct feed *feed, long failing, int error);

#endif
