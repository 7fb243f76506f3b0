/*
 * alert.h - who is told when something grave was written: alerts, duty, the lines that are given at once.
 *
 * An alert's text (the number in it) is sealed to the key of the team on duty before anything is stored; where no
 * team is on duty it says only that somebody wrote. All of it is of class sealed. Who is on duty is told by a
 * message that says nothing, and by her home page.
 */
#ifndef AYNI_ALERT_H
#define AYNI_ALERT_H

#include "module.h"

enum { ALERT_TEAM, ALERT_GROUP, ALERT_AT, ALERT_TEXT, ALERT_TAKEN_BY, ALERT_TAKEN_AT, ALERT_CLOSED_AT, ALERT__N };
/* One turn: a team, or one of it; a day of the week or every day; hours from 0 to 24, empty: all day. */
enum { DUTY_TEAM, DUTY_GROUP, DUTY_PERSON, DUTY_DAY, DUTY_FROM, DUTY_TO, DUTY_VOIDED, DUTY__N };
/* What is answered at once: words that are safe to be seen. */
enum { LINE_KIND, LINE_TEXT, LINE__N };

extern const struct entity alert_entity, duty_entity, help_line_entity;
extern const struct action alert_raise, alert_take, alert_close, duty_set, duty_end, help_line_set;
extern const struct choice help_line_kinds[], duty_days[];
extern const struct page alert_pages[];
extern const struct rule alert_rules[];

extern const struct module alerts_module;

#endif
