// Linux on x86-64: number in rax; the kernel spoils rcx and r11.

#define CALL_READ 0
#define CALL_WRITE 1
#define CALL_CLOSE 3
#define CALL_LSEEK 8
#define CALL_MAP 9
#define CALL_PROTECT 10
#define CALL_SIGNAL_ACTION 13
#define CALL_IOCTL 16
#define CALL_READ_AT 17
#define CALL_GET_PID 39
#define CALL_LOCK 73
#define CALL_PRCTL 157
#define CALL_ARCH_PRCTL 158
#define CALL_CLOCK_GETTIME 228
#define CALL_EXIT_GROUP 231
#define CALL_OPEN_AT 257
#define CALL_POLL 271  // ppoll
#define CALL_CLOSE_RANGE 436

#define AUDIT_ARCHITECTURE 0xC000003Eu

static inline long raw_system_call(long number, long a, long b, long c, long d, long e, long f) {
    register long r10 __asm__("r10") = d;
    register long r8 __asm__("r8") = e;
    register long r9 __asm__("r9") = f;
    long result;
    __asm__ volatile("syscall"
                     : "=a"(result)
                     : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
                     : "rcx", "r11", "memory");
    return result;
}

// Entry: the stack pointer holds the argument block, at a multiple of 16, as a call wants it.
#define START_INSTRUCTIONS "mov %rsp, %rdi\n\txor %ebp, %ebp\n\tcall pipit_start"
