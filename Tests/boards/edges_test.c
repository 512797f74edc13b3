// The device program at its edges, driven from outside: descriptors that do not block, hang-ups, calls that fail one
// after the other. It is static and has no C library to replace, so its calls are made to fail by ptrace.
//
//     edges_test PROGRAM LINES CASE
//
// prints what fails; exit status 1 then.

#define _GNU_SOURCE
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

static const char *program;
static int failures;

__attribute__((format(printf, 2, 3))) static void expect(int condition, const char *what, ...) {
    if (!condition) {
        va_list values;
        va_start(values, what);
        printf("failed: ");
        vprintf(what, values);
        printf("\n");
        va_end(values);
        failures++;
    }
}

// MARK: A program at work

struct talk {
    pid_t process;
    int to, from, diagnostics;  // the test's ends
};

enum { most_arguments = 16 };

// Starts the program with its three descriptors, -1 for /dev/null, and arguments up to NULL.
static pid_t start_with(int input, int output, int diagnostics, int traced, va_list values) {
    const char *arguments[most_arguments] = {program, "--no-timing"};
    for (int i = 2; (arguments[i] = va_arg(values, const char *)) != NULL;) {
        i++;
    }
    pid_t process = fork();
    if (process == 0) {
        int nothing = open("/dev/null", O_RDWR);
        dup2(input < 0 ? nothing : input, 0);
        dup2(output < 0 ? nothing : output, 1);
        dup2(diagnostics < 0 ? nothing : diagnostics, 2);
        for (int i = 4; i < 64; i++) {  // 3 may be the copy
            close(i);
        }
        if (traced) {
            ptrace(PTRACE_TRACEME, 0, 0, 0);
        }
        execv(program, (char **)(uintptr_t)arguments);
        _exit(126);
    }
    return process;
}

static struct talk start_flagged(int flags, ...) {
    int in[2], out[2], errors[2];
    if (pipe(in) != 0 || pipe(out) != 0 || pipe(errors) != 0) {
        abort();
    }
    // Flags belong to the file, so the ends of the test do not have those of the program.
    fcntl(in[0], F_SETFL, flags);
    fcntl(out[1], F_SETFL, flags);
    va_list values;
    va_start(values, flags);
    fcntl(in[1], F_SETFD, FD_CLOEXEC);
    fcntl(out[0], F_SETFD, FD_CLOEXEC);
    struct talk talk = {start_with(in[0], out[1], errors[1], 0, values), in[1], out[0], errors[0]};
    va_end(values);
    close(in[0]);
    close(out[1]);
    close(errors[1]);
    return talk;
}

// Reads up to `count` line feeds, the end, or `milliseconds` without a byte; ends with a zero.
static size_t read_lines(int from, char *bytes, size_t capacity, int count, int milliseconds) {
    size_t used = 0;
    while (count > 0 && used + 1 < capacity) {
        struct pollfd ready = {from, POLLIN, 0};
        if (poll(&ready, 1, milliseconds) <= 0 || read(from, bytes + used, 1) <= 0) {
            break;
        }
        count -= bytes[used++] == '\n';
    }
    bytes[used] = 0;
    return used;
}

static void send(int to, const char *text) {
    expect(write(to, text, strlen(text)) == (ssize_t)strlen(text), "sending %s", text);
}

// The status that a process ends with, 256 and the signal's number, or -1 where it does not end in time.
static int end_of(pid_t process, int milliseconds) {
    for (int waited = 0; waited <= milliseconds; waited += 10) {
        int status;
        if (waitpid(process, &status, WNOHANG) == process) {
            return WIFEXITED(status) ? WEXITSTATUS(status) : 256 + WTERMSIG(status);
        }
        usleep(10000);
    }
    kill(process, SIGKILL);
    waitpid(process, NULL, 0);
    return -1;
}

static int begins(const char *text, const char *start) { return strncmp(text, start, strlen(start)) == 0; }

static const char ping[] = "{\"task\":\"ping\"}\n";
static char bytes[1 << 16];

// MARK: Descriptors that do not block

