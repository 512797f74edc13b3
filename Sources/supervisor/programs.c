// The programs on the serial lines. One that ends is started again, at first after a quarter of a second, later after
// longer: a line that is hung up, or a program that cannot go on, must not keep the processor busy. Why it ended is
// told on the screen and, as a notice before the first reply, on its line.

#include "calls.h"
#include "pipit_system.h"
#include "supervisor.h"
#include "processes.h"

enum {
    most_programs = 2,
    most_arguments = 20,
    first_delay = 250,     // milliseconds
    longest_delay = 8000,  // milliseconds
    long_life = 10000,     // milliseconds, after which an end is the first again
    missing_delay = 1000,  // milliseconds, until a line that is not there is looked for again
    hold_milliseconds = 3000,
    longest_rest = 500,  // milliseconds between two feedings of the watchdog
};

struct program {
    char path[32];
    uint32_t baud;
    bool speaks_first;
    const char *arguments[most_arguments];
    long process;  // 0 while it does not run
    struct process_errors errors;
    uint64_t started, next_start;  // milliseconds
    long delay;
    unsigned long restarts;
    char restarts_text[16];
    char reason_bytes[512];
    struct text reason;
};

static struct program programs[most_programs];
static size_t program_count;

static uint64_t now_milliseconds(void) { return pipit_monotonic_nanoseconds() / 1000000u; }

static uint32_t number_of(const char *digits) {
    uint32_t number = 0;
    for (; *digits != 0; digits++) {
        number = number * 10 + (uint32_t)(*digits - '0');
    }
    return number;
}

static void set_arguments(struct program *program, const struct settings *settings, const struct card_files *files) {
    size_t count = 0;
    const char **arguments = program->arguments;
    arguments[count++] = "/pipit";
    arguments[count++] = "--serial";
    arguments[count++] = program->path;
    arguments[count++] = "--baud";
    arguments[count++] = settings->baud;
    arguments[count++] = "--reopen";
    arguments[count++] = "--restarts";
    arguments[count++] = program->restarts_text;
    if (!settings->ready) {
        arguments[count++] = "--quiet-start";
    }
    if (!settings->times) {
        arguments[count++] = "--no-timing";
    }
    count += add_card_files(arguments + count, files);
    arguments[count] = NULL;
}

void programs_add(const char *path, const struct settings *settings, const struct card_files *files) {
    if (program_count == most_programs) {
        return;
    }
    struct program *program = &programs[program_count++];
    struct text text = TEXT_IN(program->path);
    text_add(&text, path);
    program->baud = number_of(settings->baud);
    program->speaks_first = settings->ready;
    program->delay = first_delay;
    program->reason = TEXT_IN(program->reason_bytes);
    set_arguments(program, settings, files);
}

// Tells the notices once somebody talks: before that, the bytes would wait in the line's buffer, and the other end's
// terminal, which nobody has set up yet, would send them back as if they were typed. What was typed waits for the
// program as long as somebody has the line open, and the program closes all that it did not open itself: so a process
// beside it has the line for a while.
static void tell_notices(const struct program *program) {
    const struct text *all = notices();
    if (all->count == 0 && program->reason.count == 0) {
        return;
    }
    int line = pipit_open_serial(program->path, program->baud);
    if (line < 0) {
        return;
    }
    const long unlock = 8;
    system_call(CALL_LOCK, line, unlock, 0);
    struct polled polled = {line, POLL_INPUT, 0};
    if (!program->speaks_first) {
        wait_for_input(&polled, 1, -1);
    }
    if (program->speaks_first || (polled.seen & POLL_INPUT) != 0) {
        pipit_write_all(line, all->bytes, all->count);
        pipit_write_all(line, program->reason.bytes, program->reason.count);
    }
    if (copy_process_beside() == 0) {
        pause_milliseconds(hold_milliseconds);
        pipit_exit(0);
    }
}

static bool is_there(const char *path) {
    const long path_alone = 010000000;
    int file = open_file(path, path_alone);
    close_file(file);
    return file >= 0;
}

static void start(struct program *program) {
    if (!is_there(program->path)) {
        program->next_start = now_milliseconds() + missing_delay;
        return;
    }
    struct text restarts = TEXT_IN(program->restarts_text);
    text_add_number(&restarts, program->restarts);
    program->started = now_milliseconds();
    program->process = process_begin(&program->errors);
    if (program->process == 0) {
        tell_notices(program);
        process_become(program->arguments);
    }
    if (program->process < 0) {
        program->process = 0;
        program->next_start = program->started + longest_delay;
        say("no process could be made for ", program->path, NULL);
    }
}

static void note_end(struct program *program, int status) {
    uint64_t now = now_milliseconds();
    process_read_errors(&program->errors);
    process_close_errors(&program->errors);
    program->process = 0;
    if (now - program->started >= long_life) {
        program->delay = first_delay;
    }
    program->next_start = now + (uint64_t)program->delay;
    program->delay = program->delay > longest_delay / 2 ? longest_delay : 2 * program->delay;
    program->restarts++;
    char message[240];
    struct text text = TEXT_IN(message);
    text_add(&text, "the program on ");
    text_add(&text, program->path);
    text_add(&text, (status & 0x7F) != 0 ? " was ended by signal " : " ended with status ");
    text_add_number(&text, (unsigned long)((status & 0x7F) != 0 ? status & 0x7F : status >> 8 & 0xFF));
    // Of a signal the last words say nothing.
    if ((status & 0x7F) == 0 && program->errors.last[0] != 0) {
        text_add(&text, " (");
        text_add(&text, program->errors.last);
        text_add(&text, ")");
    }
    text_add(&text, " and was started again; restarts: ");
    text_add_number(&text, program->restarts);
    say(message, NULL);
    program->reason.count = 0;
    notice_add_line(&program->reason, message);
}

static void note_ends(void) {
    int status = 0;
    long ended;
    while ((ended = raw_system_call(CALL_WAIT, -1, (long)&status, WAIT_NOT_BLOCKING, 0, 0, 0)) > 0) {
        for (size_t i = 0; i < program_count; i++) {
            if (programs[i].process == ended) {
                note_end(&programs[i], status);
            }
        }
    }
}

// Waits for words or the end of a program, or until the next one is to be started.
static void rest(void) {
    struct polled polled[most_programs];
    size_t count = 0;
    uint64_t now = now_milliseconds(), limit = longest_rest;
    for (size_t i = 0; i < program_count; i++) {
        if (programs[i].process > 0) {
            polled[count++] = (struct polled){programs[i].errors.descriptor, POLL_INPUT, 0};
        } else if (programs[i].next_start < now + limit) {
            limit = programs[i].next_start > now ? programs[i].next_start - now : 0;
        }
    }
    wait_for_input(polled, count, (long)limit);
}

void programs_tend(void) {
    for (size_t i = 0; i < program_count; i++) {
        if (programs[i].process == 0 && programs[i].next_start <= now_milliseconds()) {
            start(&programs[i]);
        }
    }
    rest();
    for (size_t i = 0; i < program_count; i++) {
        if (programs[i].process > 0) {
            process_read_errors(&programs[i].errors);
        }
    }
    note_ends();
}
