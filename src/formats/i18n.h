/*
 * i18n.h - translations, per request.
 *
 * Msgids are Spanish. A catalogue is a GNU .mo file embedded at build; Spanish itself needs none.
 * Never the process's locale. Catalogues are read-only after start; any thread may read.
 */
#ifndef AYNI_I18N_H
#define AYNI_I18N_H

#include "str.h"

struct lang; /* one language: its tag and catalogue */

struct lang_source {
	const char *tag; /* "en" */
	struct str mo;   /* embedded bytes */
};

/* Load catalogues; Spanish is always there, first. Malformed bytes end the process (a build fault). */
void langs_load(struct arena *a, const struct lang_source *src, unsigned n);
/* By tag ("es", "en"); NULL when there is none. */
const struct lang *lang_find(struct str tag);
/* The best for an Accept-Language header (RFC 4647 lookup with q values); Spanish otherwise. */
const struct lang *lang_accept(struct str header);
const struct lang *lang_spanish(void);
const char *lang_tag(const struct lang *l);
/* The language in its own words, as its catalogue's header says (X-Language-Name); else its tag. */
struct str lang_name(const struct lang *l);
/* Nobody has looked the translation through yet (X-Draft: yes in the header). */
bool lang_draft(const struct lang *l);
unsigned langs_count(void);
const struct lang *langs_at(unsigned i);

/* The translation, or msgid itself. l may be NULL (Spanish). */
struct str tr(const struct lang *l, const char *msgid);
/* Singular or plural by n with the catalogue's Plural-Forms (Spanish: n != 1). */
struct str tr_plural(const struct lang *l, const char *one, const char *many, int64_t n);
/* tr, with its one %s replaced by arg. */
struct str tr_fill(struct arena *a, const struct lang *l, const char *msgid, struct str arg);
/* text with its first %s replaced by arg. */
struct str text_fill(struct arena *a, struct str text, struct str arg);
/*
 * tr with named places: "{who} anotó {served} raciones"; pairs are name, value, name, value …
 * An unknown place stays as it is written.
 */
struct str_pair {
	const char *name;
	struct str value;
};
struct str tr_named(struct arena *a, const struct lang *l, const char *msgid,
	const struct str_pair *pairs, unsigned n);

/* "22/11/2026", "domingo 22 de noviembre", "22 nov": as people of that language write it. */
struct str lang_date(struct arena *a, const struct lang *l, int64_t day);
struct str lang_date_long(struct arena *a, const struct lang *l, int64_t day);
struct str lang_date_short(struct arena *a, const struct lang *l, int64_t day);

#endif
