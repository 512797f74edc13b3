// The row steps on vectors, in the compiler's own vector notation: one text for all processors whose vectors keep to
// IEEE 754 (64-bit ARM, x86; not 32-bit NEON, which drops denormals). A kernel set includes this page once and gives
// ELEMENTWISE, the name of the table that it defines, and WIDTH, the floats of a vector, 8 or 16. The lane sum's eight
// accumulators are the lanes of a vector of eight.

#pragma STDC FP_CONTRACT OFF

typedef float floats __attribute__((ext_vector_type(WIDTH)));
typedef int32_t words __attribute__((ext_vector_type(WIDTH)));
typedef int16_t halves __attribute__((ext_vector_type(WIDTH)));
typedef int8_t bytes __attribute__((ext_vector_type(WIDTH)));

typedef float lanes __attribute__((ext_vector_type(8)));

#define STEP static inline __attribute__((always_inline))

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

// Loads `n` numbers, with zeros behind them: those change no sum of squares and no greatest magnitude.
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

// No number here is a NaN; each processor has one instruction for that case.
#ifdef __aarch64__
#define GREATER(a, b) __builtin_elementwise_max(a, b)
#define SMALLER(a, b) __builtin_elementwise_min(a, b)
#else
#define GREATER(a, b) ((a) > (b) ? (a) : (b))
#define SMALLER(a, b) ((a) < (b) ? (a) : (b))
#endif

STEP floats exponential_of(floats x) {
    x = GREATER(SMALLER(x, (floats)88.0f), (floats)-87.0f);
    const floats shifted = x * 1.44269504f + 12582912.0f, whole = shifted - 12582912.0f;
    floats rest = x - whole * 0.693359375f;
    rest = rest - whole * -2.12194440e-4f;
    floats p = 1.9875691500e-4f * rest + 1.3981999507e-3f;
    p = p * rest + 8.3334519073e-3f;
    p = p * rest + 4.1665795894e-2f;
    p = p * rest + 1.6666665459e-1f;
    p = p * rest + 5.0000001201e-1f;
    const floats y = (p * (rest * rest) + rest) + 1.0f;
    // The integer stands in the low bits of `shifted`; what is above it leaves on the left.
    return y * (floats)(((words)shifted << 23) + (127 << 23));
}

STEP floats tanh_of(floats x) { return 1.0f - 2.0f / (exponential_of(2.0f * x) + 1.0f); }

STEP floats error_function_of(floats z) {
    const words sign = (words)z & (int32_t)0x80000000;
    const floats size = (floats)((words)z & 0x7FFFFFFF);
    const floats t = 1.0f / (1.0f + 0.3275911f * size);
    floats p = 1.061405429f * t - 1.453152027f;
    p = p * t + 1.421413741f;
    p = p * t - 0.284496736f;
    p = p * t + 0.254829592f;
    const floats positive = 1.0f - (p * t) * exponential_of(-(size * size));
    // A zero with a sign is not below zero.
    return (floats)((words)positive ^ (size == 0.0f ? (words)0 : sign));
}

// Adds a vector to the eight accumulators: of sixteen numbers the lower eight come first.
STEP lanes add_to_lanes(lanes sum, floats x) {
#if WIDTH == 16
    return (sum + x.lo) + x.hi;
#else
    return sum + x;
#endif
}

STEP float total_of(lanes sum) {
    const float a = sum[0] + sum[4], b = sum[1] + sum[5], c = sum[2] + sum[6], d = sum[3] + sum[7];
    return (a + c) + (b + d);
}

STEP float greatest_of(floats x) {
#if WIDTH == 16
    const lanes eight = GREATER(x.lo, x.hi);
#else
    const lanes eight = x;
#endif
    const float __attribute__((ext_vector_type(4))) four = GREATER(eight.lo, eight.hi);
    const float __attribute__((ext_vector_type(2))) two = GREATER(four.lo, four.hi);
    return two[0] > two[1] ? two[0] : two[1];
}

STEP words magnitude_bits(floats x) { return (words)x & 0x7FFFFFFF; }

// Quantizes with the greatest magnitude known, by its bits; returns the scale.
#define QUANTIZE(x, q, count, limit, greatest, vector, element)                              \
    ({                                                                                       \
        const union {                                                                        \
            int32_t bits;                                                                    \
            float value;                                                                     \
        } most = {greatest};                                                                 \
        /* 2^-40 ... 2^40 in bits; those of infinities and NaN are greater. */               \
        const _Bool fits = most.bits >= 0x2B800000 && most.bits <= 0x53800000;               \
        const float inverse = (limit) / most.value;                                          \
        if (fits) {                                                                          \
            EACH_VECTOR(count, {                                                             \
                const floats rounded = LOAD_FLOATS((x) + i, n) * inverse + 12582912.0f;      \
                STORE(element, (q) + i, __builtin_convertvector((words)rounded, vector), n); \
            });                                                                              \
        } else {                                                                             \
            __builtin_memset((q), 0, (count) * sizeof(element));                             \
        }                                                                                    \
        fits ? most.value / (limit) : 0.0f;                                                  \
    })

