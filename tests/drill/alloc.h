/*
 * alloc.h - every allocation of the program and of SQLite, counted, and one of them failing.
 *
 * The program's own calls (and jansson's, which it hands on) are wrapped by the linker; SQLite is given
 * these functions. Nothing fails until alloc_arm. Any thread.
 */
#ifndef AYNI_DRILL_ALLOC_H
#define AYNI_DRILL_ALLOC_H

#include <stdbool.h>
#include <stdint.h>

enum alloc_of { ALLOC_OWN, ALLOC_LIBRARY, ALLOC__N };

/* Before SQLite starts. */
void alloc_install(void);
/* The n-th call of that kind from now on fails (from 1); `again`: all later ones of both kinds too. */
void alloc_arm(enum alloc_of kind, int64_t n, bool again);
/* All is well again. */
void alloc_disarm(void);
/* Calls of that kind since alloc_arm or alloc_count. */
int64_t alloc_calls(enum alloc_of kind);
void alloc_count(void);
/* Blocks that were given out and not given back. */
int64_t alloc_live(void);

#endif
