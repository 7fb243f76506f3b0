/*
 * chat_export.h - a group's chat as WhatsApp exports it (.txt): who wrote what, and when.
 *
 * There is no document of that format; it follows the language and the clock of the phone. Known here, in Spanish and
 * English, with two or four digits of the year and the marks that nobody sees:
 *
 *     22/11/26, 3:15 p. m. - Rosa: raciones 120          Android
 *     22/11/2026 15:15 - +51 987 654 321: raciones 120
 *     [22/11/26, 15:15:03] Rosa: raciones 120            iPhone
 *
 * Lines without such a head belong to the message before. Lines with a head and nobody's name are the service's own.
 */
#ifndef AYNI_CHAT_EXPORT_H
#define AYNI_CHAT_EXPORT_H

#include "str.h"

enum { CHAT_LINES_MAX = 200000, CHAT_SENDER_MAX = 100 };

struct chat_line {
	struct str sender, text; /* text: may hold line breaks; empty for media */
	int64_t day;             /* civil.h */
	int minute;              /* of that day, where the phone was */
	bool media;              /* a photo, a voice note…: not in the file */
};

struct chat_export {
	struct chat_line *line;
	unsigned n, own; /* own: of the service */
};

/*
 * Read a file, in UTF-8. Texts in the arena. INVALID: it is none of the kind (no line has a head), or longer than
 * CHAT_LINES_MAX. Where the order of day and month cannot be told from any line, the day comes first.
 */
enum rc chat_export_read(struct arena *a, struct str file, struct chat_export *out) MUST_USE;

#endif
