/*
 * template.h - what the template parser hands to the renderer; of no use outside this room.
 *
 * A template is a flat row of nodes; a section knows the index behind its end. Everything is
 * read-only once templates_parse has returned, so any thread may render.
 */
#ifndef AYNI_TEMPLATE_H
#define AYNI_TEMPLATE_H

#include "map.h"
#include "view.h"

enum value_kind { VALUE_TEXT, VALUE_HTML, VALUE_FLAG, VALUE_LIST };

struct value {
	const char *key;
	uint32_t hash;
	enum value_kind kind;
	bool on;
	struct str s;
	int64_t number;     /* of view_int, for plurals */
	struct view *first; /* of a list */
	struct view *last;
};

struct view {
	struct arena *mem;
	struct view *next; /* in its list */
	struct value *value;
	unsigned n, cap;
};

/* A name as views look for it. */
struct name {
	struct str s;
	uint32_t hash;
};

/* FNV-1a, 32 bits. */
uint32_t name_hash(struct str s);
/* The value under that name in this view alone, or NULL. */
const struct value *view_value(const struct view *v, const struct name *name);

enum node_kind {
	NODE_LITERAL,
	NODE_TEXT,
	NODE_HTML,
	NODE_SECTION,
	NODE_INVERTED,
	NODE_PART,
	NODE_MSG,
	NODE_PLURAL
};

enum place { IN_TEXT, IN_ATTR, IN_URL };

struct node {
	enum node_kind kind;
	enum place place;
	struct str literal;
	struct name name;    /* value, section, part, or the argument of a message */
	const char *msgid;   /* NODE_MSG; of NODE_PLURAL the one for 1 */
	const char *many;    /* of NODE_PLURAL */
	bool filled;         /* NODE_MSG: its %s takes the value of name */
	size_t end;          /* of a section: index behind its last node */
	const struct template *part;
	unsigned line;
};

struct template {
	const char *name;
	struct node *node;
	size_t n, cap;
	const struct name *key; /* declared, dots and all */
	unsigned nkeys;
};

struct template_set {
	struct template *template;
	unsigned n;
	struct map by_name;
};

/* Where the literal text of a template stands: between tags, in a tag, in a quoted value. */
struct html_state {
	enum { ST_TEXT, ST_TAG, ST_QUOTED, ST_APOSTROPHE, ST_COMMENT, ST_RAW } at;
	char word[16];    /* tag or attribute name just read, lower case */
	unsigned nword;
	bool tag_name;    /* word is still the tag's */
	bool gap;         /* blanks behind an attribute's name */
	bool equals;      /* behind an attribute's "=", its value not begun */
	bool bare;        /* in a value without quotes */
	bool code;        /* in the value of style, srcdoc or an on… handler */
	bool value_start; /* just behind the opening quote of href, src, action or formaction */
	char raw[8];      /* script or style: the element that we are in */
};

/* Move the state over s. */
void html_state_feed(struct html_state *st, struct str s);
/* Where a value would stand; false where none may (code, unquoted, comment). */
bool html_state_place(const struct html_state *st, enum place *out);

#endif
