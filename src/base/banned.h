/*
 * banned.h - calls that have a better one here; force-included into every source file.
 *
 * strcpy strcat sprintf strncpy strtok: str.h. atoi: str_int64. gmtime localtime: civil.h.
 * rand: random_bytes. setlocale: language is per request. system alloca gets: never.
 */
#ifndef AYNI_BANNED_H
#define AYNI_BANNED_H

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#undef alloca
#pragma GCC poison strcpy strcat sprintf strncpy strtok atoi gmtime localtime rand setlocale system alloca

#endif
