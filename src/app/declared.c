/*
 * declared.c - the declarations as a table and as a dictionary for people.
 */
#include "declared.h"

#include "csv.h"
#include "field.h"
#include "money.h"

struct str declared_position(const struct entity *e, int at)
{
	if (at == AT_SELF)
		return STR("self");
	return at > 0 ? str_c(e->fields[at - 1].name) : STR("");
}

static const struct {
	unsigned flag;
	const char *name;
} flag_names[] = {
	{ F_REQUIRED, "required" }, { F_KEY, "key" }, { F_FILTER, "filter" }, { F_SORT, "sort" },
	{ F_UNIQUE, "unique" }, { F_RETIRED, "retired" }, { F_DERIVED, "derived" }, { F_WIDE, "wide" },
};

static struct str flags_text(char *room, size_t cap, const struct field *f)
{
	struct buf b = buf_fixed(room, cap);

	for (unsigned i = 0; i < ARRAY_LEN(flag_names); i++)
		if (f->flags & flag_names[i].flag) {
			if (b.n)
				buf_char(&b, ' ');
			buf_c(&b, flag_names[i].name);
		}
	return buf_str(&b);
}

static struct str choices_text(char *room, size_t cap, const struct field *f)
{
	struct buf b = buf_fixed(room, cap);

	for (const struct choice *c = f->choices; c && c->name; c++) {
		if (b.n)
			buf_char(&b, ' ');
		buf_c(&b, c->name);
	}
	return buf_str(&b);
}

static void csv_field(struct buf *b, const struct entity *e, const struct field *f)
{
	struct csv_out o = { .b = b };
	char flags[160], names[800];

	csv_cell(&o, str_c(e->name));
	csv_cell(&o, str_c(f->name));
	csv_cell(&o, str_c(field_type_name(f->type)));
	csv_cell(&o, str_c(privacy_name(f->privacy)));
	csv_cell(&o, str_c(f->label));
	csv_cell(&o, str_c(f->unit));
	csv_cell(&o, flags_text(flags, sizeof(flags), f));
	csv_cell(&o, str_c(f->ref));
	csv_cell(&o, choices_text(names, sizeof(names), f));
	if (f->max > f->min && f->type != T_TEXT && f->type != T_CODE)
		csv_int(&o, f->min);
	else
		csv_plain(&o, STR(""));
	if (f->max > f->min)
		csv_int(&o, f->max);
	else
		csv_plain(&o, STR(""));
	csv_cell(&o, str_c(f->aliases));
	csv_cell(&o, str_c(f->purpose));
	csv_int(&o, f->retention_days);
	csv_end_row(&o);
}

void declared_csv(struct buf *b, const struct registry *reg)
{
	buf_c(b, "entity,field,type,class,label,unit,flags,ref,choices,min,max,aliases,purpose,retention_days\r\n");
	for (unsigned i = 0; i < schema_count(reg->schema); i++) {
		const struct entity *e = schema_at(reg->schema, i);
		for (unsigned k = 0; k < e->nfields; k++)
			csv_field(b, e, &e->fields[k]);
	}
}

/* ---- the dictionary ---- */

static void put(struct buf *b, const struct lang *l, const char *msgid)
{
	buf_add(b, tr(l, msgid));
}

/* A cell of a Markdown table: a bar would end it. */
static void cell(struct buf *b, struct str s)
{
	buf_c(b, " ");
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '|')
			buf_char(b, '\\');
		buf_char(b, s.p[i]);
	}
	buf_c(b, " |");
}

static const char *type_label(const struct field *f)
{
	static const char *const label[T__N] = { [T_TEXT] = N_("texto"), [T_INT] = N_("número entero"),
		[T_MONEY] = N_("dinero"), [T_BOOL] = N_("sí o no"), [T_DATE] = N_("fecha"),
		[T_INSTANT] = N_("fecha y hora"), [T_REF] = N_("referencia"), [T_ENUM] = N_("opción"),
		[T_CODE] = N_("código"), [T_PHONE] = N_("teléfono"), [T_LAT] = N_("latitud"),
		[T_LON] = N_("longitud"), [T_BLOB] = N_("archivo"), [T_SEALED] = N_("texto sellado") };

	return label[f->type];
}

