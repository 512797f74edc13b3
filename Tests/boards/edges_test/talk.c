// A program at work: how it is started, read and awaited, and what counts failures.

#include "edges_test.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

const char *program;
int failures;
const char ping[] = "{\"task\":\"ping\"}\n";
char bytes[1 << 16];

void expect(int condition, const char *what, ...) {
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

enum { most_arguments = 16 };

pid_t start_with(int input, int output, int diagnostics, int traced, va_list values) {
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

struct talk start_flagged(int flags, ...) {
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

size_t read_lines(int from, char *read_bytes, size_t capacity, int count, int milliseconds) {
    size_t used = 0;
    while (count > 0 && used + 1 < capacity) {
        struct pollfd ready = {from, POLLIN, 0};
        if (poll(&ready, 1, milliseconds) <= 0 || read(from, read_bytes + used, 1) <= 0) {
            break;
        }
        count -= read_bytes[used++] == '\n';
    }
    read_bytes[used] = 0;
    return used;
}

void send_text(int to, const char *text) {
    expect(write(to, text, strlen(text)) == (ssize_t)strlen(text), "sending %s", text);
}

int end_of(pid_t process, int milliseconds) {
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

int begins(const char *text, const char *start) { return strncmp(text, start, strlen(start)) == 0; }

void close_talk(const struct talk *talk) {
    close(talk->to);
    close(talk->from);
    close(talk->diagnostics);
}

void finish(const struct talk *talk, int status) {
    close(talk->to);
    int end = end_of(talk->process, 5000);
    expect(end == status, "status %d at the end, not %d", end, status);
    close(talk->from);
    close(talk->diagnostics);
}
