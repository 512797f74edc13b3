// The first process: the order of things at boot, and the loop after it.

#include "supervisor.h"

#include "calls.h"
#include "pipit_system.h"

int main(int count, char **arguments);

static void mount_kernel_folder(const char *type, const char *folder) {
    raw_system_call(CALL_MOUNT, (long)type, (long)folder, (long)type, 0, (long)"", 0);
}

// The screen as standard input, output and error; the kernel may have had no console to give.
static void open_console(void) {
    long console = system_call(CALL_OPEN_AT, AT_CURRENT_DIRECTORY, (long)"/dev/console", OPEN_READ_WRITE);
    for (long target = 0; console >= 0 && target <= 2; target++) {
        system_call(CALL_DUPLICATE, console, target, 0);
    }
}

static void add_lines(const struct settings *settings, const struct card_files *files) {
    char pins[32];
    if (settings->usb) {
        modules_load("/modules/usb");
        programs_add("/dev/ttyGS0", settings, files);
    }
    if (!settings->pins) {
        return;
    }
    if (lines_find_pins(pins, sizeof pins)) {
        programs_add(pins, settings, files);
    } else {
        notice("the device tree names no serial line on the pins (chosen/stdout-path)", NULL);
    }
}

// The watchdog starts the board again when this process or the kernel stands still for its time, a quarter of a minute.
// Closed by execute: no program can hold it.
static int open_watchdog(bool is_wanted) {
    int watchdog = is_wanted ? open_file("/dev/watchdog0", OPEN_WRITE_ONLY) : -1;
    if (watchdog < 0) {
        say(is_wanted ? "there is no watchdog" : "the watchdog is not used", NULL);
    }
    return watchdog;
}

int main(int count, char **arguments) {
    mount_kernel_folder("devtmpfs", "/dev");
    mount_kernel_folder("sysfs", "/sys");
    mount_kernel_folder("proc", "/proc");  // the program asks there for its peak of memory
    open_console();
    modules_load("/modules/first");
    struct settings settings = settings_default;
    struct card_files files = card_read(&settings, count > 0 ? arguments + 1 : arguments);
    trial_run(&files);
    int watchdog = open_watchdog(settings.watchdog);
    add_lines(&settings, &files);
    for (;;) {
        pipit_write_all(watchdog, "", watchdog >= 0 ? 1 : 0);
        programs_tend();
    }
}