static const char *class_label(enum privacy p)
{
	static const char *const label[P__N] = { [P_PUBLIC] = N_("público"), [P_NETWORK] = N_("de la red"),
		[P_GROUP] = N_("del grupo"), [P_PERSONAL] = N_("personal"), [P_SEALED] = N_("sellado") };

	return label[p];
}

static void more_about(struct buf *b, const struct field *f, const struct lang *l)
{
	const char *gap = " ";

	if (f->help) {
		buf_c(b, gap);
		put(b, l, f->help);
		gap = ". ";
	}
	for (const struct choice *c = f->choices; c && c->name; c++) {
		buf_c(b, c == f->choices ? gap : ", ");
		buf_fmt(b, "`%s` ", c->name);
		put(b, l, c->label);
		gap = ". ";
	}
	if (f->ref)
		buf_fmt(b, "%s→ `%s`", gap, f->ref);
	if (f->unit) {
		buf_c(b, gap);
		put(b, l, f->unit);
	}
	buf_c(b, " |");
}

static void doc_field(struct buf *b, const struct field *f, const struct lang *l)
{
	char name[80];
	struct buf n = buf_fixed(name, sizeof(name));

	buf_fmt(&n, "`%s`%s", f->name, f->flags & F_KEY ? " 🔑" : f->flags & F_REQUIRED ? " *" : "");
	buf_c(b, "|");
	cell(b, buf_str(&n));
	cell(b, tr(l, f->label));
	cell(b, tr(l, type_label(f)));
	cell(b, tr(l, class_label(f->privacy)));
	more_about(b, f, l);
	buf_char(b, '\n');
}

static void doc_entity(struct buf *b, const struct entity *e, const struct lang *l)
{
	buf_c(b, "\n## ");
	put(b, l, e->plural);
	buf_fmt(b, " (`%s`)\n\n|", e->name);
	cell(b, tr(l, N_("Campo")));
	cell(b, tr(l, N_("Qué es")));
	cell(b, tr(l, N_("Clase de dato")));
	cell(b, tr(l, N_("Quién lo ve")));
	cell(b, tr(l, N_("Más")));
	buf_c(b, "\n| --- | --- | --- | --- | --- |\n");
	for (unsigned i = 0; i < e->nfields; i++)
		if (!(e->fields[i].flags & F_RETIRED))
			doc_field(b, &e->fields[i], l);
}

void declared_doc(struct buf *b, const struct registry *reg, const struct lang *l)
{
	buf_c(b, "# ");
	put(b, l, N_("Diccionario de datos"));
	buf_c(b, "\n\n");
	put(b, l, N_("🔑 es parte de la clave y no cambia; * no puede faltar. Lo vacío es «no se sabe», que no es cero."));
	buf_char(b, '\n');
	for (unsigned i = 0; i < schema_count(reg->schema); i++)
		doc_entity(b, schema_at(reg->schema, i), l);
	buf_c(b, "\n## ");
	put(b, l, N_("Lo que se puede hacer"));
	buf_c(b, "\n\n");
	for (unsigned i = 0; i < reg->nactions; i++) {
		const struct action *a = reg->actions[i];
		buf_fmt(b, "- `%s` ", a->name);
		put(b, l, a->label);
		buf_c(b, ":");
		for (unsigned k = 0; k < a->nargs; k++)
			if (field_is_said(&a->args[k]))
				buf_fmt(b, "%s `%s`%s", k ? "," : "", a->args[k].name, field_is_must(&a->args[k]) ? " *" : "");
		buf_char(b, '\n');
	}
}
