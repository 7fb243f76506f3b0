#include "sample.h"

#include "field.h"
#include "log.h"

enum { EVENING_MINUTE = 1046 /* what is lived by code is over by then */, ROW_MS = 10000, PAIRS_MAX = ACTION_ARGS_MAX };

struct pair {
	struct str name, value;
};

const struct actor *sample_who(const struct sample *s, const char *name)
{
	for (unsigned i = 0; i < s->npeople; i++)
		if (str_is(s->people[i].name, name))
			return s->people[i].who;
	for (unsigned i = 0; i < s->ngroups; i++)
		if (str_is(s->groups[i].code, name))
			return s->groups[i].leader;
	bug("sample: nobody is %s", name);
}

struct id sample_id(const struct sample *s, int64_t date_ms, const char *what, uint64_t a, uint64_t b)
{
	const uint64_t number[] = { s->seed, a, b };
	const struct str pieces[] = { STR("ayni demo"), str_c(what), { (const char *)number, sizeof(number) } };

	return id_derive(date_ms, pieces, ARRAY_LEN(pieces));
}

struct id sample_did_id(const struct sample *s, int64_t at_ms, const char *action)
{
	return sample_id(s, at_ms, action, 0, 0);
}

/* ---- chance ---- */

/* splitmix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", 2014). */
static uint64_t mix(uint64_t x)
{
	x += 0x9e3779b97f4a7c15u;
	x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
	x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
	return x ^ (x >> 31);
}

struct chance chance_of(uint64_t seed, const char *what, uint64_t a, uint64_t b)
{
	uint64_t s = mix(seed);

	for (; *what; what++)
		s = mix(s ^ (uint8_t)*what);
	return (struct chance){ mix(mix(s ^ a) ^ b) };
}

unsigned chance_below(struct chance *c, unsigned n)
{
	c->state = mix(c->state);
	return (unsigned)((c->state >> 32) * n >> 32);
}

bool chance_in_1000(struct chance *c, unsigned n)
{
	return chance_below(c, 1000) < n;
}

/* ---- one act, as its page does it ---- */

static const struct page *page_of(const struct registry *r, const char *action)
{
	for (unsigned i = 0; i < r->npages; i++)
		if (r->pages[i]->action && strcmp(r->pages[i]->action, action) == 0)
			return r->pages[i];
	return NULL;
}

static struct ctx at(struct sample *s, const struct actor *who, int64_t at_ms)
{
	const struct registry *reg = s->batch->reg;

	return (struct ctx){ .mem = s->mem, .diag = ARENA_NEW(s->mem, struct diag), .reg = reg, .schema = reg->schema,
		.net = s->net, .who = who, .lang = lang_spanish(), .channel = "demo", .now = at_ms, .db = writer_db(s->batch->writer) };
}

struct ctx sample_machine(struct sample *s, int64_t at_ms)
{
	static const struct actor machine = { .console = true };

	return at(s, &machine, at_ms);
}

enum rc sample_write(struct sample *s, int64_t at_ms, void (*run_it)(struct write *, struct gate *, struct chain_head *), void *arg)
{
	struct ctx c = sample_machine(s, at_ms);
	struct write one = { .run = run_it, .c = &c, .arg = arg };
	enum rc rc = batch_flush(s->batch);

	return rc == OK ? writer_call(s->batch->writer, &one) : rc;
}

static struct batch_item *did(struct sample *s, const struct actor *who, int64_t at_ms, const char *action, const struct pair *pair,
	unsigned n)
{
	struct batch_item *i = batch_act(s->batch, who, at_ms, action, sample_did_id(s, at_ms, action));

	i->page = page_of(s->batch->reg, action);
	i->may_refuse = s->from_day != s->first_day; /* somebody was quicker */
	i->act->own = i->act;
	for (unsigned k = 0; k < n; k++)
		if (pair[k].value.n)
			act_arg(&i->c, i->act, pair[k].name, pair[k].value);
	return i;
}

enum rc sample_did(struct sample *s, const struct actor *who, int64_t at_ms, const char *action, ...)
{
	struct pair pair[PAIRS_MAX];
	const char *name;
	unsigned n = 0;
	va_list rest;

	va_start(rest, action);
	while ((name = va_arg(rest, const char *)) && n < PAIRS_MAX)
		pair[n++] = (struct pair){ str_c(name), va_arg(rest, struct str) };
	va_end(rest);
	did(s, who, at_ms, action, pair, n);
	return s->batch->rc;
}

