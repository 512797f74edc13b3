// Serial lines, set raw: no echo, no line editing, every byte as it comes.

#include "linux.h"
#include "pipit_system.h"

// The kernel's own `struct termios`, the same on every architecture here; not the C library's.
struct line_settings {
    uint32_t input, output, control, local;
    uint8_t discipline;
    uint8_t characters[19];
};

enum {
    minimum_index = 6,  // of `characters`: how many bytes a read waits for
    time_index = 5,     // of `characters`: for how long, 0 is without end
    eight_bits = 0000060,
    receiver_on = 0000200,
    ignore_modem_lines = 0004000,
};

static const struct {
    uint32_t baud, code;
} named_speeds[] = {
    {1200, 0000011},    {2400, 0000013},    {4800, 0000014},    {9600, 0000015},    {19200, 0000016},
    {38400, 0000017},   {57600, 0010001},   {115200, 0010002},  {230400, 0010003},  {460800, 0010004},
    {500000, 0010005},  {576000, 0010006},  {921600, 0010007},  {1000000, 0010010}, {1152000, 0010011},
    {1500000, 0010012}, {2000000, 0010013}, {2500000, 0010014}, {3000000, 0010015}, {3500000, 0010016},
    {4000000, 0010017},
};

// Nobody else may use the line: another of these programs sees the lock, which even holds against root, and a program
// of another user that would open it is refused.
MADE_SMALL static long take(long line, uint32_t speed_code) {
    const long exclusive = 2, without_waiting = 4;
    struct line_settings settings;
    long result = system_call_to_end(CALL_LOCK, line, exclusive | without_waiting, 0);
    if (result == -ERROR_NOT_READY) {
        return -ERROR_BUSY;
    }
    result = system_call_to_end(CALL_IOCTL, line, GET_LINE_SETTINGS, (long)&settings);
    if (result < 0) {
        return result;
    }
    settings.input = settings.output = settings.local = 0;
    settings.control = speed_code | eight_bits | receiver_on | ignore_modem_lines;
    settings.characters[minimum_index] = 1;
    settings.characters[time_index] = 0;
    result = system_call_to_end(CALL_IOCTL, line, SET_LINE_SETTINGS, (long)&settings);
    return result < 0 ? result : system_call_to_end(CALL_IOCTL, line, SET_LINE_EXCLUSIVE, 0);
}

MADE_SMALL static int open_raw(const char *path, uint32_t speed_code) {
    long line = system_call_to_end(CALL_OPEN_AT, AT_CURRENT_DIRECTORY, (long)path, OPEN_SERIAL);
    if (line < 0) {
        return (int)line;
    }
    long result = take(line, speed_code);
    if (result < 0) {
        system_call(CALL_CLOSE, line, 0, 0);
        return (int)result;
    }
    return (int)line;
}

// Made small: it runs once, and unrolled the search is five times the code.
MADE_SMALL int pipit_open_serial(const char *path, uint32_t baud) {
    for (size_t i = 0; i < sizeof named_speeds / sizeof named_speeds[0]; i++) {
        if (named_speeds[i].baud == baud) {
            return open_raw(path, named_speeds[i].code);
        }
    }
    return -ERROR_INVALID;
}

MADE_SMALL int pipit_reopen_serial(int line, const char *path, uint32_t baud, uint32_t *pause) {
    const uint32_t longest_pause = 5000;
    system_call(CALL_CLOSE, line, 0, 0);
    for (;;) {
        pipit_sleep(*pause);
        *pause *= *pause < longest_pause ? 2 : 1;
        int opened = pipit_open_serial(path, baud);
        // The lowest number that is free, and so the one it had.
        if (opened >= 0) {
            return opened == line ? 0 : -ERROR_NOT_OPEN;
        }
    }
}
