/*
 * cmd_demo.c - a sample network: made where the folder is empty, lived on where it is not, served.
 */
#include <unistd.h>

#include "cmds.h"
#include "backup_key.h"
#include "demo.h"
#include "log.h"
#include "phones.h"
#include "places_data.h"
#include "serve.h"
#include "session.h"
#include "settings.h"
#include "log.h"

struct demo_words {
	const char *scale, *days, *seed, *today, *phones;
	bool stores;
};

/* A sample network may live on another day than the wall clock's: --today shifts it by whole days. */
static int64_t shift_ms;

static int64_t demo_clock(void)
{
	return clock_now() + shift_ms;
}

static void show_progress(void *arg, const char *what, int64_t done, int64_t all)
{
	struct app *a = arg;
	struct str s = tr(a->lang, what);

	if (!isatty(STDERR_FILENO))
		return;
	fprintf(stderr, all ? "\r%.*s: %lld de %lld   " : "\r%.*s: %lld   ", (int)s.n, s.p, (long long)done, (long long)all);
	if (all && done == all)
		fputc('\n', stderr);
}

static int number(struct app *a, struct console *k, const char *word, const char *option, int64_t least, int64_t *out)
{
	if (!word || (str_int64(str_c(word), out) && *out >= least))
		return EXIT_GOOD;
	return usage_error(a, k, N_("Esa opción necesita un número: %s"), option);
}

struct linking {
	struct demo_person *person;
	struct str code[DEMO_PEOPLE];
	uint64_t seed;
	struct str played; /* what the telephones answered, or empty */
};

/* Made anew at every start; a network made by `demo` takes them again and again, on loopback only. */
static void make_links(struct ctx *c, void *arg)
{
	struct linking *l = arg;

	for (unsigned i = 0; i < DEMO_PEOPLE; i++) {
		struct invite in;
		invite_make(c, l->person[i].id, true, &in);
		l->code[i] = in.code;
	}
	demo_gateways_put(c, l->seed, STR(""), false);
}

static void gateways_run(struct write *w, struct gate *g, struct chain_head *head)
{
	struct linking *l = w->arg;

	(void)g, (void)head;
	demo_gateways_put(w->c, l->seed, l->played, false);
}

/* The server is up: tell the telephones where it is, and the gateways where they are. */
static void play(struct app *a, struct console *k, struct linking *l)
{
	struct diag d = { 0 };
	struct actor who = { .console = true };
	struct ctx c = app_ctx(a, k->mem, &d, &who);
	struct write one = { .run = gateways_run, .c = &c, .arg = l };

	if (!phones_begin(k->mem, a->config.phones, a->config.public_url, demo_gateways_json(k->mem, l->seed), &l->played) ||
		writer_call(a->writer, &one) != OK) {
		usage_error(a, k, N_("Los teléfonos de muestra no responden%s"), "");
		return;
	}
	printf("telefono %.*s/telefono\n", (int)a->config.public_url.n, a->config.public_url.p);
	log_quiet(1); /* they ask several times a second: that would push the links off the screen */
}

static void print_links(struct app *a, struct console *k, void *arg)
{
	struct linking *l = arg;
	struct str url = a->config.public_url;

	if (a->config.phones.n)
		play(a, k, l);
	for (unsigned i = 0; i < DEMO_PEOPLE; i++)
		printf("%s %.*s/i/%.*s\n", l->person[i].short_name, (int)url.n, url.p, (int)l->code[i].n, l->code[i].p);
	printf("publica %.*s/\n", (int)url.n, url.p);
	fflush(stdout);
}

