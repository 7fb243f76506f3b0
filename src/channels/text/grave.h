/*
 * grave.h - words that ask for help at once: violence, despair, accidents.
 *
 * The answer gives telephone lines in words that anybody may see on the screen; it repeats nothing,
 * and nothing of such a message is kept.
 */
#ifndef AYNI_TEXT_GRAVE_H
#define AYNI_TEXT_GRAVE_H

#include "str.h"

enum grave { GRAVE_NONE, GRAVE_VIOLENCE, GRAVE_DESPAIR, GRAVE_ACCIDENT };

/* The gravest thing the message speaks of, however long it is. */
enum grave grave_find(struct arena *a, struct str message);
/* The msgid of the answer. */
const char *grave_msgid(enum grave g);

#endif
