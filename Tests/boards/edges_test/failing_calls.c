// Every call of the program fails in turn.

#include "edges_test.h"

#ifdef __x86_64__
#include "traced.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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
void fail_each_call(enum way way, const char *lines, int error) {
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

#else
#include <stdio.h>

void fail_each_call(enum way way, const char *lines, int error) {
    printf("not on this processor: %d %s %d\n", way, lines, error);
}

#endif
