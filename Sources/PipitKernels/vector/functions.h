// The functions of ARITHMETIC.md on vectors, in its order of operations.

// No number here is a NaN; each processor has one instruction for that case.
#ifdef __aarch64__
#define LARGER(a, b) __builtin_elementwise_max(a, b)
#define SMALLER(a, b) __builtin_elementwise_min(a, b)
#else
#define LARGER(a, b) ((a) > (b) ? (a) : (b))
#define SMALLER(a, b) ((a) < (b) ? (a) : (b))
#endif

INLINE floats exponential_of(floats x) {
    x = LARGER(SMALLER(x, (floats)88.0f), (floats)-87.0f);
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

INLINE floats tanh_of(floats x) { return 1.0f - 2.0f / (exponential_of(2.0f * x) + 1.0f); }

INLINE floats error_function_of(floats z) {
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
INLINE lanes add_to_lanes(lanes sum, floats x) {
#if WIDTH == 16
    return (sum + x.lo) + x.hi;
#else
    return sum + x;
#endif
}

INLINE float total_of(lanes sum) {
    const float a = sum[0] + sum[4], b = sum[1] + sum[5], c = sum[2] + sum[6], d = sum[3] + sum[7];
    return (a + c) + (b + d);
}

INLINE float maximum_of(floats x) {
#if WIDTH == 16
    const lanes eight = LARGER(x.lo, x.hi);
#else
    const lanes eight = x;
#endif
    const float __attribute__((ext_vector_type(4))) four = LARGER(eight.lo, eight.hi);
    const float __attribute__((ext_vector_type(2))) two = LARGER(four.lo, four.hi);
    return two[0] > two[1] ? two[0] : two[1];
}
