// Text without a C library.

#include "supervisor.h"

size_t text_length(const char *string) {
    size_t length = 0;
    while (string[length] != 0) {
        length++;
    }
    return length;
}

bool text_equals(const char *first, const char *second) {
    size_t i = 0;
    while (first[i] != 0 && first[i] == second[i]) {
        i++;
    }
    return first[i] == second[i];
}

bool text_ends_with(const char *string, const char *end) {
    size_t length = text_length(string), end_length = text_length(end);
    return length >= end_length && text_equals(string + (length - end_length), end);
}

void text_add_bytes(struct text *text, const char *bytes, size_t count) {
    for (size_t i = 0; i < count && text->capacity - text->count > 1; i++) {
        text->bytes[text->count++] = bytes[i];
    }
    text->bytes[text->count] = 0;
}

void text_add(struct text *text, const char *string) { text_add_bytes(text, string, text_length(string)); }

void text_add_number(struct text *text, unsigned long number) {
    char digits[20];
    size_t first = sizeof digits;
    do {
        digits[--first] = (char)('0' + number % 10);
        number /= 10;
    } while (number != 0);
    text_add_bytes(text, digits + first, sizeof digits - first);
}
