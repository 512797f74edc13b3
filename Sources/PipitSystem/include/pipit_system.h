#ifndef PIPIT_SYSTEM_H
#define PIPIT_SYSTEM_H

// All that the device program needs of Linux, and the two big blocks of memory inside it.
//
// | what                                         | file             |
// |----------------------------------------------|------------------|
// | the command line, and how the program begins | start.c          |
// | reading, writing, waiting, the clock, exit   | system_calls.c   |
// | files read at start, what was inherited      | files.c          |
// | a serial line                                | serial.c         |
// | the seccomp filter                           | seccomp.c        |
// | the model inside the program                 | embedded_model.c |
// | the arena                                    | arena.c          |
// | the line that a trap leaves                  | traps.c          |
// | names of error numbers                       | errors.c         |
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

// Reads at most `capacity` bytes; 0 at the end of the input. A descriptor that does not block is waited for.
intptr_t pipit_read(int descriptor, void *bytes, size_t capacity);

// Writes all `count` bytes, however many calls that takes; 0, or a negative errno. A descriptor that does not block is
// waited for.
int pipit_write_all(int descriptor, const void *bytes, size_t count);

// Ends the process.
_Noreturn void pipit_exit(int status);

// CLOCK_MONOTONIC in nanoseconds.
uint64_t pipit_monotonic_nanoseconds(void);

// 0, or a negative errno where the descriptor is not open, or not for writing.
int pipit_check_writable(int descriptor);

void pipit_sleep(uint32_t milliseconds);

// Reads a whole file into memory of the process's own, which is read-only from then on; 0 and its bytes, or a negative
// errno (-EFBIG over `limit`). Changes of the file afterwards change nothing.
int pipit_read_file(const char *path, size_t limit, const uint8_t **bytes, size_t *count);

// A copy of a text in memory that nothing can write to, or NULL where there is none.
const char *pipit_constant_text(const char *text);

// Closes every descriptor that the program was started with but 0, 1, 2 and `kept`. Of those three the ones that are
// not open stay taken, so that no file or line gets their numbers.
void pipit_close_inherited(int kept);

// Opens what the kernel tells of this process: its descriptor, or a negative errno where there is no /proc.
int pipit_open_status(void);

// The most memory that the process has touched so far (VmHWM), by the file that `pipit_open_status` opened; 0 without.
// Not by getrusage, whose maximum includes the program that started this one.
uint32_t pipit_peak_bytes(void);

// The name of a negative errno, empty for those that nobody meets.
const char *pipit_error_name(int error);

// From here on a trap (an instruction or address that does not exist) leaves one line on standard error; the status is
// then 128 and the signal's number. Nothing in an ordinary build.
void pipit_report_traps(void);

// Opens a serial line raw and without echo: 8 data bits, no parity, 1 stop bit; its descriptor, or a negative errno
// (-EINVAL for a speed that Linux does not name, -EBUSY where another program has it).
int pipit_open_serial(const char *path, uint32_t baud);

// Closes a line that hung up, and opens it again once it is there: 0, or a negative errno where it got another number.
// It pauses first for `*pause` milliseconds, which double with each try up to a few seconds.
int pipit_reopen_serial(int line, const char *path, uint32_t baud, uint32_t *pause);

// What a confined process can reach: descriptors, -1 for none, and with `line` not NULL the serial line of that name
// (in memory that nothing can write to), which it may open again as `input`.
struct pipit_reach {
    int input, output, copy, status;
    const char *line;
};

// From here on the process reads `input`, writes `output`, `copy` and standard error, waits for them, and asks for the
// time: no_new_privs and a seccomp filter. Anything else ends it. 0, or a negative errno where the kernel has no
// seccomp (an emulated CPU, some containers), and -ENOSYS in an ordinary build, whose run-time library needs more
// calls.
int pipit_confine(const struct pipit_reach *reach);

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
