/*
 * minutes_agree.c - an agreement of a meeting: who takes it on, by when, how one will see it; and each says how hers stands.
 */
#include "minutes_own.h"

#include "agreement.h"
#include "fold.h"
#include "utf8.h"

enum { OPEN_MOST = 60, WHO_LETTERS = 120 };

static const struct field agree_args[] = {
	[AGREE_MEETING] = { "meeting", T_REF, F_REQUIRED, .label = N_("Reunión"), .ref = "meeting", .privacy = P_NETWORK },
	[AGREE_WHAT] = { "what", T_TEXT, F_REQUIRED, .label = N_("Qué se acordó"), .max = 300, .privacy = P_GROUP },
	[AGREE_WHO] = { "who", T_TEXT, F_REQUIRED, .label = N_("Quién se encarga"),
		.help = N_("Nombre y apellido; varias personas con coma; o el código de una cocina; o «todas»"), .max = 200, .privacy = P_GROUP },
	[AGREE_BY] = { "by", T_DATE, F_REQUIRED, .label = N_("Para cuándo"), .privacy = P_NETWORK },
	[AGREE_SIGN] = { "sign", T_TEXT, 0, .label = N_("Cómo se verá que se hizo"), .help = N_("«Se ve el tacho con tapa»"), .max = 200,
		.privacy = P_GROUP },
};

struct named {
	struct id person[NAMED_MOST];
	unsigned n;
	struct buf words;
};

static void take(struct named *who, struct id person)
{
	for (unsigned i = 0; i < who->n; i++)
		if (id_eq(who->person[i], person))
			return;
	if (who->n < NAMED_MOST)
		who->person[who->n++] = person;
}

/* A group of the meeting by its code: whoever leads it takes it on. */
static bool take_group(struct ctx *c, const struct meeting *m, struct str text, struct named *who)
{
	struct id group, id[NAMED_MOST];
	int64_t day = today(c);

	if (!ref_resolve(c, "group", text, &group) || (!id_eq(group, m->group) && !group_is_below(c, group, m->group)))
		return false;
	unsigned n = db_ids(c->db, &minutes_sql.query[Q_LEADERS_OF], ARGS(cell_id(&c->net->id), cell_id(&group), cell_int(day)), id, NAMED_MOST);
	for (unsigned i = 0; i < n; i++)
		take(who, id[i]);
	buf_add(&who->words, ref_title(c, "group", group));
	return true;
}

static enum rc read_named(struct ctx *c, const struct meeting *m, struct str text, struct named *who)
{
	struct str rest = text, one;
	struct id id[2];

	while (str_cut(&rest, ',', &one)) {
		one = str_trim(one);
		struct str folded = fold(c->mem, one);
		if (!one.n)
			continue;
		buf_c(&who->words, who->words.n ? ", " : "");
		if (str_is(folded, "todas") || str_is(folded, "todos")) {
			buf_add(&who->words, one);
			continue;
		}
		if (take_group(c, m, one, who))
			continue;
		unsigned n = minutes_person(c, m, one, id);
		if (n != 1)
			return fail_with(c, "who", n ? "several" : "unknown", n ? N_("Hay más de una persona que se llama «%s»: escriba nombre y apellido") :
				N_("No hay nadie de esta reunión que se llame «%s»: escriba nombre y apellido, o el código de una cocina"), one);
		take(who, id[0]);
		buf_add(&who->words, person_name(c, id[0]));
	}
	return OK;
}

/* As many letters as fit the agreement's box; those beyond are in the charges. */
static struct str short_of(struct str s)
{
	size_t at = 0;

	for (unsigned n = 0; n < WHO_LETTERS && at < s.n; n++)
		utf8_next(s, &at);
	return str_sub(s, 0, at);
}

static enum rc agree_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct named who = { .words = buf_new(c->mem, 120) };
	int64_t day = zone_day(c->net->zone, a->acted_at);
	struct meeting m;

	if (!meeting_get(c, act_ref(a, AGREE_MEETING), &m))
		return fail(c, "meeting", "unknown", N_("Esa reunión no está anotada, o se suspendió"));
	if (minutes_approved(c, m.id))
		return fail(c, "meeting", "approved", N_("Esta acta ya se aprobó: anote el acuerdo en la próxima reunión"));
	if (act_int(a, AGREE_BY) < day)
		return fail(c, "by", "past", N_("Ese día ya pasó; ponga uno que todavía llega"));
	if (read_named(c, &m, act_text(a, AGREE_WHO), &who) != OK)
		return INVALID;
	struct put *p = change_put(ch, &agreement_entity, a->id, true);
	put_id(p, AGREEMENT_GROUP, m.group);
	put_text(p, AGREEMENT_WHAT, act_text(a, AGREE_WHAT));
	put_text(p, AGREEMENT_WHO, short_of(buf_str(&who.words)));
	if (who.n)
		put_id(p, AGREEMENT_PERSON, who.person[0]);
	put_int(p, AGREEMENT_BY, act_int(a, AGREE_BY));
	if (act_has(a, AGREE_SIGN))
		put_text(p, AGREEMENT_SIGN, act_text(a, AGREE_SIGN));
	put_text(p, AGREEMENT_SOURCE, minutes_source(c, m.id));
	put_text(p, AGREEMENT_STATE, STR("open"));
	put_int(p, AGREEMENT_DAY, day);
	put_int(p, AGREEMENT_CLOSED, 0);
	if (!id_is_zero(c->who->person))
		put_id(p, AGREEMENT_AUTHOR, c->who->person);
	for (unsigned i = 0; i < who.n; i++) {
		const struct value key[CHARGE__N] = { [CHARGE_AGREEMENT] = value_id(a->id), [CHARGE_PERSON] = value_id(who.person[i]) };
		struct put *k = put_keyed(c, ch, &charge_entity, key);
		put_id(k, CHARGE_GROUP, m.group);
		put_id(k, CHARGE_MEETING, m.id);
		put_int(k, CHARGE_AT, c->now);
	}
	return OK;
}

