// Proves the kernel sets of this processor equal to the scalar one, to the bit, on random and on edge shapes; and
// calls one kernel again and again for the instruction counter.
//     check                                        every set, every kernel
//     check count SET KERNEL ROWS OUTPUTS DEPTH N  N calls of one kernel; `nothing` as KERNEL only fills the inputs
// Inputs end at a page that cannot be read in half of the cases; around each output lie guard words.

#include "../../Sources/PipitSystem/linux.h"
#include "pipit_kernels.h"
#include "pipit_system.h"

enum { pageBytes = 65536, regionBytes = 4 << 20, readable = 1, writable = 2, private = 2, fixed = 16, anonymous = 32 };

// Shape of one case; what `depth` and `outputs` are called differs from kernel to kernel.
typedef struct shape {
    size_t rows, outputs, depth;
} shape;

static void print(const char *text) {
    size_t count = 0;
    while (text[count] != 0) {
        count++;
    }
    pipit_write_all(1, text, count);
}

static void print_number(size_t value) {
    char digits[24];
    size_t i = sizeof digits - 1;
    digits[i] = 0;
    do {
        digits[--i] = (char)('0' + value % 10);
        value /= 10;
    } while (value != 0);
    print(digits + i);
}

static uint32_t state = 2463534242u;

static uint32_t random_word(void) {
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    return state;
}

static size_t random_below(size_t bound) { return (random_word() >> 8) % bound; }

// Mostly none, so that rows touch.
static size_t random_gap(void) { return random_below(3) * random_below(12); }

// Memory that ends where nothing can be read.
typedef struct region {
    uint8_t *bytes, *end;
} region;

static region left, right, expected_region, actual_region;

static region make_region(void) {
    long start = raw_system_call(CALL_MAP, 0, regionBytes + pageBytes, readable | writable, private | anonymous, -1, 0);
    region made = {(uint8_t *)start, (uint8_t *)start + regionBytes};
    raw_system_call(CALL_MAP, (long)made.end, pageBytes, 0, private | anonymous | fixed, -1, 0);
    return made;
}

// Where `bytes` bytes lie: at the very end, or anywhere, at a multiple of `alignment` bytes either way.
static void *place(region where, size_t bytes, size_t alignment) {
    uint8_t *start = random_below(2) == 0 ? where.end - bytes : where.bytes + random_below(64);
    return start - (uintptr_t)start % alignment;
}

static void fill_s8(int8_t *values, size_t count) {
    const _Bool extreme = random_below(4) == 0;
    for (size_t i = 0; i < count; i++) {
        values[i] = (int8_t)(extreme ? (random_word() & 256 ? 127 : -127) : (int)random_below(255) - 127);
    }
}

static void fill_s16(int16_t *values, size_t count) {
    const _Bool extreme = random_below(4) == 0;
    for (size_t i = 0; i < count; i++) {
        values[i] = (int16_t)(extreme ? (random_word() & 256 ? 32512 : -32512) : (int)random_below(65025) - 32512);
    }
}

// Output of the scalar kernel and of the other one, in the midst of guard words.
enum { guardWords = 8, guard = 0x5A5A5A5A };
static int32_t *expected, *actual;

static void prepare_outputs(size_t words) {
    expected = (int32_t *)expected_region.bytes + guardWords;
    actual = (int32_t *)actual_region.bytes + guardWords;
    for (size_t i = 0; i < words + 2 * guardWords; i++) {
        (expected - guardWords)[i] = guard;
        (actual - guardWords)[i] = guard;
    }
}

static size_t cases;

static void compare(const pipit_kernels *set, const char *kernel, shape s, size_t words) {
    cases++;
    for (size_t i = 0; i < words + 2 * guardWords; i++) {
        if ((expected - guardWords)[i] != (actual - guardWords)[i]) {
            print("kernels ");
            print(set->name);
            print(": ");
            print(kernel);
            print(" differs from scalar at rows, outputs, depth ");
            print_number(s.rows);
            print(" ");
            print_number(s.outputs);
            print(" ");
            print_number(s.depth);
            print("\n");
            pipit_exit(1);
        }
    }
}

