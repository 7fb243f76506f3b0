/*
 * upkeep.c - what an operator must know: the chain's end, the last copy, room on the disk, the clock.
 */
#include "upkeep.h"

#include <sys/statvfs.h>

#include "core_sql.h"
#include "data.h"
#include "journal.h"
#include "money.h"
#include "parked.h"

enum { PENDING_DAYS = 14, BACKUP_DAYS = 2, FREE_PERCENT = 10, GROWTH_DAYS = 7, FORESEEN_DAYS = 3650 };
static const int64_t FREE_BYTES = INT64_C(1) << 30;

/* ---- saying ---- */

struct str finding_word(const struct lang *l, enum finding f)
{
	static const char *const word[FINDING__N] = { N_("bien"), N_("atención"), N_("mal") };

	return tr(l, word[f]);
}

void finding_say(const struct findings *to, enum finding f, const char *what, const char *seen, const char *todo,
	const struct str_pair *pairs, unsigned n)
{
	struct ctx *c = to->c;

	to->say(to->arg, f, tr(c->lang, what), tr_named(c->mem, c->lang, seen, pairs, n),
		todo ? tr_named(c->mem, c->lang, todo, pairs, n) : STR(""));
}

struct str bytes_text(struct arena *a, int64_t bytes)
{
	static const char *const unit[] = { "kB", "MB", "GB", "TB" };
	unsigned u = 0;
	int64_t tenths = bytes / 100;

	while (tenths >= 10000 && u + 1 < ARRAY_LEN(unit)) {
		tenths /= 1000;
		u++;
	}
	struct buf b = buf_new(a, 16);
	buf_int(&b, tenths / 10);
	if (tenths < 1000)
		buf_fmt(&b, ".%d", (int)(tenths % 10));
	buf_fmt(&b, " %s", unit[u]);
	return buf_str(&b);
}

struct str ago_text(struct ctx *c, int64_t ms)
{
	int64_t hours = ms / 3600000, n = hours < 48 ? hours : hours / 24;
	struct buf b = buf_new(c->mem, 16);

	buf_int(&b, n);
	if (hours < 1)
		return tr(c->lang, N_("menos de una hora"));
	return text_fill(c->mem, hours < 48 ? tr_plural(c->lang, N_("%s hora"), N_("%s horas"), n) :
		tr_plural(c->lang, N_("%s día"), N_("%s días"), n), buf_str(&b));
}

static struct str number(struct ctx *c, int64_t n)
{
	struct buf b = buf_new(c->mem, 24);

	buf_thousands(&b, n);
	return buf_str(&b);
}

/* ---- looking ---- */

/* The head names the last entry; the whole chain is `ayni verify`'s to walk. */
static void chain(const struct findings *to, int64_t journal_n)
{
	struct ctx *c = to->c;
	struct rows r = db_rows(c->db, &core_sql.query[Q_HEAD_ENDS], ARGS(cell_id(&c->net->id)));
	bool same = journal_n == 0;

	if (rows_next(&r)) {
		same |= rows_int(&r, 0) == rows_int(&r, 1) && str_eq(rows_text(&r, 2), rows_text(&r, 3));
		rows_end(&r);
	}
	struct str_pair pairs[] = { { "n", number(c, journal_n) } };
	if (same)
		finding_say(to, FINDING_GOOD, N_("Diario"), N_("Termina en el cambio {n}, como dice la cadena."), NULL, pairs, 1);
	else
		finding_say(to, FINDING_BAD, N_("Diario"), N_("La cadena termina en el cambio {n}, y el diario en otro."),
			N_("Pare el servicio, guarde la carpeta tal como está y vuelva a la última copia buena."), pairs, 1);
}

static void backup(const struct findings *to)
{
	struct ctx *c = to->c;
	int64_t at;
	struct str_pair pairs[] = { { "ago", STR("") } };
	static const char todo[] = N_("Haga una ahora con «ayni backup ARCHIVO», y que se hagan solas con ayni-backup.timer.");

	if (!str_int64(data_meta(c->db, c->mem, "backup_at"), &at)) {
		finding_say(to, FINDING_LOOK, N_("Copia"), N_("Todavía no se hizo ninguna."), todo, NULL, 0);
		return;
	}
	pairs[0].value = ago_text(c, c->now > at ? c->now - at : 0);
	bool old = c->now - at > BACKUP_DAYS * (int64_t)DAY_MS;
	finding_say(to, old ? FINDING_LOOK : FINDING_GOOD, N_("Copia"), N_("La última se hizo hace {ago}."),
		old ? todo : NULL, pairs, 1);
}

/* When the change at seq was acted; 0 when it cannot be read. */
static int64_t acted_at(struct ctx *c, int64_t seq)
{
	struct diag d = { 0 };
	const struct change *ch = journal_read(c->db, c->schema, c->mem, c->net->id, seq, &d);

	return ch ? ch->acted_at : 0;
}

