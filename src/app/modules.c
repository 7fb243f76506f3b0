/*
 * modules.c - the list of modules, in the order pages and lists show them. A new one is one line: the name of its
 * descriptor without _module.
 */
#include "modules.h"

#define MODULES(each) \
	each(people) \
	each(common) \
	each(foods) \
	each(stocks) \
	each(menus) \
	each(kitchens) \
	each(cooking) \
	each(store) \
	each(recovery) \
	each(city) \
	each(forms) \
	each(visits) \
	each(agreements) \
	each(meetings) \
	each(series) \
	each(week) \
	each(invite) \
	each(agenda) \
	each(spoken) \
	each(speech) \
	each(radio) \
	each(decide) \
	each(voice) \
	each(roll) \
	each(minutes) \
	each(padron) \
	each(accounts) \
	each(gardens) \
	each(improve) \
	each(messages) \
	each(desk) \
	each(chat) \
	each(broadcast) \
	each(ways) \
	each(reach) \
	each(teams) \
	each(notes) \
	each(alerts)

#define DECLARE(name) extern const struct module name##_module;
#define ADDRESS(name) &name##_module,

MODULES(DECLARE)

const struct module *const modules[] = { MODULES(ADDRESS) NULL };
