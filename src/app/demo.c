/*
 * demo.c - making an invented network, or going on with one.
 */
#include "demo_own.h"

#include "data.h"

enum { DAYS_USUAL = 60 };

static const char *const short_names[DEMO_PEOPLE] = {
	"lider", "cocinera", "distrito", "mesa", "salud", "facilitadora", "voluntaria", "operadora",
};

struct id demo_id(uint64_t seed, int64_t date_ms, const char *what, uint64_t a, uint64_t b)
{
	return sample_id(&(struct sample){ .seed = seed }, date_ms, what, a, b);
}

struct id demo_network_id(uint64_t seed)
{
	return demo_id(seed, 0, "network", 0, 0);
}

void demo_people(uint64_t seed, struct demo_person out[DEMO_PEOPLE])
{
	for (unsigned i = 0; i < DEMO_PEOPLE; i++)
		out[i] = (struct demo_person){ short_names[i], demo_id(seed, 0, "person", i, 0) };
}

void demo_progress(struct demo *d, const char *what, int64_t done, int64_t all)
{
	if (d->o->progress)
		d->o->progress(d->o->arg, what, done, all);
}

/* ---- how far it has lived, kept beside the tables ---- */

static void mark_run(struct write *w, struct gate *g, struct chain_head *head)
{
	struct demo *d = w->arg;

	(void)g, (void)head;
	data_set_meta(w->c->db, "demo", str_fmt(w->c->mem, "%lld %d %lld %lld",
		(long long)d->o->seed, (int)d->o->scale, (long long)d->first_day,
		(long long)d->last_day));
}

static enum rc mark(struct demo *d, struct diag *diag)
{
	struct ctx c = { .mem = d->mem, .diag = diag, .reg = d->o->reg, .schema = d->o->reg->schema,
		.net = &d->net, .who = &d->console, .lang = lang_spanish(), .channel = "demo" };
	struct write one = { .run = mark_run, .c = &c, .arg = d };

	return writer_call(d->o->writer, &one);
}

struct lived {
	uint64_t seed;
	int scale;
	int64_t first_day, last_day;
};

static bool lived_read(struct demo *d, struct lived *out)
{
	struct str rest = data_meta(writer_db(d->o->writer), d->mem, "demo"), piece[4] = { 0 };
	int64_t n[4];

	for (unsigned i = 0; i < 4; i++)
		if (!str_cut(&rest, ' ', &piece[i]) || !str_int64(piece[i], &n[i]))
			return false;
	*out = (struct lived){ (uint64_t)n[0], (int)n[1], n[2], n[3] };
	return true;
}

/* What modules see: once kitchens are there and have their codes. */
static void show_modules(struct demo *d, struct diag *diag)
{
	struct ctx c = { .mem = d->mem, .diag = diag, .reg = d->o->reg, .schema = d->o->reg->schema, .net = &d->net,
		.who = &d->console, .db = writer_db(d->o->writer) };
	struct sample_person *people = ARENA_ARRAY(d->mem, struct sample_person, DEMO_PEOPLE);
	struct sample_group *groups = ARENA_ARRAY(d->mem, struct sample_group, d->nkitchens);

	for (unsigned i = 0; i < DEMO_PEOPLE; i++)
		people[i] = (struct sample_person){ str_c(short_names[i]), &d->person[i] };
	for (unsigned i = 0; i < d->nkitchens; i++)
		groups[i] = (struct sample_group){ d->kitchen[i].id, ref_code(&c, "kitchen", d->kitchen[i].id),
			str_c(d->kitchen[i].place), &d->kitchen[i].leader };
	d->s = (struct sample){ .batch = &d->batch, .net = &d->net, .mem = d->mem, .seed = d->o->seed,
		.city = d->o->scale != DEMO_SMALL, .stores = d->o->stores, .shown = d->o->phones && d->o->scale == DEMO_SMALL, .first_day = d->first_day,
		.from_day = d->from_day, .last_day = d->last_day, .people = people, .npeople = DEMO_PEOPLE, .groups = groups,
		.ngroups = d->nkitchens };
}

static enum rc live(struct demo *d)
{
	int64_t all = d->last_day - d->from_day + 1;
	enum rc rc = OK;

	for (int64_t day = d->from_day; day <= d->last_day && rc == OK; day++) {
		rc = sample_day(&d->s, day);
		if (rc == OK)
			rc = demo_talk_day(d, day);
		demo_progress(d, N_("Viviendo los días"), day - d->from_day + 1, all);
	}
	return rc;
}

static enum rc work(struct demo *d, struct demo_options *o, struct diag *diag)
{
	struct lived lived;
	bool again = lived_read(d, &lived);

	if (again) {
		o->seed = lived.seed;
		o->scale = (enum demo_scale)lived.scale;
		d->first_day = lived.first_day;
		d->from_day = lived.last_day;
		if (o->today_day <= lived.last_day)
			return OK;
	} else {
		d->first_day = d->from_day = o->today_day - (o->days ? o->days : DAYS_USUAL);
	}
	d->last_day = o->today_day;
	d->net = (struct network){ .id = demo_network_id(o->seed), .name = STR("Red de Ollas de Lima (muestra)"),
		.country = STR("PE"), .zone_name = STR("America/Lima"), .currency = STR("PEN"), .demo = true };
	d->net.zone = zone_load(d->mem, d->net.zone_name);
	if (!d->net.zone)
		return diag_add(diag, NULL, "zone", N_("Falta la zona horaria %s: instale tzdata"), d->net.zone_name);
	demo_cast(d);
	batch_begin(&d->batch, d->mem, o->writer, o->reg, &d->net, "demo", diag);
	d->batch.until_ms = o->now_ms;
	int64_t after_ms = 0;
	enum rc rc = again ? OK : demo_setup(d, &after_ms);
	if (rc == OK)
		show_modules(d, diag);
	if (rc == OK && !again)
		rc = demo_phones(d, after_ms);
	if (rc == OK)
		rc = live(d);
	if (rc == OK && !again)
		rc = demo_phones_end(d);
	if (rc == OK && !again)
		rc = demo_talk_end(d);
	enum rc end = batch_end(&d->batch);
	if (rc == OK && end == OK)
		rc = mark(d, diag);
	return rc != OK ? rc : end;
}

enum rc demo_make(struct demo_options *o, struct diag *diag)
{
	struct demo d = { .o = o, .mem = arena_new(0) };

	d.console = (struct actor){ .console = true };
	enum rc rc = work(&d, o, diag);
	arena_free(&d.mem);
	return rc;
}
