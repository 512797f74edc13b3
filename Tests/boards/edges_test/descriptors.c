// Descriptors that do not block.

#include "edges_test.h"

#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

// `count` lines through pipes that do not block, with a reader that lags: each is answered once, whole and in order.
void lose_no_line(long count) {
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
    finish(&talk, 0);
}

void wait_for_input(void) {
    struct talk talk = start_flagged(O_NONBLOCK, "--quiet-start", NULL);
    send_text(talk.to, "@pi");
    expect(read_lines(talk.from, bytes, sizeof bytes, 1, 300) == 0, "half a line is no line: %s", bytes);
    send_text(talk.to, "ng\n");
    read_lines(talk.from, bytes, sizeof bytes, 1, 2000);
    expect(strcmp(bytes, ping) == 0, "a line in two parts: %s", bytes);
    send_text(talk.to, "@ping");
    close(talk.to);
    read_lines(talk.from, bytes, sizeof bytes, 1, 2000);
    expect(strcmp(bytes, ping) == 0, "the end of the input ends a line: %s", bytes);
    expect(end_of(talk.process, 2000) == 0, "status 0 at the end of the input");
    close(talk.from);
    close(talk.diagnostics);
}
