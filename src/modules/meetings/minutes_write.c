/*
 * minutes_write.c - one paragraph: written, its own mended by who wrote it, moved, taken back.
 *
 * Its place is the instant it was written, with room between: what a phone brings later falls among the others where it was
 * said, and one moved goes half way between its new neighbours. Equal places are ordered by id.
 */
#include "minutes_own.h"

enum { ROOM = 1024, PLACE_STEP = ROOM };

#define SELF { "person", T_REF, F_REQUIRED, .label = N_("Persona"), .ref = "person", .privacy = P_NETWORK }
#define OF_MINUTE { "minute", T_REF, F_REQUIRED, .label = N_("Párrafo"), .ref = "minute", .privacy = P_NETWORK }
#define WORDS { "text", T_TEXT, F_REQUIRED | F_WIDE, .label = N_("Un párrafo del acta"), .help = N_("Lo que se dijo, en pocas palabras"), \
	.max = MINUTE_LETTERS, .privacy = P_GROUP }

/* Written before the approval and brought after it: kept beside; written after it: an amendment is meant. */
static enum rc late_or_not(struct ctx *c, const struct act *a, struct id meeting, bool *late_out)
{
	struct record *r = ARENA_NEW(c->mem, struct record);

	*late_out = minutes_approval(c, meeting, r);
	if (*late_out && a->acted_at > r->stamp >> 16)
		return fail(c, "text", "approved", N_("Esta acta ya se aprobó y no se cambia; lo que falta se agrega como enmienda"));
	return OK;
}

static enum rc meeting_of(struct ctx *c, struct id meeting, struct meeting *m)
{
	if (!meeting_get(c, meeting, m))
		return fail(c, "meeting", "unknown", N_("Esa reunión no está anotada, o se suspendió"));
	if (!minutes_hers(c, m))
		return fail(c, "meeting", "other", N_("En esta acta escriben quien dirige la reunión y las secretarias que nombró"));
	return OK;
}

static void put_minute(struct ctx *c, const struct act *a, struct change *ch, const struct meeting *m, struct id point, struct str text, bool late)
{
	struct put *p = change_put(ch, &minute_entity, a->id, true);

	put_id(p, MINUTE_MEETING, m->id);
	put_id(p, MINUTE_GROUP, m->group);
	if (!id_is_zero(point))
		put_id(p, MINUTE_POINT, point);
	put_int(p, MINUTE_PLACE, a->acted_at * ROOM);
	put_text(p, MINUTE_TEXT, text);
	put_id(p, MINUTE_AUTHOR, c->who->person);
	if (late)
		put_int(p, MINUTE_LATE, 1);
}

/* ---- a new one ---- */

static const struct field write_args[] = {
	[WRITE_PERSON] = SELF,
	[WRITE_MEETING] = { "meeting", T_REF, F_REQUIRED, .label = N_("Reunión"), .ref = "meeting", .privacy = P_NETWORK },
	[WRITE_POINT] = { "point", T_REF, 0, .label = N_("Punto"), .ref = "agenda_point", .privacy = P_NETWORK },
	[WRITE_TEXT] = WORDS,
};

static enum rc write_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct minute *all = ARENA_ARRAY(c->mem, struct minute, MINUTES_MOST);
	struct meeting m;
	bool late;

	if (meeting_of(c, act_ref(a, WRITE_MEETING), &m) != OK || late_or_not(c, a, m.id, &late) != OK)
		return INVALID;
	if (minutes_of(c, m.id, all, MINUTES_MOST) == MINUTES_MOST)
		return fail(c, "text", "full", N_("El acta ya tiene 400 párrafos: junte lo que falta en uno solo"));
	put_minute(c, a, ch, &m, act_has(a, WRITE_POINT) ? act_ref(a, WRITE_POINT) : (struct id){ 0 }, act_text(a, WRITE_TEXT), late);
	return OK;
}

