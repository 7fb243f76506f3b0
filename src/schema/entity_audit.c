#include "entity.h"

enum { NAME_MAX_BYTES = 32 };

/* Of the entities and fields at fault; an audit runs at start or in a command, one at a time. */
static _Thread_local char at_fault[DIAG_MAX][2 * NAME_MAX_BYTES + 40];

struct audit {
	const struct entity *const *all;
	unsigned n;
	const struct entity *e;
	struct diag *d;
};

static enum rc fault(struct audit *u, const char *field, const char *msgid)
{
	if (u->d->n == DIAG_MAX)
		return INVALID;
	struct buf b = buf_fixed(at_fault[u->d->n], sizeof(at_fault[0]));

	buf_c(&b, u->e->name ? u->e->name : "?");
	if (field) {
		buf_char(&b, '.');
		buf_c(&b, field);
	}
	return diag_add(u->d, field, "declaration", msgid, buf_str(&b));
}

/* A lower-case letter, then lower-case letters, digits and single marks: it is for ever. */
static bool looks_permanent(const char *name)
{
	struct str s = str_c(name);

	if (s.n == 0 || s.n > NAME_MAX_BYTES || s.p[0] < 'a' || s.p[0] > 'z' || str_ends(s, "_"))
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (!((s.p[i] >= 'a' && s.p[i] <= 'z') || (s.p[i] >= '0' && s.p[i] <= '9') ||
			    s.p[i] == '_'))
			return false;
	return !str_contains(s, STR("__"));
}

static bool known(const struct audit *u, const char *name)
{
	for (unsigned i = 0; i < u->n; i++)
		if (str_is(str_c(name), u->all[i]->name))
			return true;
	return false;
}

static enum rc audit_choices(struct audit *u, const struct field *f)
{
	if (f->type != T_ENUM)
		return f->choices ? fault(u, f->name, N_("%s: tiene opciones y no es de opciones")) : OK;
	if (!f->choices || !f->choices[0].name)
		return fault(u, f->name, N_("%s: no tiene opciones"));
	for (const struct choice *c = f->choices; c->name; c++) {
		if (!looks_permanent(c->name) || choice_find(f->choices, str_c(c->name)) != c)
			return fault(u, f->name, N_("%s: una opción repetida o con mal nombre"));
		if (!c->label)
			return fault(u, f->name, N_("%s: una opción sin rótulo"));
	}
	return OK;
}

static enum rc audit_ref(struct audit *u, const struct field *f)
{
	if (f->type != T_REF)
		return f->ref ? fault(u, f->name, N_("%s: refiere a algo y no es referencia")) : OK;
	if (!f->ref || !known(u, f->ref))
		return fault(u, f->name, N_("%s: refiere a algo que no existe"));
	return OK;
}

/* What only a team opens: nothing can be looked up by it, and whose key closes it stands beside it. */
static enum rc audit_sealed(struct audit *u, const struct field *f)
{
	int by = f->seals ? fields_find(u->e->fields, u->e->nfields, str_c(f->seals)) : -1;

	if (f->type != T_SEALED)
		return f->seals ? fault(u, f->name, N_("%s: dice con qué llave se sella y no es sellado")) : OK;
	if (f->privacy != P_SEALED)
		return fault(u, f->name, N_("%s: es texto sellado y su reserva no es «sellado»"));
	if (by < 0 || u->e->fields[by].type != T_REF)
		return fault(u, f->name, N_("%s: no dice con qué llave se sella"));
	if (f->flags & (F_KEY | F_FILTER | F_SORT | F_UNIQUE) || u->e->title == AT(f - u->e->fields))
		return fault(u, f->name, N_("%s: lo sellado no sirve para buscar, ordenar ni nombrar"));
	return OK;
}

static enum rc audit_field(struct audit *u, const struct field *f)
{
	/* Each row has these two columns already. */
	if (!looks_permanent(f->name) || str_is(str_c(f->name), "id") ||
		str_is(str_c(f->name), "network"))
		return fault(u, f->name ? f->name : "?", N_("%s: ese nombre no sirve para siempre"));
	if (fields_find(u->e->fields, u->e->nfields, str_c(f->name)) != (int)(f - u->e->fields))
		return fault(u, f->name, N_("%s: el nombre está repetido"));
	if (f->type < 0 || f->type >= T__N || f->privacy < 0 || f->privacy >= P__N)
		return fault(u, f->name, N_("%s: tipo o reserva desconocidos"));
	if (!f->label)
		return fault(u, f->name, N_("%s: no tiene rótulo"));
	if (f->privacy >= P_PERSONAL && !(f->purpose && *f->purpose))
		return fault(u, f->name, N_("%s: es personal y no dice para qué se guarda"));
	if (f->retention_days < 0 || f->max < f->min)
		return fault(u, f->name, N_("%s: los límites están al revés"));
	if ((f->flags & F_RETIRED) && (f->flags & (F_KEY | F_REQUIRED)))
		return fault(u, f->name, N_("%s: está retirado y a la vez es obligatorio"));
	if (f->flags & (F_GRAMS | F_ML) && (f->type != T_INT || f->unit || !str_ends(str_c(f->name), f->flags & F_ML ? "_ml" : "_g")))
		return fault(u, f->name, N_("%s: un peso o volumen es un número entero y su nombre termina en _g o _ml"));
	if (audit_ref(u, f) != OK || audit_choices(u, f) != OK || audit_sealed(u, f) != OK)
		return INVALID;
	return OK;
}

