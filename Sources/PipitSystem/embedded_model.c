// The model inside the program; `forge build` names another file by PIPIT_MODEL_PATH.

#include "pipit_system.h"

#ifndef PIPIT_MODEL_PATH
#define PIPIT_MODEL_PATH "../../Weights/home.pipit"
#endif

#pragma clang diagnostic ignored "-Wc23-extensions"

_Alignas(64) const uint8_t pipit_embedded_model[] = {
#embed PIPIT_MODEL_PATH
};
const size_t pipit_embedded_model_bytes = sizeof pipit_embedded_model;
