/* backup_own.h - what writer and reader of the stream share. */
#ifndef AYNI_BACKUP_OWN_H
#define AYNI_BACKUP_OWN_H

/* Frames begin with one of these; a row belongs to the table before it. */
enum { FRAME_HEAD = 'H', FRAME_FILE = 'F', FRAME_TABLE = 'T', FRAME_ROW = 'R', FRAME_END = 'Z' };

#endif
