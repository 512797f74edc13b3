// A serial line: keys that edit a line, hang-ups, a line that comes back.

#include "edges_test.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

void open_controller(struct serial *serial) {
    serial->controller = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (serial->controller < 0 || grantpt(serial->controller) != 0 || unlockpt(serial->controller) != 0) {
        abort();
    }
}

int hold_raw(const struct serial *serial) {
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
    close_talk(&serial->talk);
    unlink(serial->path);
}

void edit_lines(void) {
    struct serial serial = start_serial("--restarts", "0");
    send_text(serial.controller, "@pong\b\b\bing\rnonsense\025@ping\r\001\033@ping\r");
    read_lines(serial.controller, bytes, sizeof bytes, 3, 2000);
    char wanted[64];
    snprintf(wanted, sizeof wanted, "%s%s%s", ping, ping, ping);
    expect(strcmp(bytes, wanted) == 0, "keys edit a line: %s", bytes);
    struct talk other = start_flagged(0, "--serial", serial.path, NULL);
    read_lines(other.diagnostics, bytes, sizeof bytes, 1, 2000);
    expect(strstr(bytes, "in use by another program") != NULL, "a second program on the line: %s", bytes);
    finish(&other, 2);
    stop(&serial);
}

void end_at_a_hang_up(void) {
    struct serial serial = start_serial("--copy-to", "1");
    send_text(serial.controller, "@ping\r");
    read_lines(serial.controller, bytes, sizeof bytes, 1, 2000);
    read_lines(serial.talk.from, bytes, sizeof bytes, 1, 2000);
    expect(begins(bytes, "{\"ready\""), "the copy has the ready line: %s", bytes);
    read_lines(serial.talk.from, bytes, sizeof bytes, 1, 2000);
    expect(strcmp(bytes, ping) == 0, "the copy has the reply: %s", bytes);
    send_text(serial.controller, "turn off the kitchen li");
    usleep(50000);
    close(serial.controller);
    expect(end_of(serial.talk.process, 2000) == 1, "status 1 at a hang-up");
    expect(read_lines(serial.talk.from, bytes, sizeof bytes, 1, 200) == 0, "half a line is not answered: %s", bytes);
    read_lines(serial.talk.diagnostics, bytes, sizeof bytes, 9, 200);
    expect(strstr(bytes, "the serial line hung up") != NULL, "a message: %s", bytes);
    close_talk(&serial.talk);
    unlink(serial.path);
}

// The line vanishes, is away for a while and comes back as another: what was taught is still there.
void reopen_after_a_hang_up(void) {
    struct serial serial = start_serial("--reopen", NULL);
    send_text(serial.controller, "@teach greeting || hello there\r");
    read_lines(serial.controller, bytes, sizeof bytes, 1, 2000);
    expect(strstr(bytes, "\"examples\":1") != NULL, "an example is learnt: %s", bytes);
    for (int times = 0; times < 2; times++) {
        send_text(serial.controller, "@forget gree");
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
        send_text(serial.controller, "@taught\r");
        read_lines(serial.controller, bytes, sizeof bytes, 1, 2000);
        expect(
            strstr(bytes, "\"labels\":[{\"label\":\"greeting\",\"examples\":1}]") != NULL,
            "what was taught survives a hang-up: %s", bytes);
    }
    int status;
    expect(waitpid(serial.talk.process, &status, WNOHANG) == 0, "the program still runs");
    stop(&serial);
}
