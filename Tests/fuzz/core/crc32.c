// The remainder of CRC-32 by carry-less multiplication, as Intel's "Fast CRC Computation for Generic Polynomials Using
// PCLMULQDQ Instruction" has it, four times sixteen bytes at a time.

#include <immintrin.h>
#include <stddef.h>
#include <stdint.h>

int fuzz_has_fast_crc(void) { return __builtin_cpu_supports("pclmul") && __builtin_cpu_supports("sse4.1"); }

#define FAST __attribute__((target("pclmul,sse4.1"))) static inline

FAST __m128i load(const uint8_t *bytes) { return _mm_loadu_si128((const __m128i *)(const void *)bytes); }

// The sum of 128 bits moved on by as many as the constants are for, and of what stands there.
FAST __m128i fold(__m128i sum, __m128i constants, __m128i next) {
    __m128i low = _mm_clmulepi64_si128(sum, constants, 0x00), high = _mm_clmulepi64_si128(sum, constants, 0x11);
    return _mm_xor_si128(_mm_xor_si128(low, high), next);
}

// The remainder after `count` bytes, a multiple of 16 and at least 64.
__attribute__((target("pclmul,sse4.1"))) uint32_t fuzz_fast_crc(uint32_t crc, const uint8_t *bytes, size_t count) {
    const __m128i by_512 = _mm_set_epi64x(0x01C6E41596, 0x0154442BD4);
    const __m128i by_128 = _mm_set_epi64x(0x00CCAA009E, 0x01751997D0);
    const __m128i by_64 = _mm_set_epi64x(0, 0x0163CD6124), polynomial = _mm_set_epi64x(0x01F7011641, 0x01DB710641);
    const __m128i low_words = _mm_setr_epi32(~0, 0, ~0, 0);
    __m128i sums[4];
    for (int i = 0; i < 4; i++) {
        sums[i] = load(bytes + 16 * i);
    }
    sums[0] = _mm_xor_si128(sums[0], _mm_cvtsi32_si128((int)crc));
    bytes += 64;
    count -= 64;
    for (; count >= 64; bytes += 64, count -= 64) {
        for (int i = 0; i < 4; i++) {
            sums[i] = fold(sums[i], by_512, load(bytes + 16 * i));
        }
    }
    __m128i sum = sums[0];
    for (int i = 1; i < 4; i++) {
        sum = fold(sum, by_128, sums[i]);
    }
    for (; count >= 16; bytes += 16, count -= 16) {
        sum = fold(sum, by_128, load(bytes));
    }
    // 128 bits to 64, and those to 32 by Barrett's reduction.
    sum = _mm_xor_si128(_mm_srli_si128(sum, 8), _mm_clmulepi64_si128(sum, by_128, 0x10));
    __m128i rest = _mm_srli_si128(sum, 4);
    sum = _mm_xor_si128(_mm_clmulepi64_si128(_mm_and_si128(sum, low_words), by_64, 0x00), rest);
    __m128i quotient = _mm_clmulepi64_si128(_mm_and_si128(sum, low_words), polynomial, 0x10);
    quotient = _mm_clmulepi64_si128(_mm_and_si128(quotient, low_words), polynomial, 0x00);
    return (uint32_t)_mm_extract_epi32(_mm_xor_si128(sum, quotient), 1);
}
