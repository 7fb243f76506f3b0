/* image_own.h - what parent and child say to each other: they are the same program on the same machine. */
#ifndef AYNI_IMAGE_OWN_H
#define AYNI_IMAGE_OWN_H

#include "image.h"

enum { IMAGE_ANSWER = 0x41594e49, IMAGE_EXIT_BROKEN = 3, IMAGE_EXIT_NO_TOOL = 4 };

struct image_answer {
	uint32_t magic, picture, thumb, placed; /* bytes of picture and thumb, which follow */
	int64_t width, height, lat_udeg, lon_udeg;
};

/* Lose every right that decoding does not need. False: that could not be done. */
bool image_cage(void);

#endif
