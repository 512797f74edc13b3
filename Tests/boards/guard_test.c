// Writes past the end of an array on the stack when it is given an argument: the guard must end the program. Without
// one it prints the guard, which must differ from run to run.

#include <stddef.h>
#include <stdint.h>

#include "pipit_system.h"

extern uintptr_t __stack_chk_guard;

__attribute__((noinline)) static void fill(volatile char *bytes, size_t count) {
    for (size_t i = 0; i < count; i++) {
        bytes[i] = (char)('0' + (__stack_chk_guard >> (4 + 4 * i)) % 10);
    }
}

__attribute__((noinline)) static void write_guard(size_t count) {
    char digits[7];
    fill(digits, count);
    pipit_write_all(1, digits, sizeof digits);
}

int main(void) {
    write_guard(pipit_argument_count() > 1 ? 64 : 7);
    return 0;
}
