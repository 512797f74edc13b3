#ifndef PIPIT_SYSTEM_H
#define PIPIT_SYSTEM_H

// All that the device program needs of Linux, and the two big blocks of memory inside it.
//
// | what                                         | file             |
// |----------------------------------------------|------------------|
// | the command line, and how the program begins | start.c          |
// | reading, writing, mapping, the clock, exit   | system_calls.c   |
// | a serial line                                | serial.c         |
// | the seccomp filter                           | seccomp.c        |
// | the model inside the program                 | embedded_model.c |
// | the arena                                    | arena.c          |
//
// Beside these, for programs without a C library: what a compiler calls by itself for copies and fills (memory.c), for
// square roots (math.c), and on 32-bit ARM for division and conversions (arm_runtime.c). linux.h has Linux's numbers.
//
// Calls return a negative errno on failure, and retry by themselves when a signal interrupts them (EINTR).

#include <stddef.h>
#include <stdint.h>

// The command line. Argument 0 is the program's name; index < pipit_argument_count().
size_t pipit_argument_count(void);
const char *pipit_argument(size_t index);

// Reads at most `capacity` bytes; 0 at the end of the input.
intptr_t pipit_read(int descriptor, void *bytes, size_t capacity);

// Writes all `count` bytes, however many calls that takes; 0, or a negative errno.
int pipit_write_all(int descriptor, const void *bytes, size_t count);

// Ends the process.
_Noreturn void pipit_exit(int status);

// CLOCK_MONOTONIC in nanoseconds.
uint64_t pipit_monotonic_nanoseconds(void);

// Maps a whole file read-only; 0 and its bytes, or a negative errno (-EFBIG over `limit`).
int pipit_map_file(const char *path, size_t limit, const uint8_t **bytes, size_t *count);

// Opens a serial line raw and without echo: 8 data bits, no parity, 1 stop bit; its descriptor, or a negative errno
// (-EINVAL for a speed that Linux does not name).
int pipit_open_serial(const char *path, uint32_t baud);

// From here on only read, write, exit and the clock: no_new_privs and a seccomp filter. Anything else ends the
// process. 0, or a negative errno where the kernel has no seccomp (an emulated CPU, some containers), and -ENOSYS in
// an ordinary build, whose run-time library needs more calls.
int pipit_confine(void);

// The model that was built in, 64-byte aligned.
extern const uint8_t pipit_embedded_model[];
extern const size_t pipit_embedded_model_bytes;

// Swift does not import arrays of unknown length, so it asks for their addresses.
static inline const uint8_t *pipit_embedded_model_address(void) { return pipit_embedded_model; }

// The arena: zeroed, 64-byte aligned, its size set by the build (PIPIT_ARENA_BYTES).
extern uint8_t pipit_arena[];
extern const size_t pipit_arena_bytes;

static inline uint8_t *pipit_arena_address(void) { return pipit_arena; }

#endif
