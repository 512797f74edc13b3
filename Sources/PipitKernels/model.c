#include "pipit_system.h"

// The model inside the program: `forge build` names another file by PIPIT_MODEL_PATH, which then has to exist.
// Without the usual file the model is empty, and the program says so when it starts.
#ifdef PIPIT_MODEL_PATH
#define MODEL_IS_THERE 1
#else
#define PIPIT_MODEL_PATH "../../Weights/pipit.pipit"
#define MODEL_IS_THERE __has_embed(PIPIT_MODEL_PATH)
#endif

#pragma clang diagnostic ignored "-Wc23-extensions"

#if MODEL_IS_THERE
_Alignas(64) const uint8_t pipit_embedded_model[] = {
#embed PIPIT_MODEL_PATH
};
const size_t pipit_embedded_model_bytes = sizeof pipit_embedded_model;
#else
_Alignas(64) const uint8_t pipit_embedded_model[1];
const size_t pipit_embedded_model_bytes = 0;
#endif
