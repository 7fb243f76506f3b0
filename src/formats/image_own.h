/* image_own.h - what parent and child say to each other: they are the same program on the same machine. */
#ifndef AYNI_IMAGE_OWN_H
#define AYNI_IMAGE_OWN_H

#include "image.h"

enum { IMAGE_ANSWER = 0x41594e49, IMAGE_EXIT_BROKEN = 3, IMAGE_EXIT_NO_TOOL = 4 };

struct image_answer {
	uint32_t magic, picture, thumb, placed; /* bytes of picture and thumb, which follow */
	int64_t width, height, lat_udeg, lon_udeg;
};

/*
 * Start the child under that word, hand it the picture, take its answer: IMAGE_MADE, at most `most` bytes in room. One at a
 * time in a process; what a head says to be too large is not begun.
 */
enum image_rc image_ask(char *word, struct str bytes, enum media m, char *room, size_t most, size_t *n_out);

/* ---- in the child ---- */

/* All of standard input, which its caller never gives back; false: too much, or it broke. */
bool image_input(struct str *out);
bool image_output(const void *p, size_t n);

struct image_grey {
	unsigned char *p; /* of `edge_max` points at most, a byte each, row by row; the process ends with it */
	int width, height;
};
/* libgd is there; before the cage, which lets nothing be opened. */
bool image_load(void);
/* The picture as it lies, in shades of grey. */
bool image_grey(struct str s, int edge_max, struct image_grey *out);

/* Lose every right that decoding does not need. False: that could not be done. */
bool image_cage(void);

#endif
