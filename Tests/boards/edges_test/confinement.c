// When the program is confined, and what it can do then.

#include "edges_test.h"

#ifdef __x86_64__
#include "traced.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

// What is no model is read, then the program is confined, and only then it looks at the bytes and refuses them.
void confine_before_parsing(const char *no_model) {
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
        is_confined |= confines(&registers);
        entering = !entering;
        ptrace(PTRACE_SYSCALL, process, 0, 0);
    }
    expect(end == 256 + SIGSYS, "%s: ended with %d, not by the kernel", call->what, end);
    close(held);
    if (feed.to >= 0) {
        close(feed.to);
    }
}

void forbid_all_else(void) {
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

void forbid_all_else(void) {}

void confine_before_parsing(const char *no_model) { (void)no_model; }

#endif
