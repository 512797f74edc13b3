// The elementwise operations, equal to the scalar ones to the bit.

#include "support.h"

enum { maximum_count = 600 };

// A float of a kind that is the same for a whole row: common ones, of any size, or tiny and huge ones mixed with zeros.
static float random_float(size_t kind) {
    const float unit = (float)((int32_t)random_word() >> 8) / 8388608.0f;
    union {
        uint32_t bits;
        float value;
    } any = {(random_word() & 0x807FFFFF) | (uint32_t)(67 + random_below(120)) << 23};
    switch (kind) {
    case 0: return unit * 4.0f;
    case 1: return any.value;
    case 2: return random_below(3) == 0 ? 0.0f : any.value * 1e-30f;
    default: return unit * 200.0f;
    }
}

static void fill_floats(float *values, size_t count, size_t kind) {
    for (size_t i = 0; i < count; i++) {
        values[i] = random_float(kind);
    }
}

// A scale: a float that is not negative.
static void fill_scales(float *values, size_t count) {
    const size_t kind = random_below(8) == 0 ? 2 : 0;
    for (size_t i = 0; i < count; i++) {
        const float value = random_float(kind) * 0.01f;
        values[i] = value < 0 ? -value : value;
    }
}

static void fill_sums(int32_t *values, size_t count) {
    const size_t shift = random_below(16);
    for (size_t i = 0; i < count; i++) {
        values[i] = (int32_t)random_word() >> (5 + shift);
    }
}

// Two rows of `count` words with the same contents, within guard words.
static void prepare_rows(const void *contents, size_t count) {
    prepare_outputs(count);
    __builtin_memcpy(expected, contents, count * sizeof *expected);
    __builtin_memcpy(actual, contents, count * sizeof *actual);
}

// What is left of a row behind the bytes that took its place may be anything.
static void forget(size_t from_byte, size_t count) {
    __builtin_memset((char *)expected + from_byte, 0, count * sizeof *expected - from_byte);
    __builtin_memset((char *)actual + from_byte, 0, count * sizeof *actual - from_byte);
}

// Runs an operation of both sets on rows with the same contents; among the arguments `row` is the one or the other.
#define CHECK(field, contents, ...)                        \
    do {                                                   \
        prepare_rows(contents, count);                     \
        void *row = expected;                              \
        reference->field(__VA_ARGS__);                     \
        row = actual;                                      \
        set->elementwise->field(__VA_ARGS__);              \
        compare(set, #field, (shape){1, count, 0}, count); \
    } while (0)

// The same for an operation that returns a scale, and leaves its result in the first `kept` bytes of the row.
#define CHECK_SCALE(field, contents, kept, ...)                          \
    do {                                                                 \
        prepare_rows(contents, count);                                   \
        void *row = expected;                                            \
        const float expected_scale = reference->field(__VA_ARGS__);      \
        row = actual;                                                    \
        const float actual_scale = set->elementwise->field(__VA_ARGS__); \
        forget(kept, count);                                             \
        compare(set, #field, (shape){1, count, 0}, count);               \
        prepare_outputs(1);                                              \
        __builtin_memcpy(expected, &expected_scale, sizeof *expected);   \
        __builtin_memcpy(actual, &actual_scale, sizeof *actual);         \
        compare(set, #field "'s scale", (shape){1, count, 0}, 1);        \
    } while (0)

// Every operation on rows of `count` numbers.
static void check_rows(const pipit_kernels *set, size_t count) {
    const pipit_elementwise *reference = pipit_kernels_scalar.elementwise;
    float *a = place(left, count * sizeof *a, sizeof *a), *b = place(right, count * sizeof *b, sizeof *b);
    static float x[maximum_count];
    static int32_t sums[maximum_count];
    const size_t kind = random_below(4), whole = count * sizeof(float);
    const float factor = random_float(0) * 0.001f;
    fill_floats(x, count, kind);
    fill_sums(sums, count);

    CHECK_SCALE(quantize_s8, x, whole, x, row, count);
    CHECK_SCALE(quantize_s8, x, count, row, row, count);
    CHECK_SCALE(quantize_s16, x, whole, x, row, count);
    CHECK_SCALE(quantize_s16, x, count * sizeof(int16_t), row, row, count);

    fill_scales(a, count);
    fill_floats(b, count, random_below(4));
    CHECK(normalize_rms, x, row, count, a, 1e-6f);
    CHECK(normalize_layer, x, row, count, a, b, 1e-12f);
    CHECK(gelu_erf, x, row, count);
    CHECK(gelu_tanh, x, row, count);
    CHECK(hyperbolic_tangent, x, row, count);
    CHECK(add_floats, x, row, b, count);

    CHECK(add_dequantized_sums, x, sums, count, factor, a, b, row);
    CHECK(dequantize_sums, sums, row, count, factor, a, b);
    CHECK(scale_sums, sums, row, count, factor);
    CHECK(silu_sums, sums, row, count, factor, a, b);

    fill_scales(b, count);
    CHECK_SCALE(softmax_sums, sums, count, row, count, factor, a, b);
    CHECK(accumulate_sums, x, sums, count, b, row);
    CHECK(scale_floats, x, row, count, factor, b);

    int8_t *q = place(left, count, sizeof *q);
    fill_s8(q, count);
    const int32_t ratio = random_below(4) == 0 ? 32768 : (int32_t)random_below(32769);
    CHECK(dequantize_s8, x, q, count, factor, row);
    CHECK(add_dequantized_s8, x, q, count, factor, row);
    CHECK(weigh_s8, x, q, count, ratio, row);

    int16_t *values = place(left, count * sizeof *values, sizeof *values);
    fill_s16(values, count);
    CHECK(dequantize_s16, x, values, count, factor, row);
    CHECK(add_dequantized_s16, x, values, count, factor, row);

    int8_t *packed = place(left, count / 2, sizeof *packed);
    fill_s8(packed, count / 2);
    CHECK(unpack_s4, x, packed, count / 2 * 2, row);
}

void check_elementwise(const pipit_kernels *set) {
    for (size_t count = 1; count <= maximum_count; count += count < 150 ? 1 : 50) {
        for (size_t i = 0; i < 4; i++) {
            check_rows(set, count);
        }
    }
}
