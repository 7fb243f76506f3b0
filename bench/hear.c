/*
 * hear.c - what hearing costs: each message of a file (a label, a tab, the text) against all commands and 200
 * phrases, without a database; the ear is built once, as the channel does.
 *
 * Prints median_us (of messages, the best of ROUNDS of each) and ear_us (of building the ear).
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "hear.h"
#include "modules.h"
#include "module.h"

enum { ROUNDS = 5, MESSAGES_MOST = 4000, PHRASES = 200, DAY = 20779 };

static int64_t now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static bool known(void *arg, const char *entity, struct str code)
{
	(void)arg, (void)entity;
	return str_starts(code, "SJM-0");
}

static int by_size(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static struct ear *ear_of_all(struct arena *a, const struct registry *r)
{
	const struct action **actions = ARENA_ARRAY(a, const struct action *, r->ncommands);

	for (unsigned i = 0; i < r->ncommands; i++)
		actions[i] = r->commands[i]->action ? registry_action(r, str_c(r->commands[i]->action)) : NULL;
	return ear_new(a, r->commands, actions, r->ncommands);
}

static unsigned messages_read(struct arena *a, const char *path, struct str *out)
{
	FILE *f = fopen(path, "r");
	char line[4096];
	unsigned n = 0;

	while (f && n < MESSAGES_MOST && fgets(line, sizeof(line), f)) {
		char *tab = strchr(line, '\t');
		if (line[0] != '#' && tab)
			out[n++] = str_trim(str_dup(a, str_c(tab + 1)));
	}
	if (f)
		fclose(f);
	return n;
}

int main(int argc, char **argv)
{
	struct arena *a = arena_new(0), *mem = arena_new(0);
	struct diag d = { 0 };
	const struct registry *r = registry_new(a, modules, &d);
	struct str *text = ARENA_ARRAY(a, struct str, MESSAGES_MOST);
	int64_t *took = ARENA_ARRAY(a, int64_t, MESSAGES_MOST);
	struct alias *alias = ARENA_ARRAY(a, struct alias, PHRASES);
	unsigned n = argc > 1 ? messages_read(a, argv[1], text) : 0;
	struct listening how = { .today = DAY, .known = known, .alias = alias, .naliases = PHRASES };

	if (!r || !n) {
		fputs("hear FILE: no messages\n", stderr);
		return 1;
	}
	for (unsigned i = 0; i < PHRASES; i++)
		alias[i] = (struct alias){ str_fmt(a, "%c%cchanka%u de la olla", 'a' + i % 26, 'a' + i / 26, i), STR("raciones") };
	for (unsigned i = 0; i < n; i++)
		took[i] = INT64_MAX;
	int64_t begun = now_ns();
	const struct ear *ear = ear_of_all(a, r);
	int64_t ear_ns = now_ns() - begun;
	for (unsigned k = 0; k < ROUNDS; k++)
		for (unsigned i = 0; i < n; i++) {
			struct heard *h = ARENA_NEW(mem, struct heard);
			int64_t begin = now_ns();
			hear(ear, mem, text[i], &how, h);
			int64_t end = now_ns();
			if (end - begin < took[i])
				took[i] = end - begin;
			arena_reset(mem);
		}
	qsort(took, n, sizeof(*took), by_size);
	printf("messages=%u commands=%u phrases=%u median_us=%.1f p99_us=%.1f ear_us=%.1f\n", n, r->ncommands, PHRASES,
		(double)took[n / 2] / 1000, (double)took[n * 99 / 100] / 1000, (double)ear_ns / 1000);
	arena_free(&mem);
	arena_free(&a);
	return 0;
}
