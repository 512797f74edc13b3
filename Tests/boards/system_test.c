// The shim's system calls against real pipes, files and a pseudo-terminal: signals that interrupt, writes that are
// taken in part, files that are none. Prints what fails; exit status 1 then.

#define _GNU_SOURCE
#include "pipit_system.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/time.h>
#include <termios.h>
#include <unistd.h>

static int failures;

static void expect(int condition, const char *what) {
    if (!condition) {
        printf("failed: %s\n", what);
        failures++;
    }
}

static volatile sig_atomic_t interruptions;

static void on_alarm(int number) { interruptions += number != 0; }

// Calls made from here on are interrupted every 500 microseconds, and not restarted by the kernel.
static void interrupt_often(void) {
    struct sigaction action = {.sa_handler = on_alarm};
    sigaction(SIGALRM, &action, NULL);
    struct itimerval often = {{0, 500}, {0, 500}};
    setitimer(ITIMER_REAL, &often, NULL);
}

static void leave_alone(void) {
    struct itimerval never = {{0, 0}, {0, 0}};
    setitimer(ITIMER_REAL, &never, NULL);
}

enum { stream_bytes = 3 << 20 };

static uint8_t stream_byte(size_t index) { return (uint8_t)(index * 2654435761u >> 13); }

struct ends {
    int from, to;
    size_t right;
};

static void block_alarm(void) {
    sigset_t alarm;
    sigemptyset(&alarm);
    sigaddset(&alarm, SIGALRM);
    pthread_sigmask(SIG_BLOCK, &alarm, NULL);
}

static void *drain_slowly(void *context) {
    block_alarm();
    struct ends *ends = context;
    static uint8_t part[5000];
    size_t at = 0;
    for (ssize_t count; (count = read(ends->from, part, sizeof part)) > 0; usleep(300)) {
        for (ssize_t i = 0; i < count; i++, at++) {
            ends->right += part[i] == stream_byte(at);
        }
    }
    return NULL;
}

static void write_against_interruptions(void) {
    static uint8_t stream[stream_bytes];
    for (size_t i = 0; i < stream_bytes; i++) {
        stream[i] = stream_byte(i);
    }
    int pipe_ends[2];
    expect(pipe(pipe_ends) == 0, "pipe");
    struct ends ends = {pipe_ends[0], pipe_ends[1], 0};
    pthread_t reader;
    pthread_create(&reader, NULL, drain_slowly, &ends);
    interrupt_often();
    int result = pipit_write_all(ends.to, stream, stream_bytes);
    leave_alone();
    close(ends.to);
    pthread_join(reader, NULL);
    expect(result == 0, "a write in parts succeeds");
    expect(ends.right == stream_bytes, "every byte of a write in parts arrives");
    expect(interruptions > 10, "signals interrupted the write");
}

static void *write_late(void *context) {
    block_alarm();
    struct ends *ends = context;
    usleep(50000);
    expect(write(ends->to, "late", 4) == 4, "write");
    return NULL;
}

static void read_against_interruptions(void) {
    int pipe_ends[2];
    expect(pipe(pipe_ends) == 0, "pipe");
    struct ends ends = {pipe_ends[0], pipe_ends[1], 0};
    pthread_t writer;
    pthread_create(&writer, NULL, write_late, &ends);
    char bytes[16];
    int before = interruptions;
    interrupt_often();
    intptr_t count = pipit_read(ends.from, bytes, sizeof bytes);
    leave_alone();
    pthread_join(writer, NULL);
    expect(count == 4 && memcmp(bytes, "late", 4) == 0, "a read waits through signals");
    expect(interruptions > before + 10, "signals interrupted the read");
    close(ends.to);
    expect(pipit_read(ends.from, bytes, sizeof bytes) == 0, "the end of the input reads as 0");
    expect(pipit_read(-1, bytes, sizeof bytes) == -EBADF, "a bad descriptor is an error");
    expect(pipit_write_all(-1, bytes, 1) == -EBADF, "a write to a bad descriptor is an error");
    expect(pipit_write_all(-1, bytes, 0) == 0, "writing nothing succeeds");
    int full = open("/dev/full", O_WRONLY);
    expect(pipit_write_all(full, bytes, 1) == -ENOSPC, "a full device is an error");
    close(full);
}

static void *drain_late(void *context) {
    block_alarm();
    usleep(50000);
    return drain_slowly(context);
}

// A pipe whose ends do not block: what is not there yet, or has no room yet, is waited for.
static void wait_for_those_that_do_not_block(void) {
    static uint8_t stream[stream_bytes];
    for (size_t i = 0; i < stream_bytes; i++) {
        stream[i] = stream_byte(i);
    }
    int pipe_ends[2];
    expect(pipe2(pipe_ends, O_NONBLOCK) == 0, "pipe");
    struct ends ends = {pipe_ends[0], pipe_ends[1], 0};
    pthread_t other;
    pthread_create(&other, NULL, write_late, &ends);
    char bytes[16];
    intptr_t count = pipit_read(ends.from, bytes, sizeof bytes);
    pthread_join(other, NULL);
    expect(count == 4 && memcmp(bytes, "late", 4) == 0, "a read waits for what is not there yet");
    fcntl(ends.from, F_SETFL, 0);
    pthread_create(&other, NULL, drain_late, &ends);
    int result = pipit_write_all(ends.to, stream, stream_bytes);
    close(ends.to);
    pthread_join(other, NULL);
    expect(result == 0 && ends.right == stream_bytes, "a write waits for room");
}

