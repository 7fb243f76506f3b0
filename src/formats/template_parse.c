#include <string.h>

#include "template.h"
#include "utf8.h"

enum { DEPTH_MAX = 16 };

struct parser {
	struct arena *a;
	struct template_set *set;
	struct template *t;
	struct diag *d;
	struct str rest;
	unsigned line;
	struct html_state html;
	bool clean;      /* nothing but blanks and block tags on this line so far */
	bool block_seen; /* a block tag on it */
	size_t open[DEPTH_MAX];
	unsigned depth;
	bool failed;
};

static void fault(struct parser *p, const char *what, struct str detail)
{
	p->failed = true;
	diag_add(p->d, NULL, "template", N_("Una plantilla está mal escrita: %s"),
		str_fmt(p->a, "%s.html:%u: %s%s%.*s", p->t->name, p->line, what,
			detail.n ? " " : "", (int)detail.n, detail.p ? detail.p : ""));
}

static struct node *push(struct parser *p, enum node_kind kind)
{
	struct template *t = p->t;

	if (t->n == t->cap) {
		size_t cap = t->cap ? t->cap * 2 : 32;
		struct node *grown = ARENA_ARRAY(p->a, struct node, cap);
		if (t->n)
			memcpy(grown, t->node, t->n * sizeof(*grown));
		t->node = grown;
		t->cap = cap;
	}
	t->node[t->n] = (struct node){ .kind = kind, .line = p->line };
	return &t->node[t->n++];
}

/* ---- literal text, without the blanks that only the author needs ---- */

static void emit(struct parser *p, struct buf *b, struct str s)
{
	buf_add(b, s);
	html_state_feed(&p->html, s);
}

static void literal(struct parser *p, struct str s)
{
	struct buf b = buf_new(p->a, s.n);

	while (s.n) {
		size_t end = str_find(s, '\n'), blanks = 0;
		struct str line = str_sub(s, 0, end);
		while (p->clean && blanks < line.n && (line.p[blanks] == ' ' || line.p[blanks] == '\t'))
			blanks++;
		if (blanks < line.n) {
			/* Blanks between a block tag and text are the text's own. */
			emit(p, &b, p->clean && !p->block_seen ? str_sub(line, blanks, line.n) : line);
			p->clean = false;
		}
		if (end == s.n)
			break;
		if (!p->clean)
			emit(p, &b, STR("\n"));
		p->clean = true;
		p->block_seen = false;
		p->line++;
		s = str_sub(s, end + 1, s.n);
	}
	if (b.n)
		push(p, NODE_LITERAL)->literal = buf_str(&b);
}

/* ---- names ---- */

static bool name_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' ||
		(c >= 'A' && c <= 'Z');
}

static bool well_named(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!name_char(s.p[i]))
			return false;
	return s.n > 0;
}

/* Whether key ("rows.c") gives name here: its lists must be open around, in that order. */
static bool key_gives(const struct parser *p, struct str key, struct str name)
{
	struct str piece;
	unsigned level = 0;

	for (;;) {
		if (!str_cut(&key, '.', &piece))
			return false;
		if (!key.p)
			return str_eq(piece, name);
		while (level < p->depth && !str_eq(p->t->node[p->open[level]].name.s, piece))
			level++;
		if (level++ >= p->depth)
			return false;
	}
}

static struct name declared(struct parser *p, struct str s)
{
	bool found = false;

	for (unsigned i = 0; i < p->t->nkeys && !found; i++)
		found = key_gives(p, p->t->key[i].s, s);
	if (!found)
		fault(p, "undeclared name", s);
	return (struct name){ s, name_hash(s) };
}

