// Reading, writing, mapping a file, the clock and exit.

#include "linux.h"
#include "pipit_system.h"

intptr_t pipit_read(int descriptor, void *bytes, size_t capacity) {
    return system_call_to_end(CALL_READ, descriptor, (long)bytes, (long)capacity);
}

int pipit_write_all(int descriptor, const void *bytes, size_t count) {
    const char *rest = bytes;
    while (count > 0) {
        long written = system_call_to_end(CALL_WRITE, descriptor, (long)rest, (long)count);
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

_Noreturn void pipit_exit(int status) {
    for (;;) {
        system_call(CALL_EXIT_GROUP, status, 0, 0);
    }
}

uint64_t pipit_monotonic_nanoseconds(void) {
    const long monotonic = 1;
    struct {
        long seconds, nanoseconds;
    } now = {0, 0};
    system_call(CALL_CLOCK_GETTIME, monotonic, (long)&now, 0);
    return (uint64_t)now.seconds * 1000000000u + (uint64_t)now.nanoseconds;
}

int pipit_map_file(const char *path, size_t limit, const uint8_t **bytes, size_t *count) {
    const long seek_end = 2, readable = 1, private_mapping = 2;
    static const uint8_t nothing[1];

    long file = system_call_to_end(CALL_OPEN_AT, AT_CURRENT_DIRECTORY, (long)path, OPEN_READ_ONLY);
    if (file < 0) {
        return (int)file;
    }
    // A directory opens and seeks like a file, but says what it is when it is read.
    long result = system_call(CALL_READ, file, (long)nothing, 0);
    long size = result < 0 ? result : system_call(CALL_LSEEK, file, 0, seek_end);
    if (size < 0) {
        result = size;
    } else if ((size_t)size > limit) {
        result = -ERROR_TOO_BIG;
    } else if (size == 0) {
        *bytes = nothing;  // Linux maps no empty range
        *count = 0;
    } else {
        result = raw_system_call(CALL_MAP, 0, size, readable, private_mapping, file, 0);
        // Addresses above the last page are errors; a 32-bit address may look negative, and is none.
        if ((unsigned long)result < (unsigned long)-4095) {
            *bytes = (const uint8_t *)result;
            *count = (size_t)size;
            result = 0;
        }
    }
    system_call(CALL_CLOSE, file, 0, 0);
    return (int)result;
}
