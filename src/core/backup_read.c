/* backup_read.c - reading the stream: nothing it says is believed before it was judged. */
#include "backup.h"

#include "backup_own.h"
#include "data.h"
#include "json.h"
#include "utf8.h"

enum {
	TEXT_MAX = 1024 * 1024, /* of head and counts */
	FILE_MAX = 1024 * 1024,
	CELL_MAX = 256 * 1024 * 1024,
};

struct reading {
	const struct backup_reader *r;
	struct arena *mem, *row_mem;
	struct diag *d;
	struct hasher sum;
	const struct table *table;
	unsigned column[TABLE_COLUMNS_MAX]; /* of the stream, in the table's order */
	bool there[TABLE_COLUMNS_MAX]; /* of the table's columns */
	unsigned ncolumns;
	int64_t count[TRANSFER_TABLES_MAX], n;
	bool seen[TRANSFER_TABLES_MAX];
	unsigned nfiles;
};

static enum rc damaged(struct reading *g)
{
	return diag_add(g->d, NULL, "damaged", N_("El archivo está dañado o cortado: no se usó nada de él%s"), STR(""));
}

static enum rc newer(struct reading *g)
{
	return diag_add(g->d, NULL, "newer", N_("Es un respaldo de un Ayni más nuevo: actualice este programa%s"), STR(""));
}

static bool take(struct reading *g, void *p, size_t n)
{
	if (!g->r->take(g->r->arg, p, n))
		return false;
	hasher_add(&g->sum, (struct str){ p, n });
	return true;
}

static bool take_u32(struct reading *g, size_t most, size_t *out)
{
	uint8_t t[4];

	if (!take(g, t, sizeof(t)))
		return false;
	*out = (size_t)t[0] << 24 | (size_t)t[1] << 16 | (size_t)t[2] << 8 | t[3];
	return *out <= most;
}

/* In pieces, so that a length that lies costs no memory. */
static bool take_bytes(struct reading *g, struct arena *a, size_t n, struct str *out)
{
	struct buf b = buf_new(a, n < 4096 ? n + 1 : 4096);
	char t[4096];

	while (b.n < n) {
		size_t m = n - b.n < sizeof(t) ? n - b.n : sizeof(t);
		if (!take(g, t, m))
			return false;
		buf_bytes(&b, t, m);
	}
	*out = (struct str){ b.p, n };
	return true;
}

static bool take_long(struct reading *g, struct arena *a, size_t most, struct str *out)
{
	size_t n;

	return take_u32(g, most, &n) && take_bytes(g, a, n, out);
}

static bool take_short(struct reading *g, struct arena *a, struct str *out)
{
	uint8_t n;

	return take(g, &n, 1) && take_bytes(g, a, n, out);
}

/* ---- head, files, end ---- */

static bool read_hash(const json_t *o, const char *key, struct hash *out)
{
	return hex_read(json_get_str(o, key), out->b, sizeof(out->b));
}

static bool read_network(const json_t *o, struct backup_network *out)
{
	const json_t *seq = json_object_get(o, "seq");

	out->seq = json_is_integer(seq) ? json_integer_value(seq) : -1;
	return out->seq >= 0 && id_parse(json_get_str(o, "id"), &out->id) && read_hash(o, "dump", &out->dump) &&
		read_hash(o, "head", &out->head);
}

static enum rc read_head(struct reading *g)
{
	struct backup_head *h = ARENA_NEW(g->mem, struct backup_head);
	struct diag unsaid = { 0 };
	struct str text;
	char kind;

	if (!take(g, &kind, 1) || kind != FRAME_HEAD || !take_long(g, g->mem, TEXT_MAX, &text))
		return damaged(g);
	const json_t *o = json_read(g->mem, text, &unsaid), *format = json_object_get(o, "format"),
		     *made = json_object_get(o, "made_at"), *list = json_object_get(o, "networks");
	if (!json_is_integer(format) || !json_is_integer(made) || !json_is_array(list))
		return damaged(g);
	h->version = json_get_str(o, "ayni");
	h->schema = json_get_str(o, "schema");
	h->format = json_integer_value(format);
	h->made_at = json_integer_value(made);
	h->n = (unsigned)json_array_size(list);
	if (h->format > DATA_FORMAT)
		return newer(g);
	if (h->format < 1 || h->n > BACKUP_NETWORKS_MAX)
		return damaged(g);
	for (unsigned i = 0; i < h->n; i++)
		if (!read_network(json_array_get(list, i), &h->network[i]))
			return damaged(g);
	return g->r->head ? g->r->head(g->r->arg, h) : OK;
}

/* Only what we put there: a name that could lead anywhere else is refused. */
static bool name_sound(struct str s)
{
	if (str_is(s, "ayni.conf"))
		return true;
	if (!str_starts(s, "keys/") || s.n == 5 || s.p[5] == '.')
		return false;
	for (size_t i = 5; i < s.n; i++)
		if (!((s.p[i] >= 'a' && s.p[i] <= 'z') || (s.p[i] >= '0' && s.p[i] <= '9') || (s.p[i] && strchr("._-", s.p[i]))))
			return false;
	return true;
}

