// Files that are read at start, what is inherited, and the peak of the memory.

#include "linux.h"
#include "pipit_system.h"

// Addresses above the last page are errors; a 32-bit address may look negative, and is none.
static int is_error(long result) { return (unsigned long)result >= (unsigned long)-4095; }

enum { readable = 1, writable = 2, private_mapping = 2, anonymous = 0x20 };

MADE_SMALL static long private_memory(size_t count) {
    return raw_system_call(CALL_MAP, 0, (long)count, readable | writable, private_mapping | anonymous, -1, 0);
}

// The bytes of a file up to `size`, in memory of the process's own: whoever changes or cuts the file afterwards
// changes nothing here, while a mapped page of a file that was cut ends the process. It takes no more memory, since
// the check of a model touches all pages of it.
MADE_SMALL static long read_whole(long file, size_t size, const uint8_t **bytes, size_t *count) {
    long memory = private_memory(size);
    if (is_error(memory)) {
        return memory;
    }
    size_t used = 0;
    while (used < size) {
        long result = system_call_to_end(CALL_READ, file, memory + (long)used, (long)(size - used));
        if (result < 0) {
            return result;
        }
        if (result == 0) {
            break;  // cut since it was measured
        }
        used += (size_t)result;
    }
    *bytes = (const uint8_t *)memory;
    *count = used;
    return system_call(CALL_PROTECT, memory, (long)size, readable);
}

MADE_SMALL int pipit_read_file(const char *path, size_t limit, const uint8_t **bytes, size_t *count) {
    const long seek_start = 0, seek_end = 2;
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
        result = system_call(CALL_LSEEK, file, 0, seek_start);
        if (result >= 0) {
            result = read_whole(file, (size_t)size, bytes, count);
        }
    }
    system_call(CALL_CLOSE, file, 0, 0);
    return (int)result;
}

MADE_SMALL const char *pipit_constant_text(const char *text) {
    size_t count = 1;
    while (text[count - 1] != 0) {
        count++;
    }
    long memory = private_memory(count);
    if (is_error(memory)) {
        return 0;
    }
    char *copy = (char *)memory;
    for (size_t i = 0; i < count; i++) {
        copy[i] = text[i];
    }
    return system_call(CALL_PROTECT, memory, (long)count, readable) < 0 ? 0 : copy;
}

MADE_SMALL static void close_from(long first, unsigned long last) {
    if (system_call(CALL_CLOSE_RANGE, first, (long)last, 0) == 0 || first > (long)last) {
        return;
    }
    // Kernels before 5.9 have no such call, and most processes no higher numbers.
    for (; first <= (long)last && first < 1024; first++) {
        system_call(CALL_CLOSE, first, 0, 0);
    }
}

MADE_SMALL void pipit_close_inherited(int kept) {
    const unsigned long last = 0x7FFFFFFF;
    long taken;
    do {
        taken = system_call_to_end(CALL_OPEN_AT, AT_CURRENT_DIRECTORY, (long)"/", OPEN_AS_PLACE);
    } while (taken >= 0 && taken < 3);
    if (kept < 3) {
        close_from(3, last);
    } else {
        if (kept > 3) {
            close_from(3, (unsigned long)kept - 1);
        }
        close_from((long)kept + 1, last);
        if (taken >= 0 && taken == kept) {
            system_call(CALL_CLOSE, taken, 0, 0);  // it was not open
        }
    }
}

static long status_file = -1;

MADE_SMALL int pipit_open_status(void) {
    status_file = system_call_to_end(CALL_OPEN_AT, AT_CURRENT_DIRECTORY, (long)"/proc/self/status", OPEN_READ_ONLY);
    return (int)status_file;
}

MADE_SMALL uint32_t pipit_peak_bytes(void) {
    static const char key[] = "VmHWM:";
    uint32_t kilobytes = 0;
    size_t matched = 0;
    char part[128];
    for (long offset = 0, count; status_file >= 0; offset += count) {
        // On 32-bit ARM a 64-bit offset takes an even pair of registers, which leaves one out.
        count = raw_system_call(CALL_READ_AT, status_file, (long)part, sizeof part, offset, offset, 0);
        if (count <= 0) {
            break;
        }
        for (long i = 0; i < count; i++) {
            if (matched < sizeof key - 1) {
                matched = part[i] == key[matched] ? matched + 1 : 0;
            } else if (part[i] == '\n') {
                return kilobytes * 1024;
            } else if (part[i] >= '0' && part[i] <= '9') {
                kilobytes = kilobytes * 10 + (uint32_t)(part[i] - '0');
            }
        }
    }
    return 0;
}
