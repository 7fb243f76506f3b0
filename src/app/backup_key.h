/*
 * backup_key.h - the keys of backups: public ones in DIR/keys/backup.pub, one a line (64 hexadecimal digits,
 * then anything); secret ones on paper only.
 */
#ifndef AYNI_BACKUP_KEY_H
#define AYNI_BACKUP_KEY_H

#include "app.h"
#include "sealed.h"

/* Whom backups of this folder are closed to. EXIT_GOOD, or a status with a line when there is nobody. */
int backup_keys_read(struct app *a, struct console *k, struct seal_public *out, unsigned *n_out);
/* Make a pair, add the public half to the file and print the secret one, for the only time. */
int backup_key_make(struct app *a, struct console *k);
/* The same where there is none yet: a network's first. */
int backup_key_first(struct app *a, struct console *k);
/*
 * The secret key: from `file`, else from the file that AYNI_BACKUP_KEY names, else asked for (or the first line
 * of standard input).
 */
int backup_secret_read(struct app *a, struct console *k, const char *file, struct seal_secret *out);

#endif
