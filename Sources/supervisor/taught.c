// taught.tsv: lines of `text TAB label`, as a spreadsheet saves them, become `@teach label || text`; lines that are
// requests already (`@teach`, `@list`), comments and empty ones stay. So each line keeps its number, by which the
// program names those that it cannot learn.

#include "calls.h"
#include "pipit_system.h"
#include "supervisor.h"

// Longer than the longest line of the protocol, so what is cut here is refused there by its length.
static char line[2048];
static size_t line_count;
static char output[4096];
static size_t output_count;
static bool has_failed;

static void flush(int target) {
    if (pipit_write_all(target, output, output_count) < 0) {
        has_failed = true;
    }
    output_count = 0;
}

static void write_bytes(int target, const char *bytes, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (output_count == sizeof output) {
            flush(target);
        }
        output[output_count++] = bytes[i];
    }
}

static void end_line(int target) {
    static const char teach[] = "@teach ", separator[] = " || ";
    size_t count = line_count, tab = 0;
    line_count = 0;
    if (count > 0 && line[count - 1] == '\r') {
        count--;
    }
    while (tab < count && line[tab] != '\t') {
        tab++;
    }
    bool is_request = count > 0 && (line[0] == '@' || line[0] == '#');
    if (is_request || tab == count) {
        write_bytes(target, line, count);
    } else {
        write_bytes(target, teach, sizeof teach - 1);
        write_bytes(target, line + tab + 1, count - tab - 1);
        write_bytes(target, separator, sizeof separator - 1);
        write_bytes(target, line, tab);
    }
    write_bytes(target, "\n", 1);
}

bool taught_copy(int source, int target) {
    static const unsigned char mark[] = {0xEF, 0xBB, 0xBF};
    char input[2048];
    intptr_t count;
    size_t matched = 0;  // bytes of a byte order mark at the start
    bool is_start = true;
    has_failed = false;
    while ((count = pipit_read(source, input, sizeof input)) > 0) {
        for (intptr_t i = 0; i < count; i++) {
            if (is_start && matched < sizeof mark && (unsigned char)input[i] == mark[matched]) {
                matched++;
                continue;
            }
            is_start = false;
            if (input[i] == '\n') {
                end_line(target);
            } else if (line_count < sizeof line) {
                line[line_count++] = input[i];
            }
        }
    }
    if (line_count > 0) {
        end_line(target);
    }
    flush(target);
    return count == 0 && !has_failed;
}
