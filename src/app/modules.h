/*
 * modules.h - every module of this build, in the order pages and lists show them.
 */
#ifndef AYNI_MODULES_H
#define AYNI_MODULES_H

#include "module.h"

extern const struct module *const modules[]; /* ended by NULL */

#endif