/* ---- rows ---- */

static bool next_pair(struct str *args, struct pair *out)
{
	struct str piece;

	if (!str_cut(args, '|', &piece))
		return false;
	str_cut(&piece, '=', &out->name);
	out->value = piece;
	return true;
}

bool sample_row_sound(const struct registry *r, const struct sample_row *row)
{
	const struct action *a = registry_action(r, str_c(row->action));
	struct str args = str_c(row->args);
	struct pair p;

	if (!a || row->days_ago < 1 || !row->who)
		return false;
	while (next_pair(&args, &p))
		if (fields_find(a->args, a->nargs, p.name) < 0 || !p.value.n)
			return false;
	return true;
}

/* "$day", "$day-2", "$day+7", "@name", "visit:@name", or the text itself. */
static struct str value_of(struct sample *s, int64_t day, struct str text)
{
	struct buf b = buf_new(s->mem, 16);
	size_t colon = str_find(text, ':');
	int64_t more = 0;

	if (colon < text.n && str_starts(str_sub(text, colon + 1, text.n), "@")) {
		struct str id = value_of(s, day, str_sub(text, colon + 1, text.n));
		return str_fmt(s->mem, "%.*s:%.*s", (int)colon, text.p, (int)id.n, id.p);
	}
	if (str_starts(text, "@")) {
		const char *id = map_get(&s->made, str_sub(text, 1, text.n));
		return id ? str_c(id) : text;
	}
	if (!str_starts(text, "$day"))
		return text;
	if (!str_int64(str_sub(text, str_starts(text, "$day+") ? 5 : 4, text.n), &more))
		more = 0;
	buf_day(&b, day + more);
	return buf_str(&b);
}

static enum rc row_done(struct sample *s, const struct sample_row *row, int64_t day, int64_t at_ms)
{
	struct str args = str_c(row->args);
	struct pair pair[PAIRS_MAX];
	unsigned n = 0;

	while (n < PAIRS_MAX && next_pair(&args, &pair[n])) {
		pair[n].value = value_of(s, day, pair[n].value);
		n++;
	}
	struct batch_item *i = did(s, sample_who(s, row->who), at_ms, row->action, pair, n);
	if (row->called && batch_flush(s->batch) == OK)
		map_set(&s->made, str_c(row->called), (void *)str_cstr(s->mem, id_text(s->mem, i->made)));
	return s->batch->rc;
}

static const struct sample_row *row_called(const struct sample_row *all, struct str name)
{
	for (; all->action; all++)
		if (all->called && str_is(name, all->called))
			return all;
	return NULL;
}

/* Its day is before the history begins, or that of a row whose record it names. */
static bool left_out(const struct sample *s, const struct sample_row *all, const struct sample_row *row)
{
	struct str args = str_c(row->args);
	struct pair p;

	if (s->last_day - row->days_ago < s->first_day)
		return true;
	while (next_pair(&args, &p)) {
		size_t at = str_find(p.value, '@');
		const struct sample_row *made = at < p.value.n ? row_called(all, str_sub(p.value, at + 1, p.value.n)) : NULL;
		if (made && made < row && left_out(s, all, made))
			return true;
	}
	return false;
}

static enum rc rows_done(struct sample *s, const struct sample_row *row, int64_t day, int64_t *at_ms)
{
	const struct sample_row *all = row;
	enum rc rc = OK;

	for (; row && row->action && rc == OK; row++)
		if (s->last_day - row->days_ago == day && !left_out(s, all, row)) {
			*at_ms += ROW_MS;
			rc = row_done(s, row, day, *at_ms);
		}
	return rc;
}

enum rc sample_day(struct sample *s, int64_t day)
{
	const struct module *const *m = s->batch->reg->modules;
	int64_t at_ms = zone_instant(s->net->zone, day, EVENING_MINUTE);
	enum rc rc = OK;

	if (!s->made.mem)
		s->made = map_new(s->mem);
	for (; *m && rc == OK; m++)
		if ((*m)->live)
			rc = (*m)->live(s, day);
	for (m = s->batch->reg->modules; *m && rc == OK && !s->city && s->from_day == s->first_day; m++)
		rc = rows_done(s, (*m)->samples, day, &at_ms);
	return rc == OK ? batch_flush(s->batch) : rc;
}
