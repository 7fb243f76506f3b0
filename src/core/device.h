/*
 * device.h - the phone itself: several people on it, each with a picture; retired or not; its data.
 *
 * A device is known by its cookie, of which only the hash rests in a table. None of this is in the
 * journal but that it was enrolled and retired (module people). Functions that change something run in
 * the writer's transaction.
 */
#ifndef AYNI_DEVICE_H
#define AYNI_DEVICE_H

#include "session.h"

enum { PEOPLE_ON_DEVICE = 12 };

/* Pictures by which people who share a phone tell themselves apart: names of icons in the sprite. NULL-ended. */
struct picture {
	const char *icon;
	const char *label; /* msgid */
};
extern const struct picture device_icons[];
/* Grounds on which a white icon has a contrast of 7 : 1 at least. NULL-ended. */
struct ground {
	const char *name;
	const char *label; /* msgid */
	const char *fill;  /* "#87290c" */
};
extern const struct ground device_grounds[];

/* Was the device of that cookie taken out of use? */
bool device_retired(struct ctx *c, struct str cookie);

/* Somebody on a device, with her picture: the chosen one, or one that nobody else there has. */
struct device_person {
	struct id id;
	struct str name;
	bool has_pin;
	const struct picture *icon;
	const struct ground *ground;
};
/* The people on the device of that cookie, as they came; none once it was taken out of use. */
unsigned device_people(struct ctx *c, struct str cookie, struct device_person *out, unsigned max);
/* Choose her picture there; false when she is not on it, or there is no such picture. */
bool device_picture(struct ctx *c, struct str cookie, struct id person, struct str icon, struct str ground);
/* She used it now. */
void device_contact(struct ctx *c, struct str cookie, struct id person);

/* One device as lists show it. */
struct device_row {
	struct id id, person;
	struct str name;          /* of the device, or of the person: see below */
	int64_t made_at, used_at; /* used_at 0: not since it is noted */
	bool here;
};
/* Who is on that device: `person` and her name. */
unsigned device_on(struct ctx *c, struct id device, struct device_row *out, unsigned max);
/* Her devices that are in use, the newest first: `id` and the device's name. */
unsigned device_hers(struct ctx *c, struct id person, struct str cookie, struct device_row *out, unsigned max);
/* She is not on that device any more: her PIN there is gone, her sessions there end. False when she was not. */
bool device_leave(struct ctx *c, struct id device, struct id person);

/* Bytes that a device sent and received in the month of c->now, in the network's zone. */
struct device_use {
	int64_t sent_bytes, received_bytes;
};
void device_use_add(struct ctx *c, struct hash device, struct device_use use);
struct device_use device_use_get(struct ctx *c, struct hash device);

#endif
