/*
 * declared_diff.c - what changed from the lines of one build to those of another, and may it?
 */
#include "declared.h"
#include "field.h"
#include "map.h"

/* What a change of it means. LASTING: forbidden unless the format was raised, which tells of a step. */
enum verdict { ALLOWED, LOUD, FORBIDDEN, LASTING };

static const struct {
	const char *kind;
	enum verdict gone;
} kinds[] = { { "format", FORBIDDEN }, { "entity", FORBIDDEN }, { "field", FORBIDDEN }, { "choice", FORBIDDEN },
	{ "table", LASTING }, { "column", LASTING }, { "tally", ALLOWED }, { "index", ALLOWED } };

static const struct {
	const char *kind, *attribute;
	enum verdict changed;
} attributes[] = { { "entity", "day", FORBIDDEN }, { "entity", "event", LOUD }, { "field", "at", FORBIDDEN },
	{ "field", "type", FORBIDDEN }, { "field", "ref", FORBIDDEN }, { "field", "key", FORBIDDEN },
	{ "table", "everywhere", LASTING }, { "column", "kind", LASTING }, { "column", "required", LASTING },
	{ "column", "key", LASTING } };

struct diff {
	struct buf *out;
	struct arena *mem;
	const struct lang *l;
	struct map before, now; /* "kind name" -> its attributes, a struct str */
	bool raised;		/* the number of the format */
	unsigned changes, forbidden;
};

static struct str head_of(struct str line)
{
	size_t kind = str_find(line, ' ');
	struct str rest = kind < line.n ? str_sub(line, kind + 1, line.n) : STR("");

	return str_sub(line, 0, kind + (kind < line.n) + str_find(rest, ' '));
}

static struct map read_lines(struct arena *a, struct str text)
{
	struct map m = map_new(a);
	struct str line;

	while (text.p && str_cut(&text, '\n', &line)) {
		struct str head = head_of(line), *rest = ARENA_NEW(a, struct str);
		*rest = str_trim(str_sub(line, head.n, line.n));
		if (line.n)
			map_set(&m, head, rest);
	}
	return m;
}

/* The value of an attribute; empty when it is not said. */
static struct str value_of(const struct str *all, struct str name)
{
	struct str rest = *all, word;

	while (rest.n && str_cut(&rest, ' ', &word))
		if (word.n > name.n && word.p[name.n] == '=' && str_eq(str_sub(word, 0, name.n), name))
			return str_sub(word, name.n + 1, word.n);
	return STR("");
}

static bool kind_is(struct str head, const char *kind)
{
	return str_is(str_sub(head, 0, str_find(head, ' ')), kind);
}

static enum verdict settled(const struct diff *d, enum verdict v)
{
	return v == LASTING ? d->raised ? ALLOWED : FORBIDDEN : v;
}

static void say(struct diff *d, enum verdict v, struct str head, const char *msgid, struct str arg)
{
	static const char sign[] = { [ALLOWED] = ' ', [LOUD] = '!', [FORBIDDEN] = 'X' };

	buf_fmt(d->out, "%c %.*s: ", sign[v], (int)head.n, head.p);
	buf_add(d->out, tr_fill(d->mem, d->l, msgid, arg));
	buf_char(d->out, '\n');
	d->changes++;
	d->forbidden += v == FORBIDDEN;
}

/* ---- judging ---- */

static void gone(struct diff *d, struct str head)
{
	enum verdict v = FORBIDDEN;

	for (unsigned i = 0; i < ARRAY_LEN(kinds); i++)
		if (kind_is(head, kinds[i].kind))
			v = settled(d, kinds[i].gone);
	say(d, v, head, v == ALLOWED ? N_("ya no está") : N_("ya no está, y es para siempre: hay que retirarlo, no borrarlo"),
		STR(""));
}

static int class_of(struct str name)
{
	for (int i = 0; i < P__N; i++)
		if (str_is(name, privacy_name((enum privacy)i)))
			return i;
	return P__N;
}

