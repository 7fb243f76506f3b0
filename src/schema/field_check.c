#include "field.h"

#include "blob_ref.h"
#include "measure.h"
#include "money.h"
#include "sealed_text.h"
#include "utf8.h"

enum { TEXT_MAX = 200, CODE_MAX = 32, LAT_MAX = 90000000, LON_MAX = 180000000 };

enum value_kind field_kind(const struct field *f)
{
	switch (f->type) {
	case T_REF:
		return V_ID;
	case T_TEXT:
	case T_ENUM:
	case T_CODE:
	case T_PHONE:
	case T_BLOB:
	case T_SEALED:
		return V_TEXT;
	default:
		return V_INT;
	}
}

static enum rc out_of_range(struct arena *a, const struct field *f, struct diag *d,
	const char *msgid, int64_t limit)
{
	struct buf b = buf_new(a, 24);

	if (f->type == T_MONEY)
		buf_money(&b, limit);
	else if (f->type == T_LAT || f->type == T_LON)
		buf_degrees(&b, limit);
	else if (f->flags & (F_GRAMS | F_ML))
		buf_measure(&b, limit, f->flags & F_ML);
	else
		buf_thousands(&b, limit);
	return diag_add(d, f->name, "range", msgid, buf_str(&b));
}

static enum rc check_number(struct arena *a, const struct field *f, int64_t i, struct diag *d)
{
	int64_t min = f->min, max = f->max;

	if (f->type == T_BOOL) {
		min = 0;
		max = 1;
	} else if (f->type == T_LAT || f->type == T_LON) {
		max = f->type == T_LAT ? LAT_MAX : LON_MAX;
		min = -max;
	} else if (f->type != T_INT && f->type != T_MONEY) {
		return OK;
	}
	if (max <= min)
		return OK;
	if (i < min)
		return out_of_range(a, f, d, N_("El mínimo es %s"), min);
	if (i > max)
		return out_of_range(a, f, d, N_("El máximo es %s"), max);
	return OK;
}

/* Whether the bytes are here is the gate's question. */
static enum rc check_blob(const struct field *f, struct str s, struct diag *d)
{
	struct blob_ref r;

	return blob_parse(s, &r) ? OK : diag_add(d, f->name, "format", N_("Elija el archivo otra vez"), (struct str){ 0 });
}

static enum rc too_long(struct arena *a, const struct field *f, struct diag *d, int64_t max)
{
	struct buf b = buf_new(a, 24);

	buf_thousands(&b, max);
	return diag_add(d, f->name, "too_long", N_("Escriba como máximo %s letras"), buf_str(&b));
}

/* By its size: what is inside was counted where it was sealed. */
static bool sealed_fits(struct str s, int64_t max)
{
	enum { LETTER_BYTES = 4, OVER = SEALED_HEAD + crypto_box_SEALBYTES + SEALED_PAD };

	return (int64_t)s.n / 4 * 3 <= LETTER_BYTES * max + OVER;
}

static enum rc check_text(struct arena *a, const struct field *f, struct str s, struct diag *d)
{
	if (f->type == T_ENUM) {
		if (!choice_find(f->choices, s))
			return diag_add(d, f->name, "choice", N_("No conocemos «%s»"), str_dup(a, s));
		return OK;
	}
	if (f->type == T_BLOB)
		return check_blob(f, s, d);
	int64_t max = f->max > 0 ? f->max : f->type == T_CODE ? CODE_MAX : TEXT_MAX;
	bool fits = f->type == T_SEALED ? sealed_fits(s, max) : utf8_count(s) <= (size_t)max;
	return fits ? OK : too_long(a, f, d, max);
}

enum rc field_check(struct arena *a, const struct field *f, const struct value *v, struct diag *d)
{
	bool blank = v->kind == V_NULL || (v->kind == V_TEXT && v->s.n == 0);

	if (blank) {
		if (f->flags & (F_REQUIRED | F_KEY))
			return diag_add(d, f->name, "required", N_("Falta este dato"), (struct str){ 0 });
		return OK;
	}
	/* A reference not yet looked up is still its code. */
	if (v->kind != field_kind(f) && !(f->type == T_REF && v->kind == V_TEXT))
		return diag_add(d, f->name, "format", N_("Este dato no es de la clase esperada"),
			(struct str){ 0 });
	if (v->kind == V_INT)
		return check_number(a, f, v->i, d);
	if (v->kind == V_TEXT && f->type != T_REF)
		return check_text(a, f, v->s, d);
	return OK;
}