// `count` lines through pipes that do not block, with a reader that lags: each is answered once, whole and in order.
static void lose_no_line(long count) {
    struct talk talk = start_flagged(O_NONBLOCK, "--quiet-start", NULL);
    fcntl(talk.to, F_SETFL, O_NONBLOCK);
    long sent = 0, answered = 0;
    size_t part_sent = 0, used = 0;
    char line[64] = "";
    size_t length = 0;
    while (answered < count) {
        struct pollfd ready[] = {{talk.from, POLLIN, 0}, {talk.to, sent < count ? POLLOUT : 0, 0}};
        if (poll(ready, 2, 20000) <= 0) {
            break;
        }
        if (sent < count && ready[1].revents & POLLOUT) {
            if (part_sent == length) {
                length = (size_t)snprintf(line, sizeof line, "@n%ld\n", sent);
                part_sent = 0;
            }
            // Odd parts, so that lines arrive in pieces.
            size_t part = length - part_sent > 3 && sent % 7 == 0 ? 3 : length - part_sent;
            ssize_t result = write(talk.to, line + part_sent, part);
            part_sent += result > 0 ? (size_t)result : 0;
            sent += part_sent == length;
            continue;  // replies pile up until the program cannot write
        }
        ssize_t result = read(talk.from, bytes + used, answered % 3 == 0 ? 97 : sizeof bytes - used - 1);
        if (result <= 0) {
            break;
        }
        used += (size_t)result;
        bytes[used] = 0;
        char *at = bytes;
        for (char *end; (end = strchr(at, '\n')) != NULL; at = end + 1) {
            *end = 0;
            char wanted[128];
            snprintf(
                wanted, sizeof wanted,
                "{\"error\":\"unknown_task\",\"message\":\"no task @n%ld; @help lists the tasks\"}", answered);
            if (strcmp(at, wanted) != 0) {
                expect(0, "reply %ld is %s", answered, at);
                answered = count;
            }
            answered++;
        }
        used = strlen(at);
        memmove(bytes, at, used + 1);
    }
    expect(answered == count, "%ld of %ld lines are answered", answered, count);
    close(talk.to);
    expect(end_of(talk.process, 5000) == 0, "the program ends with its input");
    close(talk.from);
    close(talk.diagnostics);
}

static void wait_for_input(void) {
    struct talk talk = start_flagged(O_NONBLOCK, "--quiet-start", NULL);
    send(talk.to, "@pi");
    expect(read_lines(talk.from, bytes, sizeof bytes, 1, 300) == 0, "half a line is no line: %s", bytes);
    send(talk.to, "ng\n");
    read_lines(talk.from, bytes, sizeof bytes, 1, 2000);
    expect(strcmp(bytes, ping) == 0, "a line in two parts: %s", bytes);
    send(talk.to, "@ping");
    close(talk.to);
    read_lines(talk.from, bytes, sizeof bytes, 1, 2000);
    expect(strcmp(bytes, ping) == 0, "the end of the input ends a line: %s", bytes);
    expect(end_of(talk.process, 2000) == 0, "status 0 at the end of the input");
    close(talk.from);
    close(talk.diagnostics);
}

// MARK: Options

static void start_quietly(void) {
    struct talk talk = start_flagged(0, "--quiet-start", "--restarts", "7", NULL);
    expect(read_lines(talk.from, bytes, sizeof bytes, 1, 300) == 0, "nothing is written before a line: %s", bytes);
    send(talk.to, "@stats\n");
    read_lines(talk.from, bytes, sizeof bytes, 1, 2000);
    expect(strstr(bytes, "\"restarts\":7") != NULL, "@stats has the restarts: %s", bytes);
    close(talk.to);
    expect(end_of(talk.process, 2000) == 0, "status 0");
    close(talk.from);
    close(talk.diagnostics);
}

static void copy_replies(void) {
    int ends[2];
    if (pipe(ends) != 0) {
        abort();
    }
    int copy = fcntl(ends[0], F_DUPFD, 20), other = fcntl(ends[1], F_DUPFD, 20);
    close(ends[0]);
    close(ends[1]);
    dup2(other, 3);
    close(other);
    struct talk talk = start_flagged(0, "--quiet-start", "--copy-to", "3", NULL);
    close(3);
    send(talk.to, "@ping\n@nothing\n");
    read_lines(talk.from, bytes, sizeof bytes, 2, 2000);
    static char copied[sizeof bytes];
    read_lines(copy, copied, sizeof copied, 2, 2000);
    expect(begins(bytes, ping) && strcmp(bytes, copied) == 0, "the copy has what the output has: %s", copied);
    close(talk.to);
    expect(end_of(talk.process, 2000) == 0, "status 0");
    close(copy);
    close(talk.from);
    close(talk.diagnostics);

    talk = start_flagged(0, "--copy-to", "3", NULL);
    read_lines(talk.diagnostics, bytes, sizeof bytes, 1, 2000);
    expect(strstr(bytes, "--copy-to: not open") != NULL, "a copy that is not open: %s", bytes);
    expect(end_of(talk.process, 2000) == 1, "status 1 without the copy");
    close(talk.to);
    close(talk.from);
    close(talk.diagnostics);
}

