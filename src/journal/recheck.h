/*
 * recheck.h - inside the journal room: a change just appended reads back as it is.
 */
#ifndef AYNI_RECHECK_H
#define AYNI_RECHECK_H

#include "journal.h"

/* Ends the program unless header, hash and every value read back. In the same transaction, after the erasure. */
void journal_recheck(struct applier *ap, const struct change *c, const struct hash *hash);

#endif
