// The kernels that sum products, equal to the scalar ones to the bit on random and on edge shapes.

#include "support.h"

// Mostly none, so that rows touch.
static size_t random_gap(void) { return random_below(3) * random_below(12); }

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

static void check_matmul_s4(const pipit_kernels *set, shape s) {
    const size_t a_stride = s.depth + random_gap(), w_stride = s.depth / 2 + random_gap();
    const size_t out_stride = s.outputs + random_gap(), words = s.rows * out_stride;
    const size_t a_bytes = (s.rows - 1) * a_stride + s.depth, w_bytes = (s.outputs - 1) * w_stride + s.depth / 2;
    int8_t *a = place(left, a_bytes, 1), *w = place(right, w_bytes, 1);
    if (!set->matmul_s4) {
        return;
    }
    fill_s8(a, a_bytes);
    const _Bool extreme = random_below(4) == 0;
    for (size_t i = 0; i < w_bytes; i++) {
        w[i] = (int8_t)(extreme ? (random_word() & 256 ? 0x77 : 0x88) : random_word());
    }
    prepare_outputs(words);
    pipit_kernels_scalar.matmul_s4(a, a_stride, w, w_stride, expected, out_stride, s.rows, s.outputs, s.depth);
    set->matmul_s4(a, a_stride, w, w_stride, actual, out_stride, s.rows, s.outputs, s.depth);
    compare(set, "matmul_s4", s, words);
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

static size_t random_edge(size_t maximum) {
    static const uint16_t edges[] = {1,  2,  3,  4,  5,  7,  8,   9,   15,  16,  17, 31,
                                     32, 33, 63, 64, 65, 96, 127, 128, 129, 255, 256};
    const size_t value =
        random_below(3) == 0 ? 1 + random_below(maximum) : edges[random_below(sizeof edges / sizeof *edges)];
    return value < maximum ? value : maximum;
}

void check_products(const pipit_kernels *set) {
    for (size_t depth = 1; depth <= 40; depth++) {
        for (size_t outputs = 1; outputs <= 18; outputs++) {
            const shape s = {1 + random_below(18), outputs, depth};
            check_matmul(set, s);
            check_mix(set, s);
            check_depthwise(set, (shape){s.rows, 16 * ((outputs + 1) / 2), depth});
        }
    }
    for (size_t depth = 16; depth <= 560; depth += 16) {
        for (size_t outputs = 1; outputs <= 6; outputs++) {
            check_matmul_s4(set, (shape){1 + random_below(40), outputs, depth});
        }
    }
    for (size_t i = 0; i < 150; i++) {
        check_matmul_s4(set, (shape){random_edge(50), random_edge(140), 16 * (1 + random_below(40))});
        check_matmul(set, (shape){random_edge(50), random_edge(140), random_edge(600)});
        check_matmul_packed(
            set, (shape){random_edge(70), 16 * (1 + random_below(9)), 4 * (1 + random_below(random_edge(160)))});
        check_mix(set, (shape){random_edge(50), random_edge(140), random_edge(600)});
        check_depthwise(set, (shape){random_edge(70), 16 * (1 + random_below(9)), random_edge(255)});
    }
    check_matmul(set, (shape){3, 5, 4096});
    check_matmul_packed(set, (shape){3, 16, 4096});
    check_matmul_s4(set, (shape){3, 5, 4096});
    check_mix(set, (shape){3, 5, 4096});
}
