/*
 * utf8.h - UTF-8 as RFC 3629 has it: no surrogates, no overlong forms.
 */
#ifndef AYNI_UTF8_H
#define AYNI_UTF8_H

#include "str.h"

/* All of s is well-formed. */
bool utf8_valid(struct str s);
/*
 * Decode the code point at *at and move *at behind it. A malformed byte is U+FFFD and one step.
 * Call only while *at < s.n.
 */
uint32_t utf8_next(struct str s, size_t *at);
void buf_utf8(struct buf *b, uint32_t cp);
/* Count of code points. */
size_t utf8_count(struct str s);
/* No control characters but tab and newline. */
bool utf8_printable(struct str s);

#endif
