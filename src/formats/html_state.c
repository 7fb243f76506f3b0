#include <string.h>

#include "template.h"

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool is_word(const struct html_state *st, const char *word)
{
	return st->nword == strlen(word) && memcmp(st->word, word, st->nword) == 0;
}

static bool url_attribute(const struct html_state *st)
{
	return is_word(st, "href") || is_word(st, "src") || is_word(st, "action") ||
		is_word(st, "formaction");
}

/* What stands there is read as code after the references are resolved: escaping is no help. */
static bool code_attribute(const struct html_state *st)
{
	return is_word(st, "style") || is_word(st, "srcdoc") ||
		(st->nword > 2 && memcmp(st->word, "on", 2) == 0);
}

static void add_letter(struct html_state *st, char c)
{
	if (st->nword < sizeof(st->word))
		st->word[st->nword++] = lower(c);
}

static void end_word(struct html_state *st)
{
	st->tag_name = false;
	st->equals = false;
	st->bare = false;
	st->gap = false;
	st->nword = 0;
}

static void open_quote(struct html_state *st, char c)
{
	st->at = c == '"' ? ST_QUOTED : ST_APOSTROPHE;
	st->value_start = url_attribute(st);
	st->code = code_attribute(st);
}

/* As browsers read it: a quote opens a value only right behind an attribute's "=". */
static void in_tag(struct html_state *st, char c)
{
	bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';

	if (c == '>') {
		st->at = st->raw[0] ? ST_RAW : ST_TEXT;
	} else if (blank && st->equals) {
		return; /* between "=" and its value */
	} else if (blank && !st->bare && !st->tag_name) {
		st->gap = st->nword > 0; /* an "=" may still come */
	} else if (blank || (c == '/' && !st->equals && !st->bare)) {
		end_word(st);
	} else if (st->equals) {
		st->equals = false;
		if (c == '"' || c == '\'')
			open_quote(st, c);
		else
			st->bare = true;
	} else if (c == '=' && st->nword && !st->tag_name && !st->bare) {
		st->equals = true;
	} else if (!st->bare) {
		if (st->gap)
			end_word(st);
		add_letter(st, c);
		if (st->tag_name && (is_word(st, "script") || is_word(st, "style")))
			memcpy(st->raw, st->word, st->nword);
		else if (st->tag_name)
			memset(st->raw, 0, sizeof(st->raw));
	}
}

/* A '<' opens a tag unless a blank follows, as in "a < b". */
static void in_text(struct html_state *st, struct str rest)
{
	if (str_starts(rest, "<!--")) {
		st->at = ST_COMMENT;
	} else if (rest.p[0] == '<' && !(rest.n > 1 && rest.p[1] == ' ')) {
		st->at = ST_TAG;
		end_word(st);
		st->tag_name = true;
	}
}

static void in_raw(struct html_state *st, struct str rest)
{
	if (!str_starts(rest, "</") || !str_starts(str_sub(rest, 2, rest.n), st->raw))
		return;
	memset(st->raw, 0, sizeof(st->raw));
	st->at = ST_TAG;
	end_word(st);
}

void html_state_feed(struct html_state *st, struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		struct str rest = str_sub(s, i, s.n);
		switch (st->at) {
		case ST_TEXT:
			in_text(st, rest);
			break;
		case ST_TAG:
			in_tag(st, s.p[i]);
			break;
		case ST_QUOTED:
		case ST_APOSTROPHE:
			st->value_start = false;
			if (s.p[i] == (st->at == ST_QUOTED ? '"' : '\'')) {
				st->at = ST_TAG;
				end_word(st);
			}
			break;
		case ST_COMMENT:
			if (str_starts(rest, "-->")) {
				st->at = ST_TEXT;
				i += 2;
			}
			break;
		case ST_RAW:
			in_raw(st, rest);
			break;
		}
	}
}

bool html_state_place(const struct html_state *st, enum place *out)
{
	if (st->at == ST_TEXT)
		*out = IN_TEXT;
	else if (st->at == ST_QUOTED && !st->code)
		*out = st->value_start ? IN_URL : IN_ATTR;
	else
		return false;
	return true;
}
