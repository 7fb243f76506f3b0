/*
 * mo.h - a GNU message catalogue (.mo), read with every bound checked.
 *
 * Source of the layout: GNU gettext manual, "The Format of GNU MO Files". Little-endian files
 * only: the build makes them. No contexts (msgctxt). Read-only after mo_read.
 */
#ifndef AYNI_MO_H
#define AYNI_MO_H

#include "map.h"

enum mo_plural { MO_ONE_FORM, MO_NOT_ONE, MO_OVER_ONE };

struct mo_entry {
	struct str form[2]; /* form[1].p is NULL where the message has no plural */
};

struct mo {
	struct map entry; /* msgid to struct mo_entry */
	enum mo_plural plural;
	struct str name; /* X-Language-Name: the language in its own words; empty when the header has none */
	bool draft;      /* X-Draft: yes */
};

/*
 * Views into bytes, which must outlive the catalogue. INVALID when malformed, or when its
 * Plural-Forms is none of: nplurals=1 with plural=0, nplurals=2 with n != 1 or n > 1.
 */
enum rc mo_read(struct arena *a, struct str bytes, struct mo *out) MUST_USE;

#endif