static void check_matmul(const pipit_kernels *set, shape s) {
    const size_t a_stride = s.depth + random_gap(), w_stride = s.depth + random_gap();
    const size_t out_stride = s.outputs + random_gap(), words = s.rows * out_stride;
    const size_t a_bytes = (s.rows - 1) * a_stride + s.depth, w_bytes = (s.outputs - 1) * w_stride + s.depth;
    int8_t *a = place(left, a_bytes, 1), *w = place(right, w_bytes, 1);
    fill_s8(a, a_bytes);
    fill_s8(w, w_bytes);
    prepare_outputs(words);
    pipit_kernels_scalar.matmul_s8(a, a_stride, w, w_stride, expected, out_stride, s.rows, s.outputs, s.depth);
    set->matmul_s8(a, a_stride, w, w_stride, actual, out_stride, s.rows, s.outputs, s.depth);
    compare(set, "matmul_s8", s, words);
}

static void check_matmul_packed(const pipit_kernels *set, shape s) {
    const size_t a_stride = s.depth + random_gap(), out_stride = s.outputs + random_gap(), words = s.rows * out_stride;
    const size_t a_bytes = (s.rows - 1) * a_stride + s.depth, w_bytes = s.outputs * s.depth;
    int8_t *a = place(left, a_bytes, 1), *w = place(right, w_bytes, 1);
    fill_s8(a, a_bytes);
    fill_s8(w, w_bytes);
    prepare_outputs(words);
    pipit_kernels_scalar.matmul_packed_s8(a, a_stride, w, expected, out_stride, s.rows, s.outputs, s.depth);
    set->matmul_packed_s8(a, a_stride, w, actual, out_stride, s.rows, s.outputs, s.depth);
    compare(set, "matmul_packed_s8", s, words);
}

static void check_mix(const pipit_kernels *set, shape s) {
    const size_t p_stride = s.depth + random_gap(), v_stride = s.outputs + random_gap();
    const size_t out_stride = s.outputs + random_gap(), words = s.rows * out_stride;
    const size_t p_bytes = (s.rows - 1) * p_stride + s.depth, v_bytes = (s.depth - 1) * v_stride + s.outputs;
    int8_t *p = place(left, p_bytes, 1), *v = place(right, v_bytes, 1);
    fill_s8(p, p_bytes);
    fill_s8(v, v_bytes);
    prepare_outputs(words);
    pipit_kernels_scalar.mix_s8(p, p_stride, v, v_stride, expected, out_stride, s.rows, s.depth, s.outputs);
    set->mix_s8(p, p_stride, v, v_stride, actual, out_stride, s.rows, s.depth, s.outputs);
    compare(set, "mix_s8", s, words);
}

static void check_depthwise(const pipit_kernels *set, shape s) {
    const size_t x_count = (s.rows + s.depth - 1) * s.outputs, w_count = s.depth * s.outputs;
    int16_t *x = place(left, x_count * sizeof *x, sizeof *x);
    int8_t *w = place(right, w_count, 1);
    fill_s16(x, x_count);
    fill_s8(w, w_count);
    prepare_outputs(s.rows * s.outputs);
    pipit_kernels_scalar.depthwise_s16(x, w, expected, s.rows, s.depth, s.outputs);
    set->depthwise_s16(x, w, actual, s.rows, s.depth, s.outputs);
    compare(set, "depthwise_s16", s, s.rows * s.outputs);
}

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

// Two rows of `count` words within guard words, with the same contents.
static void prepare_rows(const void *contents, size_t count) {
    prepare_outputs(count);
    for (size_t i = 0; i < count; i++) {
        expected[i] = actual[i] = ((const int32_t *)contents)[i];
    }
}

