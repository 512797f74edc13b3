// Which of the kernel's serial lines is the one on the pins. Boards differ: where Bluetooth has the better of the two,
// the pins have the other. The device tree says it (chosen/stdout-path), and sysfs which line belongs to which node.

#include "calls.h"
#include "pipit_system.h"
#include "supervisor.h"

enum { most_path_bytes = 160 };

#define DEVICE_TREE "/sys/firmware/devicetree/base/"

static bool read_property(const char *property, struct text *value) {
    char path[most_path_bytes], bytes[most_path_bytes];
    struct text text = TEXT_IN(path);
    text_add(&text, DEVICE_TREE);
    text_add(&text, property);
    int file = open_file(path, OPEN_READ_ONLY);
    intptr_t count = file < 0 ? 0 : pipit_read(file, bytes, sizeof bytes - 1);
    close_file(file);
    size_t length = 0;
    // `serial0:115200n8`: the speed is not ours.
    while (length < (size_t)(count > 0 ? count : 0) && bytes[length] != 0 && bytes[length] != ':') {
        length++;
    }
    text_add_bytes(value, bytes, length);
    return length > 0;
}

// The path of the node, from the root of the device tree.
static bool find_node(struct text *node) {
    char name[most_path_bytes], alias[most_path_bytes];
    struct text name_text = TEXT_IN(name), alias_text = TEXT_IN(alias);
    if (!read_property("chosen/stdout-path", &name_text)) {
        return false;
    }
    if (name[0] == '/') {
        text_add(node, name);
        return true;
    }
    text_add(&alias_text, "aliases/");
    text_add(&alias_text, name);
    return read_property(alias, node);
}

static bool belongs(const char *line, const char *node) {
    static const char *const places[] = {"/device/of_node", "/device/../../of_node"};  // the second since Linux 6.8
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        char path[most_path_bytes], target[most_path_bytes];
        struct text text = TEXT_IN(path);
        text_add(&text, "/sys/class/tty/");
        text_add(&text, line);
        text_add(&text, places[i]);
        long count =
            raw_system_call(CALL_READ_LINK, AT_CURRENT_DIRECTORY, (long)path, (long)target, sizeof target - 1, 0, 0);
        if (count > 0) {
            target[count] = 0;
            return text_ends_with(target, node);
        }
    }
    return false;
}

bool lines_find_pins(char *path, size_t capacity) {
    static const char *const lines[] = {"ttyAMA0", "ttyAMA1", "ttyS0", "ttyS1", "ttyS2", "ttyS3"};
    char node[most_path_bytes];
    struct text node_text = TEXT_IN(node), text = {path, capacity, 0};
    if (!find_node(&node_text)) {
        return false;
    }
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        if (belongs(lines[i], node)) {
            text_add(&text, "/dev/");
            text_add(&text, lines[i]);
            return true;
        }
    }
    return false;
}
