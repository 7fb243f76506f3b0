/*
 * link_wire.c - the model of link.h.
 */
#include "link.h"

#include <string.h>

enum { SECOND_US = 1000000, TRIES_MAX = 8 };

void wire_begin(struct wire *w, const struct wire_options *o)
{
	memset(w, 0, sizeof *w);
	w->o = *o;
	wire_seed(w, o->seed);
}

void wire_seed(struct wire *w, uint64_t seed)
{
	w->random = seed * 0x9e3779b97f4a7c15u + 1;
	w->random += !w->random;
}

/* xorshift64*: the same on every machine. */
static bool is_lost(struct wire *w)
{
	w->random ^= w->random >> 12;
	w->random ^= w->random << 25;
	w->random ^= w->random >> 27;
	return (int64_t)((w->random * 0x2545f4914f6cdd1du) >> 33) % SECOND_US < w->o.lost_ppm;
}

int64_t wire_connect_us(struct wire *w, int64_t now_us)
{
	int64_t wait_us = SECOND_US;

	for (int tries = 0; tries < TRIES_MAX && (is_lost(w) || is_lost(w)); tries++, wait_us *= 2)
		now_us += wait_us;
	return now_us + w->o.round_trip_us;
}

void wire_open(struct wire *w, unsigned flow, int64_t from_us)
{
	w->flow[flow] = (struct flow){ .used = true, .ready_us = from_us };
}

void wire_put(struct wire *w, unsigned flow, int64_t now_us, unsigned n)
{
	struct flow *f = &w->flow[flow];

	if (!f->waiting_n && !f->ending && f->ready_us < now_us)
		f->ready_us = now_us;
	if (n)
		f->waiting_n += n;
	else
		f->ending = true;
}

void wire_drop(struct wire *w, unsigned flow)
{
	w->flow[flow].used = false;
}

static bool has_more(const struct flow *f)
{
	return f->used && (f->waiting_n || (f->ending && !f->ended)) && f->nflight < WIRE_FLIGHT;
}

/* The flow whose segment may leave first, in turn where several may; -1 when none waits. */
static int next_flow(const struct wire *w, int64_t *at_us_out)
{
	int best = -1;

	for (unsigned i = 1; i <= WIRE_FLOWS; i++) {
		unsigned k = (w->turn + i) % WIRE_FLOWS;
		const struct flow *f = &w->flow[k];
		int64_t at_us = f->ready_us > w->free_us ? f->ready_us : w->free_us;
		if (has_more(f) && (best < 0 || at_us < *at_us_out)) {
			best = (int)k;
			*at_us_out = at_us;
		}
	}
	return best;
}

static void segment_leaves(struct wire *w, unsigned flow, int64_t at_us)
{
	struct flow *f = &w->flow[flow];
	unsigned n = f->waiting_n > SEGMENT ? SEGMENT : (unsigned)f->waiting_n;
	int64_t take_us = (int64_t)(n + SEGMENT_HEAD) * 8 * SECOND_US / w->o.bits_per_s;
	int64_t there_us = at_us + take_us + w->o.round_trip_us / 2, stall_us = 2 * w->o.round_trip_us;

	w->free_us = at_us + take_us;
	for (int tries = 0; tries < TRIES_MAX && is_lost(w); tries++, stall_us *= 2) {
		there_us += stall_us;
		w->free_us += take_us;
		w->lost++;
	}
	if (there_us < f->last_us)
		there_us = f->last_us;
	f->last_us = there_us;
	f->flight[(f->first + f->nflight++) % WIRE_FLIGHT] = (struct segment){ there_us, n };
	f->waiting_n -= n;
	if (!n)
		f->ended = true;
	w->turn = flow;
	w->segments++;
	w->bytes += n;
}

void wire_run(struct wire *w, int64_t now_us, void (*told)(void *arg, unsigned flow, unsigned n), void *arg)
{
	int64_t at_us = 0;
	int flow;

	while ((flow = next_flow(w, &at_us)) >= 0 && at_us <= now_us)
		segment_leaves(w, (unsigned)flow, at_us);
	for (unsigned i = 0; i < WIRE_FLOWS; i++) {
		struct flow *f = &w->flow[i];
		while (f->used && f->nflight && f->flight[f->first].at_us <= now_us) {
			unsigned n = f->flight[f->first].n;
			f->first = (f->first + 1) % WIRE_FLIGHT;
			f->nflight--;
			told(arg, i, n);
		}
	}
}

int64_t wire_next_us(const struct wire *w)
{
	int64_t next_us = INT64_MAX, at_us = 0;

	if (next_flow(w, &at_us) >= 0)
		next_us = at_us;
	for (unsigned i = 0; i < WIRE_FLOWS; i++) {
		const struct flow *f = &w->flow[i];
		if (f->used && f->nflight && f->flight[f->first].at_us < next_us)
			next_us = f->flight[f->first].at_us;
	}
	return next_us;
}