static struct str agree_describe(struct ctx *c, const struct told *t)
{
	const struct put *p = change_find(t->change, &agreement_entity);
	const struct value *what = p ? put_get(p, AGREEMENT_WHAT) : NULL;
	const struct str_pair with[] = { { "who", t->author }, { "what", what ? what->s : STR("") } };

	return tr_named(c->mem, c->lang, N_("{who} anotó el acuerdo «{what}»"), with, 2);
}

const struct action minutes_agree = {
	.name = "minutes.agree", .label = N_("Anotar el acuerdo"), .args = agree_args, .nargs = AGREE__N, .flags = ACT_LOW_RISK | ACT_REPORT,
	.on = AT(AGREE_MEETING), .decide = agree_decide, .describe = agree_describe,
};

/* ---- she who took it on says how it stands ---- */

static const struct choice says[] = {
	{ "part", N_("en parte"), "a medias", NULL },
	{ "done", N_("cumplido"), "hecho|listo", NULL },
	{ "let_go", N_("se dejó"), "dejado|ya no", NULL },
	{ NULL, NULL, NULL, NULL },
};

static const struct field say_args[] = {
	[SAY_PERSON] = { "person", T_REF, F_REQUIRED, .label = N_("Persona"), .ref = "person", .privacy = P_NETWORK },
	[SAY_AGREEMENT] = { "agreement", T_REF, F_REQUIRED, .label = N_("Acuerdo"), .ref = "agreement", .privacy = P_NETWORK },
	[SAY_STATE] = { "state", T_ENUM, F_REQUIRED, .label = N_("Cómo está"), .choices = says, .privacy = P_NETWORK },
	[SAY_NOTE] = { "note", T_TEXT, F_WIDE, .label = N_("Una palabra"), .help = N_("Qué se hizo, o por qué se deja"), .max = 500,
		.privacy = P_GROUP },
};

static bool is_hers(struct ctx *c, struct id agreement, struct id person)
{
	const struct value key[CHARGE__N] = { [CHARGE_AGREEMENT] = value_id(agreement), [CHARGE_PERSON] = value_id(person) };
	struct record *r = ARENA_NEW(c->mem, struct record);

	return record_get(c->db, c->schema, c->mem, &charge_entity, c->net->id, entity_key_id(&charge_entity, c->net->id, key), r) && r->born;
}

static enum rc say_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct record *r = ARENA_NEW(c->mem, struct record);
	struct str state = act_text(a, SAY_STATE);

	if (!is_hers(c, act_ref(a, SAY_AGREEMENT), act_ref(a, SAY_PERSON)) ||
		!record_get(c->db, c->schema, c->mem, &agreement_entity, c->net->id, act_ref(a, SAY_AGREEMENT), r) || !r->born)
		return fail(c, "agreement", "other", N_("Ese acuerdo no está a su cargo"));
	if (r->v[AGREEMENT_CLOSED].i)
		return fail(c, "agreement", "closed", N_("Ese acuerdo ya se cerró"));
	if (str_is(state, "let_go") && !act_has(a, SAY_NOTE))
		return fail(c, "note", "required", N_("Diga por qué se deja"));
	struct put *p = change_put(ch, &agreement_entity, r->id, false);
	put_text(p, AGREEMENT_STATE, state);
	put_int(p, AGREEMENT_CLOSED, !str_is(state, "part"));
	put_int(p, AGREEMENT_LOOKED, zone_day(c->net->zone, a->acted_at));
	if (act_has(a, SAY_NOTE))
		put_text(p, AGREEMENT_NOTE, act_text(a, SAY_NOTE));
	return OK;
}

static struct str say_describe(struct ctx *c, const struct told *t)
{
	const struct put *p = change_find(t->change, &agreement_entity);
	const struct value *state = p ? put_get(p, AGREEMENT_STATE) : NULL;
	const struct str_pair with[] = { { "who", t->author }, { "state", choice_label(c, agreement_states, state ? state->s : STR("")) } };

