/*
 * image.h - a picture as somebody brought it becomes one of ours: small, upright, nothing in it but the picture.
 *
 * Decoding is done by a child process (this program again) with little memory, little time and no right to open,
 * connect or run anything, so that a picture made to hurt hurts nobody. Its head is read before: one with too many
 * pixels is refused undecoded.
 */
#ifndef AYNI_IMAGE_H
#define AYNI_IMAGE_H

#include "media.h"

enum {
	IMAGE_PIXELS_MAX = 25 * 1000 * 1000,
	IMAGE_EDGE = 1600,              /* of the picture that is kept, at most */
	IMAGE_BYTES_MAX = 1000 * 1000,
	IMAGE_THUMB_EDGE = 200,
	IMAGE_THUMB_BYTES = 6 * 1000,
};

/* The word by which this program knows that it is the child. */
#define IMAGE_CHILD "image-child"

enum image_rc {
	IMAGE_MADE,
	IMAGE_BROKEN, /* it cannot be read */
	IMAGE_LARGE,  /* too many pixels */
	IMAGE_AWAY,   /* it could not be tried now */
};

struct image {
	struct str picture, thumb; /* JPEG, in the arena */
	int64_t width, height;     /* of the picture, as it is shown */
	bool placed;               /* the original said where it was taken: */
	int64_t lat_udeg, lon_udeg;
};

/* Slow (0.1 to 2 s), one at a time in a process; any thread. Takes 1 MB of the arena at least. */
enum image_rc image_make(struct arena *a, struct str bytes, enum media m, struct image *out);
/*
 * What to start as the child: a program whose main hands IMAGE_CHILD to image_child. Before any thread; while it is not
 * said (a test), every picture is IMAGE_AWAY.
 */
void image_program(const char *path);
/* The child: bytes at standard input, the answer at standard output. Its exit status. */
int image_child(void);

/* What EXIF says of how a JPEG is turned (1 to 8) and where it was taken; 1 and false when it does not. */
int image_exif(struct str jpeg, bool *placed_out, int64_t *lat_udeg_out, int64_t *lon_udeg_out);

#endif
