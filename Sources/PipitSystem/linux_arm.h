// Linux on 32-bit ARM: EABI calls, number in r7.

#define CALL_EXIT_GROUP 248
#define CALL_READ 3
#define CALL_WRITE 4
#define CALL_CLOSE 6
#define CALL_LSEEK 19
#define CALL_IOCTL 54
#define CALL_PRCTL 172
#define CALL_MAP 192  // mmap2: the offset counts pages, and is 0 here
#define CALL_PROTECT 125
#define CALL_LOCK 143
#define CALL_SIGNAL_ACTION 174
#define CALL_READ_AT 180
#define CALL_CLOCK_GETTIME 263
#define CALL_OPEN_AT 322
#define CALL_POLL 336  // ppoll: its times are of 32 bits here
#define CALL_CLOSE_RANGE 436
#define CALL_GET_PID 20

#define AUDIT_ARCHITECTURE 0x40000028u

// r7 is the frame pointer in Thumb code, so it is saved by hand rather than claimed.
static inline long raw_system_call(long number, long a, long b, long c, long d, long e, long f) {
    register long r0 __asm__("r0") = a;
    register long r1 __asm__("r1") = b;
    register long r2 __asm__("r2") = c;
    register long r3 __asm__("r3") = d;
    register long r4 __asm__("r4") = e;
    register long r5 __asm__("r5") = f;
    __asm__ volatile("mov ip, r7\n\tmov r7, %[number]\n\tsvc #0\n\tmov r7, ip"
                     : "+r"(r0)
                     : [number] "r"(number), "r"(r1), "r"(r2), "r"(r3), "r"(r4), "r"(r5)
                     : "ip", "memory");
    return r0;
}

// Entry: the stack pointer holds the argument block; a call needs it at a multiple of 8.
#define START_INSTRUCTIONS "mov r0, sp\n\tmov fp, #0\n\tmov lr, #0\n\tbic sp, sp, #7\n\tbl pipit_start"
