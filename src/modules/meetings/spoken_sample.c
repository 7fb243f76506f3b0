/*
 * spoken_sample.c - voices for an invented meeting: hums that say nothing (data/voices), so that the list of them can be heard.
 */
#include "spoken_own.h"

#include "embedded.h"
#include "upload.h"
#include "voices_data.h"

enum { MONDAY = 0, WEEK = 7, LEAVE_MINUTE = 1120, MINUTE_MS = 60000, NOTES = 4, LATELY_DAYS = 15 };

/* Of which leader; which of the voices (-1: written), beside which point of the agenda (-1: none), and what it says. */
static const struct {
	unsigned who;
	int voice, point;
	const char *text;
	unsigned typed_by;
} notes[NOTES] = {
	{ 5, 0, 0, "Buenos días. En mi olla el gas dura nueve días; propongo que las que cocinan más recojan primero.", 6 },
	{ 6, 1, -1, "", 0 },
	{ 7, -1, -1, "No puedo conectarme el martes, el teléfono lo usa mi hijo para sus clases. Estoy de acuerdo con la compra conjunta.", 0 },
	{ 8, 2, 1, "", 0 },
};

static enum rc leave(struct sample *s, struct ctx *c, int64_t day, const struct meeting *m, unsigned n)
{
	struct agenda_point *all = ARENA_ARRAY(c->mem, struct agenda_point, AGENDA_MOST);
	unsigned npoints = agenda_points(c, m, all, AGENDA_MOST);
	const struct actor *who = s->groups[notes[n].who % s->ngroups].leader;
	struct batch_item *i = batch_act(s->batch, who, zone_instant(s->net->zone, day, LEAVE_MINUTE) + n * (int64_t)MINUTE_MS, "spoken.leave",
		sample_id(s, day * DAY_MS, "spoken", (uint64_t)m->day, n));

	i->c.db = writer_db(s->batch->writer);
	batch_id(i, "person", who->person);
	batch_id(i, "meeting", m->id);
	if (notes[n].point >= 0 && (unsigned)notes[n].point < npoints)
		batch_id(i, "point", all[notes[n].point].id);
	if (notes[n].voice < 0) {
		batch_arg(i, "text", str_c(notes[n].text));
	} else {
		act_bring(&i->c, i->act, LEAVE_FILE, voices_data[(unsigned)notes[n].voice % voices_data_n].plain);
	}
	return s->batch->rc;
}

static enum rc type(struct sample *s, int64_t day, const struct meeting *m, unsigned n)
{
	const struct actor *who = s->groups[notes[n].typed_by % s->ngroups].leader;

	return sample_did(s, who, zone_instant(s->net->zone, day, LEAVE_MINUTE) + (NOTES + n) * (int64_t)MINUTE_MS, "spoken.type",
		"person", id_text(s->mem, who->person), "note", id_text(s->mem, sample_id(s, day * DAY_MS, "spoken", (uint64_t)m->day, n)),
		"text", str_c(notes[n].text), (char *)NULL);
}

enum rc spoken_live(struct sample *s, int64_t day)
{
	bool first = day == s->first_day, monday = day_weekday(day) == MONDAY;
	struct meeting m;

	if (!s->shown || day >= s->last_day || day < s->last_day - LATELY_DAYS || !s->ngroups || !(first || monday))
		return OK;
	if (batch_flush(s->batch) != OK)
		return s->batch->rc;
	struct ctx c = sample_machine(s, zone_instant(s->net->zone, day, LEAVE_MINUTE));
	int64_t from = monday ? day + 2 : day + 1;
	if (!agenda_sample_meeting(s, &c, from, from + 2 * WEEK, &m))
		return OK;
	for (unsigned n = 0; n < NOTES; n++)
		if (leave(s, &c, day, &m, n) != OK)
			return s->batch->rc;
	if (batch_flush(s->batch) != OK)
		return s->batch->rc;
	for (unsigned n = 0; n < NOTES; n++)
		if (notes[n].voice >= 0 && *notes[n].text && type(s, day, &m, n) != OK)
			return s->batch->rc;
	return OK;
}
