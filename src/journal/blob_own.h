/* blob_own.h - bytes as files, for blob.c alone. Folders are those of a database file (db_file). */
#ifndef AYNI_BLOB_OWN_H
#define AYNI_BLOB_OWN_H

#include "blob.h"

/* What the columns `state` of table blob hold. */
enum { STATE_HELD, STATE_ERASED, STATE_LEAVING, STATE_ERASING };

/* Written whole under another name, synced, renamed, the folder synced. The same bytes there already: only synced. */
bool blob_file_write(const char *db_file, const struct hash *h, struct str bytes);
/* A piece of a file that comes in order, its last one known by the size of the whole. */
bool blob_file_piece(const char *db_file, const struct hash *h, int64_t at, struct str bytes, int64_t whole);
/* Into p, exactly n bytes from `at` on. *size_out (may be NULL) is the file's. */
bool blob_file_read(const char *db_file, const struct hash *h, int64_t at, void *p, size_t n, int64_t *size_out);
/* Gone, or was not there; the folder is synced. */
bool blob_file_remove(const char *db_file, const struct hash *h);
/* Call fn for each file with a name of ours last written before that instant, and remove what was left half written. */
void blob_files_old(const char *db_file, int64_t before_ms, void (*fn)(void *arg, const struct hash *h), void *arg);

#endif
