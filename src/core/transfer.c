/* transfer.c - rows out of a snapshot; and a network that left for another database. */
#include "transfer.h"

#include "blob.h"
#include "core_sql.h"
#include "data.h"
#include "journal_sql.h"

enum { BYTES_PAGE = 16 };

unsigned transfer_index(const struct table *t)
{
	unsigned i = 0;

	while (data_table(i) && data_table(i) != t)
		i++;
	return i;
}

int64_t transfer_page(const struct table *t)
{
	bool bytes = t == &core_tables[TABLE_BLOB_PIECE] || t == &core_tables[TABLE_UPLOAD_PIECE];

	return bytes ? BYTES_PAGE : TRANSFER_PAGE;
}

/* ---- rows ---- */

void buf_cell(struct buf *b, const struct cell *c)
{
	uint64_t v = c->kind == CELL_INT ? (uint64_t)c->i : c->s.n;
	char t[9] = { (char)c->kind };
	unsigned n = c->kind == CELL_INT ? 8 : c->kind == CELL_NULL ? 0 : 4;

	for (unsigned i = 0; i < n; i++)
		t[1 + i] = (char)(v >> 8 * (n - 1 - i));
	buf_bytes(b, t, 1 + n);
	if (n == 4)
		buf_add(b, c->s);
}

/* A row's key, kept while the next page is read. */
struct key_kept {
	struct arena *mem;
	struct cell cell[TABLE_COLUMNS_MAX];
};

static void keep_key(struct key_kept *k, const struct table *t, const struct cell *row)
{
	arena_reset(k->mem);
	for (unsigned i = 0; i < t->nkey; i++) {
		k->cell[i] = row[i];
		if (row[i].kind == CELL_TEXT || row[i].kind == CELL_BLOB)
			k->cell[i].s = str_dup(k->mem, row[i].s);
	}
}

/* One page; how many rows it had, and the last one's key. */
static enum rc read_page(struct db *db, const struct table *t, const struct cell *after, const struct transfer_sink *to,
	struct key_kept *last, int64_t *n_out)
{
	struct rows r = table_page(db, t, after, transfer_page(t));
	struct cell row[TABLE_COLUMNS_MAX];
	enum rc rc = db_status(db);

	*n_out = 0;
	while (rc == OK && rows_next(&r)) {
		for (unsigned i = 0; i < t->ncolumns; i++)
			row[i] = rows_cell(&r, i);
		rc = to->row(to->arg, t, row);
		keep_key(last, t, row);
		++*n_out;
		if (rc != OK)
			rows_end(&r);
	}
	return rc != OK ? rc : db_status(db);
}

struct files_to {
	const struct table *t;
	const struct transfer_sink *to;
};

static enum rc file_row(void *arg, const struct cell *row)
{
	const struct files_to *f = arg;

	return f->to->row(f->to->arg, f->t, row);
}

static enum rc file_whole(void *arg, const struct cell *key)
{
	const struct files_to *f = arg;

	return f->to->page ? f->to->page(f->to->arg, f->t, key) : OK;
}

/* Bytes that lie in files go as the rows that they would be. */
static enum rc read_files(struct db *db, const struct table *t, const struct cell *after, const struct transfer_sink *to)
{
	struct files_to f = { t, to };

	return blob_rows(db, after, file_row, file_whole, &f);
}

static enum rc read_table(struct db *db, const struct table *t, const struct cell *after,
	const struct transfer_sink *to)
{
	if (t == &core_tables[TABLE_BLOB_PIECE] && blob_in_files(db))
		return read_files(db, t, after, to);
	struct key_kept key[2] = { { .mem = arena_local() }, { .mem = arena_local() } }, *last = key;
	int64_t n = 0;
	enum rc rc;

	do {
		last = last == key ? key + 1 : key; /* the other one is bound */
		rc = read_page(db, t, after, to, last, &n);
		after = last->cell;
		if (rc == OK && n && to->page)
			rc = to->page(to->arg, t, last->cell);
	} while (rc == OK && n == transfer_page(t));
	arena_free(&key[0].mem);
	arena_free(&key[1].mem);
	return rc;
}

enum rc transfer_read(struct db *db, const struct transfer_place *from, const struct transfer_sink *to)
{
	unsigned i = from && from->table ? transfer_index(from->table) : 0;
	const struct cell *after = from && from->table ? from->key : NULL;
	enum rc rc = OK;

	for (; rc == OK && data_table(i); i++, after = NULL)
		rc = read_table(db, data_table(i), after, to);
	return rc;
}

struct hashing {
	struct hasher h;
	struct arena *mem;
};

static enum rc hash_row(void *arg, const struct table *t, const struct cell *row)
{
	struct hashing *g = arg;
	struct buf b = buf_new(g->mem, 512);

	for (unsigned i = 0; i < t->ncolumns; i++)
		buf_cell(&b, &row[i]);
	hasher_add(&g->h, buf_str(&b));
	arena_reset(g->mem);
	return OK;
}

static struct hash hash_table(struct db *db, const struct table *t)
{
	struct hashing g = { .mem = arena_local() };
	struct transfer_sink to = { .row = hash_row, .arg = &g };

	hasher_start(&g.h);
	if (read_table(db, t, NULL, &to) != OK)
		random_bytes(&g.h.state, sizeof(g.h.state)); /* equal to nothing; db says why */
	arena_free(&g.mem);
	return hasher_end(&g.h);
}

const char *transfer_differs(struct db *db, struct db *other)
{
	const struct table *t;

	for (unsigned i = 0; (t = data_table(i)); i++) {
		if (t->everywhere)
			continue;
		if (i < JOURNAL_TABLES__N ? table_count(db, t) != table_count(other, t) :
					    !hash_eq(hash_table(db, t), hash_table(other, t)))
			return t->name;
	}
	return NULL;
}

int64_t transfer_count(struct db *db)
{
	int64_t n = 0;

	for (unsigned i = 0; data_table(i) && db_status(db) == OK; i++)
		n += table_count(db, data_table(i));
	return n;
}
