/* backup.c - writing the stream. */
#include "backup.h"

#include "backup_own.h"
#include "data.h"
#include "journal.h"
#include "json.h"

struct writing {
	void (*put)(void *arg, struct str s);
	void *arg;
	void (*rows)(void *arg, int64_t n);
	struct hasher sum;
	struct arena *mem; /* emptied after each piece */
	const struct table *table;
	int64_t n, of_table;
	struct json_out counts;
};

static void give(struct writing *w, struct str s)
{
	hasher_add(&w->sum, s);
	w->put(w->arg, s);
}

static struct buf frame(struct writing *w, char kind)
{
	struct buf b = buf_new(w->mem, 512);

	buf_char(&b, kind);
	return b;
}

static void frame_end(struct writing *w, struct buf *b)
{
	give(w, buf_str(b));
	arena_reset(w->mem);
}

static void buf_u32(struct buf *b, size_t n)
{
	buf_bytes(b, (const char[]){ (char)(n >> 24), (char)(n >> 16), (char)(n >> 8), (char)n }, 4);
}

static void buf_long(struct buf *b, struct str s)
{
	buf_u32(b, s.n);
	buf_add(b, s);
}

static void buf_short(struct buf *b, const char *name)
{
	struct str s = str_c(name);

	buf_char(b, (char)s.n);
	buf_add(b, s);
}

static void json_hash(struct json_out *j, const char *key, const struct hash *h)
{
	char t[2 * sizeof(h->b)];
	struct buf b = buf_fixed(t, sizeof(t));

	buf_hex(&b, h->b, sizeof(h->b));
	json_key(j, key);
	json_text(j, buf_str(&b));
}

static void head_frame(struct writing *w, struct db *db, const struct registry *reg, const struct backup_beside *beside)
{
	struct id network[BACKUP_NETWORKS_MAX];
	unsigned n = journal_networks(db, network, BACKUP_NETWORKS_MAX);
	struct buf b = frame(w, FRAME_HEAD), text = buf_new(w->mem, 512);
	struct json_out j = json_begin(&text);

	json_open(&j, '{');
	json_key(&j, "ayni");
	json_text(&j, str_c(beside->version));
	json_key(&j, "format");
	json_int(&j, DATA_FORMAT);
	json_key(&j, "made_at");
	json_int(&j, beside->made_at);
	json_key(&j, "networks");
	json_open(&j, '[');
	for (unsigned i = 0; i < n; i++) {
		struct chain_head h = journal_head(db, network[i]);
		struct hash dump = schema_dump_hash(db, reg->schema, network[i]);
		json_open(&j, '{');
		json_hash(&j, "dump", &dump);
		json_hash(&j, "head", &h.hash);
		json_key(&j, "id");
		json_id(&j, network[i]);
		json_key(&j, "seq");
		json_int(&j, h.seq);
		json_close(&j, '}');
	}
	json_close(&j, ']');
	json_key(&j, "schema");
	json_text(&j, data_meta(db, w->mem, "schema"));
	json_close(&j, '}');
	buf_long(&b, buf_str(&text));
	frame_end(w, &b);
}

static void file_frame(struct writing *w, const struct backup_file *f)
{
	struct buf b = frame(w, FRAME_FILE);

	buf_short(&b, f->name);
	buf_long(&b, f->bytes);
	give(w, buf_str(&b));
	sodium_memzero(b.p, b.n); /* a secret may be in it */
	arena_reset(w->mem);
}

static void table_ends(struct writing *w)
{
	if (!w->table)
		return;
	json_key(&w->counts, w->table->name);
	json_int(&w->counts, w->of_table);
}

static void table_begins(struct writing *w, const struct table *t)
{
	struct buf b = frame(w, FRAME_TABLE);

	table_ends(w);
	w->table = t;
	w->of_table = 0;
	buf_short(&b, t->name);
	buf_char(&b, (char)t->ncolumns);
	for (unsigned i = 0; i < t->ncolumns; i++)
		buf_short(&b, t->columns[i].name);
	frame_end(w, &b);
}

static enum rc row_frame(void *arg, const struct table *t, const struct cell *row)
{
	struct writing *w = arg;

	if (t != w->table)
		table_begins(w, t);
	struct buf b = frame(w, FRAME_ROW);
	for (unsigned i = 0; i < t->ncolumns; i++)
		buf_cell(&b, &row[i]);
	frame_end(w, &b);
	w->of_table++;
	if (++w->n % TRANSFER_PAGE == 0 && w->rows)
		w->rows(w->arg, w->n);
	return OK;
}

static void end_frame(struct writing *w, struct buf *counts)
{
	struct buf b = frame(w, FRAME_END);

	table_ends(w);
	json_close(&w->counts, '}');
	buf_long(&b, buf_str(counts));
	frame_end(w, &b);
	struct hash sum = hasher_end(&w->sum);
	w->put(w->arg, hash_bytes(&sum));
}

enum rc backup_write(struct db *db, const struct registry *reg, const struct backup_beside *beside,
	void (*put)(void *arg, struct str s), void *arg, void (*rows)(void *arg, int64_t n))
{
	struct arena *piece = arena_new(0), *whole = arena_new(0);
	struct buf counts = buf_new(whole, 512);
	struct writing w = { .put = put, .arg = arg, .rows = rows, .mem = piece, .counts = json_begin(&counts) };
	struct transfer_sink sink = { .row = row_frame, .arg = &w };

	hasher_start(&w.sum);
	json_open(&w.counts, '{');
	head_frame(&w, db, reg, beside);
	for (unsigned i = 0; i < beside->nfiles; i++)
		file_frame(&w, &beside->file[i]);
	enum rc rc = transfer_read(db, NULL, &sink);
	end_frame(&w, &counts);
	if (rows)
		rows(arg, w.n);
	arena_free(&piece);
	arena_free(&whole);
	return rc;
}
