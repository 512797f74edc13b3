// The card's FAT part. It is mounted to be read, once, and is unmounted before the first program starts: whenever the
// power goes, nobody was writing, and what people put there stays as it is.

#include "calls.h"
#include "pipit_system.h"
#include "supervisor.h"

const char card_model[] = "/data/model.pipit", card_taught[] = "/data/taught";

static const char folder[] = "/card";
enum { most_path_bytes = 80, most_settings_bytes = 16384, wait_milliseconds = 5000, step_milliseconds = 50 };

// Mounts the first part of the card; its drivers look for it while we come here.
static bool mount_card(void) {
    static const char *const parts[] = {"/dev/mmcblk0p1", "/dev/mmcblk1p1"};
    const long flags = MOUNT_READ_ONLY | MOUNT_NO_SET_USER | MOUNT_NO_DEVICES | MOUNT_NO_PROGRAMS;
    for (long waited = 0; waited < wait_milliseconds; waited += step_milliseconds) {
        for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
            int part = open_file(parts[i], OPEN_READ_ONLY);
            if (part < 0) {
                continue;
            }
            close_file(part);
            long result = raw_system_call(CALL_MOUNT, (long)parts[i], (long)folder, (long)"vfat", flags, (long)"", 0);
            if (result < 0) {
                notice("the card's first part is no FAT that can be read: its files are not used", NULL);
            }
            return result >= 0;
        }
        pause_milliseconds(step_milliseconds);
    }
    notice("no card was found: the built-in model is used, with the usual settings", NULL);
    return false;
}

static int open_on_card(const char *name) {
    char path[most_path_bytes];
    struct text text = TEXT_IN(path);
    text_add(&text, folder);
    text_add(&text, "/");
    text_add(&text, name);
    return open_file(path, OPEN_READ_ONLY);
}

static void read_settings(struct settings *settings) {
    static char bytes[most_settings_bytes];
    int file = open_on_card("pipit.txt");
    if (file < 0) {
        return;
    }
    size_t count = 0;
    intptr_t more;
    while (count < sizeof bytes && (more = pipit_read(file, bytes + count, sizeof bytes - count)) > 0) {
        count += (size_t)more;
    }
    close_file(file);
    if (count == sizeof bytes) {
        notice("pipit.txt is longer than 16 kB; it is not read", NULL);
        return;
    }
    settings_read(settings, bytes, count);
}

static bool copy_bytes(int source, int target) {
    static char bytes[65536];
    intptr_t count;
    while ((count = pipit_read(source, bytes, sizeof bytes)) > 0) {
        if (pipit_write_all(target, bytes, (size_t)count) < 0) {
            return false;
        }
    }
    return count == 0;
}

// Copies a file of the card into memory, by `copy`.
static bool fetch(const char *name, const char *target_path, bool (*copy)(int, int)) {
    int source = open_on_card(name);
    if (source < 0) {
        notice("there is no file ", name, " on the card", NULL);
        return false;
    }
    int target = open_file(target_path, OPEN_WRITE_ONLY | OPEN_CREATE | OPEN_TRUNCATE);
    bool is_copied = target >= 0 && copy(source, target);
    close_file(target);
    close_file(source);
    if (!is_copied) {
        system_call(CALL_UNLINK_AT, AT_CURRENT_DIRECTORY, (long)target_path, 0);
        notice(name, " on the card could not be read to its end; it is not used", NULL);
    }
    return is_copied;
}

// A record of a folder, as the kernel writes it.
struct entry {
    uint64_t node;
    int64_t next;
    uint16_t bytes;
    uint8_t type;
    char name[];
};

// Names the only model in the card's first folder. Names that begin with a dot are leavings of macOS.
static bool find_model(char *name, size_t capacity) {
    _Alignas(struct entry) static char list[8192];
    int directory = open_file(folder, OPEN_READ_ONLY);
    if (directory < 0) {
        return false;
    }
    unsigned long models = 0;
    long count;
    while ((count = system_call(CALL_LIST, directory, (long)list, sizeof list)) > 0) {
        for (long at = 0; at < count; at += ((const struct entry *)(list + at))->bytes) {
            const char *found = ((const struct entry *)(list + at))->name;
            if (found[0] == '.' || text_length(found) >= capacity
                || !(text_ends_with(found, ".pipit") || text_ends_with(found, ".PIPIT"))) {
                continue;
            }
            models++;
            struct text text = {name, capacity, 0};
            text_add(&text, found);
        }
    }
    close_file(directory);
    if (models > 1) {
        notice("the card has several models, so the built-in one is used; name one in pipit.txt: model = ", name, NULL);
    }
    return models == 1;
}

static void read_arguments(struct settings *settings, char **arguments) {
    for (; *arguments != NULL; arguments++) {
        settings_read_argument(settings, *arguments);
    }
}

struct card_files card_read(struct settings *settings, char **arguments) {
    struct card_files files = {0};
    if (!mount_card()) {
        read_arguments(settings, arguments);
        return files;
    }
    read_settings(settings);
    read_arguments(settings, arguments);
    struct text name = TEXT_IN(files.model_name);
    text_add(&name, settings->model);
    if (name.count > 0 || find_model(files.model_name, sizeof files.model_name)) {
        files.has_model = fetch(files.model_name, card_model, copy_bytes);
    }
    int taught = open_on_card(settings->taught);
    close_file(taught);
    // The usual file need not be there; one that pipit.txt names must.
    if (taught >= 0 || !text_equals(settings->taught, settings_default.taught)) {
        files.has_taught = fetch(settings->taught, card_taught, taught_copy);
    }
    if (system_call(CALL_UNMOUNT, (long)folder, 0, 0) < 0) {
        system_call(CALL_UNMOUNT, (long)folder, UNMOUNT_DETACH, 0);
        say("the card was busy as it was unmounted", NULL);
    }
    return files;
}

size_t add_card_files(const char **arguments, const struct card_files *files) {
    size_t count = 0;
    if (files->has_model) {
        arguments[count++] = "--model";
        arguments[count++] = card_model;
    }
    if (files->has_taught) {
        arguments[count++] = "--taught";
        arguments[count++] = card_taught;
    }
    return count;
}
