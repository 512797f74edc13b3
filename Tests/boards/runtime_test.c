// Prints digests of what a compiler asks its run-time library for: division, conversions, shifts, copies, fills,
// comparisons. Built here as an ordinary program and for each board on the shim's own functions: all must print the
// same.

#include <stddef.h>
#include <stdint.h>

#include "pipit_system.h"

void *memcpy(void *restrict to, const void *restrict from, size_t count);
void *memmove(void *to, const void *from, size_t count);
void *memset(void *to, int byte, size_t count);
int memcmp(const void *left, const void *right, size_t count);

static uint64_t digest;
static uint64_t state;

static void start(void) {
    digest = 0xCBF29CE484222325u;
    state = 88172645463325252u;
}

static void add(uint64_t value) { digest = (digest ^ value ^ value >> 29) * 0x100000001B3u; }

static uint64_t random_bits(void) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state;
}

// Of every size from 1 to 64 bits, edges among them.
static uint64_t random_operand(void) {
    const uint64_t edges[] = {1,          2,           0x7FFFFFFF,         0x80000000,
                              0xFFFFFFFF, 0x100000000, 0x7FFFFFFFFFFFFFFF, 0x8000000000000000};
    uint64_t bits = random_bits();
    if (bits % 16 == 0) {
        return edges[bits / 16 % 8] + bits / 128 % 3 - 1;
    }
    return random_bits() >> bits % 64;
}

static void report(const char *name) {
    char line[32];
    size_t length = 0;
    while (*name != 0) {
        line[length++] = *name++;
    }
    line[length++] = ' ';
    for (int shift = 60; shift >= 0; shift -= 4) {
        line[length++] = "0123456789abcdef"[digest >> shift & 15];
    }
    line[length++] = '\n';
    pipit_write_all(1, line, length);
    start();
}

static uint32_t float_bits(float value) {
    union {
        float value;
        uint32_t bits;
    } as = {value};
    return as.bits;
}

static uint64_t double_bits(double value) {
    union {
        double value;
        uint64_t bits;
    } as = {value};
    return as.bits;
}

static void divide(void) {
    for (int i = 0; i < 100000; i++) {
        volatile uint64_t a = random_operand(), b = random_operand();
        if (b != 0) {
            add(a / b), add(a % b);
        }
        if ((uint32_t)b != 0) {
            add((uint32_t)a / (uint32_t)b), add((uint32_t)a % (uint32_t)b);
        }
        if (b != 0 && !(a == 0x8000000000000000 && b == (uint64_t)-1)) {
            add((uint64_t)((int64_t)a / (int64_t)b)), add((uint64_t)((int64_t)a % (int64_t)b));
        }
        if ((uint32_t)b != 0 && !((uint32_t)a == 0x80000000 && (uint32_t)b == 0xFFFFFFFF)) {
            add((uint32_t)((int32_t)a / (int32_t)b)), add((uint32_t)((int32_t)a % (int32_t)b));
        }
    }
    report("divide");
}

static void convert(void) {
    for (int i = 0; i < 100000; i++) {
        volatile uint64_t a = random_operand();
        add(float_bits((float)a)), add(float_bits((float)(int64_t)a));
        add(double_bits((double)a)), add(double_bits((double)(int64_t)a));
        volatile float f = (float)(a >> 1);
        volatile double d = (double)(a >> 1) / 8;
        if (f < 9.0e18f) {
            add((uint64_t)f), add((uint64_t)(int64_t)-f);
            add((uint64_t)d), add((uint64_t)(int64_t)-d);
        }
    }
    report("convert");
}

static void shift(void) {
    for (int i = 0; i < 100000; i++) {
        volatile uint64_t a = random_operand();
        volatile uint32_t count = (uint32_t)i % 64;
        add(a << count), add(a >> count), add((uint64_t)((int64_t)a >> count));
    }
    report("shift");
}

static uint8_t left[600], right[600];

static void fill(void) {
    for (size_t i = 0; i < sizeof left; i++) {
        left[i] = (uint8_t)random_bits();
        right[i] = (uint8_t)random_bits();
    }
}

static void add_both(void) {
    for (size_t i = 0; i < sizeof left; i++) {
        add(left[i] * 256u + right[i]);
    }
}

static void move(void) {
    fill();
    for (size_t count = 0; count < 70; count++) {
        for (size_t from = 0; from < 9; from++) {
            for (size_t to = 0; to < 9; to++) {
                memcpy(left + 100 + to, right + 200 + from, count);
                memmove(right + 100 + to, right + 104 + from, count);
                memset(left + 300 + to + from, (int)(count + to + 250), count);
            }
        }
        add_both();
    }
    memmove(left + 3, left, 500);
    memmove(left, left + 11, 500);
    add_both();
    report("move");
}

static int sign(int value) { return (value > 0) - (value < 0); }

static void compare(void) {
    fill();
    for (size_t count = 0; count < 40; count++) {
        for (size_t offset = 0; offset < 9; offset++) {
            memcpy(left + 100, right + offset, count);
            add((uint64_t)sign(memcmp(left + 100, right + offset, count)));
            for (size_t changed = 0; changed < count; changed++) {
                left[100 + changed] ^= (uint8_t)(128u >> (count & 7));
                add((uint64_t)(2 + sign(memcmp(left + 100, right + offset, count))));
                left[100 + changed] = right[offset + changed];
            }
        }
    }
    report("compare");
}

int main(void) {
    start();
    divide();
    convert();
    shift();
    move();
    compare();
    return 0;
}
