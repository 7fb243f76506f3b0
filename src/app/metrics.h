/*
 * metrics.h - how the server fares, as Prometheus text: on ayni.sock and on a loopback listener of
 * its own, never on the public one. Counts and ids only.
 */
#ifndef AYNI_METRICS_H
#define AYNI_METRICS_H

#include "app.h"
#include "httpd.h"
#include "job.h"

/* What runs while `serve` runs. Read-only from when threads see it. */
struct serving {
	struct app *app;
	struct jobs *jobs;
	struct httpd *http;
	struct httpd *metrics; /* NULL: not asked for */
	struct db *db;         /* of the metrics listener's one worker */
	int64_t started_at;    /* ms */
};

/* Append all of them; db is a reader of the calling thread. Any thread while the server runs. */
void metrics_text(const struct serving *s, struct db *db, struct buf *out);
/* Listen where the setting says; NULL with a reason in *d. */
struct httpd *metrics_listen(struct serving *s, struct diag *d);

#endif
