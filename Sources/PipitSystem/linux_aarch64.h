// Linux on 64-bit ARM: number in x8.

#define CALL_IOCTL 29
#define CALL_LOCK 32
#define CALL_OPEN_AT 56
#define CALL_CLOSE 57
#define CALL_LSEEK 62
#define CALL_READ 63
#define CALL_WRITE 64
#define CALL_READ_AT 67
#define CALL_POLL 73  // ppoll
#define CALL_EXIT_GROUP 94
#define CALL_CLOCK_GETTIME 113
#define CALL_SIGNAL_ACTION 134
#define CALL_PRCTL 167
#define CALL_GET_PID 172
#define CALL_MAP 222
#define CALL_PROTECT 226
#define CALL_CLOSE_RANGE 436

#define AUDIT_ARCHITECTURE 0xC00000B7u

static inline long raw_system_call(long number, long a, long b, long c, long d, long e, long f) {
    register long x8 __asm__("x8") = number;
    register long x0 __asm__("x0") = a;
    register long x1 __asm__("x1") = b;
    register long x2 __asm__("x2") = c;
    register long x3 __asm__("x3") = d;
    register long x4 __asm__("x4") = e;
    register long x5 __asm__("x5") = f;
    __asm__ volatile("svc #0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5) : "memory");
    return x0;
}

// Entry: the stack pointer holds the argument block, at a multiple of 16.
#define START_INSTRUCTIONS "mov x0, sp\n\tmov x29, #0\n\tmov x30, #0\n\tbl pipit_start"
