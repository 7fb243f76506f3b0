/*
 * httpd_stream.c - answers that have no end yet (struct http_stream): they hold no worker, and sleep while there is nothing.
 *
 * The I/O thread asks for bytes whenever the line takes some. Where there are none the connection is suspended until
 * http_wake. A wake that comes while the I/O thread is just finding nothing is remembered, so that none is lost. All of
 * it is under the pool's lock; whoever calls http_wake holds something by which `end` cannot run meanwhile.
 */
#include "httpd_in.h"

ssize_t stream_read(void *cls, uint64_t pos, char *p, size_t max)
{
	struct job *j = cls;
	struct pool *pool = &j->h->pool;
	const struct http_stream *s = &j->r.stream;

	(void)pos;
	if (atomic_load(&j->h->stopping))
		return MHD_CONTENT_READER_END_OF_STREAM;
	j->streams = true;
	long n = s->read(s->own, p, max);
	if (n < 0)
		return MHD_CONTENT_READER_END_OF_STREAM;
	/* What a slow line takes is no reason to cut it, as long as it takes something. */
	conn_deadline(j->c, steady_ms() + STREAM_MS);
	if (n > 0)
		return n;
	pthread_mutex_lock(&pool->lock);
	if (j->woken || atomic_load(&j->h->stopping)) {
		j->woken = false;
	} else {
		j->asleep = true;
		conn_deadline(j->c, 0);
		MHD_suspend_connection(j->mhd);
	}
	pthread_mutex_unlock(&pool->lock);
	return 0;
}

/* With the lock held. */
static void wake(struct job *j)
{
	if (!j->asleep) {
		j->woken = true;
		return;
	}
	j->asleep = j->woken = false;
	MHD_resume_connection(j->mhd);
}

void http_wake(struct http_request *q)
{
	struct job *j = q->conn;

	pthread_mutex_lock(&j->h->pool.lock);
	wake(j);
	pthread_mutex_unlock(&j->h->pool.lock);
}

void stream_end(struct job *j)
{
	if (j->streams && j->r.stream.end)
		j->r.stream.end(j->r.stream.own);
	j->streams = false;
}

void streams_wake(struct httpd *h)
{
	pthread_mutex_lock(&h->pool.lock);
	for (struct job *j = h->pool.all; j; j = j->next_all)
		if (j->asleep)
			wake(j);
	pthread_mutex_unlock(&h->pool.lock);
}