static void refuse_a_copy_to_the_output(void) {
    struct talk talk = start_flagged(0, "--copy-to", "1", NULL);
    read_lines(talk.diagnostics, bytes, sizeof bytes, 1, 2000);
    expect(strstr(bytes, "--copy-to: invalid") != NULL, "a copy to the output: %s", bytes);
    expect(end_of(talk.process, 2000) == 1, "status 1 with two replies to each line");
    close(talk.to);
    close(talk.from);
    close(talk.diagnostics);
}

static void leave_a_line_at_a_trap(void) {
    struct talk talk = start_flagged(0, "--quiet-start", NULL);
    send(talk.to, "@ping\n");
    read_lines(talk.from, bytes, sizeof bytes, 1, 2000);
    kill(talk.process, SIGILL);
    read_lines(talk.diagnostics, bytes, sizeof bytes, 1, 2000);
    expect(begins(bytes, "pipit: ended by a trap: signal 4 at 0x"), "a trap leaves a line: %s", bytes);
    expect(end_of(talk.process, 2000) == 128 + SIGILL, "status 132 after a trap");
    close(talk.to);
    close(talk.from);
    close(talk.diagnostics);
}

// MARK: A serial line

struct serial {
    struct talk talk;
    int controller;
    char path[64];
};

static void open_controller(struct serial *serial) {
    serial->controller = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (serial->controller < 0 || grantpt(serial->controller) != 0 || unlockpt(serial->controller) != 0) {
        abort();
    }
}

// Holds the line open and raw, so that what is sent before the program opens it is kept as it is, without an echo.
static int hold_raw(const struct serial *serial) {
    int held = open(ptsname(serial->controller), O_RDWR | O_NOCTTY | O_CLOEXEC);
    struct termios raw;
    tcgetattr(held, &raw);
    cfmakeraw(&raw);
    tcsetattr(held, TCSANOW, &raw);
    return held;
}

static struct serial start_serial(const char *option, const char *value) {
    struct serial serial;
    open_controller(&serial);
    // A link, so that another line can take its place as a new adapter does.
    snprintf(serial.path, sizeof serial.path, "/tmp/pipit-edges-%d", (int)getpid());
    unlink(serial.path);
    expect(symlink(ptsname(serial.controller), serial.path) == 0, "a name for the line");
    int held = hold_raw(&serial);
    serial.talk = start_flagged(0, "--serial", serial.path, option, value, NULL);
    read_lines(serial.controller, bytes, sizeof bytes, 1, 5000);
    expect(begins(bytes, "{\"ready\""), "the ready line: %s", bytes);
    close(held);
    return serial;
}

static void stop(struct serial *serial) {
    kill(serial->talk.process, SIGKILL);
    waitpid(serial->talk.process, NULL, 0);
    close(serial->controller);
    close(serial->talk.to);
    close(serial->talk.from);
    close(serial->talk.diagnostics);
    unlink(serial->path);
}

static void edit_lines(void) {
    struct serial serial = start_serial("--restarts", "0");
    send(serial.controller, "@pong\b\b\bing\rnonsense\025@ping\r\001\033@ping\r");
    read_lines(serial.controller, bytes, sizeof bytes, 3, 2000);
    char wanted[64];
    snprintf(wanted, sizeof wanted, "%s%s%s", ping, ping, ping);
    expect(strcmp(bytes, wanted) == 0, "keys edit a line: %s", bytes);
    struct talk other = start_flagged(0, "--serial", serial.path, NULL);
    read_lines(other.diagnostics, bytes, sizeof bytes, 1, 2000);
    expect(strstr(bytes, "in use by another program") != NULL, "a second program on the line: %s", bytes);
    expect(end_of(other.process, 2000) == 2, "status 2 for a line in use");
    close(other.to);
    close(other.from);
    close(other.diagnostics);
    stop(&serial);
}

