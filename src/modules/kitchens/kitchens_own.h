/*
 * kitchens_own.h - what the files of this module share and nobody else sees.
 */
#ifndef AYNI_KITCHENS_OWN_H
#define AYNI_KITCHENS_OWN_H

#include "kitchens.h"
#include "people.h"

extern const struct choice waters[], stoves[];
extern const struct tally served_day, served_district_day, served_district;

#endif
