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

struct doing {
	struct ctx c;
	struct act *act;
	const struct page *page; /* that posts it, or NULL */
	struct outcome out;
};

static void run(struct write *w, struct gate *g, struct chain_head *head)
{
	struct doing *d = w->arg;

	gate_decide(g, w->c, d->act, head, &d->out);
	if (d->out.status == ACT_ACCEPTED && d->page && d->page->along)
		d->page->along(w->c, d->act, &d->out);
}

static const struct page *page_of(const struct registry *r, const char *action)
{
	for (unsigned i = 0; i < r->npages; i++)
		if (r->pages[i]->action && strcmp(r->pages[i]->action, action) == 0)
			return r->pages[i];
	return NULL;
}

static enum rc refused(struct sample *s, const struct doing *d)
{
	const struct diag_item *why = d->act->diag.n ? &d->act->diag.item[0] : NULL;

	if (s->from_day != s->first_day)
		return OK; /* somebody was quicker */
	diag_add(s->batch->diag, d->act->action->name, why ? why->code : "refused", N_("No se pudo hacer %s"),
		str_c(d->act->action->name));
	return why ? diag_add(s->batch->diag, why->field, why->code, why->msgid, why->arg) : INVALID;
}

static struct ctx at(struct sample *s, const struct actor *who, int64_t at_ms)
{
	const struct registry *reg = s->batch->reg;

	return (struct ctx){ .mem = s->mem, .diag = ARENA_NEW(s->mem, struct diag), .reg = reg, .schema = reg->schema,
		.net = s->net, .who = who, .lang = lang_spanish(), .channel = "demo", .now = at_ms, .db = writer_db(s->batch->writer) };
}

enum rc sample_write(struct sample *s, int64_t at_ms, void (*run_it)(struct write *, struct gate *, struct chain_head *), void *arg)
{
	static const struct actor machine = { .console = true };
	struct ctx c = at(s, &machine, at_ms);
	struct write one = { .run = run_it, .c = &c, .arg = arg };
	enum rc rc = batch_flush(s->batch);

	return rc == OK ? writer_call(s->batch->writer, &one) : rc;
}

static enum rc did(struct sample *s, const struct actor *who, int64_t at_ms, const char *action, const struct pair *pair,
	unsigned n, struct id *made_out)
{
	const struct registry *reg = s->batch->reg;
	struct doing d = { .page = page_of(reg, action), .c = at(s, who, at_ms) };
	struct write one = { .run = run, .c = &d.c, .arg = &d };
	enum rc rc = batch_flush(s->batch); /* what came before is there */

	if (rc != OK)
		return rc;
	d.act = act_new(&d.c, registry_action(reg, str_c(action)), sample_did_id(s, at_ms, action));
	d.act->own = d.act;
	d.act->acted_at = at_ms;
	for (unsigned i = 0; i < n; i++)
		if (pair[i].value.n)
			act_arg(&d.c, d.act, pair[i].name, pair[i].value);
	if (d.act->diag.n || gate_check(&d.c, d.act) != OK)
		return refused(s, &d);
	rc = writer_call(s->batch->writer, &one);
	if (rc != OK)
		return rc;
	if (d.out.status == ACT_REFUSED || d.out.status == ACT_CONFLICT)
		return refused(s, &d);
	if (made_out && d.out.change && d.out.change->puts)
		*made_out = d.out.change->puts->id;
	return OK;
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
	return did(s, who, at_ms, action, pair, n, NULL);
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

/* "$day", "$day-2", "$day+7", "@name", or the text itself. */
static struct str value_of(struct sample *s, int64_t day, struct str text)
{
	struct buf b = buf_new(s->mem, 16);
	int64_t more = 0;

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
	struct id made = { 0 };
	unsigned n = 0;

	while (n < PAIRS_MAX && next_pair(&args, &pair[n])) {
		pair[n].value = value_of(s, day, pair[n].value);
		n++;
	}
	enum rc rc = did(s, sample_who(s, row->who), at_ms, row->action, pair, n, &made);
	if (rc == OK && row->called)
		map_set(&s->made, str_c(row->called), (void *)str_cstr(s->mem, id_text(s->mem, made)));
	return rc;
}

static enum rc rows_done(struct sample *s, const struct sample_row *row, int64_t day, int64_t *at_ms)
{
	enum rc rc = OK;

	for (; row && row->action && rc == OK; row++)
		if (s->last_day - row->days_ago == day) {
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
	return rc;
}
