#include <string.h>

#include "log.h"
#include "template.h"

struct scope {
	const struct view *v;
	const struct scope *outer;
};

struct render {
	const struct lang *lang;
	struct buf *out;
};

static const struct value *find(const struct scope *s, const struct name *name)
{
	for (; s; s = s->outer) {
		const struct value *v = view_value(s->v, name);
		if (v)
			return v;
	}
	return NULL;
}

/* No scheme but these few may begin a link; "javascript:" and its kin never do. */
static bool safe_url(struct str s)
{
	static const char *const scheme[] = { "http:", "https:", "mailto:", "tel:", "sms:", "geo:", "webcal:" };
	size_t colon = str_find(s, ':');

	for (size_t i = 0; i < colon; i++)
		if (s.p[i] == '/' || s.p[i] == '?' || s.p[i] == '#')
			return true;
	if (colon == s.n)
		return true;
	for (size_t i = 0; i < ARRAY_LEN(scheme); i++)
		if (str_starts(s, scheme[i]))
			return true;
	return false;
}

static void put(struct buf *b, enum place place, struct str s)
{
	if (place == IN_TEXT)
		html_text(b, s);
	else if (place == IN_URL && !safe_url(s))
		html_lit(b, "#");
	else
		html_attr(b, s);
}

/* The text under that name; empty when absent. Markup or a list there is a bug. */
static struct str text_of(const struct template *t, const struct node *node,
	const struct value *v)
{
	if (!v || v->kind == VALUE_FLAG)
		return STR("");
	if (v->kind != VALUE_TEXT)
		bug("%s.html:%u: \"%s\" is not text", t->name, node->line, v->key);
	return v->s;
}

static void message(struct render *r, const struct template *t, const struct node *node,
	const struct scope *scope)
{
	const struct value *v = node->name.s.n ? find(scope, &node->name) : NULL;
	struct str text = node->kind == NODE_PLURAL ?
		tr_plural(r->lang, node->msgid, node->many, v ? v->number : 0) :
		tr(r->lang, node->msgid);
	const char *at = node->name.s.n ? memmem(text.p, text.n, "%s", 2) : NULL;

	if (!at) {
		put(r->out, node->place, text);
		return;
	}
	size_t before = (size_t)(at - text.p);
	put(r->out, node->place, str_sub(text, 0, before));
	put(r->out, node->place == IN_URL ? IN_ATTR : node->place, text_of(t, node, v));
	put(r->out, node->place == IN_URL ? IN_ATTR : node->place, str_sub(text, before + 2, text.n));
}

/* No blank lines where a section showed nothing. */
static void literal(struct buf *b, struct str s)
{
	if (s.p[0] == '\n' && b->n && b->p[b->n - 1] == '\n')
		s = str_sub(s, 1, s.n);
	buf_add(b, s);
}

static void nodes(struct render *r, const struct template *t, size_t from, size_t end,
	const struct scope *scope);

static void section(struct render *r, const struct template *t, size_t at,
	const struct scope *scope)
{
	const struct node *node = &t->node[at];
	const struct value *v = find(scope, &node->name);
	bool on = v && v->on;

	if (on != (node->kind == NODE_SECTION))
		return;
	if (!on || v->kind != VALUE_LIST) {
		nodes(r, t, at + 1, node->end, scope);
		return;
	}
	for (const struct view *row = v->first; row; row = row->next) {
		struct scope inner = { row, scope };
		nodes(r, t, at + 1, node->end, &inner);
	}
}

static void nodes(struct render *r, const struct template *t, size_t from, size_t end,
	const struct scope *scope)
{
	for (size_t i = from; i < end; i++) {
		const struct node *node = &t->node[i];
		const struct value *v;

		switch (node->kind) {
		case NODE_LITERAL:
			literal(r->out, node->literal);
			break;
		case NODE_TEXT:
			put(r->out, node->place, text_of(t, node, find(scope, &node->name)));
			break;
		case NODE_HTML:
			v = find(scope, &node->name);
			if (v && v->kind != VALUE_HTML)
				bug("%s.html:%u: \"%s\" is not markup", t->name, node->line, v->key);
			if (v)
				buf_add(r->out, v->s);
			break;
		case NODE_SECTION:
		case NODE_INVERTED:
			section(r, t, i, scope);
			i = node->end - 1;
			break;
		case NODE_PART:
			nodes(r, node->part, 0, node->part->n, scope);
			break;
		case NODE_MSG:
		case NODE_PLURAL:
			message(r, t, node, scope);
			break;
		}
	}
}

void template_render(const struct template_set *t, const char *name, const struct view *v,
	const struct lang *lang, struct buf *out)
{
	const struct template *found = map_get(&t->by_name, str_c(name));
	struct scope scope = { v, NULL };
	struct render r = { .lang = lang, .out = out };

	if (!found)
		bug("no template \"%s\"", name);
	nodes(&r, found, 0, found->n, &scope);
}
