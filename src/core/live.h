/*
 * live.h - sound that passes and is not kept: what a module says of a room of it, for the channel that carries it.
 *
 * A room is one record's (a meeting's). The channel takes sound from whoever has the word there and gives it to whoever
 * may hear; it is nowhere but in memory, and no journal knows of it. Rights are judged for each piece that is brought, and anew
 * each few minutes of listening.
 */
#ifndef AYNI_LIVE_H
#define AYNI_LIVE_H

#include "ctx.h"

/* Whose sound it is now. */
struct live_turn {
	struct id id;
	struct str name;
	bool hers; /* the actor may bring it */
};

/* Brought by one module (struct module: live_room). c has a snapshot; reads only. */
struct live_room {
	/* May the actor hear it? */
	bool (*hears)(struct ctx *c, struct id room);
	/* Who has the word there; false: nobody, and no sound is taken. */
	bool (*turn)(struct ctx *c, struct id room, struct live_turn *out);
};

#endif
