/* media_own.h - what media*.c share. A number that is not wholly there reads as 0. */
#ifndef AYNI_MEDIA_OWN_H
#define AYNI_MEDIA_OWN_H

#include "media.h"

/* n bytes at `at`, big end first; and little end first. */
uint64_t big(struct str s, size_t at, unsigned n);
uint64_t little(struct str s, size_t at, unsigned n);
/* Does it stand there? */
bool has_at(struct str s, size_t at, struct str what);

/* Has a track of sound and none of pictures. */
bool webm_is_sound(struct str s);
bool mp4_is_sound(struct str s);

#endif
