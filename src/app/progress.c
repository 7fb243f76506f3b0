#include "progress.h"

#include <unistd.h>

#include "transfer.h"

enum { BETWEEN_US = 200000 };

struct progress progress_begin(struct app *a, const char *what, struct db *db)
{
	struct progress p = { .what = tr(a->lang, what), .seen = isatty(STDERR_FILENO) };

	if (p.seen && db)
		p.all = transfer_count(db);
	return p;
}

void progress_show(struct progress *p, int64_t done)
{
	int64_t now_us = p->seen ? steady_clock_us() : 0;

	if (now_us - p->shown_us < BETWEEN_US)
		return;
	p->shown_us = now_us;
	fprintf(stderr, p->all > 0 ? "\r%.*s: %lld / %lld " : "\r%.*s: %lld ", (int)p->what.n, p->what.p, (long long)done,
		(long long)p->all);
}

void progress_replay(void *arg, int64_t done, int64_t all)
{
	struct progress *p = arg;

	p->all = all;
	progress_show(p, done);
}

void progress_end(struct progress *p)
{
	if (p->seen && p->shown_us)
		fputc('\n', stderr);
}
