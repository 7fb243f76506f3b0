#include <setjmp.h>

#include "httpd_in.h"
#include "log.h"

/*
 * A worker never gives an answer to the library itself. After a handler suspends its connection
 * and returns, the library's I/O thread goes on looking at that connection for a moment; a fast
 * worker that queued an answer just then would make it send from a suspended connection. So the
 * worker builds the answer, resumes, and the I/O thread queues it when it comes back to the job.
 */

static void enqueue(struct pool *p, struct job *j)
{
	j->state = JOB_QUEUED;
	j->next = NULL;
	if (p->tail)
		p->tail->next = j;
	else
		p->head = j;
	p->tail = j;
	p->waiting++;
	/* A sleeping worker is woken once; one that is awake finds the job by itself. */
	if (p->idle > 0) {
		p->idle--;
		p->wakes++;
		pthread_cond_signal(&p->work);
	}
}

static struct job *dequeue(struct pool *p)
{
	while (!p->head && !p->ending) {
		p->idle++;
		while (p->wakes == 0 && !p->ending)
			pthread_cond_wait(&p->work, &p->lock);
		if (p->wakes > 0)
			p->wakes--;
	}
	struct job *j = p->head;
	if (j) {
		p->head = j->next;
		if (!p->head)
			p->tail = NULL;
		p->waiting--;
		j->state = JOB_RUNNING;
	}
	return j;
}

/* The handler and the making of its answer under the arena's guard. */
static enum http_next handle(struct job *j, unsigned worker)
{
	struct httpd *h = j->h;
	http_handler *fn = j->q.then ? j->q.then : h->o.handle;
	enum http_next next = HTTP_ANSWER;

	j->q.then = NULL;
	if (setjmp(*arena_guard(j->q.mem)) == 0) {
		next = fn(h->o.app, worker, &j->q, &j->r);
		if (next == HTTP_LATER && !j->q.then)
			bug("http: HTTP_LATER without then");
		if (next == HTTP_ANSWER)
			answer_make(j);
	} else {
		next = HTTP_ANSWER;
		if (h->o.worker_cut)
			h->o.worker_cut(h->o.app, worker);
		answer_plain(j, 503);
	}
	/* Later: the arena is another thread's already, with a guard of its own. */
	if (next == HTTP_ANSWER)
		arena_unguard(j->q.mem);
	return next;
}

/* One turn; called and left with the lock held. */
static void turn(struct pool *p, struct job *j, unsigned worker)
{
	pthread_mutex_unlock(&p->lock);
	enum http_next next = handle(j, worker);
	pthread_mutex_lock(&p->lock);
	if (next == HTTP_LATER && j->state == JOB_WOKEN) {
		enqueue(p, j);
		return;
	}
	if (next == HTTP_LATER && !p->closed) {
		j->state = JOB_LATER;
		return;
	}
	if (next == HTTP_LATER) {
		j->abandoned = true;
		answer_plain(j, 503);
	}
	j->state = JOB_DONE;
	pthread_mutex_unlock(&p->lock);
	MHD_resume_connection(j->mhd);
	pthread_mutex_lock(&p->lock);
}

struct worker {
	struct httpd *h;
	unsigned n;
};

static void *work(void *arg)
{
	struct worker w = *(struct worker *)arg;
	struct pool *p = &w.h->pool;
	struct job *j;

	free(arg);
	if (w.h->o.worker_start)
		w.h->o.worker_start(w.h->o.app, w.n);
	pthread_mutex_lock(&p->lock);
	while ((j = dequeue(p)))
		turn(p, j, w.n);
	pthread_mutex_unlock(&p->lock);
	if (w.h->o.worker_stop)
		w.h->o.worker_stop(w.h->o.app, w.n);
	return NULL;
}

bool pool_start(struct httpd *h)
{
	struct pool *p = &h->pool;
	pthread_condattr_t steady;

	pthread_condattr_init(&steady);
	pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
	pthread_mutex_init(&p->lock, NULL);
	pthread_cond_init(&p->work, NULL);
	pthread_cond_init(&p->drained, &steady);
	pthread_condattr_destroy(&steady);
	p->thread = calloc(h->o.workers, sizeof(*p->thread));
	for (unsigned i = 0; p->thread && i < h->o.workers; i++) {
		struct worker *w = malloc(sizeof(*w));
		if (!w)
			return false;
		*w = (struct worker){ h, i };
		if (pthread_create(&p->thread[i], NULL, work, w) != 0) {
			free(w);
			return false;
		}
		pthread_setname_np(p->thread[i], "worker");
		p->nthreads++;
	}
	return p->thread != NULL;
}

