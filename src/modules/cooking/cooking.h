/*
 * cooking.h - what to cook, for how many, from what there is; and whose turn it is.
 */
#ifndef AYNI_COOKING_H
#define AYNI_COOKING_H

#include "module.h"

extern const struct module cooking_module;

#endif
