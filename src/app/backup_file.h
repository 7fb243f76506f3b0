/*
 * backup_file.h - a backup's place on the disk: written beside, durable, then in its place with one rename.
 */
#ifndef AYNI_BACKUP_FILE_H
#define AYNI_BACKUP_FILE_H

#include "app.h"
#include "sealed.h"

struct backup_place {
	const char *path;   /* where it stands in the end; NULL: standard output */
	const char *part;   /* beside it, while it is written */
	const char *folder; /* that holds it */
	bool dated;         /* we chose the name: "ayni-2026-11-22T0830Z.backup" */
	int fd;
	int64_t bytes;
	bool failed;
};

/*
 * Where `word` says: a file, a folder (then the name is of the instant) or "-". Opens and locks the part.
 * EXIT_GOOD or a status with a line; what stands there is not touched.
 */
int backup_place_open(struct app *a, struct console *k, const char *word, struct backup_place *out);
/* For sealed_begin; arg is the place. */
bool backup_place_put(void *arg, struct str s);
/* Durable and in its place; or, where anything failed, away with it. False: it failed. */
bool backup_place_close(struct backup_place *p, bool good);
/* Leave the newest `keep` dated backups of the folder, and no parts of broken ones. */
void backup_place_prune(const struct backup_place *p, struct arena *a, unsigned keep);

/* What was made or renamed in the folder outlasts a power cut. */
bool folder_durable(const char *folder);
/* Is there a backup of ours in that file? */
bool backup_looks_ours(const char *path);
/* Fill as much as there is: `take` of sealed_open over a descriptor. */
size_t backup_take(void *fd, void *p, size_t n);

#endif
