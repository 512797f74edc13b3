#ifndef SUPERVISOR_H
#define SUPERVISOR_H

// The first process of a card (`forge image`): it loads the modules that the kernel lacks, reads the settings from the
// card, keeps a program on each serial line, and feeds the watchdog. It never writes to the card and never ends.
//
// | what                                              | file         |
// |---------------------------------------------------|--------------|
// | the order of things at boot, and the loop after   | supervisor.c |
// | the card: mounted to be read, copied, unmounted   | card.c       |
// | taught.tsv as lines that the program learns       | taught.c     |
// | pipit.txt                                         | settings.c   |
// | kernel modules                                    | modules.c    |
// | which serial lines the board has                  | lines.c      |
// | the program on a line: start, end, start again    | programs.c   |
// | trial of what the card brings                     | trial.c      |
// | what people are told, on the screen and the line  | notices.c    |
// | text without a C library                          | text.c       |
// | system calls beside those of PipitSystem          | calls.h      |

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Zero-terminated text in a fixed room; what does not fit is left out.
struct text {
    char *bytes;
    size_t capacity, count;
};

// An empty text in an array.
#define TEXT_IN(array) ((struct text){(array), sizeof(array), ((array)[0] = 0, 0)})

size_t text_length(const char *string);
bool text_equals(const char *first, const char *second);
bool text_ends_with(const char *string, const char *end);
void text_add(struct text *text, const char *string);
void text_add_bytes(struct text *text, const char *bytes, size_t count);
void text_add_number(struct text *text, unsigned long number);

// What pipit.txt sets; `settings_default` where it is silent.
struct settings {
    char baud[12];
    bool usb, pins;
    char model[64];   // a file on the card; empty: the only *.pipit file there, or else the built-in model
    char taught[64];  // a file on the card
    bool times, ready, watchdog;
};

extern const struct settings settings_default;

// Reads the text of pipit.txt, line by line; what it cannot be is told as a notice.
void settings_read(struct settings *settings, const char *bytes, size_t count);

// Reads one `key=value` of the kernel's command line, which goes before pipit.txt's.
void settings_read_argument(struct settings *settings, const char *argument);

// The copies of the card's files, in memory; empty where there is none.
extern const char card_model[], card_taught[];

// Reads the card: its settings, then copies of the model and of the taught lines. Afterwards it is unmounted.
// `arguments`: of the kernel's command line.
struct card_files {
    bool has_model, has_taught;
    char model_name[64];
};
struct card_files card_read(struct settings *settings, char **arguments);

// Writes the program's options for the card's files, at most four words; how many they are.
size_t add_card_files(const char **arguments, const struct card_files *files);

// Copies `source` to `target` with every `text TAB label` as a line that the program learns.
bool taught_copy(int source, int target);

// Loads the modules that a list in the initramfs names, one a line with its parameters.
void modules_load(const char *list);

// The path of the serial line on the pins, by the device tree's stdout-path.
bool lines_find_pins(char *path, size_t capacity);

// Starts the program once on an empty input, so that what is wrong with the card's files is known before anybody
// talks; drops what the program refuses.
void trial_run(struct card_files *files);

// Keeps a program on the line from now on.
void programs_add(const char *path, const struct settings *settings, const struct card_files *files);

// Starts what is to be started, and waits up to half a second for news of what runs.
void programs_tend(void);

// A line for the screen.
void say(const char *first, ...) __attribute__((sentinel));

// A line for the screen that whoever talks on a serial line gets as well, before the first reply.
void notice(const char *first, ...) __attribute__((sentinel));

// All notices so far as JSON lines.
const struct text *notices(void);

// Appends one notice as a JSON line.
void notice_add_line(struct text *text, const char *message);

#endif