static enum rc read_file(struct reading *g)
{
	struct backup_file f;
	struct str name;

	if (g->table || ++g->nfiles > BACKUP_FILES_MAX || !take_short(g, g->mem, &name) || !name_sound(name) ||
		!take_long(g, g->mem, FILE_MAX, &f.bytes))
		return damaged(g);
	f.name = str_cstr(g->mem, name);
	return g->r->file ? g->r->file(g->r->arg, &f) : OK;
}

static enum rc read_end(struct reading *g)
{
	struct diag unsaid = { 0 };
	struct hash sum, said;
	struct str text;
	size_t known = 0;

	if (!take_long(g, g->mem, TEXT_MAX, &text))
		return damaged(g);
	sum = hasher_end(&g->sum);
	if (!g->r->take(g->r->arg, said.b, sizeof(said.b)) || !hash_eq(sum, said))
		return damaged(g);
	const json_t *o = json_read(g->mem, text, &unsaid);
	for (unsigned i = 0; data_table(i); i++) {
		const json_t *n = json_object_get(o, data_table(i)->name);
		if (g->seen[i] != json_is_integer(n) || (n && json_integer_value(n) != g->count[i]))
			return damaged(g);
		known += g->seen[i];
	}
	return o && json_object_size(o) == known ? OK : damaged(g);
}

/* ---- tables ---- */

static enum rc read_table(struct reading *g)
{
	struct str name;
	uint8_t n;
	unsigned t = 0;

	if (!take_short(g, g->mem, &name) || !take(g, &n, 1) || n > TABLE_COLUMNS_MAX)
		return damaged(g);
	while (data_table(t) && !str_is(name, data_table(t)->name))
		t++;
	g->table = data_table(t);
	if (!g->table)
		return newer(g);
	if (g->seen[t])
		return damaged(g);
	g->seen[t] = true;
	g->ncolumns = n;
	memset(g->there, 0, sizeof(g->there));
	for (unsigned i = 0; i < n; i++) {
		unsigned c = 0;
		if (!take_short(g, g->mem, &name))
			return damaged(g);
		while (c < g->table->ncolumns && !str_is(name, g->table->columns[c].name))
			c++;
		if (c == g->table->ncolumns)
			return newer(g);
		if (g->there[c])
			return damaged(g);
		g->there[c] = true;
		g->column[i] = c;
	}
	return OK;
}

static bool read_cell(struct reading *g, struct cell *out)
{
	uint8_t kind, t[8];

	if (!take(g, &kind, 1))
		return false;
	*out = (struct cell){ .kind = kind };
	if (kind == CELL_NULL)
		return true;
	if (kind == CELL_INT) {
		if (!take(g, t, sizeof(t)))
			return false;
		uint64_t v = 0;
		for (unsigned i = 0; i < sizeof(t); i++)
			v = v << 8 | t[i];
		out->i = (int64_t)v;
		return true;
	}
	return (kind == CELL_TEXT || kind == CELL_BLOB) && take_long(g, g->row_mem, CELL_MAX, &out->s);
}

/* Columns that the stream does not have are null, or 0 and empty where null may not be, as an upgrade makes them. */
static enum rc read_row(struct reading *g)
{
	struct cell row[TABLE_COLUMNS_MAX] = { 0 };
	const struct table *t = g->table;

	if (!t)
		return damaged(g);
	arena_reset(g->row_mem);
	for (unsigned i = 0; i < g->ncolumns; i++)
		if (!read_cell(g, &row[g->column[i]]))
			return damaged(g);
	for (unsigned i = 0; i < t->ncolumns; i++) {
		if (row[i].kind == CELL_NULL && t->columns[i].required && !g->there[i])
			row[i] = (struct cell){ .kind = t->columns[i].kind, .s = STR("") };
		if (row[i].kind == CELL_NULL ? t->columns[i].required : row[i].kind != t->columns[i].kind)
			return damaged(g);
		if (row[i].kind == CELL_TEXT && (!utf8_valid(row[i].s) || str_find(row[i].s, 0) < row[i].s.n))
			return damaged(g);
	}
	g->count[transfer_index(t)]++;
	g->n++;
	return g->r->row ? g->r->row(g->r->arg, t, row) : OK;
}

static enum rc read_frames(struct reading *g)
{
	enum rc rc = read_head(g);
	char kind;

	while (rc == OK) {
		if (!take(g, &kind, 1))
			return damaged(g);
		switch (kind) {
		case FRAME_FILE:
			rc = read_file(g);
			break;
		case FRAME_TABLE:
			rc = read_table(g);
			break;
		case FRAME_ROW:
			rc = read_row(g);
			break;
		case FRAME_END:
			return read_end(g);
		default:
			return damaged(g);
		}
	}
	return rc;
}

enum rc backup_read(struct arena *a, const struct backup_reader *r, int64_t *rows_out, struct diag *d)
{
	/* Not in an arena: the hash wants a coarser alignment. */
	struct reading g = { .r = r, .mem = a, .row_mem = arena_new(0), .d = d };

	hasher_start(&g.sum);
	enum rc rc = read_frames(&g);
	arena_free(&g.row_mem);
	*rows_out = g.n;
	return rc;
}
