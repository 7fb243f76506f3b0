#include "field.h"

#include "civil.h"
#include "measure.h"
#include "money.h"

static struct str show_phone(struct arena *a, struct str s)
{
	/* Peruvian mobiles as people read them aloud: +51 900 000 001. */
	if (s.n != 12 || !str_starts(s, "+51"))
		return s;
	return str_fmt(a, "+51 %.3s %.3s %.3s", s.p + 3, s.p + 6, s.p + 9);
}

static struct str show_number(struct arena *a, const struct field *f, int64_t i,
	const struct lang *l)
{
	struct buf b = buf_new(a, 32);

	switch (f->type) {
	case T_MONEY:
		buf_money(&b, i);
		break;
	case T_BOOL:
		return tr(l, i ? N_("sí") : N_("no"));
	case T_DATE:
		return lang_date(a, l, i);
	case T_INSTANT:
		buf_instant(&b, i);
		break;
	case T_LAT:
	case T_LON:
		buf_degrees(&b, i);
		break;
	default:
		if (f->flags & (F_GRAMS | F_ML) && i >= 0)
			buf_measure(&b, i, f->flags & F_ML);
		else
			buf_thousands(&b, i);
	}
	return buf_str(&b);
}

struct str field_show(struct arena *a, const struct field *f, const struct value *v,
	const struct lang *l)
{
	switch (v->kind) {
	case V_NULL:
		break;
	case V_INT:
		return show_number(a, f, v->i, l);
	case V_ID:
		return id_text(a, v->id);
	case V_TEXT:
		if (f->type == T_ENUM) {
			const struct choice *c = choice_find(f->choices, v->s);
			return c ? tr(l, c->label) : v->s;
		}
		if (f->type == T_SEALED)
			return tr(l, N_("(sellado)"));
		return f->type == T_PHONE ? show_phone(a, v->s) : v->s;
	}
	return (struct str){ 0 };
}

struct str field_plain(struct arena *a, const struct field *f, const struct value *v)
{
	struct buf b = buf_new(a, 40);

	switch (v->kind) {
	case V_NULL:
		return (struct str){ 0 };
	case V_TEXT:
		return v->s;
	case V_ID:
		return id_text(a, v->id);
	case V_INT:
		break;
	}
	switch (f->type) {
	case T_MONEY:
		buf_money_plain(&b, v->i);
		break;
	case T_DATE:
		buf_day(&b, v->i);
		break;
	case T_INSTANT:
		buf_instant(&b, v->i);
		break;
	case T_LAT:
	case T_LON:
		buf_degrees(&b, v->i);
		break;
	default:
		buf_int(&b, v->i);
	}
	return buf_str(&b);
}

void field_json(struct json_out *j, const struct field *f, const struct value *v)
{
	char room[40];
	struct buf b = buf_fixed(room, sizeof(room));

	switch (v->kind) {
	case V_NULL:
		json_null_out(j);
		return;
	case V_TEXT:
		json_text(j, v->s);
		return;
	case V_ID:
		json_id(j, v->id);
		return;
	case V_INT:
		break;
	}
	switch (f->type) {
	case T_INT:
		json_int(j, v->i);
		return;
	case T_BOOL:
		json_bool(j, v->i != 0);
		return;
	/* Fractions go as text: no reader rounds them, and they may be sent back as they came. */
	case T_MONEY:
		buf_money_plain(&b, v->i);
		break;
	case T_DATE:
		buf_day(&b, v->i);
		break;
	case T_INSTANT:
		buf_instant(&b, v->i);
		break;
	default:
		buf_degrees(&b, v->i);
	}
	json_text(j, buf_str(&b));
}

const char *field_type_name(enum field_type t)
{
	static const char *const name[T__N] = { "text", "int", "money", "bool", "date", "instant",
		"ref", "enum", "code", "phone", "lat", "lon", "blob", "sealed" };

	return t >= 0 && t < T__N ? name[t] : "?";
}

const char *privacy_name(enum privacy p)
{
	static const char *const name[P__N] = { "public", "network", "group", "personal", "sealed" };

	return p >= 0 && p < P__N ? name[p] : "?";
}
