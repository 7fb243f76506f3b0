/*
 * week_act.c - she says in which hours her family's telephone is taken, by form or by message.
 */
#include "week_own.h"

#define HERS .privacy = P_SEALED, .purpose = N_("Para elegir una hora de reunión que no choque; solo ella la ve")

static const struct choice days[] = {
	{ "weekdays", N_("De lunes a viernes"), NULL, NULL }, { "weekend", N_("Sábado y domingo"), NULL, NULL },
	{ "every", N_("Todos los días"), NULL, NULL }, { "mon", N_("lunes"), NULL, NULL }, { "tue", N_("martes"), NULL, NULL },
	{ "wed", N_("miércoles"), NULL, NULL }, { "thu", N_("jueves"), NULL, NULL }, { "fri", N_("viernes"), NULL, NULL },
	{ "sat", N_("sábado"), NULL, NULL }, { "sun", N_("domingo"), NULL, NULL }, { NULL, NULL, NULL, NULL },
};
/* As the parser knows them (week_words.c). */
static const char *const days_said[] = { "lun-vie", "sab dom", "todos los dias", "lun", "mar", "mie", "jue", "vie", "sab", "dom" };

static const struct choice parts[] = {
	{ "morning", N_("Mañana, de 7 a 12"), NULL, NULL }, { "noon", N_("Mediodía, de 12 a 2"), NULL, NULL },
	{ "afternoon", N_("Tarde, de 2 a 6"), NULL, NULL }, { "evening", N_("Noche, de 6 a 10"), NULL, NULL },
	{ "all", N_("Todo el día"), NULL, NULL }, { NULL, NULL, NULL, NULL },
};
static const char *const parts_said[] = { "ma\xc3\xb1" "ana", "mediodia", "tarde", "noche", "todo el dia" };

static const struct choice whys[] = {
	{ "school", N_("Escuela o estudios"), NULL, NULL }, { "work", N_("Trabajo"), NULL, NULL }, { "other", N_("Otra cosa"), NULL, NULL },
	{ "free", N_("Queda libre"), NULL, NULL }, { NULL, NULL, NULL, NULL },
};
static const char *const whys_said[] = { "escuela", "trabajo", "otra cosa", "libre" };

static const struct field args[] = {
	[WSET_PERSON] = { "person", T_REF, F_KEY | F_REQUIRED, .label = N_("Persona"), .ref = "person", HERS },
	[WSET_DAYS] = { "days", T_ENUM, 0, .label = N_("Qué días"), .choices = days, HERS },
	[WSET_PART] = { "part", T_ENUM, 0, .label = N_("En qué parte del día"), .choices = parts, HERS },
	[WSET_HOURS] = { "hours", T_TEXT, 0, .label = N_("O escriba las horas"), .help = N_("Por ejemplo: 8-12, o de 3 a 6 pm"), .max = 60, HERS },
	[WSET_WHY] = { "why", T_ENUM, 0, .label = N_("Por qué"), .choices = whys, HERS },
	[WSET_SAID] = { "said", T_TEXT, 0, .label = N_("Su semana"), .max = WEEK_SAID_MAX, HERS },
};

static int choice_at(const struct choice *all, struct str name)
{
	for (int i = 0; all[i].name; i++)
		if (str_is(name, all[i].name))
			return i;
	return -1;
}

/* What the form says, in the words of a message: one reading for both. Empty, with the reason, where something is missing. */
static struct str form_said(struct ctx *c, const struct act *a)
{
	bool clears = act_has(a, WSET_WHY) && str_is(act_text(a, WSET_WHY), "free");
	int day = act_has(a, WSET_DAYS) ? choice_at(days, act_text(a, WSET_DAYS)) : -1;
	int part = act_has(a, WSET_PART) ? choice_at(parts, act_text(a, WSET_PART)) : -1;
	int why = act_has(a, WSET_WHY) ? choice_at(whys, act_text(a, WSET_WHY)) : -1;
	struct buf b = buf_new(c->mem, 100);

	if (day < 0)
		(void)fail(c, "days", "required", N_("Elija qué días"));
	if (part < 0 && !act_has(a, WSET_HOURS) && !clears)
		(void)fail(c, "part", "required", N_("Elija una parte del día, o escriba las horas"));
	if (day < 0 || (part < 0 && !act_has(a, WSET_HOURS) && !clears))
		return STR("");
	buf_fmt(&b, "%s ", days_said[day]);
	if (act_has(a, WSET_HOURS))
		buf_add(&b, act_text(a, WSET_HOURS));
	else if (part >= 0)
		buf_c(&b, parts_said[part]);
	if (why >= 0)
		buf_fmt(&b, " %s", whys_said[why]);
	return buf_str(&b);
}

enum rc week_take(struct ctx *c, const struct act *a, struct week *io)
{
	struct str text = act_has(a, WSET_SAID) ? act_text(a, WSET_SAID) : form_said(c, a), piece;
	const char *field = act_has(a, WSET_SAID) ? "said" : "hours";

	if (!text.n)
		return INVALID;
	if (week_says_forget(c->mem, text)) {
		*io = (struct week){ 0 };
		return OK;
	}
	switch (week_say(c->mem, text, io, &piece)) {
	case WEEK_FINE:
		return OK;
	case WEEK_NO_WORD:
		return fail_with(c, field, "word", N_("No entendí «%s» y no anoté nada. Escriba, por ejemplo: lun a vie 8-12 escuela, sab 15-18 trabajo"), piece);
	case WEEK_NO_HOUR:
		return fail_with(c, field, "hour", N_("No conozco la hora «%s» y no anoté nada. Las horas van de 0 a 24, por ejemplo: 8-12"), piece);
	case WEEK_NO_DAY:
		return fail(c, field, "day", N_("¿Qué días? Escriba, por ejemplo: mi semana lun a vie 8-12 escuela"));
	case WEEK_NO_HOURS:
		return fail(c, field, "hours", N_("¿A qué horas? Escriba, por ejemplo: mi semana lun a vie 8-12 escuela"));
	}
	return INVALID;
}

/* Only the days that became others: two phones that say two days keep both. */
static enum rc decide(struct ctx *c, const struct act *a, struct change *ch)
{
	const struct value key[WEEK__N] = { [WEEK_PERSON] = a->v[WSET_PERSON] };
	struct week was = week_get(c, act_ref(a, WSET_PERSON)), w = was;

	if (week_take(c, a, &w) != OK)
		return INVALID;
	struct put *p = put_keyed(c, ch, &week_entity, key);
	for (unsigned d = 0; d < WEEK_DAYS; d++) {
		struct str now = week_day_write(c->mem, w.why[d]);
		if (!str_eq(now, week_day_write(c->mem, was.why[d])))
			put_set(p, WEEK_MON + d, now.n ? value_text(now) : value_null());
	}
	put_int(p, WEEK_TOLD, w.told);
	return OK;
}

static struct str describe(struct ctx *c, const struct told *t)
{
	return tr_named(c->mem, c->lang, N_("{who} dijo a qué horas su teléfono está ocupado"), &(struct str_pair){ "who", t->author }, 1);
}

const struct action week_set = {
	.name = "week.set", .label = N_("Anotar"), .args = args, .nargs = WSET__N, .flags = ACT_LOW_RISK, .on = AT(WSET_PERSON),
	.decide = decide, .describe = describe,
};