// What is left of a row behind the bytes that took its place may be anything.
static void forget(size_t from_byte, size_t words) {
    for (size_t i = from_byte; i < words * sizeof(int32_t); i++) {
        ((uint8_t *)expected)[i] = ((uint8_t *)actual)[i] = 0;
    }
}

static void check_bits(
    const pipit_kernels *set, const char *step, size_t count, float expected_scale, float actual_scale) {
    // Behind the guard words of both rows.
    __builtin_memcpy(expected + count + guardWords, &expected_scale, sizeof expected_scale);
    __builtin_memcpy(actual + count + guardWords, &actual_scale, sizeof actual_scale);
    compare(set, step, (shape){1, count, 0}, count + 1);
}

// Every row step on rows of `count` numbers.
static void check_rows(const pipit_kernels *set, size_t count) {
    const pipit_elementwise *scalar = pipit_kernels_scalar.elementwise, *rows = set->elementwise;
    const size_t bytes = count * sizeof(float);
    float *a = place(left, bytes, sizeof *a), *b = place(right, bytes, sizeof *b);
    // Where both rows have their place.
    static int32_t numbers[1024];
    static float third[1024];
    float *x = (float *)numbers;
    const size_t kind = random_below(4);
    fill_floats(x, count, kind);
    const float factor = random_float(0) * 0.001f;

    prepare_rows(x, count);
    float first = scalar->quantize_s8(x, (int8_t *)expected, count),
          second = rows->quantize_s8(x, (int8_t *)actual, count);
    check_bits(set, "quantize_s8", count, first, second);
    prepare_rows(x, count);
    first = scalar->quantize_s8((float *)expected, (int8_t *)expected, count);
    second = rows->quantize_s8((float *)actual, (int8_t *)actual, count);
    forget(count, count);
    check_bits(set, "quantize_s8 in place", count, first, second);
    prepare_rows(x, count);
    first = scalar->quantize_s16(x, (int16_t *)expected, count);
    second = rows->quantize_s16(x, (int16_t *)actual, count);
    check_bits(set, "quantize_s16", count, first, second);

    fill_scales(a, count);
    fill_floats(b, count, random_below(4));
    prepare_rows(x, count);
    scalar->normalize_rms((float *)expected, count, a, 1e-6f);
    rows->normalize_rms((float *)actual, count, a, 1e-6f);
    compare(set, "normalize_rms", (shape){1, count, 0}, count);
    prepare_rows(x, count);
    scalar->normalize_layer((float *)expected, count, a, b, 1e-12f);
    rows->normalize_layer((float *)actual, count, a, b, 1e-12f);
    compare(set, "normalize_layer", (shape){1, count, 0}, count);
    prepare_rows(x, count);
    scalar->gelu_erf((float *)expected, count);
    rows->gelu_erf((float *)actual, count);
    compare(set, "gelu_erf", (shape){1, count, 0}, count);
    prepare_rows(x, count);
    scalar->gelu_tanh((float *)expected, count);
    rows->gelu_tanh((float *)actual, count);
    compare(set, "gelu_tanh", (shape){1, count, 0}, count);
    prepare_rows(x, count);
    scalar->hyperbolic_tangent((float *)expected, count);
    rows->hyperbolic_tangent((float *)actual, count);
    compare(set, "hyperbolic_tangent", (shape){1, count, 0}, count);

    const int8_t *small = (const int8_t *)third;
    fill_s8((int8_t *)third, count);
    prepare_rows(x, count);
    scalar->add_dequantized_s8(small, count, factor, (float *)expected);
    rows->add_dequantized_s8(small, count, factor, (float *)actual);
    compare(set, "add_dequantized_s8", (shape){1, count, 0}, count);
    prepare_rows(x, count);
    scalar->dequantize_s8(small, count, factor, (float *)expected);
    rows->dequantize_s8(small, count, factor, (float *)actual);
    compare(set, "dequantize_s8", (shape){1, count, 0}, count);
    prepare_rows(x, count);
    scalar->add_floats((float *)expected, b, count);
    rows->add_floats((float *)actual, b, count);
    compare(set, "add_floats", (shape){1, count, 0}, count);

    int16_t *values = (int16_t *)third;
    fill_s16(values, count);
    prepare_rows(x, count);
    scalar->add_dequantized_s16(values, count, factor, (float *)expected);
    rows->add_dequantized_s16(values, count, factor, (float *)actual);
    compare(set, "add_dequantized_s16", (shape){1, count, 0}, count);
    prepare_rows(x, count);
    scalar->dequantize_s16(values, count, factor, (float *)expected);
    rows->dequantize_s16(values, count, factor, (float *)actual);
    compare(set, "dequantize_s16", (shape){1, count, 0}, count);

    fill_sums(numbers, count);
    fill_floats(third, count, kind);
    prepare_rows(third, count);
    scalar->add_dequantized_sums(numbers, count, factor, a, b, (float *)expected);
    rows->add_dequantized_sums(numbers, count, factor, a, b, (float *)actual);
    compare(set, "add_dequantized_sums", (shape){1, count, 0}, count);
    prepare_rows(numbers, count);
    scalar->dequantize_sums(expected, count, factor, a, b);
    rows->dequantize_sums(actual, count, factor, a, b);
    compare(set, "dequantize_sums", (shape){1, count, 0}, count);
    prepare_rows(numbers, count);
    scalar->scale_sums(expected, count, factor);
    rows->scale_sums(actual, count, factor);
    compare(set, "scale_sums", (shape){1, count, 0}, count);
    prepare_rows(numbers, count);
    scalar->silu_sums(expected, count, factor, a, b);
    rows->silu_sums(actual, count, factor, a, b);
    compare(set, "silu_sums", (shape){1, count, 0}, count);
    fill_scales(b, count);
    prepare_rows(numbers, count);
    first = scalar->softmax_sums(expected, count, factor, a, b);
    second = rows->softmax_sums(actual, count, factor, a, b);
    forget(count, count);
    check_bits(set, "softmax_sums", count, first, second);

    fill_scales(b, count);
    fill_floats(third, count, kind);
    prepare_rows(third, count);
    scalar->accumulate_sums(numbers, count, b, (float *)expected);
    rows->accumulate_sums(numbers, count, b, (float *)actual);
    compare(set, "accumulate_sums", (shape){1, count, 0}, count);
    prepare_rows(third, count);
    scalar->scale_floats((float *)expected, count, factor, b);
    rows->scale_floats((float *)actual, count, factor, b);
    compare(set, "scale_floats", (shape){1, count, 0}, count);
    int8_t *packed = place(left, count / 2, 1);
    fill_s8(packed, count / 2);
    prepare_outputs(count);
    scalar->unpack_s4(packed, count / 2 * 2, (int8_t *)expected);
    rows->unpack_s4(packed, count / 2 * 2, (int8_t *)actual);
    compare(set, "unpack_s4", (shape){1, count, 0}, count);

    int8_t *q = place(left, count, 1);
    fill_s8(q, count);
    const int32_t ratio = random_below(4) == 0 ? 32768 : (int32_t)random_below(32769);
    prepare_outputs(count);
    scalar->weigh_s8(q, count, ratio, (int16_t *)expected);
    rows->weigh_s8(q, count, ratio, (int16_t *)actual);
    compare(set, "weigh_s8", (shape){1, count, 0}, count);
}