static void changed(struct diff *d, struct str head, struct str name, struct str was, struct str is)
{
	struct str what = str_fmt(d->mem, "%.*s: %.*s → %.*s", (int)name.n, name.p, (int)was.n, was.p, (int)is.n, is.p);
	enum verdict v = ALLOWED;

	if (str_is(name, "class")) {
		bool loose = class_of(is) < class_of(was);
		say(d, loose ? LOUD : ALLOWED, head, loose ? N_("ATENCIÓN: ahora lo verán más personas (%s)") : N_("cambió (%s)"), what);
		return;
	}
	if (str_is(name, "retired")) {
		bool back = str_is(is, "no");
		say(d, back ? FORBIDDEN : ALLOWED, head, back ? N_("fue retirado y no vuelve (%s)") : N_("se retiró (%s)"), what);
		return;
	}
	if (str_is(name, "number"))
		v = d->raised ? ALLOWED : FORBIDDEN;
	for (unsigned i = 0; i < ARRAY_LEN(attributes); i++)
		if (kind_is(head, attributes[i].kind) && str_is(name, attributes[i].attribute))
			v = settled(d, attributes[i].changed);
	say(d, v, head, v == ALLOWED || v == LOUD ? N_("cambió (%s)") : N_("cambió, y es para siempre (%s)"), what);
}

static void compare(struct diff *d, struct str head, const struct str *was, const struct str *is)
{
	struct str rest = *was, word;

	while (rest.n && str_cut(&rest, ' ', &word)) {
		struct str name = str_sub(word, 0, str_find(word, '='));
		struct str before = value_of(was, name), now = value_of(is, name);
		if (!str_eq(before, now))
			changed(d, head, name, before, now);
	}
}

/* The line of what it is part of: of "field meal.day", "entity meal". */
static bool parent_was_there(const struct diff *d, struct str head, const char *kind)
{
	struct str name = str_sub(head, str_find(head, ' ') + 1, head.n);

	name = str_sub(name, 0, str_find(name, '.'));
	return map_get(&d->before, str_fmt(d->mem, "%s %.*s", kind, (int)name.n, name.p)) != NULL;
}

static void added(struct diff *d, struct str head, const struct str *is)
{
	bool key = kind_is(head, "field") && str_is(value_of(is, STR("key")), "yes") && parent_was_there(d, head, "entity");
	bool required = kind_is(head, "column") && str_is(value_of(is, STR("required")), "yes") &&
		parent_was_there(d, head, "table");

	if (key)
		say(d, FORBIDDEN, head, N_("es nuevo y parte de la clave, que es para siempre"), STR(""));
	else if (required)
		say(d, settled(d, LASTING), head, N_("es nueva y no puede faltar: pide un paso de actualización"), STR(""));
	else
		say(d, ALLOWED, head, N_("es nuevo"), STR(""));
}

static bool format_raised(const struct diff *d)
{
	struct str head = STR("format data");
	const struct str *was = map_get(&d->before, head), *is = map_get(&d->now, head);
	int64_t before = 0, now = 0;

	return was && is && str_int64(value_of(was, STR("number")), &before) && str_int64(value_of(is, STR("number")), &now) &&
		now > before;
}

bool declared_diff(struct buf *out, struct str before, struct str now, const struct lang *l)
{
	struct diff d = { .out = out, .mem = out->mem, .l = l, .before = read_lines(out->mem, before),
		.now = read_lines(out->mem, now) };
	struct str rest = before, line;

	d.raised = format_raised(&d);
	for (unsigned pass = 0; pass < 2; pass++, rest = now)
		while (rest.p && str_cut(&rest, '\n', &line)) {
			struct str head = head_of(line);
			const struct str *was = map_get(&d.before, head), *is = map_get(&d.now, head);
			if (pass == 1 && !was && is)
				added(&d, head, is);
			else if (pass == 0 && was && !is)
				gone(&d, head);
			else if (pass == 0 && was && is)
				compare(&d, head, was, is);
		}
	if (!d.changes)
		buf_add(out, tr(l, N_("No cambió nada.")));
	else if (d.forbidden)
		buf_add(out, tr_fill(out->mem, l, N_("Prohibido (X): %s"), str_fmt(out->mem, "%u", d.forbidden)));
	else
		buf_add(out, tr(l, N_("Todo lo que cambió se puede.")));
	buf_char(out, '\n');
	return d.forbidden == 0;
}