static int make(struct app *a, struct console *k, const struct demo_words *w, bool phones, uint64_t *seed_out)
{
	int64_t seed = 1, days = 0, day = zone_day(zone_load(a->mem, STR("America/Lima")), clock_now()), now_day = day;
	struct diag d = { 0 };
	int status = number(a, k, w->seed, "--seed", 0, &seed);

	if (status == EXIT_GOOD)
		status = number(a, k, w->days, "--days", 1, &days);
	if (status == EXIT_GOOD && w->today && !day_parse(str_c(w->today), &day))
		status = usage_error(a, k, N_("Una fecha se escribe 2026-11-22, no %s"), w->today);
	if (status == EXIT_GOOD && w->scale && strcmp(w->scale, "small") != 0 && strcmp(w->scale, "lima") != 0)
		status = usage_error(a, k, N_("--scale es small o lima, no %s"), w->scale);
	if (status == EXIT_GOOD)
		status = app_make(a, k, true);
	if (status != EXIT_GOOD)
		return status;
	shift_ms = (day - now_day) * DAY_MS;
	struct demo_options o = { .writer = a->writer, .reg = a->reg, .seed = (uint64_t)seed,
		.scale = w->scale && strcmp(w->scale, "lima") == 0 ? DEMO_LIMA : DEMO_SMALL, .days = days,
		.today_day = day,
		.now_ms = day == now_day || phones ? demo_clock() : 0, .stores = w->stores, .phones = phones, .places = places_data[0].plain, .progress = show_progress, .arg = a };
	struct str there = data_meta(a->reader, k->mem, "network");
	if (there.n && !data_meta(a->reader, k->mem, "demo").n)
		return usage_error(a, k, N_("En %s hay una red que no es de muestra"),
			str_cstr(k->mem, a->set.db.n ? settings_shown_url(k->mem, a->set.db) : a->set.data));
	if (demo_make(&o, &d) != OK) {
		usage_error(a, k, d.n ? d.item[0].msgid : N_("No se pudo hacer la red de muestra%s"),
			d.n ? str_cstr(k->mem, d.item[0].arg) : "");
		return EXIT_FAILED;
	}
	*seed_out = o.seed;
	status = app_adopt(a, k, demo_network_id(o.seed));
	return status == EXIT_GOOD ? backup_key_first(a, k) : status;
}

int cmd_demo(struct app *a, struct console *k)
{
	bool bad = false, no_serve = flag_take(k, "--no-serve");
	struct demo_words w = { .scale = option_take(k, "--scale", &bad), .days = option_take(k, "--days", &bad),
		.seed = option_take(k, "--seed", &bad), .today = option_take(k, "--today", &bad),
		.phones = option_take(k, "--phones", &bad), .stores = flag_take(k, "--stores") };
	struct demo_person person[DEMO_PEOPLE];
	struct linking links = { .person = person };
	uint64_t seed = 1;
	int status;

	if (bad)
		return usage_error(a, k, N_("A una opción le falta su valor. Vea «ayni help %s»"), "demo");
	if (option_left(k))
		return usage_error(a, k, N_("No hay una opción %s"), option_left(k));
	if (!str_starts(a->set.listen, "127.") && !str_starts(a->set.listen, "localhost"))
		return usage_error(a, k, N_("La red de muestra se atiende solo en esta máquina, no en %s"), str_cstr(k->mem, a->set.listen));
	if (w.phones && !phones_url_sound(str_c(w.phones)))
		return usage_error(a, k, N_("--phones lleva una dirección como http://127.0.0.1:40123, no %s"), w.phones);
	status = serve_check(a, k);
	if (status == EXIT_GOOD)
		status = make(a, k, &w, !no_serve, &seed);
	if (status == EXIT_GOOD && !no_serve) {
		struct diag d = { 0 };
		struct actor who = { 0 };
		a->clock = demo_clock;
		struct ctx c = app_ctx(a, k->mem, &d, &who);
		links.seed = seed;
		if (w.phones) {
			a->config.phones = str_dup(a->mem, str_c(w.phones));
			a->config.samples = demo_samples;
			a->config.nsamples = DEMO_SAMPLES;
		}
		demo_people(seed, person);
		status = app_write(a, &c, make_links, &links) == OK ? serve_run(a, k, print_links, &links) : app_not_saved(a, k);
	}
	app_close(a);
	return status;
}