static void end_at_a_hang_up(void) {
    struct serial serial = start_serial("--copy-to", "1");
    send(serial.controller, "@ping\r");
    read_lines(serial.controller, bytes, sizeof bytes, 1, 2000);
    read_lines(serial.talk.from, bytes, sizeof bytes, 1, 2000);
    expect(begins(bytes, "{\"ready\""), "the copy has the ready line: %s", bytes);
    read_lines(serial.talk.from, bytes, sizeof bytes, 1, 2000);
    expect(strcmp(bytes, ping) == 0, "the copy has the reply: %s", bytes);
    send(serial.controller, "turn off the kitchen li");
    usleep(50000);
    close(serial.controller);
    expect(end_of(serial.talk.process, 2000) == 1, "status 1 at a hang-up");
    expect(read_lines(serial.talk.from, bytes, sizeof bytes, 1, 200) == 0, "half a line is not answered: %s", bytes);
    read_lines(serial.talk.diagnostics, bytes, sizeof bytes, 9, 200);
    expect(strstr(bytes, "the serial line hung up") != NULL, "a message: %s", bytes);
    close(serial.talk.to);
    close(serial.talk.from);
    close(serial.talk.diagnostics);
    unlink(serial.path);
}

// The line vanishes, is away for a while and comes back as another: what was taught is still there.
static void reopen_after_a_hang_up(void) {
    struct serial serial = start_serial("--reopen", NULL);
    send(serial.controller, "@teach greeting || hello there\r");
    read_lines(serial.controller, bytes, sizeof bytes, 1, 2000);
    expect(strstr(bytes, "\"examples\":1") != NULL, "an example is learnt: %s", bytes);
    for (int times = 0; times < 2; times++) {
        send(serial.controller, "@forget gree");
        usleep(50000);
        close(serial.controller);
        unlink(serial.path);
        usleep(400000);
        open_controller(&serial);
        int held = hold_raw(&serial);
        expect(symlink(ptsname(serial.controller), serial.path) == 0, "the name of the line");
        read_lines(serial.controller, bytes, sizeof bytes, 1, 5000);
        expect(begins(bytes, "{\"ready\""), "ready again: %s", bytes);
        close(held);
        send(serial.controller, "@taught\r");
        read_lines(serial.controller, bytes, sizeof bytes, 1, 2000);
        expect(
            strstr(bytes, "\"labels\":[{\"label\":\"greeting\",\"examples\":1}]") != NULL,
            "what was taught survives a hang-up: %s", bytes);
    }
    int status;
    expect(waitpid(serial.talk.process, &status, WNOHANG) == 0, "the program still runs");
    stop(&serial);
}

// MARK: Calls that fail

#ifdef __x86_64__

static int waits(const struct user_regs_struct *registers) {
    return registers->orig_rax == SYS_read || registers->orig_rax == SYS_ppoll;
}

static long number_of(const struct user_regs_struct *registers) { return (long)registers->orig_rax; }

// The answer where a call cannot fail, or its failure is none: to close, to end.
static int may_fail(long number) { return number != SYS_exit_group && number != SYS_exit; }

// What is sent to a program, a part whenever it waits, and then the end.
struct feed {
    int to, from;  // the same for a serial line
    const char *const *parts;
    size_t used;  // of `bytes`, which get what comes back
};

static void feed_more(struct feed *feed) {
    if (feed->to < 0) {
        return;
    }
    feed->used += read_lines(feed->from, bytes + feed->used, sizeof bytes - feed->used, 1 << 20, 0);
    if (*feed->parts != NULL) {
        send(feed->to, *feed->parts++);
        return;
    }
    close(feed->to);
    feed->to = -1;
}

// The next thing that happens to a traced process; one that `waits` for input gets some.
static int next_event(pid_t process, struct feed *feed, int waits) {
    for (int waited = 0; waited < 60000; waited++) {
        int status;
        if (waitpid(process, &status, WNOHANG) == process) {
            return status;
        }
        usleep(waited < 20 ? 20 : 200);
        if (waits && waited >= 25 && waited % 5 == 0) {
            feed_more(feed);
        }
    }
    kill(process, SIGKILL);
    return -1;
}

