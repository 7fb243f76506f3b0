/*
 * beside.h - what belongs to a network besides its database: DIR/keys and DIR/ayni.conf. They go with it
 * into a backup and to another folder; where the database is (the line `db`) stays behind.
 */
#ifndef AYNI_BESIDE_H
#define AYNI_BESIDE_H

#include "app.h"
#include "backup.h"

/* At most BACKUP_FILES_MAX; false, with errno, when one cannot be read. Wipe them in any case. */
bool beside_read(struct arena *a, struct str folder, struct backup_file *out, unsigned *n_out);
void beside_wipe(const struct backup_file *f, unsigned n);
/*
 * May they lie in that folder? EXIT_USAGE with a line when it has the secret of another network. What is there
 * already is as good as written.
 */
int beside_check(struct app *a, struct console *k, struct str folder, const struct backup_file *f, unsigned n);
/* Write those that are missing there (0600), durable one by one; false, with errno, when one cannot be. */
bool beside_write(struct arena *a, struct str folder, const struct backup_file *f, unsigned n);
/* Print the line that ayni.conf needs for the network at that URL to be served; the password is hers to add. */
void beside_say_db(struct app *a, struct console *k, const char *url);

#endif
