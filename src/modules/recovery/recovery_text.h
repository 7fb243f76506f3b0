/*
 * recovery_text.h - reading what was fetched, as people write it.
 */
#ifndef AYNI_RECOVERY_TEXT_H
#define AYNI_RECOVERY_TEXT_H

#include "ctx.h"

/*
 * "25 kg, 5 malogrado", "25 kilos de papa y 2 y medio podridos": what came and what was not fit, as amounts ("25.000 kg");
 * empty where not said. False: something of it is no amount, or each was said twice.
 */
bool recovery_fetched_read(struct ctx *c, struct str text, struct str *came_out, struct str *rejected_out);

#endif
