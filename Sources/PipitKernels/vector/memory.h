// Vectors of WIDTH numbers in the compiler's own notation, and how rows of any length come into them and go back.

#include "../kernel_support.h"

typedef float floats __attribute__((ext_vector_type(WIDTH)));
typedef int32_t words __attribute__((ext_vector_type(WIDTH)));
typedef int16_t halves __attribute__((ext_vector_type(WIDTH)));
typedef int8_t bytes __attribute__((ext_vector_type(WIDTH)));

typedef float lanes __attribute__((ext_vector_type(8)));

enum { width = WIDTH };

// Runs the statements for each vector of `count` numbers: i is the first number's index, n says how many there are.
// n is WIDTH and known to the compiler in all but the last.
#define EACH_VECTOR(count, ...)                       \
    do {                                              \
        const size_t whole = (count) / width * width; \
        size_t i = 0;                                 \
        for (; i < whole; i += width) {               \
            enum { n = width };                       \
            __VA_ARGS__                               \
        }                                             \
        if (i < (count)) {                            \
            const size_t n = (count) % width;         \
            __VA_ARGS__                               \
        }                                             \
    } while (0)

// Loads `n` numbers, with zeros behind them: those change no sum of squares and no maximum magnitude.
#define LOAD(vector, element, memory, n)                                        \
    ({                                                                          \
        vector loaded;                                                          \
        if ((n) == width) {                                                     \
            __builtin_memcpy(&loaded, (memory), sizeof loaded);                 \
        } else {                                                                \
            element part[width] = {0};                                          \
            copy_##element(part, (const element *)(const void *)(memory), (n)); \
            __builtin_memcpy(&loaded, part, sizeof loaded);                     \
        }                                                                       \
        loaded;                                                                 \
    })

#define STORE(element, memory, value, n)                            \
    do {                                                            \
        const __typeof__(value) stored = (value);                   \
        if ((n) == width) {                                         \
            __builtin_memcpy((memory), &stored, sizeof stored);     \
        } else {                                                    \
            element part[width];                                    \
            __builtin_memcpy(part, &stored, sizeof stored);         \
            copy_##element((element *)(void *)(memory), part, (n)); \
        }                                                           \
    } while (0)

// The ends of rows, less than a vector; one copy each, for they are rare.
#define COPY(element)                                                                                  \
    static __attribute__((noinline)) void copy_##element(element *to, const element *from, size_t n) { \
        for (size_t l = 0; l < n; l++) {                                                               \
            to[l] = from[l];                                                                           \
        }                                                                                              \
    }
COPY(float)
COPY(int32_t)
COPY(int16_t)
COPY(int8_t)

#define LOAD_FLOATS(memory, n) LOAD(floats, float, memory, n)
#define STORE_FLOATS(memory, value, n) STORE(float, memory, value, n)
#define LOAD_SUMS(memory, n) __builtin_convertvector(LOAD(words, int32_t, memory, n), floats)
