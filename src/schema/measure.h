/*
 * measure.h - a weight or a volume as people write it: "3.5 kg", "medio kilo", "800 g", "2 litros y medio".
 *
 * Inside it is a whole number of grams or millilitres. A number without a measure is one of those, as programs write it;
 * with a fraction and no measure nobody knows what it is. The room's own helper; also for modules that read messages.
 */
#ifndef AYNI_MEASURE_H
#define AYNI_MEASURE_H

#include "str.h"

enum measured { MEASURE_OK, MEASURE_BAD, MEASURE_BIG };

/*
 * Of folded text (fold.h); `volume`: litres, else kilos. The point or a comma is the decimal one; a comma before exactly
 * three figures parts thousands, as Peru writes them. MEASURE_BIG: over a thousand tonnes.
 */
enum measured measure_read(struct str s, bool volume, int64_t *out) MUST_USE;
/* Was a measure written beside the number, so that nobody can have meant another? */
bool measure_said(struct str s);
/* "3.5 kg", "800 g", "2 L", "50 ml"; read again it gives the same. */
void buf_measure(struct buf *b, int64_t amount, bool volume);

#endif