/* 0 is none; AT_SELF where the record itself may be meant; else a field of that type. */
static bool position_ok(const struct entity *e, int at, bool self, enum field_type type)
{
	if (at == 0 || (self && at == AT_SELF))
		return true;
	return at > 0 && at <= (int)e->nfields &&
		(type == T__N || e->fields[at - 1].type == type) &&
		!(e->fields[at - 1].flags & F_RETIRED);
}

/* Whether a person was erased is asked by the id that her key gives, so she is the whole key. */
static enum rc audit_erases(struct audit *u)
{
	const struct entity *e = u->e;

	if (!e->erases)
		return OK;
	if (!position_ok(e, e->erases, false, T_REF))
		return fault(u, "erases", N_("%s: la posición no vale"));
	for (unsigned i = 0; i < e->nfields; i++)
		if (((e->fields[i].flags & F_KEY) != 0) != (e->erases == AT(i)))
			return fault(u, "erases", N_("%s: la clave debe ser la persona y nada más"));
	return OK;
}

static enum rc audit_positions(struct audit *u)
{
	const struct entity *e = u->e;

	if (!position_ok(e, e->group, true, T_REF))
		return fault(u, "group", N_("%s: la posición no vale"));
	if (!position_ok(e, e->place, true, T_REF))
		return fault(u, "place", N_("%s: la posición no vale"));
	if (!position_ok(e, e->subject, true, T_REF))
		return fault(u, "subject", N_("%s: la posición no vale"));
	if (!position_ok(e, e->code, false, T_CODE))
		return fault(u, "code", N_("%s: la posición no vale"));
	if (!position_ok(e, e->title, false, T__N))
		return fault(u, "title", N_("%s: la posición no vale"));
	if (!position_ok(e, e->day, false, T_DATE))
		return fault(u, "day", N_("%s: la posición no vale"));
	if (!position_ok(e, e->voided, false, T_BOOL))
		return fault(u, "voided", N_("%s: la posición no vale"));
	if (!position_ok(e, e->erases, false, T_REF))
		return fault(u, "erases", N_("%s: la posición no vale"));
	if (!position_ok(e, e->same_as, false, T_REF) ||
		(e->same_as > 0 && !str_is(str_c(e->fields[e->same_as - 1].ref), e->name)))
		return fault(u, "same_as", N_("%s: la posición no vale"));
	for (unsigned i = 0; i < e->nindexes; i++) {
		if (e->indexes[i].n == 0 || e->indexes[i].n > ARRAY_LEN(e->indexes[i].field))
			return fault(u, "indexes", N_("%s: la posición no vale"));
		for (unsigned k = 0; k < e->indexes[i].n; k++)
			if (e->indexes[i].field[k] >= e->nfields)
				return fault(u, "indexes", N_("%s: la posición no vale"));
	}
	return OK;
}

static enum rc audit_entity(struct audit *u)
{
	const struct entity *e = u->e;
	unsigned keys = 0;
	bool sound = true; /* its fields: each is judged, so that one build shows all that is wrong */

	if (!looks_permanent(e->name))
		return fault(u, NULL, N_("%s: ese nombre no sirve para siempre"));
	for (unsigned i = 0; u->all[i] != e; i++)
		if (str_is(str_c(e->name), u->all[i]->name))
			return fault(u, NULL, N_("%s: el nombre está repetido"));
	if (!e->label || !e->plural)
		return fault(u, NULL, N_("%s: no tiene rótulo"));
	if (!e->fields || e->nfields == 0 || e->nfields > ENTITY_FIELDS_MAX)
		return fault(u, NULL, N_("%s: no tiene campos, o tiene demasiados"));
	for (unsigned i = 0; i < e->nfields; i++) {
		sound &= audit_field(u, &e->fields[i]) == OK;
		keys += (e->fields[i].flags & F_KEY) != 0;
	}
	if (keys > ENTITY_KEY_MAX)
		return fault(u, NULL, N_("%s: la clave tiene demasiados campos"));
	if (keys && e->event)
		return fault(u, NULL, N_("%s: un hecho no puede tener clave: nunca se edita"));
	if (e->extends && (!known(u, e->extends) || str_is(str_c(e->extends), e->name)))
		return fault(u, "extends", N_("%s: refiere a algo que no existe"));
	if (audit_positions(u) != OK || audit_erases(u) != OK)
		return INVALID;
	return sound ? OK : INVALID;
}

enum rc entity_audit(const struct entity *const *all, unsigned n, struct diag *d)
{
	enum rc rc = OK;

	for (unsigned i = 0; i < n; i++) {
		struct audit u = { .all = all, .n = n, .e = all[i], .d = d };
		if (audit_entity(&u) != OK)
			rc = INVALID;
	}
	return rc;
}
