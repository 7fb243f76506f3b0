/*
 * city.h - the city as a whole: the shapes of its districts, its map, its open data, and the page of who works for all of it.
 *
 * This module keeps one thing, the outline of a district; all else it reads off what kitchens told. It ranks nobody: districts
 * and kitchens are shown by name, and how many of them told is a question to those who listen, not a mark.
 */
#ifndef AYNI_CITY_H
#define AYNI_CITY_H

#include "module.h"

enum { SHAPE_PLACE, SHAPE_OUTLINE, SHAPE_SOURCE, SHAPE__N };

extern const struct entity shape_entity;
extern const struct module city_module;

/* The district of that code, or of that name (folded) where only one is called so; the zero id: none. */
struct id district_called(struct ctx *c, struct str code, struct str name);

#endif
