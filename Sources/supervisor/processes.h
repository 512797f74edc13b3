#ifndef SUPERVISOR_PROCESSES_H
#define SUPERVISOR_PROCESSES_H

// Processes, with what they say on standard error.

#include "supervisor.h"

// Our end of a process's standard error.
struct process_errors {
    int descriptor;
    char last[160];  // the last whole line
    char part[160];
    size_t part_count;
    void (*tell)(const char *line);  // hears of every line, where it is set
};

// A new process whose standard error goes to `errors`: 0 in the child, its number in the parent, or negative.
long process_begin(struct process_errors *errors);

// Becomes the program of `arguments[0]`.
_Noreturn void process_become(const char *const *arguments);

// Takes what the process has said since, without waiting; it goes to the screen, and the last line is kept.
// False at the end.
bool process_read_errors(struct process_errors *errors);

void process_close_errors(struct process_errors *errors);

#endif
