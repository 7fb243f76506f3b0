/*
 * qr_read.h - the QR codes on a photo (zbar), read in the child process that makes pictures (image.h): a picture made to
 * hurt hurts nobody. Slow (0.1 to 1 s), any thread that may wait.
 */
#ifndef AYNI_QR_READ_H
#define AYNI_QR_READ_H

#include "media.h"

enum { QR_READ_MAX = 8 };

/* Texts of the codes found, in the arena, at most QR_READ_MAX; 0: none, or it could not be tried (false in *tried_out). */
unsigned qr_read(struct arena *a, struct str bytes, enum media m, struct str out[QR_READ_MAX], bool *tried_out);
#define QR_CHILD "qr-child"
/* The child that reads: as image_child (image.h), under its own word. Its exit status. */
int qr_child(void);

#endif