static void read_files(const char *directory) {
    char path[1024];
    snprintf(path, sizeof path, "%s/read", directory);
    const uint8_t *bytes = NULL;
    size_t count = 77;
    expect(pipit_read_file("/nowhere", 100, &bytes, &count) == -ENOENT, "a missing file");
    expect(pipit_read_file("/", 100, &bytes, &count) == -EISDIR, "a directory");
    int file = open(path, O_CREAT | O_TRUNC | O_RDWR, 0600);
    expect(pipit_read_file(path, 100, &bytes, &count) == 0 && count == 0 && bytes != NULL, "an empty file");
    expect(write(file, "0123456789", 10) == 10, "write");
    expect(pipit_read_file(path, 9, &bytes, &count) == -EFBIG, "a file over the limit");
    expect(pipit_read_file(path, 10, &bytes, &count) == 0 && count == 10, "a file at the limit");
    expect(memcmp(bytes, "0123456789", 10) == 0, "the bytes of a file");
    expect(pwrite(file, "changed", 7, 0) == 7 && ftruncate(file, 0) == 0, "change");
    expect(memcmp(bytes, "0123456789", 10) == 0, "a change of the file changes nothing");
    const char *copy = pipit_constant_text("/dev/line");
    expect(copy != NULL && strcmp(copy, "/dev/line") == 0, "a text in memory that cannot be written to");
    expect(pwrite(file, "xy", 2, 0) == 2, "write");
    expect(pread(file, (void *)(uintptr_t)bytes, 1, 0) < 0 && errno == EFAULT, "no call writes to the bytes");
    expect(pread(file, (void *)(uintptr_t)copy, 1, 0) < 0 && errno == EFAULT, "no call writes to the text");
    int lowest = dup(0);
    expect(lowest == file + 1, "no descriptor stays open");
    close(lowest);
    close(file);
    unlink(path);
}

static void know_the_peak_of_the_memory(void) {
    expect(pipit_peak_bytes() == 0, "without the file of the kernel no peak is known");
    expect(pipit_open_status() >= 0, "the kernel tells of the process");
    uint32_t before = pipit_peak_bytes(), kilobytes = 0;
    FILE *status = fopen("/proc/self/status", "r");
    for (char line[256]; fgets(line, sizeof line, status) != NULL;) {
        sscanf(line, "VmHWM: %u", &kilobytes);
    }
    fclose(status);
    uint32_t after = pipit_peak_bytes();
    expect(before > 0 && before <= kilobytes * 1024 && kilobytes * 1024 <= after, "the peak is the kernel's VmHWM");
}

static void name_errors(void) {
    expect(strcmp(pipit_error_name(-ENOENT), "no such file") == 0, "the name of ENOENT");
    expect(strcmp(pipit_error_name(-ENOSYS), "not supported here") == 0, "the name of the last error");
    expect(strcmp(pipit_error_name(-EXFULL), "") == 0, "an error without a name");
}

static void open_terminals(void) {
    int controller = posix_openpt(O_RDWR | O_NOCTTY);
    expect(controller >= 0 && grantpt(controller) == 0 && unlockpt(controller) == 0, "pseudo-terminal");
    const char *path = ptsname(controller);
    expect(pipit_open_serial(path, 115201) == -EINVAL, "a speed without a name");
    expect(pipit_open_serial("/nowhere", 9600) == -ENOENT, "a missing line");
    expect(pipit_open_serial("/dev/null", 9600) == -ENOTTY, "a device that is no line");
    int line = pipit_open_serial(path, 115200);
    struct termios settings;
    expect(line >= 0 && tcgetattr(line, &settings) == 0, "a line opens");
    expect(cfgetospeed(&settings) == B115200, "the speed");
    expect((settings.c_lflag & (ICANON | ECHO | ISIG)) == 0, "raw, without echo");
    expect((settings.c_cflag & (CSIZE | PARENB | CSTOPB)) == CS8, "8 data bits, no parity, 1 stop bit");
    // CR, LF, the interrupt and the flow-control characters pass both ways as they are.
    const char odd[] = "a\r\n\003\023\021\004\377b";
    char bytes[32];
    expect(write(controller, odd, sizeof odd) == sizeof odd, "write");
    expect(pipit_read(line, bytes, sizeof bytes) == sizeof odd && memcmp(bytes, odd, sizeof odd) == 0, "raw input");
    expect(pipit_write_all(line, odd, sizeof odd) == 0, "write to the line");
    expect(read(controller, bytes, sizeof bytes) == sizeof odd && memcmp(bytes, odd, sizeof odd) == 0, "raw output");
    expect(pipit_open_serial(path, 115200) == -EBUSY, "a line that another program has");
    uint32_t pause = 1;
    expect(pipit_reopen_serial(line, path, 9600, &pause) == 0 && pause == 2, "the line opens again");
    expect(tcgetattr(line, &settings) == 0 && cfgetospeed(&settings) == B9600, "it has its number");
    int exclusive = 0;
    expect(ioctl(line, TIOCGEXCL, &exclusive) == 0 && exclusive == 1, "no other user can open it");
    close(controller);
    close(line);
}

static void read_the_clock(void) {
    struct timespec now;
    uint64_t before = pipit_monotonic_nanoseconds();
    clock_gettime(CLOCK_MONOTONIC, &now);
    uint64_t after = pipit_monotonic_nanoseconds();
    uint64_t between = (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
    expect(before <= between && between <= after, "the clock is the monotonic one");
}

int main(int count, char **arguments) {
    expect(pipit_argument_count() == 2 && count == 2, "the number of arguments");
    expect(strcmp(pipit_argument(1), arguments[1]) == 0, "an argument");
    write_against_interruptions();
    read_against_interruptions();
    wait_for_those_that_do_not_block();
    read_files(arguments[1]);
    know_the_peak_of_the_memory();
    name_errors();
    open_terminals();
    read_the_clock();
    fflush(stdout);
    pipit_exit(failures == 0 ? 0 : 1);
}
