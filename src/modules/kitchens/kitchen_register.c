/*
 * kitchen_register.c - a kitchen joins: its group and the module's record about it, in one change.
 */
#include "kitchens_own.h"

#include "fold.h"

enum {
	ARG_NAME, ARG_PLACE, ARG_KIND, ARG_CODE, ARG_PARENT, ARG_CAPACITY, ARG_OPENED, ARG_ADDRESS,
	ARG_WATER, ARG_STOVE, ARG__N
};

static const struct choice kinds[] = {
	{ "olla", N_("olla común"), "olla|olla comun", "olla" },
	{ "comedor", N_("comedor popular"), "comedor", "comedor" },
	{ NULL, NULL, NULL, NULL },
};

static const struct field register_args[] = {
	[ARG_NAME] = { "name", T_TEXT, F_REQUIRED, .label = N_("Nombre de la cocina"), .max = 120,
		.aliases = "nombre" },
	[ARG_PLACE] = { "place", T_REF, F_REQUIRED, .label = N_("Distrito"), .ref = "place",
		.help = N_("El código INEI de seis cifras, por ejemplo 150133"),
		.aliases = "distrito|ubigeo|inei" },
	[ARG_KIND] = { "kind", T_ENUM, 0, .label = N_("Tipo"), .choices = kinds,
		.help = N_("Olla común, si no dice otro"), .aliases = "tipo" },
	[ARG_CODE] = { "code", T_CODE, 0, .label = N_("Código"),
		.help = N_("Si lo deja vacío se pone el que sigue"), .max = 16, .aliases = "codigo" },
	[ARG_PARENT] = { "parent", T_REF, 0, .label = N_("Pertenece a"), .ref = "group" },
	KITCHEN_FIELDS(ARG_CAPACITY),
};

enum { EDIT_KITCHEN, EDIT_NAME, EDIT_CAPACITY, EDIT__N = EDIT_CAPACITY + 5 };

static const struct field edit_args[] = {
	[EDIT_KITCHEN] = { "kitchen", T_REF, F_REQUIRED, .label = N_("Cocina"), .ref = "kitchen" },
	[EDIT_NAME] = { "name", T_TEXT, 0, .label = N_("Nombre de la cocina"), .max = 120 },
	KITCHEN_FIELDS(EDIT_CAPACITY),
};

enum { PUT_ID = ARG__N, PUT__N };

/* As for registering, but nothing is required: what is there already need not be said again. */
static const struct field put_args[] = {
	[ARG_NAME] = { "name", T_TEXT, 0, .label = N_("Nombre de la cocina"), .max = 120,
		.aliases = "nombre" },
	[ARG_PLACE] = { "place", T_REF, 0, .label = N_("Distrito"), .ref = "place",
		.aliases = "distrito|ubigeo|inei" },
	[ARG_KIND] = { "kind", T_ENUM, 0, .label = N_("Tipo"), .choices = kinds, .aliases = "tipo" },
	[ARG_CODE] = { "code", T_CODE, 0, .label = N_("Código"), .max = 16, .aliases = "codigo" },
	[ARG_PARENT] = { "parent", T_REF, 0, .label = N_("Pertenece a"), .ref = "group" },
	KITCHEN_FIELDS(ARG_CAPACITY),
	[PUT_ID] = { "id", T_CODE, 0, .label = N_("Identificador"), .max = 40 },
};

/* Letters only, upper case, of a name's piece. */
static void add_letters(struct buf *b, struct str word, size_t most)
{
	for (size_t i = 0; i < word.n && most; i++)
		if (word.p[i] >= 'a' && word.p[i] <= 'z') {
			buf_char(b, (char)(word.p[i] - 'a' + 'A'));
			most--;
		}
}

/* "San Juan de Miraflores" gives SJM, "Comas" gives COM. */
static struct str prefix_of(struct ctx *c, struct str name)
{
	struct str folded = fold(c->mem, name), rest = folded, word;
	struct buf b = buf_new(c->mem, 8);

