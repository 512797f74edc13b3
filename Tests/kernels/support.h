#ifndef PIPIT_KERNELS_TEST_SUPPORT_H
#define PIPIT_KERNELS_TEST_SUPPORT_H

// What the checks share: random inputs that end at a page that cannot be read in half of the cases, and outputs in the
// midst of guard words. No C library stands under it, as none does under the kernels.

#include "pipit_kernels.h"

// Shape of one case; what `outputs` and `depth` are called differs from kernel to kernel.
typedef struct shape {
    size_t rows, outputs, depth;
} shape;

void print(const char *text);
void print_number(size_t value);

uint32_t random_word(void);
size_t random_below(size_t bound);

// Memory that ends where nothing can be read: one for each factor.
typedef struct region {
    uint8_t *bytes, *end;
} region;
extern region left, right;

void make_regions(void);

// Where `bytes` bytes lie: at the very end, or anywhere, at a multiple of `alignment` bytes either way.
void *place(region where, size_t bytes, size_t alignment);

// Numbers of all sizes, and in one case of four the extreme ones alone.
void fill_s8(int8_t *values, size_t count);
void fill_s16(int16_t *values, size_t count);

// Outputs of the scalar kernel and of the other one, each of the same number of words within guard words.
extern int32_t *expected, *actual;
void prepare_outputs(size_t words);

// Ends the program with a complaint where the outputs differ, or their guard words.
void compare(const pipit_kernels *set, const char *kernel, shape s, size_t words);

// Comparisons since it was set to 0.
extern size_t cases;

// The kernels that sum products, over many shapes; and the elementwise operations, over many lengths.
void check_products(const pipit_kernels *set);
void check_elementwise(const pipit_kernels *set);

#endif
