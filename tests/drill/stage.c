/* stage.c - the pieces of work whose every allocation fails once. */
#include "stage.h"

#include "data.h"
#include "disk.h"
#include "files.h"
#include "hash.h"
#include "log.h"
#include "text_channel.h"

/* ---- opening ---- */

static void close_first(struct stage *s)
{
	db_close(&s->reader);
	world_close(s->w);
}

static unsigned open_run(struct stage *s, bool *whole_out)
{
	*whole_out = s->w->writer || world_open(s->w);
	return 0;
}

/* Without memory it says so: as a worker does, and whoever asks for the console's work. */
static void guarded(struct stage *s, bool (*fn)(struct stage *, struct arena *, unsigned *told), bool *whole_out,
	unsigned *told)
{
	*whole_out = false;
	if (setjmp(*arena_guard(s->mem)) == 0)
		*whole_out = fn(s, s->mem, told);
	db_rollback(s->reader);
	arena_reset(s->mem);
}

/* ---- commit groups ---- */

static bool send_both(struct stage *s, struct arena *mem, unsigned *told)
{
	(void)mem, (void)told;
	return world_send_threaded(s->w, STAGE_DONE, STAGE_SENT / 2) == OK && /* they rest on each other */
		world_send_threaded(s->w, STAGE_DONE + STAGE_SENT / 2, STAGE_SENT / 2) == OK;
}

/* One that failed alone was passed by those behind it: sent again, what it says may be kept as older. */
static bool as_told(const struct stage *s, enum act_status said, enum act_status ref)
{
	return said == ref || (s->passed && said == ACT_KEPT && ref == ACT_ACCEPTED);
}

static unsigned send_run(struct stage *s, bool *whole_out)
{
	unsigned told = 0;

	for (unsigned i = 0; i < STAGE_SENT; i++)
		s->ledger.of[STAGE_DONE + i].told = false;
	guarded(s, send_both, whole_out, &told);
	for (unsigned i = STAGE_DONE; i < STAGE_DONE + STAGE_SENT; i++) {
		const struct answer *a = &s->ledger.of[i];
		enum act_status said = a->status == ACT_REPEATED ? a->first : a->status;
		if (*whole_out && !as_told(s, said, s->ref->of[i].status)) /* else what it rests on may be missing */
			snprintf(s->wrong, sizeof(s->wrong), "deed %u was answered %s", i, act_status_name(said));
		told += a->told && s->ref->of[i].seq && a->status != ACT_REFUSED;
	}
	s->passed |= !*whole_out;
	return told;
}

/* ---- work of the console, in the server ---- */

static const struct actor console = { .console = true };

static struct ctx context(struct stage *s, struct arena *mem)
{
	struct deed d;

	deed_make(mem, s->w->seed, STAGE_DONE, &d);
	struct ctx c = world_ctx(s->w, mem, &console, d.now);
	c.db = s->reader;
	c.channel = "console";
	return c;
}

static bool rebuild(struct stage *s, struct arena *mem, unsigned *told)
{
	(void)mem, (void)told;
	return world_rebuild(s->w) == OK;
}

static unsigned rebuild_run(struct stage *s, bool *whole_out)
{
	unsigned told = 0;

	guarded(s, rebuild, whole_out, &told);
	return told;
}

static bool laws(struct stage *s, struct arena *mem, unsigned *told)
{
	struct diag d = { 0 };
	int64_t n;
	(void)mem, (void)told;

	return db_begin(s->reader) == OK && journal_verify(s->reader, s->w->reg->schema, s->w->net.id, &n, &d) == OK &&
		data_compare(s->reader, s->w->reg, s->w->net.id, 7, &d) == OK;
}

static unsigned laws_run(struct stage *s, bool *whole_out)
{
	unsigned told = 0;

	guarded(s, laws, whole_out, &told);
	return told;
}

static bool add_piece(void *arg, struct str bytes)
{
	hasher_add(arg, bytes);
	return true;
}

/* What says that it is whole must be. */
static bool export_one(struct stage *s, struct arena *mem, unsigned *told)
{
	static struct hash before;
	struct hasher h;
	bool good = db_begin(s->reader) == OK;
	struct ctx c = context(s, mem);

	(void)told;
	hasher_start(&h);
	for (unsigned form = EXPORT_CSV; good && form <= EXPORT_JSON; form++)
		good = files_export(&c, schema_entity(c.schema, STR("meal")), form, add_piece, &h) &&
			files_export(&c, schema_entity(c.schema, STR("membership")), form, add_piece, &h);
	if (!good)
		return false;
	struct hash now = hasher_end(&h);
	if (!hash_eq(before, (struct hash){ 0 }) && !hash_eq(before, now))
		snprintf(s->wrong, sizeof(s->wrong), "an export that is not whole says it is");
	before = now;
	return true;
}

static unsigned export_run(struct stage *s, bool *whole_out)
{
	unsigned told = 0;

	guarded(s, export_one, whole_out, &told);
	return told;
}

static bool import_one(struct stage *s, struct arena *mem, unsigned *told)
{
	struct import_report report;
	struct ctx c = context(s, mem);

	if (db_begin(s->reader) != OK)
		return false;
	enum rc rc = files_import(&c, s->w->writer, schema_entity(c.schema, STR("kitchen")),
		STR("codigo;nombre;distrito;comensales\nNUE-001;Virgen de la Puerta;150133;90\nNUE-002;Las Ñustas;150133;\n"
		    "NUE-003;Año Nuevo;150142;120\n"), false, &report);
	if (rc == OK)
		*told = report.written + report.skipped;
	if (rc == INVALID)
		snprintf(s->wrong, sizeof(s->wrong), "a good table was refused");
	return rc == OK;
}

static unsigned import_run(struct stage *s, bool *whole_out)
{
	unsigned told = 0;

	guarded(s, import_one, whole_out, &told);
	return told;
}

/* ---- messages ---- */

static bool text_one(struct stage *s, struct arena *mem, unsigned *told)
{
	static const char *const message[][2] = { { "m1", "COC-001 cena 63 raciones, 5 gratis, 10 nov" }, { "m2", "ayuda" } };
	bool whole = true;
	(void)told;

	for (unsigned i = 0; i < ARRAY_LEN(message); i++) {
		struct ctx c = context(s, mem);
		struct str answer;
		c.who = NULL;
		c.channel = "text";
		if (text_receive(&c, s->w->writer, &(struct text_in){ .from = STR("+51900000010"), .text = str_c(message[i][1]),
			.ref = str_c(message[i][0]) }, &answer) != OK)
			whole = false;
	}
	return whole;
}

static unsigned text_run(struct stage *s, bool *whole_out)
{
	unsigned told = 0;

	guarded(s, text_one, whole_out, &told);
	return told;
}

static void thread(struct stage *s)
{
	world_thread(s->w);
}

const struct piece pieces[] = {
	{ "open", true, close_first, open_run, NULL },
	{ "send", false, thread, send_run, NULL },
	{ "site", false, site_begin, site_run, site_end },
	{ "text", false, thread, text_run, NULL },
	{ "import", false, thread, import_run, NULL },
	{ "export", false, NULL, export_run, NULL },
	{ "rebuild", false, thread, rebuild_run, NULL },
	{ "laws", false, NULL, laws_run, NULL },
};
const unsigned npieces = ARRAY_LEN(pieces);
