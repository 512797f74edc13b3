// The scalar kernel set, the reference implementation: plain C, one loop a line of the contract in pipit_kernels.h.
#include "../kernel_sets.h"
#include "../kernel_support.h"

PIPIT_OPERATION(products, matmul_s8);
static void matmul_s8(
    const int8_t *a, size_t a_stride, const int8_t *w, size_t w_stride, int32_t *out, size_t out_stride, size_t rows,
    size_t outputs, size_t depth) {
    for (size_t o = 0; o < outputs; o++) {
        const int8_t *weights = w + o * w_stride;
        for (size_t t = 0; t < rows; t++) {
            const int8_t *row = a + t * a_stride;
            int32_t sum = 0;
            for (size_t k = 0; k < depth; k++) {
                sum += row[k] * weights[k];
            }
            out[t * out_stride + o] = sum;
        }
    }
}

PIPIT_OPERATION(products, matmul_s4);
static void matmul_s4(
    const int8_t *a, size_t a_stride, const int8_t *w, size_t w_stride, int32_t *out, size_t out_stride, size_t rows,
    size_t outputs, size_t depth) {
    for (size_t o = 0; o < outputs; o++) {
        const uint8_t *weights = (const uint8_t *)w + o * w_stride;
        for (size_t t = 0; t < rows; t++) {
            const int8_t *row = a + t * a_stride;
            int32_t sum = 0;
            for (size_t k = 0; k < depth; k++) {
                const int32_t nibble = weights[k / 2] >> (k % 2 * 4) & 15;
                sum += row[k] * ((nibble ^ 8) - 8);
            }
            out[t * out_stride + o] = sum;
        }
    }
}

PIPIT_OPERATION(products, pipit_scalar_matmul_packed_s8);
void pipit_scalar_matmul_packed_s8(
    const int8_t *a, size_t a_stride, const int8_t *w, int32_t *out, size_t out_stride, size_t rows, size_t outputs,
    size_t depth) {
    for (size_t o = 0; o < outputs; o++) {
        const int8_t *weights = w + o / 16 * 16 * depth + o % 16 * 4;
        for (size_t t = 0; t < rows; t++) {
            const int8_t *row = a + t * a_stride;
            int32_t sum = 0;
            for (size_t k = 0; k < depth; k++) {
                sum += row[k] * weights[k / 4 * 64 + k % 4];
            }
            out[t * out_stride + o] = sum;
        }
    }
}

PIPIT_OPERATION(mixing, mix_s8);
static void mix_s8(
    const int8_t *p, size_t p_stride, const int8_t *v, size_t v_stride, int32_t *out, size_t out_stride, size_t rows,
    size_t depth, size_t columns) {
    for (size_t t = 0; t < rows; t++) {
        int32_t *sums = out + t * out_stride;
        for (size_t c = 0; c < columns; c++) {
            sums[c] = 0;
        }
        for (size_t j = 0; j < depth; j++) {
            const int32_t factor = p[t * p_stride + j];
            const int8_t *row = v + j * v_stride;
            for (size_t c = 0; c < columns; c++) {
                sums[c] += factor * row[c];
            }
        }
    }
}

PIPIT_OPERATION(convolution, depthwise_s16);
static void depthwise_s16(
    const int16_t *x, const int8_t *w, int32_t *out, size_t rows, size_t kernel_size, size_t channels) {
    for (size_t t = 0; t < rows; t++) {
        int32_t *sums = out + t * channels;
        for (size_t c = 0; c < channels; c++) {
            sums[c] = 0;
        }
        for (size_t k = 0; k < kernel_size; k++) {
            const int16_t *row = x + (t + k) * channels;
            const int8_t *weights = w + k * channels;
            for (size_t c = 0; c < channels; c++) {
                sums[c] += weights[c] * row[c];
            }
        }
    }
}

const pipit_kernels pipit_kernels_scalar = {
    .name = "scalar",
    .elementwise = &pipit_elementwise_scalar,
    .matmul_s8 = matmul_s8,
    .matmul_packed_s8 = pipit_scalar_matmul_packed_s8,
    .matmul_s4 = matmul_s4,
    .mix_s8 = mix_s8,
    .depthwise_s16 = depthwise_s16,
};
