// Reading, writing, waiting, the clock and exit.

#include "linux.h"
#include "pipit_system.h"

enum { can_read = 1, can_write = 4 };

// Reads or writes some bytes, once the descriptor is ready: those that do not block say "not ready" (EAGAIN).
MADE_SMALL static long transfer(long call, int descriptor, long bytes, size_t count, int16_t readiness) {
    for (;;) {
        long result = system_call_to_end(call, descriptor, bytes, (long)count);
        if (result != -ERROR_NOT_READY) {
            return result;
        }
        struct {
            int descriptor;
            int16_t wanted, found;
        } ready = {descriptor, readiness, 0};
        result = system_call_to_end(CALL_POLL, (long)&ready, 1, 0);
        if (result < 0 && result != -ERROR_NOT_READY) {
            return result;
        }
    }
}

intptr_t pipit_read(int descriptor, void *bytes, size_t capacity) {
    return transfer(CALL_READ, descriptor, (long)bytes, capacity, can_read);
}

int pipit_write_all(int descriptor, const void *bytes, size_t count) {
    const char *rest = bytes;
    while (count > 0) {
        long written = transfer(CALL_WRITE, descriptor, (long)rest, count, can_write);
        if (written < 0) {
            return (int)written;
        }
        // A device that takes nothing and reports no error would be asked for ever.
        if (written == 0) {
            return -ERROR_INPUT_OUTPUT;
        }
        rest += written;
        count -= (size_t)written;
    }
    return 0;
}

MADE_SMALL int pipit_check_writable(int descriptor) { return (int)system_call(CALL_WRITE, descriptor, (long)"", 0); }

MADE_SMALL void pipit_sleep(uint32_t milliseconds) {
    const struct moment time = {milliseconds / 1000, milliseconds % 1000 * 1000000L};
    // A wait for no descriptor, since the filter has this call already.
    system_call(CALL_POLL, 0, 0, (long)&time);
}

_Noreturn void pipit_exit(int status) {
    for (;;) {
        system_call(CALL_EXIT_GROUP, status, 0, 0);
    }
}

uint64_t pipit_monotonic_nanoseconds(void) {
    const long monotonic = 1;
    struct moment now = {0, 0};
    system_call(CALL_CLOCK_GETTIME, monotonic, (long)&now, 0);
    return (uint64_t)now.seconds * 1000000000u + (uint64_t)now.nanoseconds;
}
