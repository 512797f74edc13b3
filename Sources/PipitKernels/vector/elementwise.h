// The elementwise operations on vectors, in the compiler's own vector notation: one text for all processors whose
// vectors keep to IEEE 754 (64-bit ARM, x86; not 32-bit NEON, which drops denormals). A kernel set includes this page
// once, after defining
//     ELEMENTWISE  the table that this page defines
//     WIDTH        floats of a vector, 8 or 16
// The lane sum's eight accumulators are the lanes of a vector of eight.

#pragma STDC FP_CONTRACT OFF

#include "memory.h"

#include "functions.h"

INLINE words magnitude_bits(floats x) { return (words)x & 0x7FFFFFFF; }

// Quantizes with the maximum magnitude known, by its bits; returns the scale.
#define QUANTIZE(x, q, count, limit, maximum_bits, vector, element)                          \
    ({                                                                                       \
        const union {                                                                        \
            int32_t bits;                                                                    \
            float value;                                                                     \
        } maximum = {maximum_bits};                                                          \
        /* 2^-40 ... 2^40 in bits; those of infinities and NaN are greater. */               \
        const _Bool fits = maximum.bits >= 0x2B800000 && maximum.bits <= 0x53800000;         \
        const float inverse = (limit) / maximum.value;                                       \
        if (fits) {                                                                          \
            EACH_VECTOR(count, {                                                             \
                const floats rounded = LOAD_FLOATS((x) + i, n) * inverse + 12582912.0f;      \
                STORE(element, (q) + i, __builtin_convertvector((words)rounded, vector), n); \
            });                                                                              \
        } else {                                                                             \
            __builtin_memset((q), 0, (count) * sizeof(element));                             \
        }                                                                                    \
        fits ? maximum.value / (limit) : 0.0f;                                               \
    })

INLINE int32_t maximum_bits_of(const float *x, size_t count) {
    words maxima = {0};
    EACH_VECTOR(count, { maxima = __builtin_elementwise_max(maxima, magnitude_bits(LOAD_FLOATS(x + i, n))); });
    return __builtin_reduce_max(maxima);
}

PIPIT_OPERATION(quantization, quantize_s8);
static float quantize_s8(const float *x, int8_t *q, size_t count) {
    return QUANTIZE(x, q, count, 127.0f, maximum_bits_of(x, count), bytes, int8_t);
}

PIPIT_OPERATION(quantization, quantize_s16);
static float quantize_s16(const float *x, int16_t *q, size_t count) {
    return QUANTIZE(x, q, count, 32767.0f, maximum_bits_of(x, count), halves, int16_t);
}

PIPIT_OPERATION(scaling, dequantize_sums);
static void dequantize_sums(void *row, size_t count, float scale, const float *scales, const float *bias) {
    float *y = row;
    EACH_VECTOR(count, {
        const floats by = scale * LOAD_FLOATS(scales + i, n);
        STORE_FLOATS(y + i, LOAD_SUMS(y + i, n) * by + LOAD_FLOATS(bias + i, n), n);
    });
}

PIPIT_OPERATION(scaling, add_dequantized_sums);
static void add_dequantized_sums(
    const int32_t *sums, size_t count, float scale, const float *scales, const float *bias, float *y) {
    EACH_VECTOR(count, {
        const floats by = scale * LOAD_FLOATS(scales + i, n);
        const floats added = LOAD_SUMS(sums + i, n) * by + LOAD_FLOATS(bias + i, n);
        STORE_FLOATS(y + i, LOAD_FLOATS(y + i, n) + added, n);
    });
}

PIPIT_OPERATION(scaling, scale_sums);
static void scale_sums(void *row, size_t count, float factor) {
    float *y = row;
    EACH_VECTOR(count, { STORE_FLOATS(y + i, LOAD_SUMS(y + i, n) * factor, n); });
}

PIPIT_OPERATION(activation, silu_sums);
static void silu_sums(void *row, size_t count, float factor, const float *scales, const float *bias) {
    float *y = row;
    EACH_VECTOR(count, {
        const floats by = LOAD_FLOATS(scales + i, n) * factor;
        const floats x = LOAD_SUMS(y + i, n) * by + LOAD_FLOATS(bias + i, n);
        STORE_FLOATS(y + i, x / (1.0f + exponential_of(-x)), n);
    });
}

PIPIT_OPERATION(softmax, softmax_sums);
static float softmax_sums(void *row, size_t count, float scale, const float *key_scales, const float *value_scales) {
    float *weights = row;
    floats maxima = (floats)-__builtin_inff();
    words lane;
    for (int32_t l = 0; l < width; l++) {
        lane[l] = l;
    }
    EACH_VECTOR(count, {
        const floats z = LOAD_SUMS(weights + i, n) * (scale * LOAD_FLOATS(key_scales + i, n));
        STORE_FLOATS(weights + i, z, n);
        maxima = LARGER(maxima, n == width ? z : (lane < (int32_t)n ? z : maxima));
    });
    const float maximum = maximum_of(maxima);
    lanes sum = {0};
    words bits = {0};
    EACH_VECTOR(count, {
        floats e = exponential_of(LOAD_FLOATS(weights + i, n) - maximum);
        e = n == width ? e : (lane < (int32_t)n ? e : (floats)0.0f);
        sum = add_to_lanes(sum, e);
        const floats weight = e * LOAD_FLOATS(value_scales + i, n);
        bits = __builtin_elementwise_max(bits, (words)weight);
        STORE_FLOATS(weights + i, weight, n);
    });
    int8_t *q = row;
    return QUANTIZE(weights, q, count, 127.0f, __builtin_reduce_max(bits), bytes, int8_t) / total_of(sum);
}

