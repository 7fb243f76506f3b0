/*
 * person_named.c - a person on the command line: id, phone or unique short name.
 */
#include "app.h"
#include "app_sql.h"
#include "field.h"

enum { SHOWN_MAX = 10 };

int person_named(struct ctx *c, struct console *k, struct str text, struct id *out)
{
	static const struct field phone = { "phone", T_PHONE, 0, .label = "" };
	struct diag d = { 0 };
	struct value v;
	unsigned n = 0;
	struct buf names = buf_new(k->mem, 128);

	if (ref_resolve(c, "person", text, out))
		return 1;
	if (field_read(k->mem, &phone, text, &v, &d) != OK || v.kind != V_TEXT)
		return 0;
	struct rows r = db_rows(c->db, &app_sql.query[Q_PERSONS_BY_PHONE], ARGS(cell_id(&c->net->id), cell_text(v.s)));
	while (rows_next(&r)) {
		struct id id = rows_id(&r, 0);
		if (!n++)
			*out = id;
		if (n <= SHOWN_MAX) {
			buf_c(&names, "  ");
			buf_id(&names, id);
			buf_char(&names, ' ');
			buf_add(&names, rows_text(&r, 1));
			buf_char(&names, '\n');
		}
	}
	if (n > 1)
		buf_add(&k->err, buf_str(&names));
	return (int)n;
}