static struct str write_describe(struct ctx *c, const struct told *t)
{
	return tr_fill(c->mem, c->lang, N_("%s escribió un párrafo del acta"), t->author);
}

const struct action minutes_write = {
	.name = "minutes.write", .label = N_("Agregar al acta"), .args = write_args, .nargs = WRITE__N, .flags = ACT_LOW_RISK | ACT_REPORT,
	.on = AT(WRITE_PERSON), .decide = write_decide, .describe = write_describe,
};

/* ---- her own, mended ---- */

static enum rc minute_get(struct ctx *c, const struct act *a, unsigned arg, struct record *r, struct meeting *m)
{
	if (!record_get(c->db, c->schema, c->mem, &minute_entity, c->net->id, act_ref(a, arg), r) || !r->born)
		return fail(c, "minute", "unknown", N_("Ese párrafo ya no está"));
	return meeting_of(c, r->v[MINUTE_MEETING].id, m);
}

static bool own(struct ctx *c, const struct record *r)
{
	return r->v[MINUTE_AUTHOR].kind == V_ID && id_eq(r->v[MINUTE_AUTHOR].id, c->who->person);
}

static const struct field edit_args[] = { [REWRITE_PERSON] = SELF, [REWRITE_MINUTE] = OF_MINUTE, [REWRITE_TEXT] = WORDS };

static enum rc edit_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct record *r = ARENA_NEW(c->mem, struct record);
	struct meeting m;
	bool late;

	if (minute_get(c, a, REWRITE_MINUTE, r, &m) != OK)
		return INVALID;
	if (!own(c, r))
		return fail(c, "minute", "other", N_("Ese párrafo lo escribió otra persona: agregue uno suyo al lado"));
	if (late_or_not(c, a, m.id, &late) != OK)
		return INVALID;
	/* What was approved stands; her later words are kept as a paragraph that came after. */
	if (late)
		put_minute(c, a, ch, &m, r->v[MINUTE_POINT].kind == V_ID ? r->v[MINUTE_POINT].id : (struct id){ 0 }, act_text(a, REWRITE_TEXT), true);
	else
		put_text(change_put(ch, &minute_entity, r->id, false), MINUTE_TEXT, act_text(a, REWRITE_TEXT));
	return OK;
}

static struct str edit_describe(struct ctx *c, const struct told *t)
{
	return tr_fill(c->mem, c->lang, N_("%s corrigió su párrafo del acta"), t->author);
}

const struct action minutes_edit = {
	.name = "minutes.edit", .label = N_("Guardar el párrafo"), .args = edit_args, .nargs = REWRITE__N, .flags = ACT_LOW_RISK | ACT_REPORT,
	.on = AT(REWRITE_PERSON), .edits = &minute_entity, .decide = edit_decide, .describe = edit_describe,
};

/* ---- moved ---- */

static const struct choice ways[] = {
	{ "up", N_("Antes"), "arriba|antes", NULL },
	{ "down", N_("Después"), "abajo|despues", NULL },
	{ NULL, NULL, NULL, NULL },
};

static const struct field move_args[] = {
	[MOVE_PERSON] = SELF,
	[MOVE_MINUTE] = OF_MINUTE,
	[MOVE_WHERE] = { "where", T_ENUM, F_REQUIRED, .label = N_("Hacia dónde"), .choices = ways, .privacy = P_NETWORK },
};

/* The paragraphs of its point, without those that came late; where it stands among them in *at_out. */
static unsigned siblings(struct ctx *c, const struct record *r, struct minute *all, unsigned *at_out)
{
	struct id point = r->v[MINUTE_POINT].kind == V_ID ? r->v[MINUTE_POINT].id : (struct id){ 0 };
	unsigned n = minutes_of(c, r->v[MINUTE_MEETING].id, all, MINUTES_MOST), kept = 0;

	*at_out = MINUTES_MOST;
	for (unsigned i = 0; i < n; i++) {
		if (!id_eq(all[i].point, point) || all[i].late)
			continue;
		if (id_eq(all[i].id, r->id))
			*at_out = kept;
		all[kept++] = all[i];
	}
	return kept;
}

