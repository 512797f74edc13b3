#ifndef PIPIT_UNICODE_H
#define PIPIT_UNICODE_H

// What BERT's uncased normalization makes of each code point from 128 on, and how its splitting treats the result.
// unicode/make_folding_tables.py writes the tables from the answers of the Hugging Face `tokenizers` library.
//
// A plane (65,536 code points) is covered by runs without a gap, in rising order; a run reaches up to the next one.
// `rule` is the kind in bits 13 ... 15 and a payload below them.

#include <stdint.h>

typedef struct pipit_unicode_run {
    uint16_t first;
    uint16_t rule;
} pipit_unicode_run;

enum {
    PIPIT_UNICODE_PLAIN,  // the payload is one of the plain rules below, for every code point of the run
    PIPIT_UNICODE_SHIFT,  // becomes its low 16 bits + shifts[payload], modulo 65,536, in its plane
    PIPIT_UNICODE_PAIRS,  // upper and lower case take turns: where bit 0 equals the payload, the next code point
    PIPIT_UNICODE_CELLS,  // cells[payload + distance from `first`]
    PIPIT_UNICODE_MARK,   // stays, and is moved before marks of a higher payload: canonical ordering
};

enum {
    PIPIT_UNICODE_DROP,
    PIPIT_UNICODE_DROP_STARTER,  // dropped, yet no mark moves across the place where it stood
    PIPIT_UNICODE_KEEP,
    PIPIT_UNICODE_ALONE,  // stays, as a word of its own: punctuation, symbols of ASCII, ideographs
    PIPIT_UNICODE_SPACE,
    PIPIT_UNICODE_SYLLABLE,  // Hangul: its two or three jamo, by arithmetic
};

// A cell is the code point that comes out, in plane 0; or its own low 16 bits: stays; or DROP; or DROP_STARTER; or
// ASTRAL + i: astral[i] in plane 2; or SEVERAL + i: expansions[i] code points of its plane follow expansions[i].
enum { PIPIT_UNICODE_ASTRAL = 0xD800, PIPIT_UNICODE_SEVERAL = 0xDC00 };

extern const pipit_unicode_run pipit_unicode_runs[];
extern const uint16_t pipit_unicode_planes[];  // the first run of each plane, and of the plane after the last
extern const uint16_t pipit_unicode_shifts[];
extern const uint16_t pipit_unicode_cells[];
extern const uint16_t pipit_unicode_astral[];
extern const uint16_t pipit_unicode_expansions[];

// Swift does not see arrays of unknown length; these it does. Planes are 0 ... 17.
static inline intptr_t pipit_unicode_first_run(intptr_t plane) { return pipit_unicode_planes[plane]; }
static inline pipit_unicode_run pipit_unicode_run_at(intptr_t index) { return pipit_unicode_runs[index]; }
static inline uint16_t pipit_unicode_shift(intptr_t index) { return pipit_unicode_shifts[index]; }
static inline uint16_t pipit_unicode_cell(intptr_t index) { return pipit_unicode_cells[index]; }
static inline uint16_t pipit_unicode_astral_cell(intptr_t index) { return pipit_unicode_astral[index]; }
static inline uint16_t pipit_unicode_expansion(intptr_t index) { return pipit_unicode_expansions[index]; }

#endif
