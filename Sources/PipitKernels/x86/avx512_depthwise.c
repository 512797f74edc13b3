// The depthwise convolution of the avx512 kernel set: VPDPWSSD adds two products of int16 to each of 16 sums.
#include "avx512.h"
#ifdef PIPIT_KERNELS_X86

#include <immintrin.h>

#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512vnni"))), apply_to = function)

// The convolution of 32 channels, two taps at a time: each row of x meets the row after it once, side by side.
enum { maximum_rows = 16, maximum_kernel_size = 255 };

INLINE void interleave(__m512i pairs[2], __m512i a, __m512i b) {
    pairs[0] = _mm512_unpacklo_epi16(a, b);
    pairs[1] = _mm512_unpackhi_epi16(a, b);
}

PIPIT_OPERATION(convolution, convolve);
static void convolve(
    const int16_t *x, const int8_t *w, int32_t *out, size_t rows, size_t kernel_size, size_t channels, size_t count) {
    const __mmask32 there = count >= 32 ? ~(__mmask32)0 : ((__mmask32)1 << count) - 1;
    __m512i pairs[maximum_rows + maximum_kernel_size - 1][2], factors[(maximum_kernel_size + 1) / 2][2];
    __m512i row, next = _mm512_maskz_loadu_epi16(there, x);
    for (size_t s = 0; s + 1 < rows + kernel_size; s++) {
        row = next;
        if (s + 2 < rows + kernel_size) {
            next = _mm512_maskz_loadu_epi16(there, x + (s + 1) * channels);
        }
        interleave(pairs[s], row, next);
    }
    for (size_t k = 0; k < kernel_size; k += 2) {
        const __m512i tap = _mm512_cvtepi8_epi16(_mm256_maskz_loadu_epi8(there, w + k * channels));
        const __m512i after = k + 1 < kernel_size
                                  ? _mm512_cvtepi8_epi16(_mm256_maskz_loadu_epi8(there, w + (k + 1) * channels))
                                  : _mm512_setzero_si512();
        interleave(factors[k / 2], tap, after);
    }
    // Channels 0 ... 3, 8 ... 11 and so on are in the first vector, by fours of a quarter.
    const __m512i first = _mm512_set_epi32(23, 22, 21, 20, 7, 6, 5, 4, 19, 18, 17, 16, 3, 2, 1, 0);
    const __m512i second = _mm512_add_epi32(first, _mm512_set1_epi32(8));
    for (size_t t = 0; t < rows; t++) {
        __m512i low = _mm512_setzero_si512(), high = _mm512_setzero_si512();
        for (size_t k = 0; k < kernel_size; k += 2) {
            low = _mm512_dpwssd_epi32(low, pairs[t + k][0], factors[k / 2][0]);
            high = _mm512_dpwssd_epi32(high, pairs[t + k][1], factors[k / 2][1]);
        }
        _mm512_mask_storeu_epi32(out + t * channels, (__mmask16)there, _mm512_permutex2var_epi32(low, first, high));
        _mm512_mask_storeu_epi32(
            out + t * channels + 16, (__mmask16)(there >> 16), _mm512_permutex2var_epi32(low, second, high));
    }
}

PIPIT_OPERATION(convolution, pipit_avx512_depthwise_s16);
void pipit_avx512_depthwise_s16(
    const int16_t *x, const int8_t *w, int32_t *out, size_t rows, size_t kernel_size, size_t channels) {
    for (size_t t = 0; t < rows; t += maximum_rows) {
        for (size_t c = 0; c < channels; c += 32) {
            const size_t at = t * channels + c;
            convolve(x + at, w + c, out + at, smaller(maximum_rows, rows - t), kernel_size, channels, channels - c);
        }
    }
}

#pragma clang attribute pop

#endif
