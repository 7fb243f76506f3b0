/*
 * money.h - int64 céntimos, read and written the way people do.
 */
#ifndef AYNI_MONEY_H
#define AYNI_MONEY_H

#include "str.h"

/*
 * "12", "12.5", "12,50", "1,234.50", "S/ 12.50" to céntimos; at most two decimals. A comma is
 * a thousands mark when three digits follow each, a decimal mark when one or two end the text.
 * False on anything else.
 */
bool money_parse(struct str s, int64_t *cents_out) MUST_USE;
/* "1,234.50" without the currency. */
void buf_money(struct buf *b, int64_t cents);
/* "1234.50", for CSV and JSON. */
void buf_money_plain(struct buf *b, int64_t cents);
/* 247756 as "247,756". */
void buf_thousands(struct buf *b, int64_t n);
/* Micro-degrees (1e-6 degree) as "-12.158400" without trailing zeros, and back. */
bool degrees_parse(struct str s, int64_t *micro_out) MUST_USE;
void buf_degrees(struct buf *b, int64_t micro);

#endif