	return tr_named(c->mem, c->lang, N_("{who} dijo cómo va lo que tiene a su cargo: {state}"), with, 2);
}

const struct action charge_say = {
	.name = "charge.say", .label = N_("Decir cómo va"), .args = say_args, .nargs = SAY__N, .flags = ACT_LOW_RISK | ACT_REPORT,
	.on = AT(SAY_PERSON), .decide = say_decide, .describe = say_describe,
};

/* ---- by message ---- */

static unsigned hers(struct ctx *c, struct agreement *out, unsigned max)
{
	struct rows r = ctx_rows(c, minutes_sql, Q_CHARGES_HERS, cell_id(&c->net->id), cell_id(&c->who->person));
	unsigned n = 0;

	while (rows_next(&r)) {
		if (n == max) {
			rows_end(&r);
			break;
		}
		out[n++] = (struct agreement){ .id = rows_id(&r, 0), .what = str_dup(c->mem, rows_text(&r, 1)), .dated = !rows_null(&r, 2),
			.by = rows_int(&r, 2), .state = str_dup(c->mem, rows_text(&r, 3)), .group = rows_id(&r, 4) };
	}
	return n;
}

unsigned charges_of_actor(struct ctx *c, struct agreement *out, unsigned max)
{
	return hers(c, out, max);
}

static void fill(struct act *a, unsigned arg, struct value v)
{
	a->v[arg] = v;
	a->given[arg] = true;
}

/* Which of hers is meant: the one, or the one in whose words what she wrote stands. */
static enum rc say_complete(struct ctx *c, struct act *a, struct id *candidates_out, unsigned max, unsigned *n_out, unsigned *arg_out)
{
	struct agreement *open = ARENA_ARRAY(c->mem, struct agreement, OPEN_MOST);
	struct str said = fold(c->mem, str_trim(act_text(a, SAY_NOTE)));
	unsigned k = 0;

	*n_out = 0;
	*arg_out = SAY_AGREEMENT;
	fill(a, SAY_PERSON, value_id(c->who->person));
	fill(a, SAY_STATE, value_text(STR("done")));
	if (!act_has(a, SAY_AGREEMENT)) {
		unsigned n = hers(c, open, OPEN_MOST);
		for (unsigned i = 0; i < n && k < max; i++)
			if (!said.n || str_contains(fold(c->mem, open[i].what), said))
				candidates_out[k++] = open[i].id;
		if (!k)
			return fail(c, "agreement", "ask", N_("No tiene nada así a su cargo. Para ver lo suyo, escriba: a mi cargo"));
		*n_out = k;
		if (k > 1)
			return fail(c, "agreement", "ask", N_("¿Cuál?"));
		fill(a, SAY_AGREEMENT, value_id(candidates_out[0]));
	}
	a->v[SAY_NOTE] = value_null();
	a->given[SAY_NOTE] = false;
	return OK;
}

static struct str say_answer(struct ctx *c, const struct act *a, const struct outcome *o)
{
	(void)o;
	return tr_fill(c->mem, c->lang, N_("Cumplido: %s. Gracias"), ref_title(c, "agreement", act_ref(a, SAY_AGREEMENT)));
}

static struct str mine_tell(struct ctx *c, struct str rest)
{
	enum { TOLD = 3 };
	struct agreement *open = ARENA_ARRAY(c->mem, struct agreement, OPEN_MOST);
	unsigned n = hers(c, open, OPEN_MOST);
	struct buf b = buf_new(c->mem, 160);

	(void)rest;
	for (unsigned i = 0; i < n && i < TOLD; i++) {
		const struct str_pair pairs[] = { { "what", open[i].what }, { "day", lang_date_short(c->mem, c->lang, open[i].by) } };
		buf_c(&b, b.n ? "\n" : "");
		buf_add(&b, tr_named(c->mem, c->lang, open[i].by < today(c) ? N_("{what}, era para el {day}") : N_("{what}, hasta el {day}"), pairs, 2));
	}
	return n ? buf_str(&b) : tr(c->lang, N_("No tiene nada pendiente a su cargo."));
}

const struct text_command minutes_commands[] = {
	{
		.action = "charge.say", .words = "ya cumpli|cumpli mi acuerdo|cumpli con mi acuerdo|mi acuerdo cumplido|cumpli mi encargo",
		.rest = AT(SAY_NOTE), .judges = true, .means = N_("Dice que cumplió lo que tiene a su cargo"), .example = N_("ya cumplí lavadero"),
		.complete = say_complete, .answer = say_answer,
	},
	{
		.words = "a mi cargo|que tengo a mi cargo|mis encargos|que me encargaron", .means = N_("Pregunta qué tiene a su cargo"),
		.tell = mine_tell,
	},
	{ .words = NULL },
};
