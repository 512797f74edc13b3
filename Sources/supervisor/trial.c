// What the card brings is tried before anybody talks: the program loads the model and learns the lines with an empty
// input, and what it says is told as notices. A model that it refuses is not used.

#include "calls.h"
#include "pipit_system.h"
#include "processes.h"

enum { most_arguments = 6 };

static bool starts_with(const char *string, const char *start) {
    size_t i = 0;
    while (start[i] != 0 && string[i] == start[i]) {
        i++;
    }
    return start[i] == 0;
}

static void redirect_to_nothing(void) {
    int nothing = open_file("/dev/null", OPEN_READ_WRITE);
    for (long target = 0; target < 2; target++) {
        system_call(CALL_DUPLICATE, nothing, target, 0);
    }
    close_file(nothing);
}

// Tells what the program says of single lines: "pipit: line 3 of the file of examples: …".
static void tell(const char *words) {
    static const char head[] = "pipit: ";
    if (starts_with(words, "pipit: line ")) {
        notice("taught lines: ", words + sizeof head - 1, NULL);
    }
}

// Runs the program to its end; whether it took what it was given.
static bool run(const struct card_files *files, struct process_errors *errors) {
    const char *arguments[most_arguments];
    size_t count = 0;
    arguments[count++] = "/pipit";
    count += add_card_files(arguments + count, files);
    arguments[count] = NULL;
    long process = process_begin(errors);
    if (process == 0) {
        redirect_to_nothing();
        process_become(arguments);
    }
    if (process < 0) {
        return false;
    }
    errors->tell = tell;
    do {
        struct polled polled = {errors->descriptor, POLL_INPUT, 0};
        wait_for_input(&polled, 1, -1);
    } while (process_read_errors(errors));
    process_close_errors(errors);
    int status = 0;
    raw_system_call(CALL_WAIT, process, (long)&status, 0, 0, 0, 0);
    return status == 0;
}

void trial_run(struct card_files *files) {
    struct process_errors errors = {0};
    if (!files->has_model && !files->has_taught) {
        return;
    }
    if (run(files, &errors)) {
        return;
    }
    if (files->has_model) {
        notice("the model ", files->model_name, " is not used: ", errors.last, NULL);
        files->has_model = false;
        trial_run(files);
    } else {
        notice("the taught lines are not used: ", errors.last, NULL);
        files->has_taught = false;
    }
}