static void join_all(struct pool *p, struct job *j)
{
	j->in_flight = true;
	j->prev_all = NULL;
	j->next_all = p->all;
	if (p->all)
		p->all->prev_all = j;
	p->all = j;
	p->in_flight++;
}

bool pool_submit(struct job *j)
{
	struct pool *p = &j->h->pool;

	/* Only this thread adds new requests, so what has room now has room below. */
	if (atomic_load_explicit(&p->waiting, memory_order_relaxed) >= j->h->o.queue)
		return false;
	if (atomic_load(&j->h->stopping))
		return false;
	conn_deadline(j->c, 0);
	atomic_store_explicit(&j->c->reading, false, memory_order_relaxed);
	/* Suspend before anybody can resume. */
	MHD_suspend_connection(j->mhd);
	pthread_mutex_lock(&p->lock);
	join_all(p, j);
	bool late = p->closed;
	if (late)
		j->state = JOB_DONE;
	else
		enqueue(p, j);
	pthread_mutex_unlock(&p->lock);
	if (late) {
		answer_plain(j, 503);
		MHD_resume_connection(j->mhd);
	}
	return true;
}

void http_resume(struct http_request *q)
{
	struct job *j = q->conn;
	struct pool *p = &j->h->pool;

	pthread_mutex_lock(&p->lock);
	if (j->state == JOB_RUNNING)
		j->state = JOB_WOKEN;
	else if (j->state == JOB_LATER)
		enqueue(p, j);
	pthread_mutex_unlock(&p->lock);
}

void pool_leave(struct job *j)
{
	struct pool *p = &j->h->pool;

	pthread_mutex_lock(&p->lock);
	if (j->prev_all)
		j->prev_all->next_all = j->next_all;
	else
		p->all = j->next_all;
	if (j->next_all)
		j->next_all->prev_all = j->prev_all;
	j->in_flight = false;
	if (--p->in_flight == 0)
		pthread_cond_broadcast(&p->drained);
	pthread_mutex_unlock(&p->lock);
}

static void wait_empty(struct pool *p, int ms)
{
	int64_t at = steady_us() + (int64_t)ms * 1000;
	struct timespec until = { at / 1000000, at % 1000000 * 1000 };

	while (p->in_flight > 0)
		if (pthread_cond_timedwait(&p->drained, &p->lock, &until) != 0)
			break;
}

/* 503 to everything that no worker holds. */
static void give_up(struct pool *p)
{
	struct job *list = NULL;

	p->closed = true;
	p->head = p->tail = NULL;
	p->waiting = 0;
	for (struct job *j = p->all; j; j = j->next_all) {
		if (j->state != JOB_QUEUED && j->state != JOB_LATER)
			continue;
		/* Its own thread may still hold q: keep the memory until the end. */
		j->abandoned = true;
		j->state = JOB_DONE;
		answer_plain(j, 503);
		j->next = list;
		list = j;
	}
	pthread_mutex_unlock(&p->lock);
	while (list) {
		struct job *j = list;
		list = j->next;
		MHD_resume_connection(j->mhd);
	}
	pthread_mutex_lock(&p->lock);
}

void pool_drain(struct httpd *h, int drain_ms)
{
	enum { FLUSH_MS = 500 };
	struct pool *p = &h->pool;

	pthread_mutex_lock(&p->lock);
	wait_empty(p, drain_ms);
	give_up(p);
	p->ending = true;
	pthread_cond_broadcast(&p->work);
	pthread_mutex_unlock(&p->lock);
	for (unsigned i = 0; i < p->nthreads; i++)
		pthread_join(p->thread[i], NULL);
	pthread_mutex_lock(&p->lock);
	wait_empty(p, FLUSH_MS);
	pthread_mutex_unlock(&p->lock);
}

void pool_stop(struct httpd *h)
{
	struct pool *p = &h->pool;

	free(p->thread);
	pthread_cond_destroy(&p->work);
	pthread_cond_destroy(&p->drained);
	pthread_mutex_destroy(&p->lock);
}
