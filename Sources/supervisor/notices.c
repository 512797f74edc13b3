// What people are told: all of it on the screen, and what concerns the card and its programs on the serial line too.

#include <stdarg.h>

#include "pipit_system.h"
#include "supervisor.h"

enum { most_bytes = 320 };

static char kept[8192];
static struct text all = {kept, sizeof kept, 0};

static void collect(struct text *message, const char *first, va_list rest) {
    for (const char *part = first; part != NULL; part = va_arg(rest, const char *)) {
        text_add(message, part);
    }
}

static void show(const char *message) {
    static const char head[] = "supervisor: ";
    pipit_write_all(2, head, sizeof head - 1);
    pipit_write_all(2, message, text_length(message));
    pipit_write_all(2, "\n", 1);
}

void say(const char *first, ...) {
    char message[most_bytes];
    struct text text = TEXT_IN(message);
    va_list rest;
    va_start(rest, first);
    collect(&text, first, rest);
    va_end(rest);
    show(message);
}

void notice(const char *first, ...) {
    char message[most_bytes];
    struct text text = TEXT_IN(message);
    va_list rest;
    va_start(rest, first);
    collect(&text, first, rest);
    va_end(rest);
    show(message);
    notice_add_line(&all, message);
}

const struct text *notices(void) { return &all; }

void notice_add_line(struct text *text, const char *message) {
    static const char head[] = "{\"notice\":\"", tail[] = "\"}\n";
    // A line goes in whole or not at all: half a line is no JSON. Every byte becomes two at most.
    size_t most = sizeof head + sizeof tail + 2 * text_length(message);
    if (most > text->capacity - text->count) {
        return;
    }
    text_add(text, head);
    for (const char *byte = message; *byte != 0; byte++) {
        // Names and settings come from a file that may hold anything, so what is no printable ASCII is not repeated.
        char shown = *byte >= ' ' && *byte <= '~' ? *byte : '?';
        if (shown == '"' || shown == '\\') {
            text_add_bytes(text, "\\", 1);
        }
        text_add_bytes(text, &shown, 1);
    }
    text_add(text, tail);
}