INLINE float inverse_root(float mean_of_squares, float epsilon) {
    return 1.0f / __builtin_elementwise_sqrt(mean_of_squares + epsilon);
}

PIPIT_OPERATION(norm, normalize_rms);
static void normalize_rms(float *x, size_t count, const float *gain, float epsilon) {
    lanes squares = {0};
    EACH_VECTOR(count, {
        const floats one = LOAD_FLOATS(x + i, n);
        squares = add_to_lanes(squares, one * one);
    });
    const float inverse = inverse_root(total_of(squares) / (float)count, epsilon);
    EACH_VECTOR(count, { STORE_FLOATS(x + i, (LOAD_FLOATS(x + i, n) * inverse) * LOAD_FLOATS(gain + i, n), n); });
}

PIPIT_OPERATION(norm, normalize_layer);
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

PIPIT_OPERATION(activation, gelu_erf);
static void gelu_erf(float *x, size_t count) {
    EACH_VECTOR(count, {
        const floats one = LOAD_FLOATS(x + i, n);
        STORE_FLOATS(x + i, (0.5f * one) * (1.0f + error_function_of(one * 0.70710678f)), n);
    });
}

PIPIT_OPERATION(activation, gelu_tanh);
static void gelu_tanh(float *x, size_t count) {
    EACH_VECTOR(count, {
        const floats one = LOAD_FLOATS(x + i, n);
        const floats inner = 0.79788456f * (one + ((0.044715f * one) * one) * one);
        STORE_FLOATS(x + i, (0.5f * one) * (1.0f + tanh_of(inner)), n);
    });
}

PIPIT_OPERATION(activation, hyperbolic_tangent);
static void hyperbolic_tangent(float *x, size_t count) {
    EACH_VECTOR(count, { STORE_FLOATS(x + i, tanh_of(LOAD_FLOATS(x + i, n)), n); });
}

PIPIT_OPERATION(scaling, dequantize_s8);
static void dequantize_s8(const int8_t *q, size_t count, float scale, float *x) {
    EACH_VECTOR(count, {
        const bytes value = LOAD(bytes, int8_t, q + i, n);
        STORE_FLOATS(x + i, __builtin_convertvector(value, floats) * scale, n);
    });
}

PIPIT_OPERATION(scaling, add_dequantized_s8);
static void add_dequantized_s8(const int8_t *q, size_t count, float scale, float *x) {
    EACH_VECTOR(count, {
        const floats value = __builtin_convertvector(LOAD(bytes, int8_t, q + i, n), floats) * scale;
        STORE_FLOATS(x + i, LOAD_FLOATS(x + i, n) + value, n);
    });
}

PIPIT_OPERATION(scaling, add_floats);
static void add_floats(float *x, const float *y, size_t count) {
    EACH_VECTOR(count, { STORE_FLOATS(x + i, LOAD_FLOATS(x + i, n) + LOAD_FLOATS(y + i, n), n); });
}

PIPIT_OPERATION(scaling, dequantize_s16);
static void dequantize_s16(const int16_t *values, size_t count, float scale, float *x) {
    EACH_VECTOR(count, {
        const halves value = LOAD(halves, int16_t, values + i, n);
        STORE_FLOATS(x + i, __builtin_convertvector(value, floats) * scale, n);
    });
}

PIPIT_OPERATION(scaling, add_dequantized_s16);
static void add_dequantized_s16(const int16_t *values, size_t count, float scale, float *x) {
    EACH_VECTOR(count, {
        const floats value = __builtin_convertvector(LOAD(halves, int16_t, values + i, n), floats) * scale;
        STORE_FLOATS(x + i, value + LOAD_FLOATS(x + i, n), n);
    });
}

PIPIT_OPERATION(scaling, unpack_s4);
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

PIPIT_OPERATION(scaling, accumulate_sums);
static void accumulate_sums(const int32_t *sums, size_t count, const float *scales, float *y) {
    EACH_VECTOR(count, {
        const floats added = LOAD_SUMS(sums + i, n) * LOAD_FLOATS(scales + i, n);
        STORE_FLOATS(y + i, LOAD_FLOATS(y + i, n) + added, n);
    });
}

PIPIT_OPERATION(scaling, scale_floats);
static void scale_floats(float *x, size_t count, float factor, const float *bias) {
    EACH_VECTOR(count, { STORE_FLOATS(x + i, LOAD_FLOATS(x + i, n) * factor + LOAD_FLOATS(bias + i, n), n); });
}

PIPIT_OPERATION(convolution, weigh_s8);
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
