/*
 * fold.h - folded text for search and order (utf8proc).
 */
#ifndef AYNI_FOLD_H
#define AYNI_FOLD_H

#include "str.h"

/*
 * Lower case, no accents, single blanks, trimmed; ñ stays apart and sorts after n (written "n~").
 * Malformed bytes are dropped. The result is ASCII where the text was Latin.
 */
struct str fold(struct arena *a, struct str s);
/* NFC, controls dropped, blanks trimmed and single: how names are kept. */
struct str text_tidy(struct arena *a, struct str s);

#endif
