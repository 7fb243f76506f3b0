/*
 * robot.h - messages that a machine wrote: nobody waits for an answer.
 */
#ifndef AYNI_TEXT_ROBOT_H
#define AYNI_TEXT_ROBOT_H

#include "str.h"

/* An automatic answer, a bank, a company's promotion: by how such messages say of themselves that they are. */
bool robot_speaks(struct arena *a, struct str text);

#endif