STEP int32_t greatest_bits(const float *x, size_t count) {
    words greatest = {0};
    EACH_VECTOR(count, { greatest = __builtin_elementwise_max(greatest, magnitude_bits(LOAD_FLOATS(x + i, n))); });
    return __builtin_reduce_max(greatest);
}

static float quantize_s8(const float *x, int8_t *q, size_t count) {
    return QUANTIZE(x, q, count, 127.0f, greatest_bits(x, count), bytes, int8_t);
}

static float quantize_s16(const float *x, int16_t *q, size_t count) {
    return QUANTIZE(x, q, count, 32767.0f, greatest_bits(x, count), halves, int16_t);
}

static void dequantize_sums(void *row, size_t count, float scale, const float *scales, const float *bias) {
    float *y = row;
    EACH_VECTOR(count, {
        const floats by = scale * LOAD_FLOATS(scales + i, n);
        STORE_FLOATS(y + i, LOAD_SUMS(y + i, n) * by + LOAD_FLOATS(bias + i, n), n);
    });
}

static void add_dequantized_sums(
    const int32_t *sums, size_t count, float scale, const float *scales, const float *bias, float *y) {
    EACH_VECTOR(count, {
        const floats by = scale * LOAD_FLOATS(scales + i, n);
        const floats added = LOAD_SUMS(sums + i, n) * by + LOAD_FLOATS(bias + i, n);
        STORE_FLOATS(y + i, LOAD_FLOATS(y + i, n) + added, n);
    });
}

static void scale_sums(void *row, size_t count, float factor) {
    float *y = row;
    EACH_VECTOR(count, { STORE_FLOATS(y + i, LOAD_SUMS(y + i, n) * factor, n); });
}

static void silu_sums(void *row, size_t count, float factor, const float *scales, const float *bias) {
    float *y = row;
    EACH_VECTOR(count, {
        const floats by = LOAD_FLOATS(scales + i, n) * factor;
        const floats x = LOAD_SUMS(y + i, n) * by + LOAD_FLOATS(bias + i, n);
        STORE_FLOATS(y + i, x / (1.0f + exponential_of(-x)), n);
    });
}

static float softmax_sums(void *row, size_t count, float scale, const float *key_scales, const float *value_scales) {
    float *weights = row;
    floats greatest = (floats)-__builtin_inff();
    words lane;
    for (int32_t l = 0; l < width; l++) {
        lane[l] = l;
    }
    EACH_VECTOR(count, {
        const floats z = LOAD_SUMS(weights + i, n) * (scale * LOAD_FLOATS(key_scales + i, n));
        STORE_FLOATS(weights + i, z, n);
        greatest = GREATER(greatest, n == width ? z : (lane < (int32_t)n ? z : greatest));
    });
    const float most = greatest_of(greatest);
    lanes sum = {0};
    words bits = {0};
    EACH_VECTOR(count, {
        floats e = exponential_of(LOAD_FLOATS(weights + i, n) - most);
        e = n == width ? e : (lane < (int32_t)n ? e : (floats)0.0f);
        sum = add_to_lanes(sum, e);
        const floats weight = e * LOAD_FLOATS(value_scales + i, n);
        bits = __builtin_elementwise_max(bits, (words)weight);
        STORE_FLOATS(weights + i, weight, n);
    });
    int8_t *q = row;
    return QUANTIZE(weights, q, count, 127.0f, __builtin_reduce_max(bits), bytes, int8_t) / total_of(sum);
}

STEP float inverse_root(float mean_of_squares, float epsilon) {
    return 1.0f / __builtin_elementwise_sqrt(mean_of_squares + epsilon);
}

static void normalize_rms(float *x, size_t count, const float *gain, float epsilon) {
    lanes squares = {0};
    EACH_VECTOR(count, {
        const floats one = LOAD_FLOATS(x + i, n);
        squares = add_to_lanes(squares, one * one);
    });
    const float inverse = inverse_root(total_of(squares) / (float)count, epsilon);
    EACH_VECTOR(count, { STORE_FLOATS(x + i, (LOAD_FLOATS(x + i, n) * inverse) * LOAD_FLOATS(gain + i, n), n); });
}

static void normalize_layer(float *x, size_t count, const float *gain, const float *bias, float epsilon) {
    lanes sum = {0}, squares = {0};
    EACH_VECTOR(count, { sum = add_to_lanes(sum, LOAD_FLOATS(x + i, n)); });
    const float mean = total_of(sum) / (float)count;
    EACH_VECTOR(count, {
        floats c = LOAD_FLOATS(x + i, n) - mean;
        STORE_FLOATS(x + i, c, n);
        c = LOAD_FLOATS(x + i, n);  // once more: zeros where there is no number
        squares = add_to_lanes(squares, c * c);
    });
    const float inverse = inverse_root(total_of(squares) / (float)count, epsilon);
    EACH_VECTOR(count, {
        const floats scaled = (LOAD_FLOATS(x + i, n) * inverse) * LOAD_FLOATS(gain + i, n);
        STORE_FLOATS(x + i, scaled + LOAD_FLOATS(bias + i, n), n);
    });
}