static void keys(struct parser *p, struct str list)
{
	struct name *key = ARENA_ARRAY(p->a, struct name, list.n / 2 + 1);
	unsigned n = 0;

	while (list.n) {
		size_t end = 0;
		while (end < list.n && (name_char(list.p[end]) || list.p[end] == '.'))
			end++;
		if (end)
			key[n++] = (struct name){ str_sub(list, 0, end), 0 };
		else if (!strchr(" \t\r\n", list.p[0]))
			fault(p, "bad sign among the keys", str_sub(list, 0, 1));
		list = str_sub(list, end ? end : 1, list.n);
	}
	p->t->key = key;
	p->t->nkeys = n;
}

/* ---- tags ---- */

static enum place place_here(struct parser *p)
{
	enum place place = IN_TEXT;

	if (!html_state_place(&p->html, &place))
		fault(p, "a value may stand in text or in \"…\" only", STR(""));
	return place;
}

static void value_tag(struct parser *p, struct str s)
{
	if (!well_named(s)) {
		fault(p, "bad name", s);
		return;
	}
	struct node *node = push(p, NODE_TEXT);
	node->place = place_here(p);
	node->name = declared(p, s);
}

static void html_tag(struct parser *p, struct str s)
{
	if (p->html.at != ST_TEXT)
		fault(p, "markup inside a tag", s);
	push(p, NODE_HTML)->name = declared(p, s);
}

static void open_tag(struct parser *p, enum node_kind kind, struct str s)
{
	if (p->depth == DEPTH_MAX) {
		fault(p, "sections nest too deep", s);
		return;
	}
	struct name name = declared(p, s);
	push(p, kind)->name = name;
	p->open[p->depth++] = p->t->n - 1;
}

static void close_tag(struct parser *p, struct str s)
{
	if (!p->depth || !str_eq(p->t->node[p->open[p->depth - 1]].name.s, s)) {
		fault(p, "closes what is not open:", s);
		return;
	}
	p->t->node[p->open[--p->depth]].end = p->t->n;
}

static void part_tag(struct parser *p, struct str s)
{
	struct template *part = map_get(&p->set->by_name, s);

	if (!part)
		fault(p, "unknown part", s);
	if (p->html.at != ST_TEXT)
		fault(p, "part inside a tag:", s);
	push(p, NODE_PART)->part = part;
}

static bool has_place(struct str s)
{
	return str_contains(s, STR("%s"));
}

/* "msgid" or "msgid|name". */
static void msg_tag(struct parser *p, struct str s)
{
	size_t bar = str_find(s, '|');
	struct str msgid = str_trim(str_sub(s, 0, bar)), arg = str_trim(str_sub(s, bar + 1, s.n));
	struct node *node = push(p, NODE_MSG);

	node->place = place_here(p);
	node->msgid = str_cstr(p->a, msgid);
	if (!msgid.n || str_find(msgid, '\n') < msgid.n)
		fault(p, "an empty or broken message", msgid);
	if (has_place(msgid) != (bar < s.n))
		fault(p, "%s and |name go together:", s);
	if (bar < s.n)
		node->name = declared(p, arg);
}

/* "one|many|count". */
static void plural_tag(struct parser *p, struct str s)
{
	struct str one, many, count;
	struct node *node = push(p, NODE_PLURAL);

	node->place = place_here(p);
	if (!str_cut(&s, '|', &one) || !str_cut(&s, '|', &many) || !str_cut(&s, '|', &count) || s.p) {
		fault(p, "a plural is {{_n one|many|count}}", STR(""));
		return;
	}
	node->msgid = str_cstr(p->a, str_trim(one));
	node->many = str_cstr(p->a, str_trim(many));
	node->name = declared(p, str_trim(count));
}

static void tag(struct parser *p, struct str s)
{
	char kind = s.n ? s.p[0] : 0;
	bool block = kind && strchr("#^/>!", kind);
	struct str body = str_trim(str_sub(s, 1, s.n));

	if (block)
		p->block_seen = true;
	else
		p->clean = false;
	if (kind == '#')
		open_tag(p, NODE_SECTION, body);
	else if (kind == '^')
		open_tag(p, NODE_INVERTED, body);
	else if (kind == '/')
		close_tag(p, body);
	else if (kind == '>')
		part_tag(p, body);
	else if (str_starts(s, "_n ") || str_starts(s, "_n\n"))
		plural_tag(p, str_sub(s, 3, s.n));
	else if (kind == '_' && s.n > 1 && (s.p[1] == ' ' || s.p[1] == '\n'))
		msg_tag(p, body);
	else if (kind != '!')
		value_tag(p, str_trim(s));
}

