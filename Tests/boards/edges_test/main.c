//     edges_test PROGRAM LINES COUNT
//
// LINES is a file of requests, COUNT how many lines go through pipes that do not block. Prints what fails; exit status
// 1 then.

#include "edges_test.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>

int main(int count, char **arguments) {
    if (count != 4) {
        return 2;
    }
    program = arguments[1];
    signal(SIGPIPE, SIG_IGN);
    wait_for_input();
    start_quietly();
    copy_replies();
    refuse_a_copy_to_the_output();
    leave_a_line_at_a_trap();
    edit_lines();
    end_at_a_hang_up();
    reopen_after_a_hang_up();
    lose_no_line(atol(arguments[3]));
    forbid_all_else();
    confine_before_parsing("README.md");
    static const int errors[] = {EIO, EAGAIN, EINTR};
    for (size_t i = 0; i < sizeof errors / sizeof errors[0]; i++) {
        for (enum way way = from_a_file; way <= on_a_serial_line; way++) {
            fail_each_call(way, arguments[2], errors[i]);
        }
    }
    return failures > 0;
}