static void gelu_erf(float *x, size_t count) {
    EACH_VECTOR(count, {
        const floats one = LOAD_FLOATS(x + i, n);
        STORE_FLOATS(x + i, (0.5f * one) * (1.0f + error_function_of(one * 0.70710678f)), n);
    });
}

static void gelu_tanh(float *x, size_t count) {
    EACH_VECTOR(count, {
        const floats one = LOAD_FLOATS(x + i, n);
        const floats inner = 0.79788456f * (one + ((0.044715f * one) * one) * one);
        STORE_FLOATS(x + i, (0.5f * one) * (1.0f + tanh_of(inner)), n);
    });
}

static void hyperbolic_tangent(float *x, size_t count) {
    EACH_VECTOR(count, { STORE_FLOATS(x + i, tanh_of(LOAD_FLOATS(x + i, n)), n); });
}

static void dequantize_s8(const int8_t *q, size_t count, float scale, float *x) {
    EACH_VECTOR(count, {
        const bytes value = LOAD(bytes, int8_t, q + i, n);
        STORE_FLOATS(x + i, __builtin_convertvector(value, floats) * scale, n);
    });
}

static void add_dequantized_s8(const int8_t *q, size_t count, float scale, float *x) {
    EACH_VECTOR(count, {
        const floats value = __builtin_convertvector(LOAD(bytes, int8_t, q + i, n), floats) * scale;
        STORE_FLOATS(x + i, LOAD_FLOATS(x + i, n) + value, n);
    });
}

static void add_floats(float *x, const float *y, size_t count) {
    EACH_VECTOR(count, { STORE_FLOATS(x + i, LOAD_FLOATS(x + i, n) + LOAD_FLOATS(y + i, n), n); });
}

static void dequantize_s16(const int16_t *values, size_t count, float scale, float *x) {
    EACH_VECTOR(count, {
        const halves value = LOAD(halves, int16_t, values + i, n);
        STORE_FLOATS(x + i, __builtin_convertvector(value, floats) * scale, n);
    });
}

static void add_dequantized_s16(const int16_t *values, size_t count, float scale, float *x) {
    EACH_VECTOR(count, {
        const floats value = __builtin_convertvector(LOAD(halves, int16_t, values + i, n), floats) * scale;
        STORE_FLOATS(x + i, value + LOAD_FLOATS(x + i, n), n);
    });
}

static void unpack_s4(const int8_t *packed, size_t count, int8_t *q) {
    typedef int8_t both __attribute__((ext_vector_type(2 * WIDTH)));
    size_t i = 0;
    for (; i + width <= count / 2; i += width) {
        bytes pair;
        __builtin_memcpy(&pair, packed + i, sizeof pair);
        const bytes low = (pair << 4) >> 4, high = pair >> 4;
        both numbers;
        numbers.even = low;
        numbers.odd = high;
        __builtin_memcpy(q + 2 * i, &numbers, sizeof numbers);
    }
    for (; i < count / 2; i++) {
        q[2 * i] = (int8_t)((int8_t)((uint8_t)packed[i] << 4) >> 4);
        q[2 * i + 1] = (int8_t)(packed[i] >> 4);
    }
}

static void accumulate_sums(const int32_t *sums, size_t count, const float *scales, float *y) {
    EACH_VECTOR(count, {
        const floats added = LOAD_SUMS(sums + i, n) * LOAD_FLOATS(scales + i, n);
        STORE_FLOATS(y + i, LOAD_FLOATS(y + i, n) + added, n);
    });
}

static void scale_floats(float *x, size_t count, float factor, const float *bias) {
    EACH_VECTOR(count, { STORE_FLOATS(x + i, LOAD_FLOATS(x + i, n) * factor + LOAD_FLOATS(bias + i, n), n); });
}

static void weigh_s8(const int8_t *q, size_t count, int32_t ratio, int16_t *g) {
    EACH_VECTOR(count, {
        const words product = __builtin_convertvector(LOAD(bytes, int8_t, q + i, n), words) * ratio;
        STORE(int16_t, g + i, __builtin_convertvector((product + 64) >> 7, halves), n);
    });
}

const pipit_elementwise ELEMENTWISE = {
    .quantize_s8 = quantize_s8,
    .quantize_s16 = quantize_s16,
    .dequantize_sums = dequantize_sums,
    .add_dequantized_sums = add_dequantized_sums,
    .scale_sums = scale_sums,
    .silu_sums = silu_sums,
    .softmax_sums = softmax_sums,
    .normalize_rms = normalize_rms,
    .normalize_layer = normalize_layer,
    .gelu_erf = gelu_erf,
    .gelu_tanh = gelu_tanh,
    .hyperbolic_tangent = hyperbolic_tangent,
    .dequantize_s8 = dequantize_s8,
    .add_dequantized_s8 = add_dequantized_s8,
    .add_floats = add_floats,
    .dequantize_s16 = dequantize_s16,
    .add_dequantized_s16 = add_dequantized_s16,
    .unpack_s4 = unpack_s4,
    .accumulate_sums = accumulate_sums,
    .scale_floats = scale_floats,
    .weigh_s8 = weigh_s8,
};