	while (str_cut(&rest, ' ', &word))
		if (!str_is(word, "de") && !str_is(word, "del") && !str_is(word, "y") && b.n < 5)
			add_letters(&b, word, 1);
	if (b.n < 2) {
		buf_cut(&b, 0);
		add_letters(&b, folded, 3);
	}
	if (b.n == 0)
		buf_char(&b, 'K');
	return buf_str(&b);
}

/* The number behind the last code with that prefix, 0 when there is none. */
static int64_t last_number(struct ctx *c, struct str prefix)
{
	struct str first = str_fmt(c->mem, "%.*s-", (int)prefix.n, prefix.p);
	struct str past = str_fmt(c->mem, "%.*s.", (int)prefix.n, prefix.p); /* '.' follows '-' */
	struct rows r = db_rows(c->db, SQL(Q_CODE_LAST), ARGS(cell_id(&c->net->id),
		cell_text(first), cell_text(past)));
	int64_t n = 0;

	if (rows_next(&r)) {
		struct str code = rows_text(&r, 0);
		if (code.n <= first.n || !str_int64(str_sub(code, first.n, code.n), &n) || n < 0)
			n = 0;
		rows_end(&r);
	}
	return n;
}

static struct str next_code(struct ctx *c, struct id place)
{
	struct str prefix = prefix_of(c, title_now(c, &place_entity, place));
	int64_t n = last_number(c, prefix);
	struct id other;

	for (;;) {
		struct buf b = buf_new(c->mem, 16);
		buf_add(&b, prefix);
		buf_char(&b, '-');
		buf_pad(&b, ++n, 3);
		if (!ref_resolve(c, "group", buf_str(&b), &other))
			return buf_str(&b);
	}
}

/* Under the district's network of kitchens when there is one, else under the root. */
static struct id parent_of(struct ctx *c, const struct act *a)
{
	if (act_has(a, ARG_PARENT))
		return act_ref(a, ARG_PARENT);
	struct id board = db_id(c->db, SQL(Q_DISTRICT_BOARDS), ARGS(cell_id(&c->net->id), cell_id(&a->v[ARG_PLACE].id)));
	return id_is_zero(board) ? c->net->id : board;
}

static void put_about(struct put *p, const struct act *a, unsigned first)
{
	for (unsigned i = 0; i < KITCHEN__N; i++)
		if (act_has(a, first + i))
			put_set(p, i, a->v[first + i]);
}

/* The kitchen and its group have the act's own id. */
static enum rc register_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct record *place = ARENA_NEW(c->mem, struct record);

	if (!record_get(c->db, c->schema, c->mem, &place_entity, c->net->id, act_ref(a, ARG_PLACE),
		    place) || !str_is(place->v[PLACE_LEVEL].s, "district"))
		return fail(c, "place", "level", N_("Elija un distrito, no una provincia o región"));
	if (act_has(a, ARG_CODE) && code_free(c, act_text(a, ARG_CODE)) != OK)
		return INVALID;
	struct put *p = change_put(ch, &group_entity, a->id, true);
	put_text(p, GROUP_NAME, act_text(a, ARG_NAME));
	put_text(p, GROUP_KIND, act_has(a, ARG_KIND) ? act_text(a, ARG_KIND) : STR("olla"));
	put_text(p, GROUP_CODE, act_has(a, ARG_CODE) ? act_text(a, ARG_CODE) :
		next_code(c, act_ref(a, ARG_PLACE)));
	put_id(p, GROUP_PARENT, parent_of(c, a));
	put_id(p, GROUP_PLACE, act_ref(a, ARG_PLACE));
	put_int(p, GROUP_ACTIVE, 1);
	put_about(change_put(ch, &kitchen_entity, a->id, true), a, ARG_CAPACITY);
	return OK;
}

static enum rc edit_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct id id = act_ref(a, EDIT_KITCHEN);
	bool about = false;

	for (unsigned i = 0; i < KITCHEN__N; i++)
		about |= act_has(a, EDIT_CAPACITY + i);
	if (about)
		put_about(change_put(ch, &kitchen_entity, id, false), a, EDIT_CAPACITY);
	if (act_has(a, EDIT_NAME))
		put_text(change_put(ch, &group_entity, id, false), GROUP_NAME, act_text(a, EDIT_NAME));
	return ch->puts ? OK : fail(c, NULL, "same", N_("No hay nada que cambiar"));
}

