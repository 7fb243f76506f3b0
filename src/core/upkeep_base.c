/*
 * upkeep_base.c - what the database says of itself, and what in it would lose acknowledged changes.
 */
#include "upkeep.h"

#include "core_sql.h"

enum { CONNECTIONS_LEFT = 10, OLDEST_POSTGRES = 15 };

static struct str fact(const struct map *facts, const char *name)
{
	const struct str *s = map_get(facts, str_c(name));

	return s ? *s : STR("");
}

static int64_t fact_int(const struct map *facts, const char *name)
{
	int64_t n;

	return str_int64(fact(facts, name), &n) ? n : 0;
}

static struct map read_facts(struct ctx *c)
{
	struct rows r = db_rows(c->db, &core_sql.query[Q_STORE_FACTS], NO_ARGS);
	struct map facts = map_new(c->mem);

	while (rows_next(&r)) {
		struct str *value = ARENA_NEW(c->mem, struct str);
		*value = str_dup(c->mem, rows_text(&r, 1));
		map_set(&facts, rows_text(&r, 0), value);
	}
	return facts;
}

/* Settings without which a commit that was answered may be lost. */
static bool postgres_safe(const struct findings *to, const struct map *facts)
{
	static const struct {
		const char *name, *seen;
	} must[] = {
		{ "fsync", N_("fsync está apagado: un corte de luz puede dañar todo.") },
		{ "full_page_writes", N_("full_page_writes está apagado: un corte de luz puede dañar páginas.") },
		{ "synchronous_commit", N_("synchronous_commit está apagado para los demás; Ayni lo enciende para lo suyo.") },
	};
	bool safe = true;

	for (unsigned i = 0; i < ARRAY_LEN(must); i++) {
		if (!str_is(fact(facts, must[i].name), "off"))
			continue;
		safe = false;
		struct str_pair pairs[] = { { "name", str_c(must[i].name) } };
		finding_say(to, i < 2 ? FINDING_BAD : FINDING_LOOK, N_("Base de datos"), must[i].seen,
			N_("En PostgreSQL: «ALTER SYSTEM SET {name} = on» y luego «SELECT pg_reload_conf()»."), pairs, 1);
	}
	return safe;
}

static void postgres_fit(const struct findings *to, const struct map *facts)
{
	int64_t version = 0, wrong = fact_int(facts, "other_order");
	struct str text = fact(facts, "server_version");
	int64_t left = fact_int(facts, "max_connections") - fact_int(facts, "superuser_reserved_connections") -
		fact_int(facts, "connections");
	struct str_pair pairs[] = { { "n", str_fmt(to->c->mem, "%lld", (long long)left) } };

	if (!str_int64(str_sub(text, 0, str_find(text, '.')), &version) || version < OLDEST_POSTGRES)
		finding_say(to, FINDING_LOOK, N_("Base de datos"), N_("PostgreSQL es más viejo que el 15, con el que se prueba Ayni."),
			N_("Pase la base a un PostgreSQL 15 o más nuevo."), NULL, 0);
	if (wrong)
		finding_say(to, FINDING_LOOK, N_("Base de datos"), N_("Hay columnas de texto que no se ordenan como en Ayni (colación C)."),
			N_("Haga otra base con «createdb -T template0 -E UTF8 -l C NOMBRE» y pase los datos con «ayni move»."), NULL, 0);
	if (left < CONNECTIONS_LEFT)
		finding_say(to, FINDING_LOOK, N_("Base de datos"), N_("Conexiones libres: {n}."),
			N_("Suba max_connections en PostgreSQL, o ponga menos trabajadores."), pairs, 1);
}

/* Does another machine hold what is answered? */
static void postgres_standby(const struct findings *to, const struct map *facts)
{
	int64_t standbys = fact_int(facts, "standbys"), waited = fact_int(facts, "waited_for");
	bool named = fact(facts, "synchronous_standby_names").n > 0;
	struct str_pair pairs[] = { { "n", str_fmt(to->c->mem, "%lld", (long long)waited) } };

	if (standbys && fact_int(facts, "hidden") == standbys)
		finding_say(to, FINDING_LOOK, N_("Otra máquina"), N_("Hay una que copia, pero no se deja ver si se la espera."),
			N_("En PostgreSQL: «GRANT pg_read_all_stats TO» el usuario de Ayni."), NULL, 0);
	else if (waited)
		finding_say(to, FINDING_GOOD, N_("Otra máquina"), N_("Máquinas que guardan cada cambio antes de responder: {n}."), NULL,
			pairs, 1);
	else if (named)
		finding_say(to, FINDING_BAD, N_("Otra máquina"), N_("PostgreSQL espera a una que no está: nadie puede anotar."),
			N_("Levántela, o quítela de synchronous_standby_names hasta que vuelva."), NULL, 0);
	else if (standbys)
		finding_say(to, FINDING_LOOK, N_("Otra máquina"), N_("Hay una que copia, pero nadie la espera: si esta se pierde, se pierde lo último."),
			N_("Nómbrela en synchronous_standby_names, o use synchronous_mode de Patroni."), NULL, 0);
	else
		finding_say(to, FINDING_GOOD, N_("Otra máquina"), N_("Ninguna: si esta se pierde, queda la última copia."), NULL, NULL, 0);
}

int64_t upkeep_base(const struct findings *to)
{
	struct map facts = read_facts(to->c);
	int64_t bytes = fact_int(&facts, "bytes");
	bool pg = db_kind(to->c->db) == DB_POSTGRES;
	struct str version = fact(&facts, "server_version"); /* "15.8 (Debian 15.8-1)" */
	struct str_pair pairs[] = { { "engine", pg ? STR("PostgreSQL") : STR("SQLite") },
		{ "version", str_sub(version, 0, str_find(version, ' ')) }, { "size", bytes_text(to->c->mem, bytes) } };

	if (!pg && !str_is(fact(&facts, "journal_mode"), "wal"))
		finding_say(to, FINDING_BAD, N_("Base de datos"), N_("No está en modo WAL: otro programa la cambió."),
			N_("Pare lo que la toque, y arranque Ayni de nuevo."), NULL, 0);
	else if (!pg || postgres_safe(to, &facts))
		finding_say(to, FINDING_GOOD, N_("Base de datos"), N_("{engine} {version}; ocupa {size}."), NULL, pairs,
			ARRAY_LEN(pairs));
	if (pg) {
		postgres_fit(to, &facts);
		postgres_standby(to, &facts);
	}
	return bytes;
}
