// The one function of libm that Swift's `squareRoot()` may call; it is one instruction. Here in ordinary builds too,
// so that the program needs no libm.

__attribute__((visibility("hidden"))) float sqrtf(float x) {
    // Not `__builtin_sqrtf`, which may call sqrtf to set errno.
    return __builtin_elementwise_sqrt(x);
}