static size_t random_edge(size_t most) {
    static const uint16_t edges[] = {1,  2,  3,  4,  5,  7,  8,   9,   15,  16,  17, 31,
                                     32, 33, 63, 64, 65, 96, 127, 128, 129, 255, 256};
    const size_t value =
        random_below(3) == 0 ? 1 + random_below(most) : edges[random_below(sizeof edges / sizeof *edges)];
    return value < most ? value : most;
}

static void check(const pipit_kernels *set) {
    cases = 0;
    for (size_t depth = 1; depth <= 40; depth++) {
        for (size_t outputs = 1; outputs <= 18; outputs++) {
            const shape s = {1 + random_below(18), outputs, depth};
            check_matmul(set, s);
            check_mix(set, s);
            check_depthwise(set, (shape){s.rows, 16 * ((outputs + 1) / 2), depth});
        }
    }
    for (size_t i = 0; i < 150; i++) {
        check_matmul(set, (shape){random_edge(50), random_edge(140), random_edge(600)});
        check_matmul_packed(
            set, (shape){random_edge(70), 16 * (1 + random_below(9)), 4 * (1 + random_below(random_edge(160)))});
        check_mix(set, (shape){random_edge(50), random_edge(140), random_edge(600)});
        check_depthwise(set, (shape){random_edge(70), 16 * (1 + random_below(9)), random_edge(255)});
    }
    check_matmul(set, (shape){3, 5, 4096});
    check_matmul_packed(set, (shape){3, 16, 4096});
    check_mix(set, (shape){3, 5, 4096});
    for (size_t count = 1; count <= 600; count += count < 150 ? 1 : 50) {
        for (size_t i = 0; i < 4; i++) {
            check_rows(set, count);
        }
    }
    print("kernels ");
    print(set->name);
    print(": ");
    print_number(cases);
    print(" cases equal scalar\n");
}

