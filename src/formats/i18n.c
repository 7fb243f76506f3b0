#include "i18n.h"

#include <string.h>

#include "log.h"
#include "mo.h"

enum { LANGS_MAX = 16 };

struct lang {
	const char *tag;
	struct mo mo;
};

static struct lang langs[LANGS_MAX] = { { .tag = "es", .mo.name = { "Español", 8 } } };
static unsigned count = 1;

void langs_load(struct arena *a, const struct lang_source *src, unsigned n)
{
	if (n >= LANGS_MAX)
		bug("more than %d languages", LANGS_MAX - 1);
	count = 1;
	for (unsigned i = 0; i < n; i++) {
		struct lang *l = &langs[count];
		if (mo_read(a, src[i].mo, &l->mo) != OK)
			fatal("the catalogue of %s is malformed", src[i].tag);
		l->tag = src[i].tag;
		count++;
	}
}

const struct lang *lang_find(struct str tag)
{
	for (unsigned i = 0; i < count; i++)
		if (str_ieq(str_c(langs[i].tag), tag))
			return &langs[i];
	return NULL;
}

/* RFC 4647, 3.4: shorten the range at its hyphens until a language matches. */
static const struct lang *lookup(struct str range)
{
	while (range.n) {
		const struct lang *l = lang_find(range);
		if (l)
			return l;
		while (range.n && range.p[range.n - 1] != '-')
			range.n--;
		if (range.n)
			range.n--;
		if (range.n >= 2 && range.p[range.n - 2] == '-')
			range.n -= 2; /* a single letter goes with what followed it */
	}
	return NULL;
}

/* "0.8" in thousandths, 0 to 1000; 0 when malformed. */
static int quality(struct str s)
{
	int q = 0, unit = 1000;

	s = str_trim(s);
	for (size_t i = 0; i < s.n && i < 5; i++) {
		char c = s.p[i];
		if (i == 1 && c == '.')
			continue;
		if (c < '0' || c > '9')
			return 0;
		q += (c - '0') * unit;
		unit /= 10;
	}
	return q > 1000 ? 1000 : q;
}

const struct lang *lang_accept(struct str header)
{
	const struct lang *best = NULL;
	struct str item, range, part;
	int best_q = 0;

	while (str_cut(&header, ',', &item)) {
		int q = 1000;
		if (!str_cut(&item, ';', &range))
			continue;
		while (str_cut(&item, ';', &part)) {
			part = str_trim(part);
			if (str_starts(part, "q="))
				q = quality(str_sub(part, 2, part.n));
		}
		range = str_trim(range);
		const struct lang *l = str_is(range, "*") ? &langs[0] : lookup(range);
		if (l && q > best_q) {
			best = l;
			best_q = q;
		}
	}
	return best ? best : &langs[0];
}

const struct lang *lang_spanish(void)
{
	return &langs[0];
}

const char *lang_tag(const struct lang *l)
{
	return l ? l->tag : langs[0].tag;
}

struct str lang_name(const struct lang *l)
{
	const struct lang *named = l ? l : &langs[0];

	return named->mo.name.n ? named->mo.name : str_c(named->tag);
}

bool lang_draft(const struct lang *l)
{
	return l && l->mo.draft;
}

unsigned langs_count(void)
{
	return count;
}

const struct lang *langs_at(unsigned i)
{
	return i < count ? &langs[i] : NULL;
}

static const struct mo_entry *entry(const struct lang *l, struct str msgid)
{
	return l && l != &langs[0] ? map_get(&l->mo.entry, msgid) : NULL;
}

struct str tr(const struct lang *l, const char *msgid)
{
	struct str s = str_c(msgid);
	const struct mo_entry *e = entry(l, s);

	return e && e->form[0].n ? e->form[0] : s;
}

struct str tr_plural(const struct lang *l, const char *one, const char *many, int64_t n)
{
	const struct mo_entry *e = entry(l, str_c(one));

	if (!e || !e->form[0].n)
		return str_c(n == 1 ? one : many);
	bool second = l->mo.plural == MO_NOT_ONE ? n != 1 : l->mo.plural == MO_OVER_ONE && n > 1;
	return e->form[second && e->form[1].n];
}

struct str text_fill(struct arena *a, struct str text, struct str arg)
{
	const char *at = text.n ? memmem(text.p, text.n, "%s", 2) : NULL;

	if (!at)
		return text;
	size_t before = (size_t)(at - text.p);
	struct buf b = buf_new(a, text.n + arg.n);
	buf_add(&b, str_sub(text, 0, before));
	buf_add(&b, arg);
	buf_add(&b, str_sub(text, before + 2, text.n));
	return buf_str(&b);
}

struct str tr_fill(struct arena *a, const struct lang *l, const char *msgid, struct str arg)
{
	return text_fill(a, tr(l, msgid), arg);
}

static const struct str_pair *pair_find(const struct str_pair *pairs, unsigned n, struct str name)
{
	for (unsigned i = 0; i < n; i++)
		if (str_is(name, pairs[i].name))
			return &pairs[i];
	return NULL;
}

struct str tr_named(struct arena *a, const struct lang *l, const char *msgid,
	const struct str_pair *pairs, unsigned n)
{
	struct str s = tr(l, msgid);
	struct buf b = buf_new(a, s.n + 64);

	while (s.n) {
		size_t open = str_find(s, '{');
		buf_add(&b, str_sub(s, 0, open));
		s = str_sub(s, open, s.n);
		size_t close = str_find(s, '}');
		const struct str_pair *p = close < s.n ?
			pair_find(pairs, n, str_sub(s, 1, close - 1)) : NULL;
		if (p) {
			buf_add(&b, p->value);
			s = str_sub(s, close + 1, s.n);
		} else if (s.n) {
			buf_char(&b, '{');
			s = str_sub(s, 1, s.n);
		}
	}
	return buf_str(&b);
}
