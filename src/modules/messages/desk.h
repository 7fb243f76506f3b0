/*
 * desk.h - what coordinators do with messages: phrases, answers, broadcasts, the state of gateways.
 *
 * A phrase ("el guisito estuvo para" means "raciones") is how people here say what a command is called. The text
 * channel reads the table by the names below: in a message, the words `said` in a row (folded as phrase_fold does) are
 * read as if the words `means` stood there.
 */
#ifndef AYNI_DESK_H
#define AYNI_DESK_H

#include "messages.h"
#include "people.h"

enum { PHRASE_LANGUAGE, PHRASE_SAID, PHRASE_MEANS, PHRASE_AUTHOR, PHRASE_VOIDED, PHRASE__N };
enum { PHRASE_SAID_MAX = 80, PHRASE_MEANS_MAX = 40, PHRASES_MAX = 1000 };

/* What somebody did about messages: who, when, for which group; never what was written. */
enum { CARE_GROUP, CARE_WHAT, CARE_DAY, CARE_AUTHOR, CARE_PERSON, CARE__N };

extern const struct module desk_module, broadcast_module, ways_module;
extern const struct entity phrase_entity, care_entity;
extern const struct action phrase_add, phrase_remove;

/*
 * Lower case, no accents, ñ as n, words of letters with one blank between: what phrases are compared by. Figures
 * and signs fall out, for they change from message to message. In the arena.
 */
struct str phrase_fold(struct arena *a, struct str s);
/* May a phrase mean that: a word of a declared command, one that names an argument, or the channel's own. */
bool phrase_means(const struct ctx *c, struct str means);

#endif
