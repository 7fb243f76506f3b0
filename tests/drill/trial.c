/* trial.c - trials in processes of their own, counted. */
#include "trial.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { SHOWN = 5, WHY_BYTES = 512 };

/* Where a trial says what it found. */
static char *verdict;
static pid_t first;

static int64_t steady_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static _Noreturn void usage(const struct trials *t, const char *word)
{
	fprintf(stderr, "drill_%s: «%s»: say --seed N, --most N, --only N, --stride N, --deeds N, --plant NAME, --piece NAME\n",
		t->name, word);
	exit(2);
}

static enum plant plant_of(const char *name)
{
	static const char *const known[PLANT__N] = { "", "early", "row", "double", "answer" };

	for (unsigned i = 1; i < PLANT__N; i++)
		if (strcmp(known[i], name) == 0)
			return i;
	return PLANT_NONE; /* one of the drill's own */
}

void trials_begin(struct trials *t, int argc, char **argv)
{
	int64_t seed = 1;

	for (int i = 1; i < argc; i += 2) {
		const struct {
			const char *name;
			int64_t *value;
		} known[] = { { "--seed", &seed }, { "--most", &t->most }, { "--only", &t->only },
			{ "--stride", &t->stride }, { "--deeds", &t->deeds } };
		bool found = false;
		if (i + 1 == argc)
			usage(t, argv[i]);
		for (unsigned k = 0; k < ARRAY_LEN(known); k++)
			if (strcmp(argv[i], known[k].name) == 0) {
				found = str_int64(str_c(argv[i + 1]), known[k].value) && *known[k].value >= 0;
				if (!found)
					usage(t, argv[i + 1]);
			}
		if (strcmp(argv[i], "--plant") == 0) {
			t->planted = argv[i + 1];
			t->plant = plant_of(t->planted);
		} else if (strcmp(argv[i], "--piece") == 0) {
			t->piece = argv[i + 1];
		} else if (!found) {
			usage(t, argv[i]);
		}
	}
	if (t->stride == 0 || t->deeds > DEEDS_MAX)
		usage(t, "--deeds");
	first = getpid();
	t->seed = (uint64_t)seed;
	t->begun_ms = steady_ms();
	verdict = mmap(NULL, WHY_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (verdict == MAP_FAILED)
		usage(t, "no memory");
}

bool trials_go_on(const struct trials *t)
{
	return t->only >= 0 ? t->at <= t->only : t->tried < t->most;
}

bool trial_due(struct trials *t)
{
	int64_t n = t->at++;

	if (!trials_go_on(t) && t->only != n)
		return false;
	return t->only >= 0 ? t->only == n : n % t->stride == 0;
}

bool trial_fork(struct trials *t, uint64_t seed, const char *what)
{
	int status = 0;

	verdict[0] = 0;
	if (t->only >= 0 && t->only == t->at - 1)
		return true;
	fflush(NULL);
	pid_t child = fork();
	if (child == 0)
		return true;
	if (child < 0 || waitpid(child, &status, 0) != child) {
		perror("drill: no process for a trial");
		exit(2);
	}
	t->tried++;
	if (WIFEXITED(status) && (WEXITSTATUS(status) == 0 || (WEXITSTATUS(status) == 1 && t->may_refuse && !verdict[0])))
		return false;
	if (WIFSIGNALED(status))
		snprintf(verdict, WHY_BYTES, "CRASH: ended by signal %d", WTERMSIG(status));
	else if (!verdict[0])
		snprintf(verdict, WHY_BYTES, "CRASH: ended with status %d", WEXITSTATUS(status));
	if (t->bad++ < SHOWN)
		printf("# %s: life %llu, %s: %s (again: --seed %llu --deeds %lld --only %lld%s%s)\n", t->name,
			(unsigned long long)seed, what, verdict, (unsigned long long)t->seed, (long long)t->deeds,
			(long long)(t->at - 1), t->piece ? " --piece " : "", t->piece ? t->piece : "");
	return false;
}

void trial_end(const char *why)
{
	if (why)
		snprintf(verdict, WHY_BYTES, "%s", why);
	if (why && getpid() == first)
		printf("# %s\n", why);
	fflush(stdout);
	_exit(why ? 1 : 0);
}

int trials_end(const struct trials *t)
{
	printf("%s: %lld tried, %lld bad, %lld s\n", t->name, (long long)t->tried, (long long)t->bad,
		(long long)(steady_ms() - t->begun_ms + 500) / 1000);
	return t->bad ? 1 : 0;
}
