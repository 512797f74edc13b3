// pipit.txt: `key = value` a line, comments after `#`. Written by people on any system, so line ends of all kinds and a
// byte order mark are taken, and keys in any case.

#include "supervisor.h"

const struct settings settings_default = {
    .baud = "115200",
    .usb = true,
    .pins = true,
    .taught = "taught.tsv",
    .times = true,
    .watchdog = true,
};

enum { most_line_bytes = 160 };

static void make_lower_case(char *text) {
    for (; *text != 0; text++) {
        *text = *text >= 'A' && *text <= 'Z' ? (char)(*text + ('a' - 'A')) : *text;
    }
}

// Whether the value is this word, in any case.
static bool is_word(const char *value, const char *word) {
    char lower[most_line_bytes];
    struct text text = TEXT_IN(lower);
    text_add(&text, value);
    make_lower_case(lower);
    return text_equals(lower, word);
}

static bool read_flag(bool *flag, const char *value) {
    bool is_yes = is_word(value, "yes"), is_no = is_word(value, "no");
    if (is_yes || is_no) {
        *flag = is_yes;
    }
    return is_yes || is_no;
}

static bool read_speed(struct settings *settings, const char *value) {
    static const char *const speeds[] = {
        "1200",    "2400",    "4800",    "9600",    "19200",   "38400",   "57600",
        "115200",  "230400",  "460800",  "500000",  "576000",  "921600",  "1000000",
        "1152000", "1500000", "2000000", "2500000", "3000000", "3500000", "4000000",
    };
    for (size_t i = 0; i < sizeof speeds / sizeof speeds[0]; i++) {
        if (text_equals(value, speeds[i])) {
            struct text baud = TEXT_IN(settings->baud);
            text_add(&baud, value);
            return true;
        }
    }
    return false;
}

static bool read_lines(struct settings *settings, const char *value) {
    bool is_both = is_word(value, "both"), is_usb = is_word(value, "usb"), is_pins = is_word(value, "pins");
    if (is_both || is_usb || is_pins) {
        settings->usb = is_both || is_usb;
        settings->pins = is_both || is_pins;
    }
    return is_both || is_usb || is_pins;
}

// The name of a file in the card's first folder.
static bool read_name(char *name, size_t capacity, const char *value) {
    if (value[0] == 0 || value[0] == '.' || text_length(value) >= capacity) {
        return false;
    }
    for (const char *byte = value; *byte != 0; byte++) {
        if (*byte == '/' || *byte == '\\') {
            return false;
        }
    }
    struct text text = {name, capacity, 0};
    text_add(&text, value);
    return true;
}

// What may stand behind the key, where `value` is none of it; NULL where all is well.
static const char *set(struct settings *settings, const char *key, const char *value) {
    const char *const flag = "yes or no";
    if (text_equals(key, "baud")) {
        return read_speed(settings, value) ? NULL : "a speed of serial lines, such as 9600 or 115200";
    }
    if (text_equals(key, "lines")) {
        return read_lines(settings, value) ? NULL : "usb, pins or both";
    }
    if (text_equals(key, "model")) {
        return read_name(settings->model, sizeof settings->model, value) ? NULL : "the name of a file on the card";
    }
    if (text_equals(key, "taught")) {
        return read_name(settings->taught, sizeof settings->taught, value) ? NULL : "the name of a file on the card";
    }
    if (text_equals(key, "times")) {
        return read_flag(&settings->times, value) ? NULL : flag;
    }
    if (text_equals(key, "ready")) {
        return read_flag(&settings->ready, value) ? NULL : flag;
    }
    if (text_equals(key, "watchdog")) {
        return read_flag(&settings->watchdog, value) ? NULL : flag;
    }
    return "one of: baud, lines, model, taught, times, ready, watchdog";
}

static bool is_blank(char byte) { return byte == ' ' || byte == '\t'; }

// The bytes without the blanks around them.
static void add_trimmed(struct text *text, const char *bytes, size_t count) {
    while (count > 0 && is_blank(bytes[0])) {
        bytes++;
        count--;
    }
    while (count > 0 && is_blank(bytes[count - 1])) {
        count--;
    }
    text_add_bytes(text, bytes, count);
}

static void read_line(struct settings *settings, const char *line, size_t count, const char *place) {
    size_t end = 0, equals = 0;
    while (end < count && line[end] != '#') {
        end++;
    }
    while (equals < end && line[equals] != '=') {
        equals++;
    }
    char key[most_line_bytes], value[most_line_bytes];
    struct text key_text = TEXT_IN(key), value_text = TEXT_IN(value);
    add_trimmed(&key_text, line, equals);
    if (equals < end) {
        add_trimmed(&value_text, line + equals + 1, end - equals - 1);
    }
    if (key_text.count == 0 && equals == end) {
        return;
    }
    make_lower_case(key);
    const char *wanted = equals < end ? set(settings, key, value) : "a setting, as in baud = 115200";
    if (wanted != NULL) {
        notice(
            place, ": \"", key, equals < end ? " = " : "", value, "\" is not understood; here may stand ", wanted,
            NULL);
    }
}

void settings_read(struct settings *settings, const char *bytes, size_t count) {
    static const unsigned char mark[] = {0xEF, 0xBB, 0xBF};
    if (count >= 2 && ((unsigned char)bytes[0] == 0xFF || (unsigned char)bytes[0] == 0xFE)) {
        notice("pipit.txt is in UTF-16; save it as UTF-8 (in the editor: Save as, encoding UTF-8)", NULL);
        return;
    }
    size_t matched = 0, start = 0;
    while (matched < sizeof mark && matched < count && (unsigned char)bytes[matched] == mark[matched]) {
        matched++;
    }
    start = matched == sizeof mark ? matched : 0;
    for (unsigned long number = 1; start < count; number++) {
        size_t end = start;
        while (end < count && bytes[end] != '\n' && bytes[end] != '\r') {
            end++;
        }
        char place[40];
        struct text text = TEXT_IN(place);
        text_add(&text, "pipit.txt, line ");
        text_add_number(&text, number);
        read_line(settings, bytes + start, end - start, place);
        bool is_pair = count - end > 1 && bytes[end] == '\r' && bytes[end + 1] == '\n';
        start = end + (is_pair ? 2 : 1);
    }
}

void settings_read_argument(struct settings *settings, const char *argument) {
    read_line(settings, argument, text_length(argument), "the kernel's command line");
}
