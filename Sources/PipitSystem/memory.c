// The five functions that a compiler calls by itself for copies, fills, comparisons and lengths. Freestanding builds
// only: elsewhere the C library has them.
#ifdef PIPIT_FREESTANDING

#include <stddef.h>
#include <stdint.h>

// A machine word wherever it lies: every processor here reads and writes unaligned words.
typedef uintptr_t __attribute__((may_alias, aligned(1))) word;

#define WORD sizeof(word)

// Keeps the compiler from turning these loops into calls of themselves.
#define NOT_ITSELF __attribute__((no_builtin))

NOT_ITSELF void *memcpy(void *restrict to, const void *restrict from, size_t count) {
    uint8_t *t = to;
    const uint8_t *f = from;
    for (; count >= 4 * WORD; count -= 4 * WORD, t += 4 * WORD, f += 4 * WORD) {
        word a = ((const word *)f)[0], b = ((const word *)f)[1];
        word c = ((const word *)f)[2], d = ((const word *)f)[3];
        ((word *)t)[0] = a, ((word *)t)[1] = b, ((word *)t)[2] = c, ((word *)t)[3] = d;
    }
    for (; count >= WORD; count -= WORD, t += WORD, f += WORD) {
        *(word *)t = *(const word *)f;
    }
    for (; count > 0; count--) {
        *t++ = *f++;
    }
    return to;
}

NOT_ITSELF void *memmove(void *to, const void *from, size_t count) {
    // Upwards is safe unless the target begins inside the source.
    if ((uintptr_t)to - (uintptr_t)from >= count) {
        uint8_t *t = to;
        const uint8_t *f = from;
        for (; count >= WORD; count -= WORD, t += WORD, f += WORD) {
            *(word *)t = *(const word *)f;
        }
        for (; count > 0; count--) {
            *t++ = *f++;
        }
        return to;
    }
    uint8_t *t = (uint8_t *)to + count;
    const uint8_t *f = (const uint8_t *)from + count;
    for (; count >= WORD; count -= WORD) {
        t -= WORD, f -= WORD;
        *(word *)t = *(const word *)f;
    }
    for (; count > 0; count--) {
        *--t = *--f;
    }
    return to;
}

NOT_ITSELF void *memset(void *to, int byte, size_t count) {
    uint8_t *t = to;
    const word filled = (word)-1 / 0xFF * (uint8_t)byte;
    for (; count >= 4 * WORD; count -= 4 * WORD, t += 4 * WORD) {
        ((word *)t)[0] = filled, ((word *)t)[1] = filled, ((word *)t)[2] = filled, ((word *)t)[3] = filled;
    }
    for (; count > 0; count--) {
        *t++ = (uint8_t)byte;
    }
    return to;
}

NOT_ITSELF int memcmp(const void *left, const void *right, size_t count) {
    const uint8_t *l = left, *r = right;
    for (; count >= WORD && *(const word *)l == *(const word *)r; count -= WORD) {
        l += WORD, r += WORD;
    }
    for (; count > 0; count--, l++, r++) {
        if (*l != *r) {
            return *l - *r;
        }
    }
    return 0;
}

NOT_ITSELF size_t strlen(const char *text) {
    size_t length = 0;
    while (text[length] != 0) {
        length++;
    }
    return length;
}

#endif