static _Bool same(const char *a, const char *b) {
    for (; *a != 0 && *a == *b; a++, b++) {}
    return *a == *b;
}

static size_t number(const char *digits) {
    size_t value = 0;
    for (; *digits >= '0' && *digits <= '9'; digits++) {
        value = value * 10 + (size_t)(*digits - '0');
    }
    return value;
}

static const pipit_kernels *set_named(const char *name) {
    for (size_t i = 0; pipit_kernels_at(i) != 0; i++) {
        if (same(pipit_kernels_at(i)->name, name)) {
            return pipit_kernels_at(i);
        }
    }
    print("no such set on this processor\n");
    pipit_exit(2);
}

static void repeat(const pipit_kernels *set, const char *kernel, shape s, size_t times) {
    int8_t *a = (int8_t *)left.bytes, *b = (int8_t *)right.bytes;
    int32_t *out = (int32_t *)actual_region.bytes;
    fill_s8(a, 65536);
    fill_s8(b, 65536);
    for (size_t i = 0; i < times; i++) {
        if (same(kernel, "matmul_s8")) {
            set->matmul_s8(a, s.depth, b, s.depth, out, s.outputs, s.rows, s.outputs, s.depth);
        } else if (same(kernel, "matmul_packed_s8")) {
            set->matmul_packed_s8(a, s.depth, b, out, s.outputs, s.rows, s.outputs, s.depth);
        } else if (same(kernel, "mix_s8")) {
            set->mix_s8(a, s.depth, b, s.outputs, out, s.outputs, s.rows, s.depth, s.outputs);
        } else if (same(kernel, "depthwise_s16")) {
            set->depthwise_s16((const int16_t *)a, b, out, s.rows, s.depth, s.outputs);
        }
    }
}

int main(int count, char **arguments) {
    left = make_region();
    right = make_region();
    expected_region = make_region();
    actual_region = make_region();
    if (count == 8 && same(arguments[1], "count")) {
        const shape s = {number(arguments[4]), number(arguments[5]), number(arguments[6])};
        repeat(set_named(arguments[2]), arguments[3], s, number(arguments[7]));
        return 0;
    }
    for (size_t i = 0; pipit_kernels_at(i) != &pipit_kernels_scalar; i++) {
        check(pipit_kernels_at(i));
    }
    return 0;
}
