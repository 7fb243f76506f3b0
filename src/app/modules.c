/*
 * modules.c - the list of modules. A new one is one line here.
 */
#include "modules.h"

#include "kitchens.h"
#include "people.h"

const struct module *const modules[] = {
	&people_module,
	&kitchens_module,
	NULL,
};
