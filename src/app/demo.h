/*
 * demo.h - invented networks: people, kitchens and weeks of pots, made through the gate.
 *
 * Everything follows from seed, scale, days and date: the same ones give the same dump. History is
 * made by running the context's clock forward, one action after the other, by the people who would
 * have done it. What is done on a day depends on seed, kitchen and day alone, so that a network that
 * slept can live the missing days later. Runs while no writer's thread runs. No real person, figure
 * or phone number stands here; the names of SJM-001 to SJM-004 are those of kitchens that exist.
 */
#ifndef AYNI_DEMO_H
#define AYNI_DEMO_H

#include "batch.h"
#include "ctx.h"

enum demo_scale { DEMO_SMALL, DEMO_LIMA };

struct demo_options {
	struct writer *writer;
	const struct registry *reg;
	uint64_t seed;
	enum demo_scale scale;
	int64_t days;      /* of history before today; 0: 60 */
	int64_t today_day; /* the last day lived */
	int64_t now_ms;    /* nothing is done later: soon after midnight the day's first acts are not yet to come; 0: the whole day */
	bool stores;       /* of a city also its stores and pick-ups */
	bool phones;       /* also phones, and what came back from them: for people to look at; uses the server's secret */
	struct str places; /* the embedded table (places_load.h) */
	/* A step begins, or has come so far; may be NULL. `what` is translated, all 0: unknown. */
	void (*progress)(void *arg, const char *what, int64_t done, int64_t all);
	void *arg;
};

/* The id of the network that this seed makes. */
struct id demo_network_id(uint64_t seed);

/*
 * Make the network, or, where it is already, live the days up to today_day; seed and scale in *o are
 * then set to those it was made with. INVALID, IO or BUSY with a reason in *d.
 */
enum rc demo_make(struct demo_options *o, struct diag *d) MUST_USE;

enum { DEMO_PEOPLE = 8 };

struct demo_person {
	const char *short_name; /* "lider": as people write it; stored in upper case */
	struct id id;
};

/* The sample people, in the order they are shown. */
void demo_people(uint64_t seed, struct demo_person out[DEMO_PEOPLE]);

/* The ways by which messages come to a sample network (demo_gateways.c). */
enum demo_gateway { DEMO_ANDROID, DEMO_WHATSAPP, DEMO_TELEGRAM, DEMO_GATEWAYS };
struct id demo_gateway_id(uint64_t seed, enum demo_gateway n);
/*
 * In the writer's transaction: their rows. phones: what phones_begin answered, or empty; then those that must be
 * asked are out of use, unless `open`.
 */
void demo_gateways_put(struct ctx *c, uint64_t seed, struct str phones, bool open);
/* JSON {kind: id}, for phones_begin. */
struct str demo_gateways_json(struct arena *a, uint64_t seed);

/* Whose telephones can be played. */
enum { DEMO_SAMPLES = 6 };
extern const struct played demo_samples[DEMO_SAMPLES];

#endif
