#ifndef SUPERVISOR_CALLS_H
#define SUPERVISOR_CALLS_H

// System calls that only the supervisor makes, by the numbers of each architecture.

#include "linux.h"

#if defined(__arm__)
#define CALL_UNLINK_AT 328
#define CALL_MOUNT 21
#define CALL_UNMOUNT 52
#define CALL_WAIT 114
#define CALL_CLONE 120
#define CALL_EXECUTE 11
#define CALL_DUPLICATE 358
#define CALL_PIPE 359
#define CALL_LIST 217
#define CALL_READ_LINK 332
#define CALL_LOAD_MODULE 379
#elif defined(__aarch64__)
#define CALL_UNLINK_AT 35
#define CALL_MOUNT 40
#define CALL_UNMOUNT 39
#define CALL_WAIT 260
#define CALL_CLONE 220
#define CALL_EXECUTE 221
#define CALL_DUPLICATE 24
#define CALL_PIPE 59
#define CALL_LIST 61
#define CALL_READ_LINK 78
#define CALL_LOAD_MODULE 273
#else
#define CALL_UNLINK_AT 263
#define CALL_MOUNT 165
#define CALL_UNMOUNT 166
#define CALL_WAIT 61
#define CALL_CLONE 56
#define CALL_EXECUTE 59
#define CALL_DUPLICATE 292
#define CALL_PIPE 293
#define CALL_LIST 217
#define CALL_READ_LINK 267
#define CALL_LOAD_MODULE 313
#endif

#define OPEN_WRITE_ONLY 1
#define OPEN_CREATE 0100
#define OPEN_TRUNCATE 01000
#define OPEN_NOT_BLOCKING 04000
#define OPEN_CLOSED_BY_EXECUTE 02000000

#define MOUNT_READ_ONLY 1
#define MOUNT_NO_SET_USER 2
#define MOUNT_NO_DEVICES 4
#define MOUNT_NO_PROGRAMS 8
#define UNMOUNT_DETACH 2

#define WAIT_NOT_BLOCKING 1
#define SIGNAL_CHILD 17
#define CLONE_PARENT 0x8000

#define POLL_INPUT 1

// One descriptor that is waited for.
struct polled {
    int descriptor;
    short wanted, seen;
};

// Waits until one of `polled` has something to read, or for `milliseconds`; without end when these are negative.
static inline long wait_for_input(struct polled *polled, size_t count, long milliseconds) {
    struct {
        long seconds, nanoseconds;
    } limit = {milliseconds / 1000, milliseconds % 1000 * 1000000};
    return raw_system_call(CALL_POLL, (long)polled, (long)count, milliseconds < 0 ? 0 : (long)&limit, 0, 0, 0);
}

static inline void pause_milliseconds(long milliseconds) { wait_for_input(NULL, 0, milliseconds); }

static inline int open_file(const char *path, long flags) {
    return (int)raw_system_call(
        CALL_OPEN_AT, AT_CURRENT_DIRECTORY, (long)path, flags | OPEN_CLOSED_BY_EXECUTE, 0644, 0, 0);
}

static inline void close_file(int descriptor) { system_call(CALL_CLOSE, descriptor, 0, 0); }

// A new process, a copy of this one: 0 in the child, its number in the parent.
static inline long copy_process(void) { return raw_system_call(CALL_CLONE, SIGNAL_CHILD, 0, 0, 0, 0, 0); }

// The same, as a child of this process's parent.
static inline long copy_process_beside(void) {
    return raw_system_call(CALL_CLONE, CLONE_PARENT | SIGNAL_CHILD, 0, 0, 0, 0, 0);
}

#endif
