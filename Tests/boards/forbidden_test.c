// Confines itself as the device program does, writes a line, which the filter allows, and makes a call that it does
// not: the kernel must end it there.

#include <stddef.h>

#include "linux.h"
#include "pipit_system.h"

int main(void) {
    static const char confined[] = "confined\n", goes_on[] = "goes on\n";
    const struct pipit_reach reach = {0, 1, -1, -1, NULL};
    if (pipit_confine(&reach) < 0) {
        return 2;
    }
    pipit_write_all(1, confined, sizeof confined - 1);
    system_call(CALL_GET_PID, 0, 0, 0);
    pipit_write_all(1, goes_on, sizeof goes_on - 1);
    return 1;
}