struct end {
    int status;
    long calls, failed;    // how many, and the number of the one that failed
    long confined, spoke;  // which was the filter, and which the first to write to standard error; -1 for none
};

// Follows a traced program to its end, with call number `failing` answered by `error` instead of by the kernel; 0 is
// the first, -1 none.
static struct end follow(pid_t process, struct feed *feed, long failing, int error) {
    struct end end = {-1, 0, -1, -1, -1};
    int status, entering = 1, fails = 0;
    struct user_regs_struct registers = {0}, kept = {0};
    waitpid(process, &status, 0);
    ptrace(PTRACE_SETOPTIONS, process, 0, PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL);
    ptrace(PTRACE_SYSCALL, process, 0, 0);
    while ((status = next_event(process, feed, !entering && waits(&registers))) != -1) {
        if (WIFEXITED(status) || WIFSIGNALED(status)) {
            end.status = WIFEXITED(status) ? WEXITSTATUS(status) : 256 + WTERMSIG(status);
            return end;
        }
        long signal = 0;
        if (WSTOPSIG(status) != (SIGTRAP | 0x80)) {
            signal = WSTOPSIG(status);
        } else if (entering) {
            ptrace(PTRACE_GETREGS, process, 0, &registers);
            entering = 0;
            if (number_of(&registers) == SYS_prctl && registers.rdi == 22) {
                end.confined = end.calls;
            }
            if (number_of(&registers) == SYS_write && registers.rdi == 2 && end.spoke < 0) {
                end.spoke = end.calls;
            }
            fails = end.calls++ == failing && may_fail(number_of(&registers));
            if (fails) {
                end.failed = number_of(&registers);
                kept = registers;
                // A call that the filter allows and that does nothing: the clock, to no address.
                registers.orig_rax = SYS_clock_gettime;
                registers.rdi = CLOCK_MONOTONIC;
                registers.rsi = 1;
                ptrace(PTRACE_SETREGS, process, 0, &registers);
            }
        } else {
            entering = 1;
            if (fails) {
                kept.rax = (unsigned long long)-error;
                ptrace(PTRACE_SETREGS, process, 0, &kept);
            }
            fails = 0;
        }
        ptrace(PTRACE_SYSCALL, process, 0, signal);
    }
    waitpid(process, &status, 0);
    return end;
}

enum way { from_a_file, without_blocking, on_a_serial_line };

static pid_t start_traced(int input, int output, int diagnostics, ...) {
    va_list values;
    va_start(values, diagnostics);
    pid_t process = start_with(input, output, diagnostics, 1, values);
    va_end(values);
    return process;
}

// Runs the program to its end with one call that fails; its replies are in `bytes`.
static struct end run_with_failure(enum way way, const char *lines, long failing, int error) {
    static const char *const parts[] = {"ba", "de\n@ping", "\n@classify hello\n@stats\n", NULL};
    static const char *const keys[] = {"ba", "de\r@pinh\bg", "\r@classify hello\r@stats\r", "@pin", NULL};
    static const char model[] = "Tests/PipitCoreTests/Fixtures/encoder/every_head.pipit";
    static const char taught[] = "Tests/boards/edges_taught.txt";
    int out[2], errors[2], in[2] = {-1, -1};
    if (pipe2(out, O_CLOEXEC) != 0 || pipe2(errors, O_CLOEXEC) != 0 || pipe2(in, O_CLOEXEC) != 0) {
        abort();
    }
    fcntl(out[1], F_SETPIPE_SZ, 1 << 20);
    struct feed feed = {-1, out[0], parts, 0};
    pid_t process;
    if (way == on_a_serial_line) {
        struct serial serial;
        open_controller(&serial);
        close(hold_raw(&serial));
        feed = (struct feed){serial.controller, serial.controller, keys, 0};
        process = start_traced(
            -1, -1, errors[1], "--quiet-start", "--model", model, "--taught", taught, "--serial",
            ptsname(serial.controller), NULL);
    } else if (way == without_blocking) {
        fcntl(in[0], F_SETFL, O_NONBLOCK);
        fcntl(out[1], F_SETFL, O_NONBLOCK);
        feed.to = fcntl(in[1], F_DUPFD_CLOEXEC, 20);
        process = start_traced(in[0], out[1], errors[1], "--model", model, "--taught", taught, NULL);
    } else {
        int file = open(lines, O_RDONLY | O_CLOEXEC);
        process = start_traced(file, out[1], errors[1], "--model", model, "--taught", taught, NULL);
        close(file);
    }
    close(in[0]);
    close(in[1]);
    close(out[1]);
    close(errors[1]);
    struct end end = follow(process, &feed, failing, error);
    feed.used += read_lines(feed.from, bytes + feed.used, sizeof bytes - feed.used, 1 << 20, 0);
    bytes[feed.used] = 0;
    close(out[0]);
    if (feed.to >= 0) {
        close(feed.to);
    }
    static char said[4096];
    read_lines(errors[0], said, sizeof said, 100, 0);
    close(errors[0]);
    expect(
        end.status == 0 || strstr(said, "pipit: ") != NULL, "call %ld (%ld): status %d without a word", failing,
        end.failed, end.status);
    return end;
}

