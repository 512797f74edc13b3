// The arena, the only memory that the program has beside its stack.

#include "pipit_system.h"

// `forge build` gives the model's need. Without it, room for any model that the format allows: memory that is not
// touched costs nothing.
#ifndef PIPIT_ARENA_BYTES
#define PIPIT_ARENA_BYTES (64u << 20)
#endif

_Alignas(64) uint8_t pipit_arena[PIPIT_ARENA_BYTES];
const size_t pipit_arena_bytes = PIPIT_ARENA_BYTES;