/* Bytes a day over the last quarter of the journal; 0 when that was too short a time to say. */
static int64_t growth(struct ctx *c, int64_t journal_n, int64_t database_bytes)
{
	int64_t from = journal_n - journal_n / 4;

	if (journal_n < 100)
		return 0;
	int64_t begun = acted_at(c, from), days = begun ? (acted_at(c, journal_n) - begun) / DAY_MS : 0;
	return days >= GROWTH_DAYS ? database_bytes / journal_n * (journal_n - from) / days : 0;
}

static void room(const struct findings *to, int64_t journal_n, int64_t database_bytes)
{
	struct ctx *c = to->c;
	struct statvfs v;

	if (!c->config || !c->config->data_dir.n || statvfs(str_cstr(c->mem, c->config->data_dir), &v) != 0 || !v.f_blocks)
		return;
	int64_t free_bytes = (int64_t)v.f_bavail * (int64_t)v.f_frsize;
	int64_t all_bytes = (int64_t)v.f_blocks * (int64_t)v.f_frsize;
	int64_t a_day = db_kind(c->db) == DB_SQLITE ? growth(c, journal_n, database_bytes) : 0;
	int64_t days = a_day ? free_bytes / a_day : 0;
	bool little = free_bytes < FREE_BYTES || free_bytes / FREE_PERCENT < all_bytes / 100;
	struct str_pair pairs[] = { { "free", bytes_text(c->mem, free_bytes) }, { "all", bytes_text(c->mem, all_bytes) },
		{ "day", lang_date(c->mem, c->lang, zone_day(c->net->zone, c->now) + days) } };

	finding_say(to, little ? FINDING_LOOK : FINDING_GOOD, N_("Espacio"), days > 0 && days < FORESEEN_DAYS ?
		N_("Quedan {free} de {all}; a este paso alcanza hasta el {day}.") : N_("Quedan {free} de {all}."),
		little ? N_("Borre lo que no es de Ayni o ponga un disco más grande: sin espacio no se puede anotar.") : NULL,
		pairs, ARRAY_LEN(pairs));
}

static void clock_believed(const struct findings *to)
{
	static const struct {
		enum finding finding;
		const char *seen, *todo;
	} said[] = {
		[CLOCK_GOOD] = { FINDING_GOOD, N_("Dice {day}; no va detrás del diario."), NULL },
		[CLOCK_UNSET] = { FINDING_BAD, N_("No está puesto; se cuenta el tiempo desde el último cambio del diario."),
			N_("Ponga la fecha y la hora («timedatectl set-ntp true» las toma de internet).") },
		[CLOCK_BEHIND] = { FINDING_BAD, N_("Dice {day}, antes que el último cambio del diario."),
			N_("Ponga la fecha y la hora («timedatectl set-ntp true» las toma de internet).") },
		[CLOCK_AHEAD] = { FINDING_LOOK, N_("Dice {day}, mucho después del último cambio del diario."),
			N_("Si es la fecha de hoy, reinicie Ayni; si no, póngala («timedatectl set-ntp true» la toma de internet).") },
	};
	struct ctx *c = to->c;
	struct str_pair pairs[] = { { "day", lang_date(c->mem, c->lang, zone_day(c->net->zone, clock_says())) } };

	_Static_assert(ARRAY_LEN(said) == CLOCK__N, "clock_believed: a doubt is missing");
	finding_say(to, said[c->doubt].finding, N_("Reloj"), said[c->doubt].seen, said[c->doubt].todo, pairs, 1);
}

/* What came back from phones and nobody decided. */
static void came_back(const struct findings *to)
{
	struct ctx *c = to->c;
	int64_t oldest_at, n = parked_count(c, &oldest_at);
	bool old = n && c->now - oldest_at > PENDING_DAYS * (int64_t)DAY_MS;
	struct str_pair pairs[] = { { "n", number(c, n) }, { "ago", n ? ago_text(c, c->now - oldest_at) : STR("") } };

	if (n)
		finding_say(to, old ? FINDING_LOOK : FINDING_GOOD, N_("Pendientes"),
			N_("Esperan que alguien decida: {n}; lo más viejo, hace {ago}."),
			old ? N_("Mire /pendientes/otras, y recuerde a cada una su página /pendientes.") : NULL, pairs, 2);
}

void upkeep_look(const struct findings *to)
{
	struct chain_head head = journal_head(to->c->db, to->c->net->id);
	int64_t bytes = upkeep_base(to);

	chain(to, head.seq);
	backup(to);
	room(to, head.seq, bytes);
	clock_believed(to);
	came_back(to);
	upkeep_messages(to);
}
