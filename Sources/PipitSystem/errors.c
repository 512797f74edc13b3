// The names of Linux's error numbers that people meet.

#include "linux.h"
#include "pipit_system.h"

// Number, name, zero; a number 0 ends them.
static const char names[] = "\001not permitted\0"
                            "\002no such file\0"
                            "\005input or output failed\0"
                            "\006no such device\0"
                            "\011not open\0"
                            "\013not ready\0"
                            "\014out of memory\0"
                            "\015permission denied\0"
                            "\020in use by another program\0"
                            "\023no such device\0"
                            "\024not in a folder\0"
                            "\025a folder\0"
                            "\026invalid\0"
                            "\031not a serial line\0"
                            "\033too large\0"
                            "\034no space left\0"
                            "\035not a file\0"
                            "\040nobody reads\0"
                            "\044the name is too long\0"
                            "\046not supported here\0";

MADE_SMALL const char *pipit_error_name(int error) {
    const char *name = names;
    while (*name != 0) {
        if (*name++ == -error) {
            return name;
        }
        while (*name++ != 0) {}
    }
    return name;
}
