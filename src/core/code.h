/*
 * code.h - a code of six digits, seen on a person's signed-in page, that proves her once in a text message.
 *
 * Only its keyed hash rests in table text_code. One a person: a new one takes the old one's place.
 */
#ifndef AYNI_CODE_H
#define AYNI_CODE_H

#include "ctx.h"

enum { TEXT_CODE_MS = 10 * 60 * 1000, TEXT_CODE_TRIES = 5 };

enum text_code { TEXT_CODE_GOOD, TEXT_CODE_WRONG, TEXT_CODE_NONE };

/* A fresh one for her, in the writer's transaction. Its text, in the arena. */
struct str text_code_make(struct ctx *c, struct id person);
/*
 * Spend it, in the writer's transaction: a good one is gone, and a wrong one counts; after TEXT_CODE_TRIES wrong ones
 * there is none any more.
 */
enum text_code text_code_take(struct ctx *c, struct id person, struct str code);

#endif