// Every call of a run fails in turn: the replies are those of a run without failures up to where it ends, in whole
// lines, and the end is 0, or 1 or 2 with a message.
static void fail_each_call(enum way way, const char *lines, int error) {
    static const char *const ways[] = {"from a file", "without blocking", "on a serial line"};
    static char wanted[sizeof bytes];
    // A serial line ends by a hang-up.
    const int usual = way == on_a_serial_line;
    struct end end = run_with_failure(way, lines, -1, 0);
    expect(end.status == usual, "%s: a run without failures ends with %d", ways[way], end.status);
    strcpy(wanted, bytes);
    long ends[3] = {0, 0, 0}, calls = end.calls;
    for (long k = 0; k < calls; k++) {
        end = run_with_failure(way, lines, k, error);
        const char *what = "%s, call %ld (%ld) failed with %d: %s %.200s";
        expect(end.status >= 0 && end.status <= 2, what, ways[way], k, end.failed, error, "no clear end", bytes);
        if (end.status >= 0 && end.status <= 2) {
            ends[end.status]++;
        }
        size_t used = strlen(bytes);
        expect(begins(wanted, bytes), what, ways[way], k, end.failed, error, "other replies", bytes);
        expect(used == 0 || bytes[used - 1] == '\n', what, ways[way], k, end.failed, error, "a line is cut", bytes);
        int is_whole = used == strlen(wanted);
        expect(end.status != 0 || is_whole, what, ways[way], k, end.failed, error, "replies are lost", bytes);
    }
    printf(
        "%s, error %d: %ld calls failed in turn; %ld ended with 0, %ld with 1, %ld with 2\n", ways[way], error, calls,
        ends[0], ends[1], ends[2]);
    const int is_passing = error == EINTR || error == EAGAIN;
    expect(is_passing ? usual == 1 || ends[1] == 0 : ends[1] > 0 && ends[2] > 0, "failures that end the program");
}

// What is no model is read, then the program is confined, and only then it looks at the bytes and refuses them.
static void confine_before_parsing(const char *no_model) {
    int errors[2];
    if (pipe2(errors, O_CLOEXEC) != 0) {
        abort();
    }
    struct feed feed = {-1, -1, NULL, 0};
    pid_t process = start_traced(-1, -1, errors[1], "--require-confinement", "--model", no_model, NULL);
    close(errors[1]);
    struct end end = follow(process, &feed, -1, 0);
    read_lines(errors[0], bytes, sizeof bytes, 1, 0);
    expect(end.status == 2 && strstr(bytes, "not a .pipit model") != NULL, "no model: %d, %s", end.status, bytes);
    expect(
        end.confined > 0 && end.confined < end.spoke, "confined at call %ld, refused at %ld", end.confined, end.spoke);
    close(errors[0]);
}

// A call that the program does not make, once it is confined: its number and first three arguments.
struct forbidden {
    const char *what;
    long number, arguments[3];
    int reopens;
};

