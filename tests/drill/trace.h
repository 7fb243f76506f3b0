/*
 * trace.h - everything that was done to the disk, in order, and what a power cut may leave of it.
 *
 * The model: what was synced stands. Of what was not, each sector of 512 bytes keeps the latest, any earlier
 * state since the sync, or a torn one: the beginning of a write, its end, or garbage where it
 * wrote (bytes beside a write stay, as SQLite and the disks it is made for promise). A file has any of its
 * sizes since the sync. A name that was made or removed may be so or not until its folder was synced.
 *
 * A sickly disk fails one sync in thirty, and forgets for good what that one should have kept: the system
 * takes such pages for clean (the lesson of PostgreSQL's fsync in 2018), so a later sync does not bring them.
 */
#ifndef AYNI_DRILL_TRACE_H
#define AYNI_DRILL_TRACE_H

#include "disk.h"

struct trace;

/* Empty. One at a time may record. `sickly`: with that seed; 0: the disk is well. */
struct trace *trace_new(uint64_t sickly);
void trace_free(struct trace *t);
/* The watcher that records; lives as long as the trace. */
const struct disk_watch *trace_watch(struct trace *t);
/* How many calls so far: the instant now. */
int64_t trace_now(const struct trace *t);
/* Syncs that failed. */
unsigned trace_failed(const struct trace *t);
/* How often that file was synced, and how often its log began anew: a write at its start. */
unsigned trace_count(const struct trace *t, enum disk_call call, const char *name, int64_t at);

/*
 * Go on to that instant, never back; then put on the disk what a power cut leaves there, by that seed.
 * `liar`: syncs of the log did nothing.
 */
void trace_cut(struct trace *t, int64_t instant, uint64_t seed, bool liar);

#endif
