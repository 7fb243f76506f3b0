/*
 * text_sample.h - a declared action and its command for the tests of this room: it includes no module.
 */
#ifndef AYNI_TEXT_SAMPLE_H
#define AYNI_TEXT_SAMPLE_H

#include "text.h"

enum { S_KITCHEN, S_DAY, S_SITTING, S_PLANNED, S_SERVED, S_FREE, S_LEFTOVER, S_COST, S_REASON, S__N };

#define SAMPLE_WORDS \
	"raciones|racion|almuerzos|almuerzo|desayunos|desayuno|cenas|cena|platos|olla|servimos|hoy|ayer"

extern const struct field sample_args[S__N];
extern const struct choice sample_sittings[];
extern const struct action sample_report, sample_visit, sample_need, sample_come;
extern const struct text_command sample_command, sample_visit_command;
/* What follows the words; a word of an enum; only told. */
extern const struct text_command sample_need_command, sample_come_command, sample_tell_command;

#endif
