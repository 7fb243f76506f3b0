/*
 * modules.c - the list of modules. A new one is one line here.
 */
#include "modules.h"

#include "alert.h"
#include "common.h"
#include "desk.h"
#include "kitchens.h"
#include "meetings.h"
#include "messages.h"
#include "people.h"
#include "reach.h"
#include "teams.h"

const struct module *const modules[] = {
	&people_module,
	&common_module,
	&kitchens_module,
	&meetings_module,
	&messages_module,
	&desk_module,
	&chat_module,
	&broadcast_module,
	&ways_module,
	&reach_module,
	&teams_module,
	&notes_module,
	&alerts_module,
	NULL,
};