// Lets the program's last call but the end be another one: the kernel has to end it.
static void forbid(const struct forbidden *call) {
    struct serial serial;
    open_controller(&serial);
    int held = hold_raw(&serial), status, entering = 1;
    const char *path = ptsname(serial.controller);
    pid_t process = call->reopens ? start_traced(-1, -1, -1, "--quiet-start", "--reopen", "--serial", path, NULL)
                                  : start_traced(-1, -1, -1, "--quiet-start", "--serial", path, NULL);
    static const char *const parts[] = {"@ping\r", NULL};
    struct feed feed = {serial.controller, serial.controller, parts, 0};
    waitpid(process, &status, 0);
    ptrace(PTRACE_SETOPTIONS, process, 0, PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL);
    ptrace(PTRACE_SYSCALL, process, 0, 0);
    int is_confined = 0, end = -1;
    struct user_regs_struct registers = {0};
    while ((status = next_event(process, &feed, !entering && waits(&registers))) != -1) {
        if (WIFEXITED(status) || WIFSIGNALED(status)) {
            end = WIFEXITED(status) ? WEXITSTATUS(status) : 256 + WTERMSIG(status);
            break;
        }
        ptrace(PTRACE_GETREGS, process, 0, &registers);
        if (entering && is_confined && number_of(&registers) == SYS_write) {
            registers.orig_rax = (unsigned long long)call->number;
            registers.rdi = (unsigned long long)call->arguments[0];
            registers.rsi = (unsigned long long)call->arguments[1];
            registers.rdx = (unsigned long long)call->arguments[2];
            ptrace(PTRACE_SETREGS, process, 0, &registers);
            is_confined = 0;
        }
        is_confined |= number_of(&registers) == SYS_prctl && registers.rdi == 22;
        entering = !entering;
        ptrace(PTRACE_SYSCALL, process, 0, 0);
    }
    expect(end == 256 + SIGSYS, "%s: ended with %d, not by the kernel", call->what, end);
    close(held);
    if (feed.to >= 0) {
        close(feed.to);
    }
}

static void forbid_all_else(void) {
    // The line is descriptor 3, and 4 the kernel's report where there is one.
    const struct forbidden calls[] = {
        {"reading another descriptor", SYS_read, {0, 0, 0}, 0},
        {"writing another descriptor", SYS_write, {7, 0, 0}, 0},
        {"reading any file at a place", SYS_pread64, {3, 0, 0}, 0},
        {"another clock", SYS_clock_gettime, {CLOCK_REALTIME, 0, 0}, 0},
        {"waiting for two descriptors", SYS_ppoll, {0, 2, 0}, 0},
        {"opening a file", SYS_openat, {AT_FDCWD, 0, O_RDWR | O_NOCTTY}, 0},
        {"opening another file", SYS_openat, {AT_FDCWD, 0, O_RDWR | O_NOCTTY}, 1},
        {"closing another descriptor", SYS_close, {2, 0, 0}, 1},
        {"another request to the line", SYS_ioctl, {3, TIOCSTI, 0}, 1},
        {"memory", SYS_mmap, {0, 4096, 7}, 1},
        {"a signal", SYS_kill, {1, 9, 0}, 0},
        {"a call of x32", 0x40000000 + SYS_write, {3, 0, 0}, 0},
    };
    for (size_t i = 0; i < sizeof calls / sizeof calls[0]; i++) {
        forbid(&calls[i]);
    }
}

#else
static void forbid_all_else(void) {}

static void confine_before_parsing(const char *no_model) { (void)no_model; }

enum way { from_a_file, without_blocking, on_a_serial_line };

static void fail_each_call(enum way way, const char *lines, int error) {
    printf("not on this processor: %d %s %d\n", way, lines, error);
}
#endif

int main(int count, char **arguments) {
    if (count != 4) {
        return 2;
    }
    program = arguments[1];
    signal(SIGPIPE, SIG_IGN);
    wait_for_input();
    start_quietly();
    copy_replies();
    refuse_a_copy_to_the_output();
    leave_a_line_at_a_trap();
    edit_lines();
    end_at_a_hang_up();
    reopen_after_a_hang_up();
    lose_no_line(atol(arguments[3]));
    forbid_all_else();
    confine_before_parsing("README.md");
    static const int errors[] = {EIO, EAGAIN, EINTR};
    for (size_t i = 0; i < sizeof errors / sizeof errors[0]; i++) {
        for (enum way way = from_a_file; way <= on_a_serial_line; way++) {
            fail_each_call(way, arguments[2], errors[i]);
        }
    }
    return failures > 0;
}
