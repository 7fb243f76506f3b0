#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "load.h"

int64_t load_now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

void load_count(struct load_stats *s, unsigned status, int64_t took_us)
{
	if (s->answers == s->cap) {
		s->cap = s->cap ? s->cap * 2 : 65536;
		s->took_us = realloc(s->took_us, s->cap * sizeof(*s->took_us));
		if (!s->took_us)
			abort();
	}
	s->took_us[s->answers++] = (uint32_t)(took_us > UINT32_MAX ? UINT32_MAX : took_us);
	s->status[status < LOAD_STATUS ? status : 0]++;
}

static int order(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

/* The smallest sample that at least `share` of all do not exceed. */
static unsigned at(const struct load_stats *s, double share)
{
	size_t i = (size_t)(share * (double)s->answers);

	if (s->answers == 0)
		return 0;
	return s->took_us[i < s->answers ? i : s->answers - 1];
}

void load_report(struct load_stats *s, const struct load_options *o, double seconds)
{
	const char *comma = "";

	if (s->answers > 0)
		qsort(s->took_us, s->answers, sizeof(*s->took_us), order);
	printf("{\"loop\":\"%s\",\"connections\":%u,\"answers\":%llu,\"seconds\":%.3f,\"per_s\":%.1f,",
		o->rate > 0 ? "open" : "closed", o->connections, (unsigned long long)s->answers, seconds,
		seconds > 0 ? (double)s->answers / seconds : 0.0);
	if (o->rate > 0)
		printf("\"rate\":%.1f,", o->rate);
	printf("\"us\":{\"min\":%u,\"p50\":%u,\"p90\":%u,\"p99\":%u,\"p999\":%u,\"max\":%u},\"status\":{",
		at(s, 0), at(s, 0.5), at(s, 0.9), at(s, 0.99), at(s, 0.999), at(s, 1));
	for (unsigned i = 0; i < LOAD_STATUS; i++)
		if (s->status[i]) {
			printf("%s\"%u\":%llu", comma, i, (unsigned long long)s->status[i]);
			comma = ",";
		}
	printf("},\"bytes_in\":%llu,\"connect_failed\":%llu,\"closed_early\":%llu,\"timed_out\":%llu}\n",
		(unsigned long long)s->bytes_in, (unsigned long long)s->failed_connect,
		(unsigned long long)s->closed_early, (unsigned long long)s->timed_out);
	free(s->took_us);
	s->took_us = NULL;
}
