// What 32-bit ARM's run-time ABI expects of a run-time library, as far as Swift and C ask for it: division,
// and shifts and conversions of 64-bit integers, for which the processor has no instruction. Names and registers are
// the ABI's ("Run-time ABI for the Arm Architecture", 4.2 and 4.3). With these, the program needs no libgcc.
#if defined(PIPIT_FREESTANDING) && defined(__arm__)

#pragma STDC FP_CONTRACT OFF

#include <stddef.h>
#include <stdint.h>

void *memcpy(void *restrict to, const void *restrict from, size_t count);
void *memmove(void *to, const void *from, size_t count);
void *memset(void *to, int byte, size_t count);

// The numbers at the ends of the names promise an alignment.
#define SAME_AS(name) __attribute__((alias(#name)))
void __aeabi_memcpy(void *to, const void *from, size_t count) { memcpy(to, from, count); }
void __aeabi_memcpy4(void *to, const void *from, size_t count) SAME_AS(__aeabi_memcpy);
void __aeabi_memcpy8(void *to, const void *from, size_t count) SAME_AS(__aeabi_memcpy);
void __aeabi_memmove(void *to, const void *from, size_t count) { memmove(to, from, count); }
void __aeabi_memmove4(void *to, const void *from, size_t count) SAME_AS(__aeabi_memmove);
void __aeabi_memmove8(void *to, const void *from, size_t count) SAME_AS(__aeabi_memmove);
void __aeabi_memset(void *to, size_t count, int byte) { memset(to, byte, count); }
void __aeabi_memset4(void *to, size_t count, int byte) SAME_AS(__aeabi_memset);
void __aeabi_memset8(void *to, size_t count, int byte) SAME_AS(__aeabi_memset);
void __aeabi_memclr(void *to, size_t count) { memset(to, 0, count); }
void __aeabi_memclr4(void *to, size_t count) SAME_AS(__aeabi_memclr);
void __aeabi_memclr8(void *to, size_t count) SAME_AS(__aeabi_memclr);

// Shifts of 64-bit integers, for code made small; `count` is 0 ... 63.
static uint64_t joined(uint32_t upper, uint32_t lower) { return (uint64_t)upper << 32 | lower; }

uint64_t __aeabi_llsl(uint64_t value, uint32_t count) {
    uint32_t upper = (uint32_t)(value >> 32), lower = (uint32_t)value;
    if (count >= 32) {
        return joined(lower << (count - 32), 0);
    }
    return count == 0 ? value : joined(upper << count | lower >> (32 - count), lower << count);
}

uint64_t __aeabi_llsr(uint64_t value, uint32_t count) {
    uint32_t upper = (uint32_t)(value >> 32), lower = (uint32_t)value;
    if (count >= 32) {
        return upper >> (count - 32);
    }
    return count == 0 ? value : joined(upper >> count, lower >> count | upper << (32 - count));
}

int64_t __aeabi_lasr(int64_t value, uint32_t count) {
    // Of the complement, zeros come in from above; the complement of that has copies of the sign.
    return value < 0 ? (int64_t)~__aeabi_llsr(~(uint64_t)value, count) : (int64_t)__aeabi_llsr((uint64_t)value, count);
}

// Long division in base 2. Swift traps on a zero divisor before it comes here; 0 and the dividend for one from C.
static uint32_t divide32(uint32_t dividend, uint32_t divisor, uint32_t *remainder) {
    uint32_t quotient = 0;
    if (divisor != 0 && dividend >= divisor) {
        for (int shift = __builtin_clz(divisor) - __builtin_clz(dividend); shift >= 0; shift--) {
            if (dividend >> shift >= divisor) {
                dividend -= divisor << shift;
                quotient |= 1u << shift;
            }
        }
    }
    *remainder = dividend;
    return quotient;
}

uint64_t pipit_divide64(uint64_t dividend, uint64_t divisor, uint64_t *remainder) {
    if ((dividend | divisor) >> 32 == 0) {
        uint32_t rest;
        uint32_t quotient = divide32((uint32_t)dividend, (uint32_t)divisor, &rest);
        *remainder = rest;
        return quotient;
    }
    uint64_t quotient = 0;
    if (divisor != 0 && dividend >= divisor) {
        for (int shift = __builtin_clzll(divisor) - __builtin_clzll(dividend); shift >= 0; shift--) {
            if (dividend >> shift >= divisor) {
                dividend -= divisor << shift;
                quotient |= 1ull << shift;
            }
        }
    }
    *remainder = dividend;
    return quotient;
}

