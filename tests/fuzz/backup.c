/*
 * backup.c - any bytes as a backup: as the file, with a key that does not open it; and, behind the lock where
 * only those come who have the public key, as the frames.
 */
#include "backup.h"
#include "fuzz.h"
#include "sealed.h"

static size_t take(void *arg, void *p, size_t n)
{
	struct str *left = arg;
	size_t got = left->n < n ? left->n : n;

	if (got)
		memcpy(p, left->p, got);
	*left = str_sub(*left, got, left->n);
	return got;
}

struct frames {
	struct str left;
	struct hasher sum;
};

/* Behind the input stands its true hash, or no input would come past it. */
static bool take_frames(void *arg, void *p, size_t n)
{
	struct frames *f = arg;

	if (!f->left.n && n == sizeof(struct hash)) {
		struct hash h = hasher_end(&f->sum);
		memcpy(p, h.b, n);
		return true;
	}
	if (take(&f->left, p, n) != n)
		return false;
	hasher_add(&f->sum, (struct str){ p, n });
	return true;
}

static enum rc row(void *arg, const struct table *t, const struct cell *cell)
{
	(void)arg;
	for (unsigned i = 0; i < t->ncolumns; i++)
		fuzz_must(cell[i].kind == CELL_NULL ? !t->columns[i].required : cell[i].kind == t->columns[i].kind,
			"only rows that the table can hold");
	return OK;
}

static enum rc file(void *arg, const struct backup_file *f)
{
	(void)arg;
	fuzz_must(!strstr(f->name, "..") && f->name[0] != '/', "no name leads out of the folder");
	return OK;
}

static void one(struct arena *a, struct str input)
{
	struct seal_secret key = { .b = { 1 } };
	struct str as_file = input;
	struct frames as_frames = { .left = input };
	struct backup_reader r = { .take = take_frames, .file = file, .row = row, .arg = &as_frames };
	struct diag d = { 0 };
	int64_t n;

	struct sealed_in *in = sealed_open(a, &key, take, &as_file, &d);
	fuzz_must(!in && d.n == 1, "it does not open, and says why");
	d.n = 0;
	hasher_start(&as_frames.sum);
	enum rc rc = backup_read(a, &r, &n, &d);
	fuzz_must((rc == OK) == (d.n == 0), "a refusal says why");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	return fuzz_one((struct str){ (const char *)data, n }, one);
}
