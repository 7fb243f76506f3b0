/*
 * minutes_charges.c - pages of agreements: those of a meeting with what earlier ones left open, a new one, what is mine.
 */
#include "minutes_own.h"

#include "agreement.h"
#include "parts.h"

enum { SHOWN = 60 };

static struct str standing(struct ctx *c, const struct agreement *a)
{
	struct buf b = buf_new(c->mem, 60);

	buf_add(&b, choice_label(c, agreement_states, a->state));
	if (a->dated && !str_is(a->state, "done") && !str_is(a->state, "let_go")) {
		buf_c(&b, " · ");
		buf_add(&b, tr_fill(c->mem, c->lang, a->by < today(c) ? N_("era para el %s") : N_("para el %s"), lang_date_short(c->mem, c->lang, a->by)));
	}
	return buf_str(&b);
}

unsigned agreements_left(struct ctx *c, const struct meeting *m, struct agreement *out, unsigned max)
{
	struct rows r = ctx_rows(c, minutes_sql, Q_AGREEMENTS_LEFT, cell_id(&c->net->id), cell_id(&m->group), cell_int(m->day));
	struct str own = minutes_source(c, m->id);
	unsigned n = 0;

	while (rows_next(&r)) {
		if (n == max) {
			rows_end(&r);
			break;
		}
		if (!str_eq(rows_text(&r, 5), own))
			out[n++] = (struct agreement){ .id = rows_id(&r, 0), .group = m->group, .what = str_dup(c->mem, rows_text(&r, 1)),
				.who = str_dup(c->mem, rows_text(&r, 2)), .dated = !rows_null(&r, 3), .by = rows_int(&r, 3),
				.state = str_dup(c->mem, rows_text(&r, 4)) };
	}
	return n;
}

static void rows_of(struct page_call *p, const struct agreement *a, unsigned n, struct str from)
{
	struct ctx *c = p->c;

	for (unsigned i = 0; i < n; i++)
		if (allowed(c, "page:agreement", scope_of_group(c, a[i].group)))
			agreement_row(p, &a[i], from);
		else
			part_row(p, a[i].what, STR(""), standing(c, &a[i]), a[i].who);
}

enum rc page_left(struct page_call *p)
{
	struct ctx *c = p->c;
	struct agreement *a = ARENA_ARRAY(c->mem, struct agreement, SHOWN);
	struct meeting m;

	if (!meeting_asked(p, &m))
		return NOT_FOUND;
	struct str from = minutes_source(c, m.id);
	part_back(p, N_("La reunión"), meeting_url(c, &m));
	part_fact(p, NULL, m.topic);
	part_fact(p, NULL, meeting_when(c, &m));
	part_done(p, N_("El acuerdo está anotado."));
	part_empty(p, N_("Todavía no hay acuerdos."));
	unsigned n = agreements_left(c, &m, a, SHOWN);
	if (n)
		part_row(p, tr(c->lang, N_("Lo que quedó pendiente")), STR(""), STR(""), STR(""));
	rows_of(p, a, n, from);
	n = agreements_closed_on(c, m.group, from, a, SHOWN);
	if (n)
		part_row(p, tr(c->lang, N_("Lo que se cerró en esta reunión")), STR(""), STR(""), STR(""));
	rows_of(p, a, n, from);
	n = agreements_of(c, from, a, SHOWN);
	if (n)
		part_row(p, tr(c->lang, N_("Lo que se acordó en esta reunión")), STR(""), STR(""), STR(""));
	rows_of(p, a, n, from);
	if (meeting_runs(c, &m) && !minutes_approved(c, m.id))
		part_link(p, "mas", N_("Anotar un acuerdo"), minutes_url(c, m.id, "acuerdos/nuevo"));
	return OK;
}

enum rc page_agree(struct page_call *p)
{
	struct ctx *c = p->c;
	struct meeting m;

	if (!meeting_asked(p, &m) || !meeting_runs(c, &m))
		return NOT_FOUND;
	part_back(p, N_("Acuerdos de la reunión"), minutes_url(c, m.id, "acuerdos"));
	part_fact(p, NULL, m.topic);
	part_fact(p, NULL, meeting_when(c, &m));
	part_intro(p, N_("A quien usted nombra le llega un mensaje, y el acuerdo vuelve en la próxima reunión hasta que se cumpla o se deje."));
	part_form(p, &(struct part_form){ .action = &minutes_agree, .to = minutes_url(c, m.id, "acuerdos/nuevo"), .waits = true,
		.carry = { { "meeting", id_text(c->mem, m.id) } } });
	return OK;
}