/* No room is left between two: all of them get places anew, in the order that was asked for. */
static void spread(struct change *ch, const struct minute *all, unsigned n, unsigned at, unsigned to)
{
	int64_t first = all[0].place;

	for (unsigned i = 0; i < n; i++) {
		unsigned k = i == at ? to : i == to ? at : i;
		put_int(change_put(ch, &minute_entity, all[i].id, false), MINUTE_PLACE, first + (int64_t)k * PLACE_STEP);
	}
}

static enum rc move_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct minute *all = ARENA_ARRAY(c->mem, struct minute, MINUTES_MOST);
	struct record *r = ARENA_NEW(c->mem, struct record);
	bool up = str_is(act_text(a, MOVE_WHERE), "up");
	struct meeting m;
	unsigned at;

	if (minute_get(c, a, MOVE_MINUTE, r, &m) != OK)
		return INVALID;
	if (minutes_approved(c, m.id))
		return fail(c, "minute", "approved", N_("Esta acta ya se aprobó y no se cambia; lo que falta se agrega como enmienda"));
	unsigned n = siblings(c, r, all, &at);
	if (at == MINUTES_MOST)
		return fail(c, "minute", "unknown", N_("Ese párrafo ya no está"));
	if (up ? !at : at + 1 == n)
		return fail(c, "where", "end", up ? N_("Ya es el primero de su punto") : N_("Ya es el último de su punto"));
	unsigned to = up ? at - 1 : at + 1;
	bool edge = up ? !to : to + 1 == n;
	int64_t other = edge ? all[to].place + (up ? -2 : 2) * PLACE_STEP : all[up ? to - 1 : to + 1].place;
	int64_t gap = other > all[to].place ? other - all[to].place : all[to].place - other;
	if (gap < 2)
		spread(ch, all, n, at, to);
	else
		put_int(change_put(ch, &minute_entity, r->id, false), MINUTE_PLACE, all[to].place + (other - all[to].place) / 2);
	return OK;
}

static struct str move_describe(struct ctx *c, const struct told *t)
{
	return tr_fill(c->mem, c->lang, N_("%s cambió de lugar un párrafo del acta"), t->author);
}

const struct action minutes_move = {
	.name = "minutes.move", .label = N_("Mover"), .args = move_args, .nargs = MOVE__N, .flags = ACT_REPORT, .on = AT(MOVE_PERSON),
	.decide = move_decide, .describe = move_describe,
};

/* ---- taken back ---- */

static const struct field remove_args[] = { [REMOVE_PERSON] = SELF, [REMOVE_MINUTE] = OF_MINUTE };

static enum rc remove_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct record *r = ARENA_NEW(c->mem, struct record);
	struct meeting m;

	if (minute_get(c, a, REMOVE_MINUTE, r, &m) != OK)
		return INVALID;
	if (!own(c, r))
		return fail(c, "minute", "other", N_("Ese párrafo lo escribió otra persona; lo quita ella"));
	if (minutes_approved(c, m.id))
		return fail(c, "minute", "approved", N_("Esta acta ya se aprobó y no se cambia; lo que falta se agrega como enmienda"));
	put_int(change_put(ch, &minute_entity, r->id, false), MINUTE_VOIDED, 1);
	return OK;
}

static struct str remove_describe(struct ctx *c, const struct told *t)
{
	return tr_fill(c->mem, c->lang, N_("%s quitó su párrafo del acta"), t->author);
}

const struct action minutes_remove = {
	.name = "minutes.remove", .label = N_("Quitar mi párrafo"), .args = remove_args, .nargs = REMOVE__N, .flags = ACT_REPORT,
	.on = AT(REMOVE_PERSON), .decide = remove_decide, .describe = remove_describe,
};
