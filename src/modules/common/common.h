/*
 * common.h - what several modules need: papers and pictures beside a record, and what a team keeps sealed.
 */
#ifndef AYNI_COMMON_H
#define AYNI_COMMON_H

#include "module.h"

extern const struct module common_module;

#endif
