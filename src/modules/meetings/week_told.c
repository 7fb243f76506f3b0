/*
 * week_told.c - a week told back to her: in words, and piece by piece as it can be taken away again.
 */
#include "week_own.h"

#include <string.h>

/* ---- names ---- */

static const char *const long_days[WEEK_DAYS] = { N_("lunes"), N_("martes"), N_("miércoles"), N_("jueves"), N_("viernes"), N_("sábado"),
	N_("domingo") };
/* As the parser knows them, in whatever language she reads. */
static const char *const said_days[WEEK_DAYS] = { "lun", "mar", "mie", "jue", "vie", "sab", "dom" };
static const char *const whys[WEEK_WHYS] = { N_("libre"), N_("escuela"), N_("trabajo"), N_("otra cosa") };

/* "mié", "Wed": the first three letters of its name. (A msgid "mar" would be March's.) */
static struct str short_day(struct ctx *c, unsigned day)
{
	enum { LETTERS = 3 };
	struct str name = tr(c->lang, long_days[day]);
	size_t n = 0;

	for (unsigned letters = 0; n < name.n; n++)
		if (((unsigned char)name.p[n] & 0xc0) != 0x80 && letters++ == LETTERS)
			break;
	return str_sub(name, 0, n);
}

struct str week_day_name(struct ctx *c, unsigned day)
{
	return tr(c->lang, long_days[day % WEEK_DAYS]);
}

struct str week_why_name(struct ctx *c, unsigned why)
{
	static const char *const with_article[WEEK_WHYS] = { N_("libre"), N_("la escuela"), N_("el trabajo"), N_("otra cosa") };

	return tr(c->lang, with_article[why % WEEK_WHYS]);
}

/* ---- pieces ---- */

/* From that day on how many have the same hours. */
static unsigned alike(const struct week *w, unsigned day)
{
	unsigned n = 1;

	while (day + n < WEEK_DAYS && memcmp(w->why[day], w->why[day + n], WEEK_HOURS) == 0)
		n++;
	return n;
}

static void days_add(struct ctx *c, struct buf *b, unsigned day, unsigned n)
{
	buf_add(b, short_day(c, day));
	if (n > 1) {
		const struct str_pair pair = { "last", short_day(c, day + n - 1) };
		buf_add(b, tr_named(c->mem, c->lang, n > 2 ? N_(" a {last}") : N_(" y {last}"), &pair, 1));
	}
}

unsigned week_pieces(struct ctx *c, const struct week *w, struct week_piece *out, unsigned max)
{
	unsigned n = 0;

	for (unsigned d = 0, same; d < WEEK_DAYS; d += same) {
		same = alike(w, d);
		for (int from = 0, to; from < WEEK_HOURS; from = to) {
			for (to = from + 1; to < WEEK_HOURS && w->why[d][to] == w->why[d][from]; to++)
				;
			if (w->why[d][from] == WEEK_FREE || n == max)
				continue;
			struct buf b = buf_new(c->mem, 40);
			days_add(c, &b, d, same);
			buf_fmt(&b, " %d-%d ", from, to);
			buf_add(&b, tr(c->lang, whys[w->why[d][from]]));
			/* With its minutes an hour is never taken for one of the afternoon. */
			out[n++] = (struct week_piece){ buf_str(&b), str_fmt(c->mem, "%s%s%s %d:00-%d:00", said_days[d], same > 1 ? "-" : "",
				same > 1 ? said_days[d + same - 1] : "", from, to) };
		}
	}
	return n;
}

struct str week_told(struct ctx *c, const struct week *w, size_t most, bool *cut_out)
{
	enum { PIECES = WEEK_DAYS * WEEK_HOURS };
	struct week_piece *piece = ARENA_ARRAY(c->mem, struct week_piece, PIECES);
	unsigned n = week_pieces(c, w, piece, PIECES);
	struct buf b = buf_new(c->mem, 160);

	*cut_out = false;
	for (unsigned i = 0; i < n && !*cut_out; i++) {
		*cut_out = b.n + piece[i].shown.n + 2 > most;
		if (*cut_out)
			break;
		if (i)
			buf_c(&b, ", ");
		buf_add(&b, piece[i].shown);
	}
	return buf_str(&b);
}
