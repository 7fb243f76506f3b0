#include "value.h"

bool value_eq(struct value a, struct value b)
{
	if (a.kind != b.kind)
		return false;
	switch (a.kind) {
	case V_NULL:
		return true;
	case V_INT:
		return a.i == b.i;
	case V_TEXT:
		return str_eq(a.s, b.s);
	case V_ID:
		return id_eq(a.id, b.id);
	}
	return false;
}

struct cell value_cell(const struct value *v)
{
	switch (v->kind) {
	case V_INT:
		return cell_int(v->i);
	case V_TEXT:
		return cell_text(v->s);
	case V_ID:
		return cell_id(&v->id);
	case V_NULL:
		break;
	}
	return cell_null();
}