// Truncates towards zero; the remainder has the dividend's sign.
int64_t pipit_divide64_signed(int64_t dividend, int64_t divisor, int64_t *remainder) {
    uint64_t rest;
    uint64_t quotient = pipit_divide64(
        dividend < 0 ? -(uint64_t)dividend : (uint64_t)dividend, divisor < 0 ? -(uint64_t)divisor : (uint64_t)divisor,
        &rest);
    *remainder = (int64_t)(dividend < 0 ? -rest : rest);
    return (int64_t)((dividend < 0) != (divisor < 0) ? -quotient : quotient);
}

// Quotient in r0, remainder in r1: as the two halves of one 64-bit result.
uint64_t __aeabi_uidivmod(uint32_t dividend, uint32_t divisor) {
    uint32_t remainder;
    uint32_t quotient = divide32(dividend, divisor, &remainder);
    return joined(remainder, quotient);
}

uint64_t __aeabi_idivmod(int32_t dividend, int32_t divisor) {
    uint32_t rest;
    uint32_t quotient = divide32(
        dividend < 0 ? -(uint32_t)dividend : (uint32_t)dividend, divisor < 0 ? -(uint32_t)divisor : (uint32_t)divisor,
        &rest);
    quotient = (dividend < 0) != (divisor < 0) ? -quotient : quotient;
    rest = dividend < 0 ? -rest : rest;
    return joined(rest, quotient);
}

uint32_t __aeabi_uidiv(uint32_t dividend, uint32_t divisor) {
    uint32_t remainder;
    return divide32(dividend, divisor, &remainder);
}

int32_t __aeabi_idiv(int32_t dividend, int32_t divisor) { return (int32_t)__aeabi_idivmod(dividend, divisor); }

// Quotient in r0:r1, remainder in r2:r3, which C cannot say.
#define DIVIDE_IN_FOUR_REGISTERS(function)                                                       \
    __asm__("push {r4, lr}\n\tsub sp, sp, #16\n\tadd r4, sp, #8\n\tstr r4, [sp]\n\tbl " function \
            "\n\tldrd r2, r3, [sp, #8]\n\tadd sp, sp, #16\n\tpop {r4, pc}")
__attribute__((naked)) void __aeabi_uldivmod(void) { DIVIDE_IN_FOUR_REGISTERS("pipit_divide64"); }
__attribute__((naked)) void __aeabi_ldivmod(void) { DIVIDE_IN_FOUR_REGISTERS("pipit_divide64_signed"); }

// The conversions keep to the base procedure call standard, whatever the float ABI of the rest.
#define BASE_CALL __attribute__((pcs("aapcs")))

BASE_CALL float __aeabi_ul2f(uint64_t value) {
    if (value >> 32 == 0) {
        return (float)(uint32_t)value;
    }
    // The upper 32 of the bits that count; the lowest of them stands for all below, so that it rounds once.
    int shift = 32 - __builtin_clzll(value);
    uint32_t upper = (uint32_t)(value >> shift) | ((value & ((1ull << shift) - 1)) != 0);
    union {
        uint32_t bits;
        float value;
    } power = {(uint32_t)(127 + shift) << 23};
    return (float)upper * power.value;
}

BASE_CALL float __aeabi_l2f(int64_t value) {
    return value < 0 ? -__aeabi_ul2f(-(uint64_t)value) : __aeabi_ul2f((uint64_t)value);
}

BASE_CALL double __aeabi_ul2d(uint64_t value) {
    return (double)(uint32_t)(value >> 32) * 4294967296.0 + (double)(uint32_t)value;
}

BASE_CALL double __aeabi_l2d(int64_t value) {
    return value < 0 ? -__aeabi_ul2d(-(uint64_t)value) : __aeabi_ul2d((uint64_t)value);
}

BASE_CALL uint64_t __aeabi_d2ulz(double value) {
    uint32_t upper = (uint32_t)(value * (1.0 / 4294967296.0));
    return (uint64_t)upper << 32 | (uint32_t)(value - (double)upper * 4294967296.0);
}

BASE_CALL int64_t __aeabi_d2lz(double value) {
    return (int64_t)(value < 0 ? -__aeabi_d2ulz(-value) : __aeabi_d2ulz(value));
}

BASE_CALL uint64_t __aeabi_f2ulz(float value) { return __aeabi_d2ulz(value); }
BASE_CALL int64_t __aeabi_f2lz(float value) { return __aeabi_d2lz(value); }

#endif
