/*
 * reach.h - when and in what words each person wants to be written to.
 *
 * One record a person, hers alone: the hour of her reminder (or none), whether the day's summary comes each evening, and
 * whether messages say nothing to whoever reads over her shoulder. Her language stands with the person. Who stopped
 * everything (BAJA) is not written to at all, whatever stands here.
 */
#ifndef AYNI_REACH_H
#define AYNI_REACH_H

#include "job.h"
#include "module.h"

enum { REACH_PERSON, REACH_REMINDER_HOUR, REACH_DISCREET, REACH_SUMMARY, REACH__N };

extern const struct entity reach_entity;
extern const struct module reach_module;

struct reach {
	int reminder_hour; /* 0 to 23, in the network's zone; -1: none */
	bool discreet, summary;
};

/* What she wants; nobody who never said: no reminder, no summary, plain words. */
struct reach reach_of(struct ctx *c, struct id person);

#endif
