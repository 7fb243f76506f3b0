/*
 * roll_sample.c - who was there on the last Tuesdays of an invented board: ticked in the room, by telephone, late, represented.
 */
#include "roll_own.h"

enum rc roll_live(struct sample *s, int64_t day)
{
	(void)s;
	(void)day;
	return OK;
}
