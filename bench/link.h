/*
 * link.h - a bad telephone link, as a model: who may send when, and when it arrives.
 *
 * One wire a direction, shared by all connections. What a connection sends is cut into segments of 1,460
 * bytes; each takes 40 bytes more on the wire, and connections take turns, segment by segment. A segment
 * arrives half a round trip after it left. One in so many is lost: it is sent again after a stall of two
 * round trips (what Linux waits before it probes for a lost tail: RFC 8985, 7.2), after twice that when it is
 * lost again, and what follows it in its connection waits for it, as TCP delivers in order. The wire carries
 * every copy. A connection costs one round trip before its first byte, and one second more (RFC 6298, 2.1),
 * doubling, when its first packets are lost.
 *
 * Left out: acknowledgements (under 3 % of the wire), name look-up and TLS. Slow start never bites: the first
 * window of ten segments is more than this link holds in a round trip.
 *
 * Nothing here reads a clock or touches a socket. The same seed and calls give the same times.
 */
#ifndef LINK_H
#define LINK_H

#include <stdbool.h>
#include <stdint.h>

enum { WIRE_FLOWS = 64, WIRE_FLIGHT = 256, SEGMENT = 1460, SEGMENT_HEAD = 40 };

struct wire_options {
	int64_t bits_per_s, round_trip_us;
	int64_t lost_ppm; /* segments in a million */
	uint64_t seed;
};

struct segment {
	int64_t at_us;
	unsigned n; /* bytes; 0: the end of the flow */
};

/* One direction of one connection. */
struct flow {
	bool used, ending, ended; /* ending: an end is waiting behind the bytes */
	int64_t waiting_n;        /* bytes that have not left */
	int64_t ready_us;         /* the first of them may leave */
	int64_t last_us;          /* arrival of the last that left */
	struct segment flight[WIRE_FLIGHT];
	unsigned first, nflight;
};

/* One direction of the link. */
struct wire {
	struct wire_options o;
	int64_t free_us;
	uint64_t random;
	unsigned turn; /* the flow that sent last */
	uint64_t segments, lost, bytes;
	struct flow flow[WIRE_FLOWS];
};

void wire_begin(struct wire *w, const struct wire_options *o);

/* What is lost from here on is what this seed loses. */
void wire_seed(struct wire *w, uint64_t seed);

/* Round trips and lost first packets of a connection that begins now; when it is there. */
int64_t wire_connect_us(struct wire *w, int64_t now_us);

/* A flow begins; nothing of it leaves before from_us. */
void wire_open(struct wire *w, unsigned flow, int64_t from_us);

/* n bytes more to send; n = 0: its end. */
void wire_put(struct wire *w, unsigned flow, int64_t now_us, unsigned n);

/* Forgets a flow with all that was under way. */
void wire_drop(struct wire *w, unsigned flow);

/* Moves to now; told is called for each segment that arrived meanwhile, oldest first within its flow. */
void wire_run(struct wire *w, int64_t now_us, void (*told)(void *arg, unsigned flow, unsigned n), void *arg);

/* When something will happen next; INT64_MAX: never by itself. */
int64_t wire_next_us(const struct wire *w);

#endif
