#include "mo.h"

#include <string.h>

enum { HEADER = 28 };
static const uint32_t magic = 0x950412de;

static uint32_t le32(struct str s, size_t at)
{
	const unsigned char *p = (const unsigned char *)s.p + at;

	return p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

/* The string that the table's index-th pair (length, offset) names. */
static bool string_at(struct str mo, size_t table, size_t index, struct str *out)
{
	size_t n = le32(mo, table + 8 * index), at = le32(mo, table + 8 * index + 4);

	if (at >= mo.n || n >= mo.n - at || mo.p[at + n])
		return false;
	*out = str_sub(mo, at, n);
	return true;
}

static struct str without_blanks(struct arena *a, struct str s)
{
	char *p = arena_alloc(a, s.n);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != ' ' && s.p[i] != '\t')
			p[n++] = s.p[i];
	return (struct str){ p, n };
}

/* The empty msgid's translation holds header lines, "Name: value". */
static void about(struct str header, struct mo *out)
{
	static const char name[] = "X-Language-Name:", draft[] = "X-Draft:";
	struct str line;

	while (str_cut(&header, '\n', &line)) {
		if (str_starts(line, name))
			out->name = str_trim(str_sub(line, sizeof(name) - 1, line.n));
		else if (str_starts(line, draft))
			out->draft = str_is(str_trim(str_sub(line, sizeof(draft) - 1, line.n)), "yes");
	}
}

static enum rc plural_rule(struct arena *a, struct str header, enum mo_plural *out)
{
	static const struct {
		const char *text;
		enum mo_plural rule;
	} known[] = {
		{ "nplurals=1;plural=0", MO_ONE_FORM },
		{ "nplurals=2;plural=n!=1", MO_NOT_ONE },
		{ "nplurals=2;plural=(n!=1)", MO_NOT_ONE },
		{ "nplurals=2;plural=n>1", MO_OVER_ONE },
		{ "nplurals=2;plural=(n>1)", MO_OVER_ONE },
	};
	static const char name[] = "Plural-Forms:";
	struct str line;

	*out = MO_NOT_ONE;
	while (str_cut(&header, '\n', &line)) {
		if (!str_starts(line, name))
			continue;
		line = without_blanks(a, str_sub(line, sizeof(name) - 1, line.n));
		if (str_ends(line, ";"))
			line.n--;
		for (size_t i = 0; i < ARRAY_LEN(known); i++) {
			if (str_is(line, known[i].text)) {
				*out = known[i].rule;
				return OK;
			}
		}
		return INVALID;
	}
	return OK;
}

static void add(struct arena *a, struct mo *mo, struct str id, struct str text)
{
	struct mo_entry *e = ARENA_NEW(a, struct mo_entry);
	struct str one;

	if (!str_cut(&text, '\0', &one))
		one = STR("");
	e->form[0] = one;
	if (text.p)
		str_cut(&text, '\0', &e->form[1]);
	map_set(&mo->entry, str_sub(id, 0, str_find(id, '\0')), e);
}

enum rc mo_read(struct arena *a, struct str bytes, struct mo *out)
{
	*out = (struct mo){ .entry = map_new(a), .plural = MO_NOT_ONE };
	if (bytes.n < HEADER || le32(bytes, 0) != magic || le32(bytes, 4) >> 16 > 1)
		return INVALID;
	size_t n = le32(bytes, 8), ids = le32(bytes, 12), texts = le32(bytes, 16);
	if (n > bytes.n / 16 || ids > bytes.n - 8 * n || texts > bytes.n - 8 * n)
		return INVALID;
	map_room(&out->entry, n);
	for (size_t i = 0; i < n; i++) {
		struct str id, text;
		if (!string_at(bytes, ids, i, &id) || !string_at(bytes, texts, i, &text))
			return INVALID;
		if (id.n)
			add(a, out, id, text);
		else if (plural_rule(a, text, &out->plural) != OK)
			return INVALID;
		else
			about(text, out);
	}
	return OK;
}
