// What traced.h declares.

#ifdef __x86_64__

#include "edges_test.h"
#include "traced.h"

#include <signal.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

int waits(const struct user_regs_struct *registers) {
    return registers->orig_rax == SYS_read || registers->orig_rax == SYS_ppoll;
}

long number_of(const struct user_regs_struct *registers) { return (long)registers->orig_rax; }

int confines(const struct user_regs_struct *registers) {
    const unsigned long long set_seccomp = 22;
    return number_of(registers) == SYS_prctl && registers->rdi == set_seccomp;
}

// The answer where a call cannot fail, or its failure is none: to close, to end.
static int may_fail(long number) { return number != SYS_exit_group && number != SYS_exit; }

static void feed_more(struct feed *feed) {
    if (feed->to < 0) {
        return;
    }
    feed->used += read_lines(feed->from, bytes + feed->used, sizeof bytes - feed->used, 1 << 20, 0);
    if (*feed->parts != NULL) {
        send_text(feed->to, *feed->parts++);
        return;
    }
    close(feed->to);
    feed->to = -1;
}

int next_event(pid_t process, struct feed *feed, int waits) {
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

struct end follow(pid_t process, struct feed *feed, long failing, int error) {
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
            if (confines(&registers)) {
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

pid_t start_traced(int input, int output, int diagnostics, ...) {
    va_list values;
    va_start(values, diagnostics);
    pid_t process = start_with(input, output, diagnostics, 1, values);
    va_end(values);
    return process;
}

#endif
