/* gammu_own.h - what the files of the gammu adapter share. */
#ifndef AYNI_GAMMU_OWN_H
#define AYNI_GAMMU_OWN_H

#include "gammu_file.h"
#include "gateway_channel.h"

enum {
	GAMMU_FILES_MAX = 200, /* looked at in one go */
};

/* Where gammu-smsd's folders are, as C strings in the arena. */
struct gammu_folders {
	const char *inbox, *outbox, *sent, *error;
	const char *pid; /* the file with smsd's process id; NULL: unknown */
};

/* Read the settings; INVALID with a reason in c->diag. */
enum rc gammu_settings(struct ctx *c, const struct gateway *g, struct gammu_folders *out);

/* The names in a folder that begin so, sorted, at most GAMMU_FILES_MAX; < 0: it cannot be read. */
int gammu_list(struct arena *a, const char *folder, const char *prefix, struct str out[GAMMU_FILES_MAX]);
/* "folder/name" */
const char *gammu_path(struct arena *a, const char *folder, struct str name);
/* Milliseconds since the file was last written; < 0: there is none. */
int64_t gammu_age_ms(const char *path);

/*
 * Deliver what is whole in the inbox and remove its files; *did: something was. A part waits as its file until the
 * others are there, or long enough. BUSY or IO: some is not delivered, and its files are there still.
 */
enum rc gammu_take_inbox(struct gateway_call *g, const struct gammu_folders *f, bool *did) MUST_USE;

#endif
