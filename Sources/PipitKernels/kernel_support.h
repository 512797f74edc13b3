#ifndef PIPIT_KERNEL_SUPPORT_H
#define PIPIT_KERNEL_SUPPORT_H

// What every kernel set is written with, in C and in assembly.
//
// PIPIT_OPERATION says beside a function which operation of the encoder it works for; `forge bench` counts its
// instructions there. The declaration is a line of text, "OPERATION FUNCTION", in a section that is never loaded: it
// costs no byte of memory and cannot change the code, and a name serves static functions and assembly alike. A function
// that serves several operations (a copy, the end of a row) declares none and is counted as `rest`. The operations are
// the cases of `Operation` in Sources/forge; forge refuses a program that declares others, or one function for two.

#ifdef __ASSEMBLER__
// clang-format off

    // Begins a global function in a section of its own, and declares its operation.
    .macro begin_function name, operation, alignment
    .pushsection .pipit.operations, "MS", %progbits, 1
    .asciz "\operation \name"
    .popsection
    .section .text.\name, "ax", %progbits
    .global \name
    .type \name, %function
    .balign \alignment
\name:
    .endm

// clang-format on
#else

#include <stddef.h>

#ifdef __wasm__
#define PIPIT_OPERATION(operation, function) _Static_assert(1, "")  // no instructions of WebAssembly are counted
#else
#define PIPIT_OPERATION(operation, function)                         \
    __asm__(".pushsection .pipit.operations, \"MS\", %progbits, 1\n" \
            "\t.asciz \"" #operation " " #function "\"\n"            \
            "\t.popsection")
#endif

#define INLINE static inline __attribute__((always_inline))

// Before a loop whose count is a constant, so that arrays indexed by its counter can stay in registers.
#define UNROLL _Pragma("clang loop unroll(full)")

INLINE size_t smaller(size_t a, size_t b) { return a < b ? a : b; }

#endif

#endif
