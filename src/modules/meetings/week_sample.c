/*
 * week_sample.c - what some of an invented district say of their week, so that /mejor-hora is alive.
 *
 * The early market keeps more than a third away before eight; every other hour less, so that a meeting in the day is not warned of.
 */
#include "week_own.h"

enum { FROM_DAYS = 20, MINUTE = 1150, MINUTE_MS = 60000 };

enum rc week_live(struct sample *s, int64_t day)
{
	static const char *const said[] = {
		"lun-sab 6-8 trabajo, lun-vie 8-12 escuela", "lun-sab 6-8 trabajo", "lun-vie 8-12 escuela, sab 15-18 trabajo", "lun-sab 6-8 trabajo",
		"lun-vie 13-18 escuela, mar jue 19-21 escuela", "libre", "lun-sab 6-8 trabajo, sab 15-18 trabajo", "lun-vie 8-12 escuela",
		"lun-sab 6-8 trabajo", "lun-vie 14-16 trabajo, dom 9-12 iglesia", "lun-vie 8-12 escuela, mie 16-18 salud", "lun-sab 6-8 trabajo, sab 15-18 trabajo",
		"lun mie vie 17-20 trabajo", "lun-vie 8-12 escuela", "sab 15-18 trabajo", "lun-sab 6-8 trabajo, dom 9-12 iglesia", "sab 15-18 trabajo", "libre",
	};
	struct id done[64];
	unsigned n = 0;
	enum rc rc = OK;

	if (!s->shown || day != (s->last_day - FROM_DAYS > s->first_day ? s->last_day - FROM_DAYS : s->first_day))
		return OK;
	for (unsigned i = 0; i < s->ngroups + s->npeople && n < ARRAY_LEN(done) && rc == OK; i++) {
		const struct actor *who = i < s->ngroups ? s->groups[i].leader : s->people[i - s->ngroups].who;
		bool again = i < s->ngroups ? !str_eq(s->groups[i].place, s->groups[0].place) : false;
		for (unsigned k = 0; k < n && !again; k++)
			again = id_eq(done[k], who->person);
		if (again)
			continue;
		rc = sample_did(s, who, zone_instant(s->net->zone, day, MINUTE) + n * (int64_t)MINUTE_MS, "week.set", "person",
			id_text(s->mem, who->person), "said", str_c(said[n % ARRAY_LEN(said)]), (char *)NULL);
		done[n++] = who->person;
	}
	return rc;
}