/* The rest begins with "{{"; take the whole tag off. */
static void next_tag(struct parser *p)
{
	bool triple = str_starts(p->rest, "{{{");
	const char *close = memmem(p->rest.p, p->rest.n, triple ? "}}}" : "}}", triple ? 3 : 2);

	if (!close) {
		fault(p, "a tag is not closed", STR(""));
		p->rest.n = 0;
		return;
	}
	size_t from = triple ? 3 : 2, n = (size_t)(close - p->rest.p);
	struct str s = n > from ? str_sub(p->rest, from, n - from) : STR("");
	p->rest = str_sub(p->rest, n + from, p->rest.n);
	if (triple) {
		p->clean = false;
		html_tag(p, str_trim(s));
	} else {
		tag(p, s);
	}
	for (size_t i = 0; i < s.n; i++)
		p->line += s.p[i] == '\n';
}

static void head(struct parser *p)
{
	static const char start[] = "{{! keys:";
	const char *close = p->rest.n ? memmem(p->rest.p, p->rest.n, "}}", 2) : NULL;

	if (!str_starts(p->rest, start) || !close) {
		fault(p, "the first line must be {{! keys: … }}", STR(""));
		return;
	}
	size_t n = (size_t)(close - p->rest.p);
	keys(p, str_sub(p->rest, sizeof(start) - 1, n - (sizeof(start) - 1)));
}

static void template_parse(struct parser *p)
{
	head(p);
	while (p->rest.n && !p->failed) {
		const char *open = memmem(p->rest.p, p->rest.n, "{{", 2);
		size_t n = open ? (size_t)(open - p->rest.p) : p->rest.n;
		literal(p, str_sub(p->rest, 0, n));
		p->rest = str_sub(p->rest, n, p->rest.n);
		if (p->rest.n)
			next_tag(p);
	}
	if (p->failed)
		return;
	if (p->depth)
		fault(p, "unclosed section", p->t->node[p->open[p->depth - 1]].name.s);
	else if (p->html.at != ST_TEXT)
		fault(p, "ends inside a tag", STR(""));
}

/* Parts may not lead back to themselves. */
static bool too_deep(const struct template *t, unsigned level)
{
	if (level > DEPTH_MAX)
		return true;
	for (size_t i = 0; i < t->n; i++)
		if (t->node[i].kind == NODE_PART && too_deep(t->node[i].part, level + 1))
			return true;
	return false;
}

struct template_set *templates_parse(struct arena *a, const struct template_source *src, unsigned n,
	struct diag *d)
{
	struct template_set *set = ARENA_NEW(a, struct template_set);
	bool failed = false;

	*set = (struct template_set){ ARENA_ARRAY(a, struct template, n), n, map_new(a) };
	for (unsigned i = 0; i < n; i++) {
		set->template[i].name = src[i].name;
		map_set(&set->by_name, str_c(src[i].name), &set->template[i]);
	}
	for (unsigned i = 0; i < n; i++) {
		struct parser p = { .a = a, .set = set, .t = &set->template[i], .d = d,
			.rest = src[i].text, .line = 1, .clean = true };
		if (utf8_valid(src[i].text))
			template_parse(&p);
		else
			fault(&p, "not UTF-8", STR(""));
		failed |= p.failed;
	}
	for (unsigned i = 0; i < n && !failed; i++) {
		struct parser p = { .a = a, .t = &set->template[i], .d = d, .line = 1 };
		if (too_deep(&set->template[i], 0)) {
			fault(&p, "its parts lead back to itself", STR(""));
			failed = true;
		}
	}
	return failed ? NULL : set;
}
