/*
 * short.h - a report that a page put into a text message: every word in its place, and a mark that proves it whole.
 *
 *     SJM-014 22/11 almuerzo 120 casos 12 #K7Q
 *
 * is code, day, an optional choice, the bare number, then pairs of a word that names an argument and its number; at the
 * end # and the mark of what stands before it (doc/messages.md). With the right mark nothing is guessed and nothing need
 * be asked; a wrong one means that it changed on its way. No database, no clock; any thread.
 */
#ifndef AYNI_TEXT_SHORT_H
#define AYNI_TEXT_SHORT_H

#include "hear.h"

enum short_mark { MARK_NONE, MARK_RIGHT, MARK_WRONG };

enum { MARK_LETTERS = 3 };

/*
 * The mark of a text: h = 0; for each of its letters h = (31 h + letter) mod 46649, as three digits to the base 36 in
 * upper case. Letters are its printable ASCII signs, a–z as A–Z, blanks at its ends left out and rows of them as one; all
 * else is passed over. One changed letter and two swapped ones always change it, anything else in all but one case of 46,649.
 */
void short_mark_of(struct str text, char out[MARK_LETTERS]);
/* Does the message end in a mark, and is it that of what stands before it? *before_out: that, or the whole message. */
enum short_mark short_check(struct str message, struct str *before_out);
/*
 * Read it by the first command whose arguments it fits wholly, into *out; false: it is not of this form. today: a day and
 * a month are the last such day until tomorrow. Texts live in the arena or the message.
 */
bool short_read(struct arena *a, const struct text_command *const *commands, const struct action *const *actions,
	unsigned n, struct str text, int64_t today, struct reading *out);

#endif
