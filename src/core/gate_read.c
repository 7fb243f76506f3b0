/*
 * gate_read.c - from what was sent to typed arguments.
 */
#include "field.h"
#include "gate.h"
#include "sealed_text.h"

struct act *act_new(struct ctx *c, const struct action *action, struct id id)
{
	struct act *a = ARENA_NEW(c->mem, struct act);

	a->action = action;
	a->id = id_is_zero(id) ? id_new(c->now) : id;
	return a;
}

/* What a question may be called (schema/formdef.h). */
static bool question_like(struct str name)
{
	bool like = name.n && name.n <= 32 && name.p[0] >= 'a' && name.p[0] <= 'z';

	for (size_t i = 0; like && i < name.n; i++)
		like = (name.p[i] >= 'a' && name.p[i] <= 'z') || (name.p[i] >= '0' && name.p[i] <= '9') || name.p[i] == '_';
	return like;
}

bool action_takes(const struct action *a, struct str name)
{
	return action_arg(a, name) >= 0 || (a->open && fields_find(a->args, a->nargs, name) < 0 && question_like(name));
}

enum { OTHERS_MAX = 80 };

/* One more of what is no argument: into the object, in the order of names, so that the same content is the same bytes. */
static void gather(struct ctx *c, struct act *a, struct str name, struct str text)
{
	unsigned at = (unsigned)a->action->open - 1;
	struct buf b = buf_new(c->mem, 256);
	struct diag d = { 0 };
	json_t *all = json_read(c->mem, act_has(a, at) ? act_text(a, at) : STR("{}"), &d);

	if (!json_is_object(all) || json_object_size(all) >= OTHERS_MAX ||
		json_object_set_new(all, str_cstr(c->mem, name), json_stringn(text.p ? text.p : "", text.n)) != 0 ||
		json_canonical(c->mem, &b, all) != OK) {
		diag_add(&a->diag, str_cstr(c->mem, name), "format", N_("Este dato no es de la clase esperada"), STR(""));
		return;
	}
	a->given[at] = true;
	a->sent[at] = buf_str(&b);
	a->v[at] = value_text(buf_str(&b));
}

static int find(struct ctx *c, struct act *a, struct str name)
{
	int i = action_arg(a->action, name);

	if (i < 0)
		diag_add(&a->diag, str_cstr(c->mem, name), "unknown", N_("No conocemos el dato «%s»"), name);
	return i;
}

/*
 * A browser without script brings what is to be sealed in clear: gate_check seals it, once it knows for whom. From
 * anybody else it is not taken.
 */
static bool seal_later(const struct ctx *c, struct act *a, unsigned i)
{
	a->clear &= ~(1u << i);
	if (strcmp(c->channel, "web") != 0 || !str_trim(a->sent[i]).n || sealed_text_like(str_trim(a->sent[i])))
		return false;
	arena_secret(c->mem);
	a->v[i] = value_null();
	a->clear |= 1u << i;
	return true;
}

/* What cannot be read; of what should have been sealed nothing is kept. */
static void forget(struct act *a, unsigned i)
{
	a->v[i] = value_null();
	if (a->action->args[i].type == T_SEALED)
		a->sent[i] = STR("");
}

void act_arg(struct ctx *c, struct act *a, struct str name, struct str text)
{
	if (action_arg(a->action, name) < 0 && action_takes(a->action, name)) {
		gather(c, a, name, text);
		return;
	}
	int i = find(c, a, name);

	if (i < 0)
		return;
	a->given[i] = true;
	a->sent[i] = str_dup(c->mem, text);
	if (a->action->args[i].type == T_SEALED && seal_later(c, a, (unsigned)i))
		return;
	if (field_read(c->mem, &a->action->args[i], text, &a->v[i], &a->diag) != OK)
		forget(a, (unsigned)i);
}

/* The value as sent, the same text for the same content; what is not canonical is refused later. */
static struct str sent_json(struct arena *a, const json_t *value)
{
	struct buf b = buf_new(a, 32);

	if (json_canonical(a, &b, value) != OK)
		return STR("?");
	return buf_str(&b);
}

/* A text as it is, what is known otherwise as it would be typed. */
static struct str typed(struct arena *a, const json_t *value)
{
	if (json_is_string(value))
		return json_str(value);
	if (json_is_boolean(value))
		return json_is_true(value) ? STR("1") : STR("0");
	return json_is_number(value) ? json_digits(a, value) : json_is_null(value) ? STR("") : sent_json(a, value);
}

void act_args_json(struct ctx *c, struct act *a, const json_t *args)
{
	const char *name;
	json_t *value;

	if (!json_is_object(args)) {
		diag_add(&a->diag, "args", "format", N_("Los datos deben venir como un objeto"), STR(""));
		return;
	}
	json_object_foreach((json_t *)args, name, value)
	{
		if (action_arg(a->action, str_c(name)) < 0 && action_takes(a->action, str_c(name))) {
			gather(c, a, str_c(name), typed(c->mem, value));
			continue;
		}
		int i = find(c, a, str_c(name));
		if (i < 0)
			continue;
		a->given[i] = true;
		a->sent[i] = sent_json(c->mem, value);
		if (field_read_json(c->mem, &a->action->args[i], value, &a->v[i], &a->diag) != OK)
			forget(a, (unsigned)i);
	}
}

void act_fill(const struct ctx *c, struct act *a)
{
	for (unsigned i = 0; i < a->action->nargs; i++) {
		const struct field *f = &a->action->args[i];
		if (!f->otherwise || act_has(a, i))
			continue;
		a->v[i] = f->type == T_DATE ? value_int(zone_day(c->net->zone, a->acted_at ? a->acted_at : c->now)) :
			value_text(str_c(f->otherwise));
	}
}

void act_seen(struct act *a, struct str seen)
{
	a->seen = seen.n ? SEEN_STAMP : SEEN_NONE;
	a->seen_stamp = seen;
}
