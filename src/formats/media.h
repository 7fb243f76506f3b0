/*
 * media.h - what bytes are, by what is in them; a name or a stated type is never believed.
 *
 * Sources: ITU T.81 (JPEG), W3C PNG, RFC 9649 (WebP), RFC 3533 and 7845 (Ogg, Opus), RFC 8794 and the Matroska
 * specification (WebM), ISO/IEC 14496-12 (MP4), RFC 4867 (AMR), ISO 32000 (PDF).
 */
#ifndef AYNI_MEDIA_H
#define AYNI_MEDIA_H

#include "str.h"

enum media {
	MEDIA_JPEG, MEDIA_PNG, MEDIA_WEBP, MEDIA_OGG, MEDIA_WEBM, MEDIA_MP4_AUDIO, MEDIA_AMR, MEDIA_PDF,
	MEDIA__N /* something else, a film too */
};

/* What these bytes are. */
enum media media_sniff(struct str bytes);
/* Width and height as the head of a picture says, without decoding it; false when it does not. */
bool media_image_size(struct str bytes, enum media m, int64_t *width_out, int64_t *height_out);
/* How long a voice note lasts, as cheaply as its format allows; -1: it does not say. */
int64_t media_duration_ms(struct str bytes, enum media m);
/* Blank what an MP4 file says besides its sound (place, name, device), in place; nothing moves. */
void media_mp4_blank(char *p, size_t n);

#endif
