// How the program begins, and its command line. In a freestanding build `_start` stands here; in an ordinary one
// the C library starts the program and hands its initializers the arguments.

#include "linux.h"
#include "pipit_system.h"

static size_t argument_count;
static char **arguments;

size_t pipit_argument_count(void) { return argument_count; }

const char *pipit_argument(size_t index) { return arguments[index]; }

#ifdef PIPIT_FREESTANDING

// Compilers put this value between a function's arrays and its return address, and look whether it is still there.
uintptr_t __stack_chk_guard;

_Noreturn void __stack_chk_fail(void) {
    static const char message[] = "pipit: stack smashed\n";
    pipit_write_all(2, message, sizeof message - 1);
    pipit_exit(127);
}

int main(int count, char **values);

enum { end_of_vector = 0, address_of_random_bytes = 25 };

// The guard differs from run to run: Linux leaves 16 random bytes on the stack. Its lowest byte is zero, so that
// a text that runs over ends before it.
__attribute__((no_stack_protector)) static void seed_stack_guard(const uintptr_t *auxiliary) {
    for (; auxiliary[0] != end_of_vector; auxiliary += 2) {
        if (auxiliary[0] == address_of_random_bytes) {
            __stack_chk_guard = *(const uintptr_t *)auxiliary[1] & ~(uintptr_t)0xFF;
        }
    }
#ifdef __x86_64__
    // There the guard is read at offset 40 of the thread's block, not by its name.
    static uintptr_t thread_block[6];
    const long set_fs = 0x1002;
    thread_block[5] = __stack_chk_guard;
    // No function is called before, since each may look at the guard.
    if (raw_system_call(CALL_ARCH_PRCTL, set_fs, (long)thread_block, 0, 0, 0, 0) < 0) {
        static const char message[] = "pipit: no place for the stack's guard\n";
        raw_system_call(CALL_WRITE, 2, (long)message, sizeof message - 1, 0, 0, 0);
        raw_system_call(CALL_EXIT_GROUP, 2, 0, 0, 0, 0, 0);
    }
#endif
}

// `block`: count, arguments, 0, environment, 0, pairs of the auxiliary vector.
__attribute__((no_stack_protector, used)) _Noreturn void pipit_start(uintptr_t *block) {
    argument_count = (size_t)block[0];
    arguments = (char **)(block + 1);
    const uintptr_t *rest = block + 1 + argument_count + 1;
    while (*rest != 0) {
        rest++;
    }
    seed_stack_guard(rest + 1);
    pipit_exit(main((int)argument_count, arguments));
}

__attribute__((naked, noreturn, used)) void _start(void) { __asm__(START_INSTRUCTIONS); }

#else

__attribute__((constructor)) static void keep_arguments(int count, char **values) {
    argument_count = (size_t)count;
    arguments = values;
}

#endif