/* The fields given that are not what stands. */
static void put_new(struct ctx *c, struct change *ch, const struct act *a, const struct entity *e,
	struct id id, const uint8_t (*same)[2], unsigned n)
{
	struct record *r = ARENA_NEW(c->mem, struct record);
	struct put *p = NULL;

	if (!record_get(c->db, c->schema, c->mem, e, c->net->id, id, r))
		return;
	for (unsigned i = 0; i < n; i++) {
		unsigned arg = same[i][0], field = same[i][1];
		if (!act_has(a, arg) || value_eq(a->v[arg], r->v[field]))
			continue;
		if (!p)
			p = change_put(ch, e, id, false);
		put_set(p, field, a->v[arg]);
	}
}

/* What imports go through: a kitchen named by id or code is completed, another is registered. */
static enum rc put_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	static const uint8_t of_kitchen[][2] = { { ARG_CAPACITY, KITCHEN_CAPACITY },
		{ ARG_OPENED, KITCHEN_OPENED }, { ARG_ADDRESS, KITCHEN_ADDRESS },
		{ ARG_WATER, KITCHEN_WATER }, { ARG_STOVE, KITCHEN_STOVE } };
	static const uint8_t of_group[][2] = { { ARG_NAME, GROUP_NAME }, { ARG_PLACE, GROUP_PLACE },
		{ ARG_KIND, GROUP_KIND }, { ARG_PARENT, GROUP_PARENT } };
	struct id id;

	if ((act_has(a, PUT_ID) && ref_resolve(c, "kitchen", act_text(a, PUT_ID), &id)) ||
		(act_has(a, ARG_CODE) && ref_resolve(c, "kitchen", act_text(a, ARG_CODE), &id))) {
		put_new(c, ch, a, &kitchen_entity, id, of_kitchen, ARRAY_LEN(of_kitchen));
		put_new(c, ch, a, &group_entity, id, of_group, ARRAY_LEN(of_group));
		return ch->puts ? OK : fail(c, NULL, "same", N_("No hay nada que cambiar"));
	}
	if (!act_has(a, ARG_NAME))
		return fail(c, "name", "required", N_("Falta este dato"));
	if (!act_has(a, ARG_PLACE))
		return fail(c, "place", "required", N_("Falta este dato"));
	return register_decide(c, a, ch);
}

static struct str told(struct ctx *c, const struct told *t, const char *msgid)
{
	const struct put *p = t->change->puts; /* of the kitchen or its group: the same id */
	const struct str_pair pairs[] = {
		{ "who", t->author },
		{ "name", p ? ref_title(c, "kitchen", p->id) : STR("") },
	};

	return tr_named(c->mem, c->lang, msgid, pairs, ARRAY_LEN(pairs));
}

static struct str register_describe(struct ctx *c, const struct told *t)
{
	return told(c, t, N_("{who} registró la cocina {name}"));
}

static struct str edit_describe(struct ctx *c, const struct told *t)
{
	return told(c, t, N_("{who} completó los datos de la cocina {name}"));
}

static struct str put_describe(struct ctx *c, const struct told *t)
{
	return t->change->puts && t->change->puts->create ? register_describe(c, t) : edit_describe(c, t);
}

const struct action kitchen_put = {
	.name = "kitchen.put", .label = N_("Guardar"), .args = put_args, .nargs = PUT__N,
	.edits = &kitchen_entity, .decide = put_decide, .describe = put_describe,
};

const struct action kitchen_register = {
	.name = "kitchen.register", .label = N_("Registrar cocina"), .args = register_args,
	.nargs = ARG__N, .on = AT(ARG_PLACE), .decide = register_decide,
	.describe = register_describe,
};

const struct action kitchen_edit = {
	.name = "kitchen.edit", .label = N_("Guardar"), .args = edit_args, .nargs = EDIT__N,
	.on = AT(EDIT_KITCHEN), .edits = &kitchen_entity, .decide = edit_decide,
	.describe = edit_describe,
};
