// Options, and the line that a trap leaves.

#include "edges_test.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void start_quietly(void) {
    struct talk talk = start_flagged(0, "--quiet-start", "--restarts", "7", NULL);
    expect(read_lines(talk.from, bytes, sizeof bytes, 1, 300) == 0, "nothing is written before a line: %s", bytes);
    send_text(talk.to, "@stats\n");
    read_lines(talk.from, bytes, sizeof bytes, 1, 2000);
    expect(strstr(bytes, "\"restarts\":7") != NULL, "@stats has the restarts: %s", bytes);
    finish(&talk, 0);
}

void copy_replies(void) {
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
    send_text(talk.to, "@ping\n@nothing\n");
    read_lines(talk.from, bytes, sizeof bytes, 2, 2000);
    static char copied[sizeof bytes];
    read_lines(copy, copied, sizeof copied, 2, 2000);
    expect(begins(bytes, ping) && strcmp(bytes, copied) == 0, "the copy has what the output has: %s", copied);
    finish(&talk, 0);
    close(copy);

    talk = start_flagged(0, "--copy-to", "3", NULL);
    read_lines(talk.diagnostics, bytes, sizeof bytes, 1, 2000);
    expect(strstr(bytes, "--copy-to: not open") != NULL, "a copy that is not open: %s", bytes);
    finish(&talk, 1);
}

void refuse_a_copy_to_the_output(void) {
    struct talk talk = start_flagged(0, "--copy-to", "1", NULL);
    read_lines(talk.diagnostics, bytes, sizeof bytes, 1, 2000);
    expect(strstr(bytes, "--copy-to: invalid") != NULL, "a copy to the output: %s", bytes);
    finish(&talk, 1);
}

void leave_a_line_at_a_trap(void) {
    struct talk talk = start_flagged(0, "--quiet-start", NULL);
    send_text(talk.to, "@ping\n");
    read_lines(talk.from, bytes, sizeof bytes, 1, 2000);
    kill(talk.process, SIGILL);
    read_lines(talk.diagnostics, bytes, sizeof bytes, 1, 2000);
    expect(begins(bytes, "pipit: ended by a trap: signal 4 at 0x"), "a trap leaves a line: %s", bytes);
    finish(&talk, 128 + SIGILL);
}
