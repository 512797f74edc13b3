// Processes, with what they say on standard error.

#include "processes.h"

#include "calls.h"
#include "pipit_system.h"

long process_begin(struct process_errors *errors) {
    int pipe[2];
    long result = system_call(CALL_PIPE, (long)pipe, OPEN_NOT_BLOCKING | OPEN_CLOSED_BY_EXECUTE, 0);
    if (result < 0) {
        return result;
    }
    long process = copy_process();
    if (process == 0) {
        system_call(CALL_DUPLICATE, pipe[1], 2, 0);
        close_file(pipe[0]);
        close_file(pipe[1]);
        return 0;
    }
    close_file(pipe[1]);
    if (process < 0) {
        close_file(pipe[0]);
        return process;
    }
    *errors = (struct process_errors){.descriptor = pipe[0]};
    return process;
}

_Noreturn void process_become(const char *const *arguments) {
    static const char *const environment[] = {NULL};
    system_call(CALL_EXECUTE, (long)arguments[0], (long)arguments, (long)environment);
    say("cannot start ", arguments[0], NULL);
    pipit_exit(127);
}

static void keep(struct process_errors *errors, char byte) {
    if (byte != '\n') {
        if (errors->part_count < sizeof errors->part) {
            errors->part[errors->part_count++] = byte;
        }
        return;
    }
    struct text last = TEXT_IN(errors->last);
    text_add_bytes(&last, errors->part, errors->part_count);
    errors->part_count = 0;
    if (errors->tell != NULL) {
        errors->tell(errors->last);
    }
}

bool process_read_errors(struct process_errors *errors) {
    char bytes[256];
    long count;
    // Not by pipit_read, which would wait.
    while ((count = system_call(CALL_READ, errors->descriptor, (long)bytes, sizeof bytes)) > 0) {
        pipit_write_all(2, bytes, (size_t)count);
        for (long i = 0; i < count; i++) {
            keep(errors, bytes[i]);
        }
    }
    return count != 0;
}

void process_close_errors(struct process_errors *errors) { close_file(errors->descriptor); }
