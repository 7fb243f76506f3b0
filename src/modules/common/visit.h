/*
 * visit.h - somebody goes to a group, with a checklist in her hand, and agrees on something with who is there.
 *
 * A visit is known by group, day and kind, so two phones that note the same one meet. It is planned or held. Its checklist is a
 * run-time form (forms.h) answered beside it; agreements made on it name it as their source, and those of earlier ones that are
 * still open are looked at again on it. Holding one may set the day of the next.
 */
#ifndef AYNI_VISIT_H
#define AYNI_VISIT_H

#include "module.h"
#include "sample.h"
#include "task.h"

enum {
	VISIT_GROUP, VISIT_DAY, VISIT_KIND, VISIT_TOPIC, VISIT_FORM, VISIT_VISITOR, VISIT_RECEIVED, VISIT_HELD, VISIT_NOTE, VISIT_VOIDED,
	VISIT__N
};

extern const struct entity visit_entity;
extern const struct choice visit_kinds[]; /* kitchen health workshop garden home other */
extern const struct action visit_note, visit_hold, visit_void;
extern const struct rule visit_rules[];
extern const struct page visits_pages[];
extern const struct module visits_module;

/* "visit:0190…": what answers, agreements and pictures beside it name. */
struct str visit_about(struct ctx *c, struct id visit);
/* For an invented network (sample.h): the checklist, some visits with their answers and agreements. */
extern const struct sample_row visits_samples[];

#endif