struct str agree_done(struct ctx *c, const struct act *a, const struct outcome *o)
{
	(void)o;
	return minutes_url(c, act_ref(a, AGREE_MEETING), "acuerdos?ok=1");
}

static bool door_tell(struct ctx *c, const struct meeting *m, struct str *hint_out, struct str *url_out)
{
	struct agreement *a = ARENA_ARRAY(c->mem, struct agreement, SHOWN);
	unsigned left = agreements_left(c, m, a, SHOWN), own = agreements_of(c, minutes_source(c, m->id), a, SHOWN);
	const struct str_pair pairs[] = { { "left", str_fmt(c->mem, "%u", left) }, { "n", str_fmt(c->mem, "%u", own) } };

	(void)url_out;
	*hint_out = tr_named(c->mem, c->lang, left ? N_("{n} de esta reunión, {left} pendientes de antes") : N_("{n} de esta reunión"), pairs, 2);
	return true;
}

const struct meeting_door agreements_door = { .icon = "listo", .label = N_("Acuerdos"), .tell = door_tell, .below = "acuerdos" };

/* ---- mine ---- */

enum rc page_charges(struct page_call *p)
{
	struct ctx *c = p->c;
	struct agreement *a = ARENA_ARRAY(c->mem, struct agreement, SHOWN);
	unsigned n = charges_of_actor(c, a, SHOWN);

	part_intro(p, N_("Lo que usted aceptó hacer en una reunión, lo más urgente primero."));
	part_empty(p, N_("No tiene nada pendiente a su cargo."));
	for (unsigned i = 0; i < n; i++)
		part_row(p, a[i].what, str_fmt(c->mem, "/a-mi-cargo/%.36s", id_text(c->mem, a[i].id).p), standing(c, &a[i]),
			ref_title(c, "group", a[i].group));
	return OK;
}

enum rc page_charge(struct page_call *p)
{
	struct ctx *c = p->c;
	struct agreement *a = ARENA_ARRAY(c->mem, struct agreement, SHOWN), *one = NULL;
	struct record *r = ARENA_NEW(c->mem, struct record);
	unsigned n = charges_of_actor(c, a, SHOWN);
	struct id id;

	if (!id_parse(p->get(p, "agreement"), &id))
		return NOT_FOUND;
	for (unsigned i = 0; i < n; i++)
		if (id_eq(a[i].id, id))
			one = &a[i];
	if (!one || !record_get(c->db, c->schema, c->mem, &agreement_entity, c->net->id, id, r))
		return NOT_FOUND;
	part_back(p, N_("A mi cargo"), STR("/a-mi-cargo"));
	part_title(p, one->what);
	part_fact(p, NULL, standing(c, one));
	part_fact(p, N_("Cómo se verá que se hizo"), r->v[AGREEMENT_SIGN].kind == V_TEXT ? r->v[AGREEMENT_SIGN].s : STR(""));
	part_fact(p, N_("Quién se encarga"), r->v[AGREEMENT_WHO].s);
	part_form(p, &(struct part_form){ .action = &charge_say, .to = str_fmt(c->mem, "/a-mi-cargo/%.36s", id_text(c->mem, id).p), .waits = true,
		.carry = { { "person", id_text(c->mem, c->who->person) }, { "agreement", id_text(c->mem, id) } } });
	return OK;
}

/* It comes to home while one of hers is due: within two days, or past. */
void charges_task(struct task_list *l, const struct task *t)
{
	enum { NEAR_DAYS = 2 };
	struct ctx *c = l->c;
	struct agreement *a = ARENA_ARRAY(c->mem, struct agreement, SHOWN);
	unsigned n = charges_of_actor(c, a, SHOWN);
	bool near = n && a[0].dated && a[0].by <= today(c) + NEAR_DAYS;

	if (n && near == (t->when == TASK_TODAY))
		task_add(l, t, (struct task_told){ .count = n, .hint = a[0].what });
}
