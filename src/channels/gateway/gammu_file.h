/*
 * gammu_file.h - the files of gammu-smsd's FILES backend, as names and bytes.
 *
 * Source: gammu-smsd-files(7), gammu-smsdrc(5), gammu-smsbackup(5), and what gammu-smsd 1.42 writes:
 *
 *     inbox   IN<yyyymmdd>_<hhmmss>_<serial>_<sender>_<part>.<ext>      the SIM's clock, local time
 *     outbox  OUT<priority><yyyymmdd>_<hhmmss>_<serial>_<recipient>_<note>.txt<flags>   flag d: a delivery report is wanted
 *
 * What is in an inbox file depends on inboxformat: "detail" (the one that doc/operating.md asks for) is the smsbackup form,
 * all parts in one file, each with its user data header; "unicode" is UTF-16 with its mark and "standard" UTF-8, one file a
 * part, whose names tell the order and nothing tells how many there are.
 */
#ifndef AYNI_GAMMU_FILE_H
#define AYNI_GAMMU_FILE_H

#include "civil.h"
#include "id.h"

enum {
	GAMMU_FILE_MAX = 64 * 1024,
	GAMMU_PARTS_MAX = 32,
	GAMMU_NAME_MAX = 200,
};

/* Of an inbox file's name. */
struct gammu_name {
	struct str sender;    /* "+51987654321", or a name */
	int64_t day;          /* by the network's clock */
	unsigned second;      /* of that day */
	unsigned serial, part;
	bool text;            /* not .bin */
};

enum gammu_kind { GAMMU_TEXT, GAMMU_BYTES, GAMMU_DELIVERED, GAMMU_FAILED, GAMMU_UNDECIDED };

/* A text message, or a piece of one. */
struct gammu_part {
	enum gammu_kind kind;
	struct str text;
	unsigned ref, part, parts; /* part counts from 1; parts 0: the file does not say */
	bool full;                 /* parts 0: it fills a message, so another may follow */
};

struct gammu_file {
	struct gammu_part part[GAMMU_PARTS_MAX];
	unsigned n;
};

/* False: no inbox file. sender is a view of name. */
bool gammu_name_read(struct str name, struct gammu_name *out) MUST_USE;
/*
 * Read what is in an inbox file whose name says that it comes from `sender`; sections of somebody else are left out.
 * Texts in the arena, valid UTF-8. False: nothing in it can be read.
 */
bool gammu_file_read(struct arena *a, struct str bytes, struct str sender, struct gammu_file *out) MUST_USE;

/* The name of the outbox file for that message: sorted by urgency and time. */
struct str gammu_out_name(struct arena *a, struct id id, struct str address, bool urgent, int64_t local_ms);
/* The id in the name of an outbox file of ours; false for a stranger's. */
bool gammu_out_id(struct str name, struct id *out) MUST_USE;
/* UTF-16 with its mark, big end first: what smsd reads the same whatever its locale. */
struct str gammu_out_bytes(struct arena *a, struct str text);

#endif
