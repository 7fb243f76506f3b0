/*
 * field_scan.h - numbers, dates and phones as people write them; the room's own helper.
 *
 * All take folded text (fold.h): ASCII, lower case, single blanks.
 */
#ifndef AYNI_FIELD_SCAN_H
#define AYNI_FIELD_SCAN_H

#include "str.h"

enum scan { SCAN_OK, SCAN_BAD, SCAN_DECIMALS, SCAN_BIG, SCAN_NO_SUCH };

/* "120", "-5", "1,234", "1 234"; SCAN_DECIMALS for "12.5" and "120.0". */
enum scan scan_int(struct str s, int64_t *out) MUST_USE;
/* "2026-11-22", "22/11/2026", "22-11-26", "22.11.26"; SCAN_NO_SUCH for 31/02/2026. */
enum scan scan_day(struct str s, int64_t *day_out) MUST_USE;
/* E.164 text in b; blanks, hyphens, points and brackets between digits are passed over. */
bool scan_phone(struct str s, struct buf *b) MUST_USE;

#endif
