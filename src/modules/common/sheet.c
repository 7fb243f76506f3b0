/* sheet.c - codes of sheets, written and found again. */
#include "sheet.h"

#include "attachment.h"

#define BEGINS "AYNI:"

struct str sheet_text(struct arena *a, const char *entity, struct id record)
{
	struct buf b = buf_new(a, 80);

	buf_c(&b, BEGINS);
	buf_c(&b, entity);
	buf_char(&b, ':');
	buf_hex(&b, record.b, sizeof(record.b));
	return str_upper(a, buf_str(&b));
}

struct str sheet_word(struct arena *a, struct id record)
{
	struct buf b = buf_new(a, 12);

	buf_hex(&b, record.b + 12, 2);
	buf_char(&b, '-');
	buf_hex(&b, record.b + 14, 2);
	return str_upper(a, buf_str(&b));
}

void sheet_code(struct ctx *c, struct paper *p, const char *entity, struct id record)
{
	paper_code(p, sheet_text(c->mem, entity, record), tr_fill(c->mem, c->lang, N_("Hoja %s"), sheet_word(c->mem, record)));
}

bool sheet_find(struct ctx *c, struct str text, struct record *out, struct str *about_out)
{
	struct id id;

	if (!str_starts(text, BEGINS) || text.n > 120)
		return false;
	struct str rest = str_lower(c->mem, str_sub(text, sizeof(BEGINS) - 1, text.n)), name = STR("");
	bool cut = str_cut(&rest, ':', &name);
	const struct entity *e = cut ? schema_entity(c->schema, name) : NULL;
	if (!e || !hex_read(rest, id.b, sizeof(id.b)) || !record_get(c->db, c->schema, c->mem, e, c->net->id, id, out) || !out->born)
		return false;
	*about_out = attachment_about(c, e->name, id);
	return true;
}
