/*
 * declared_audit.c - the privacy report: who reads each class, and what is kept of persons and why.
 */
#include "declared.h"
#include "field.h"

static void put(struct buf *b, const struct lang *l, const char *msgid)
{
	buf_add(b, tr(l, msgid));
}

static const char *relation_label(enum relation r)
{
	static const char *const label[REL__N] = { [REL_SELF] = N_("sobre sí misma"),
		[REL_GROUP] = N_("en su grupo"), [REL_BELOW] = N_("en los grupos bajo el suyo"),
		[REL_AREA] = N_("en el territorio de su grupo"), [REL_NETWORK] = N_("en toda la red"),
		[REL_ANYONE] = N_("cualquiera, también sin entrar") };

	return label[r];
}

static void role_name(struct buf *b, const struct registry *reg, const char *role, const struct lang *l)
{
	const struct choice *c = role ? choice_find(registry_roles(reg), str_c(role)) : NULL;

	buf_add(b, c ? tr(l, c->label) : str_c(role));
}

static void readers(struct buf *b, const struct registry *reg, enum privacy p, const struct lang *l)
{
	for (unsigned i = 0; i < reg->nrules; i++) {
		const struct rule *r = reg->rules[i];
		struct str what = str_c(r->what);
		if (!str_starts(what, "class:") || !str_is(str_sub(what, 6, what.n), privacy_name(p)))
			continue;
		buf_c(b, "  ");
		if (r->role) {
			role_name(b, reg, r->role, l);
			buf_c(b, ", ");
		}
		put(b, l, relation_label(r->relation));
		buf_char(b, '\n');
	}
}

static void field_line(struct buf *b, const struct field *f, const struct lang *l)
{
	buf_fmt(b, "  %-8s  %s", privacy_name(f->privacy), f->name);
	if (f->purpose) {
		buf_c(b, " — ");
		put(b, l, f->purpose);
		buf_c(b, "; ");
		if (f->retention_days) {
			char days[24];
			struct buf n = buf_fixed(days, sizeof(days));
			buf_int(&n, f->retention_days);
			struct arena *a = b->mem;
			buf_add(b, tr_fill(a, l, N_("se borra %s días después de que termine"), buf_str(&n)));
		} else {
			put(b, l, N_("se guarda mientras exista el registro"));
		}
	}
	buf_char(b, '\n');
}

static void entity_lines(struct buf *b, const struct entity *e, const struct lang *l)
{
	static const struct {
		const char *msgid;
		size_t at;
	} position[] = {
		{ N_("es del grupo"), offsetof(struct entity, group) },
		{ N_("está en el lugar"), offsetof(struct entity, place) },
		{ N_("habla de la persona"), offsetof(struct entity, subject) },
	};

	buf_fmt(b, "\n%s (", e->name);
	put(b, l, e->plural);
	buf_c(b, ")\n");
	for (unsigned i = 0; i < ARRAY_LEN(position); i++) {
		struct str name = declared_position(e, *(const int *)((const char *)e + position[i].at));
		if (!name.n)
			continue;
		buf_c(b, "  ");
		put(b, l, position[i].msgid);
		buf_c(b, ": ");
		buf_add(b, str_is(name, "self") ? tr(l, N_("el registro mismo")) : name);
		buf_char(b, '\n');
	}
	for (unsigned i = 0; i < e->nfields; i++)
		if (!(e->fields[i].flags & F_RETIRED))
			field_line(b, &e->fields[i], l);
}

void declared_audit(struct buf *b, const struct registry *reg, const struct lang *l)
{
	put(b, l, N_("Las declaraciones están completas.")); /* without entity_audit's yes there is no registry */
	buf_char(b, '\n');
	for (unsigned p = 0; p < P__N; p++) {
		buf_fmt(b, "\nclass:%s ", privacy_name(p));
		put(b, l, N_("lo lee:"));
		buf_char(b, '\n');
		size_t before = b->n;
		readers(b, reg, p, l);
		if (b->n == before) {
			buf_c(b, "  ");
			put(b, l, N_("nadie"));
			buf_char(b, '\n');
		}
	}
	for (unsigned i = 0; i < schema_count(reg->schema); i++)
		entity_lines(b, schema_at(reg->schema, i), l);
}
