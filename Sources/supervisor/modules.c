// Kernel modules, in the order of a list in the initramfs: `NAME.ko PARAMETERS` a line. `@serial-number` among the
// parameters stands for the board's number, by which macOS names the port.

#include "calls.h"
#include "pipit_system.h"
#include "supervisor.h"

enum { most_list_bytes = 2048 };

static void add_serial_number(struct text *text) {
    char number[33];
    int file = open_file("/sys/firmware/devicetree/base/serial-number", OPEN_READ_ONLY);
    intptr_t count = file < 0 ? 0 : pipit_read(file, number, sizeof number - 1);
    close_file(file);
    number[count > 0 ? count : 0] = 0;
    text_add(text, number[0] == 0 ? "0" : number);
}

static void load(const char *line, size_t count) {
    static const char mark[] = "@serial-number";
    char path[80], parameters[160];
    struct text path_text = TEXT_IN(path), parameter_text = TEXT_IN(parameters);
    size_t name = 0;
    while (name < count && line[name] != ' ') {
        name++;
    }
    text_add(&path_text, "/modules/");
    text_add_bytes(&path_text, line, name);
    text_add_bytes(&parameter_text, line + name, count - name);
    if (text_ends_with(parameters, mark)) {
        parameter_text.count -= sizeof mark - 1;
        add_serial_number(&parameter_text);
    }
    int file = open_file(path, OPEN_READ_ONLY);
    long result = file < 0 ? file : system_call(CALL_LOAD_MODULE, file, (long)parameters, 0);
    close_file(file);
    if (result < 0) {
        char number[16];
        struct text text = TEXT_IN(number);
        text_add_number(&text, (unsigned long)-result);
        say("cannot load ", path, ": error ", number, NULL);
    }
}

void modules_load(const char *list) {
    char bytes[most_list_bytes];
    int file = open_file(list, OPEN_READ_ONLY);
    intptr_t count = file < 0 ? 0 : pipit_read(file, bytes, sizeof bytes);
    close_file(file);
    for (intptr_t start = 0, end = 0; end < count; end++) {
        if (bytes[end] == '\n') {
            load(bytes + start, (size_t)(end - start));
            start = end + 1;
        }
    }
}
