#include "diag.h"

enum rc diag_add(struct diag *d, const char *field, const char *code, const char *msgid,
	struct str arg)
{
	if (d->n < DIAG_MAX)
		d->item[d->n++] = (struct diag_item){ field, code, msgid, arg };
	return INVALID;
}

const struct diag_item *diag_find(const struct diag *d, const char *field)
{
	for (unsigned i = 0; i < d->n; i++) {
		const char *f = d->item[i].field;
		if (field ? f && str_is(str_c(f), field) : !f)
			return &d->item[i];
	}
	return NULL;
}
