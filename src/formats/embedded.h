/*
 * embedded.h - a file that the build put into the binary (tools/embed.py).
 */
#ifndef AYNI_EMBEDDED_H
#define AYNI_EMBEDDED_H

#include "str.h"

/* One file, as it is and, where embed.py was told so, packed with gzip. An array ends with an item whose name is NULL. */
struct embedded {
	const char *name;
	struct str plain, gzip;
};

#endif
