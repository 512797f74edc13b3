#include "support.h"

#include "../../Sources/PipitSystem/linux.h"
#include "pipit_system.h"

enum { page_bytes = 65536, region_bytes = 4 << 20 };

void print(const char *text) {
    size_t count = 0;
    while (text[count] != 0) {
        count++;
    }
    pipit_write_all(1, text, count);
}

void print_number(size_t value) {
    char digits[24];
    size_t i = sizeof digits - 1;
    digits[i] = 0;
    do {
        digits[--i] = (char)('0' + value % 10);
        value /= 10;
    } while (value != 0);
    print(digits + i);
}

static uint32_t state = 2463534242u;

uint32_t random_word(void) {
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    return state;
}

size_t random_below(size_t bound) { return (random_word() >> 8) % bound; }

region left, right;
static region expected_region, actual_region;

static region make_region(void) {
    enum { readable = 1, writable = 2, private = 2, fixed = 16, anonymous = 32 };
    const long access = readable | writable, kind = private | anonymous;
    long start = raw_system_call(CALL_MAP, 0, region_bytes + page_bytes, access, kind, -1, 0);
    region made = {(uint8_t *)start, (uint8_t *)start + region_bytes};
    raw_system_call(CALL_MAP, (long)made.end, page_bytes, 0, kind | fixed, -1, 0);
    return made;
}

void make_regions(void) {
    left = make_region();
    right = make_region();
    expected_region = make_region();
    actual_region = make_region();
}

void *place(region where, size_t bytes, size_t alignment) {
    uint8_t *start = random_below(2) == 0 ? where.end - bytes : where.bytes + random_below(64);
    return start - (uintptr_t)start % alignment;
}

void fill_s8(int8_t *values, size_t count) {
    const _Bool extreme = random_below(4) == 0;
    for (size_t i = 0; i < count; i++) {
        values[i] = (int8_t)(extreme ? (random_word() & 256 ? 127 : -127) : (int)random_below(255) - 127);
    }
}

void fill_s16(int16_t *values, size_t count) {
    const _Bool extreme = random_below(4) == 0;
    for (size_t i = 0; i < count; i++) {
        values[i] = (int16_t)(extreme ? (random_word() & 256 ? 32512 : -32512) : (int)random_below(65025) - 32512);
    }
}

enum { guard_words = 8, guard = 0x5A5A5A5A };
int32_t *expected, *actual;

void prepare_outputs(size_t words) {
    expected = (int32_t *)expected_region.bytes + guard_words;
    actual = (int32_t *)actual_region.bytes + guard_words;
    for (size_t i = 0; i < words + 2 * guard_words; i++) {
        (expected - guard_words)[i] = guard;
        (actual - guard_words)[i] = guard;
    }
}

size_t cases;

void compare(const pipit_kernels *set, const char *kernel, shape s, size_t words) {
    cases++;
    for (size_t i = 0; i < words + 2 * guard_words; i++) {
        if ((expected - guard_words)[i] != (actual - guard_words)[i]) {
            print("kernels ");
            print(set->name);
            print(": ");
            print(kernel);
            print(" differs from scalar at rows, outputs, depth ");
            print_number(s.rows);
            print(" ");
            print_number(s.outputs);
            print(" ");
            print_number(s.depth);
            print("\n");
            pipit_exit(1);
        }
    }
}
