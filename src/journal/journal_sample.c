#include "journal_sample.h"

#include "journal_sql.h"

static const int64_t first_minute_ms = 1795348800000; /* 2026-11-22T12:00Z */

static const struct choice sittings[] = { { "lunch", "Almuerzo", NULL, NULL }, { "dinner", "Cena", NULL, NULL }, { 0 } };

static const struct field pot_fields[] = {
	[POT_KITCHEN] = { "kitchen", T_REF, F_KEY, .label = "Cocina", .ref = "pot" },
	[POT_DAY] = { "day", T_DATE, F_KEY, .label = "Día" },
	[POT_SITTING] = { "sitting", T_ENUM, F_KEY, .label = "Turno", .choices = sittings },
	[POT_SERVED] = { "served", T_INT, 0, .label = "Raciones" },
	[POT_COST] = { "cost", T_MONEY, 0, .label = "Costo", .privacy = P_GROUP },
	[POT_NOTE] = { "note", T_TEXT, F_SORT, .label = "Nota", .privacy = P_NETWORK },
	[POT_DISTRICT] = { "district", T_REF, 0, .label = "Distrito", .ref = "pot" },
	[POT_AT] = { "at", T_INSTANT, 0, .label = "Hora" },
	[POT_HOT] = { "hot", T_BOOL, 0, .label = "Caliente" },
	[POT_CODE] = { "code", T_CODE, 0, .label = "Código" },
	[POT_LAT] = { "lat", T_LAT, 0, .label = "Latitud" },
	[POT_LON] = { "lon", T_LON, 0, .label = "Longitud" },
	[POT_VOIDED] = { "voided", T_BOOL, 0, .label = "Anulado" },
};
const struct entity pot = { .name = "pot", .label = "Olla", .plural = "Ollas", .fields = pot_fields,
	.nfields = POT__N, .day = AT(POT_DAY), .voided = AT(POT_VOIDED) };

static const struct field woman_fields[] = {
	[WOMAN_NAME] = { "name", T_TEXT, F_SORT, .label = "Nombre", .privacy = P_NETWORK },
	[WOMAN_DOCUMENT] = { "document", T_CODE, 0, .label = "Documento", .privacy = P_PERSONAL, .purpose = "Actas" },
	[WOMAN_BORN] = { "born_on", T_DATE, 0, .label = "Nació", .privacy = P_PERSONAL, .purpose = "Actas" },
};
const struct entity woman = { .name = "woman", .label = "Mujer", .plural = "Mujeres", .fields = woman_fields,
	.nfields = WOMAN__N, .subject = AT_SELF };

/* Even whose it is, is personal. */
static const struct field phone_fields[] = {
	[PHONE_WOMAN] = { "woman", T_REF, F_REQUIRED, .label = "Mujer", .ref = "woman", .privacy = P_PERSONAL,
		.purpose = "Avisos" },
	[PHONE_NUMBER] = { "number", T_PHONE, 0, .label = "Teléfono", .privacy = P_PERSONAL, .purpose = "Avisos" },
	[PHONE_SECRET] = { "secret", T_TEXT, 0, .label = "Reserva", .privacy = P_SEALED, .purpose = "Casos" },
	[PHONE_USED] = { "used", T_BOOL, 0, .label = "En uso", .privacy = P_NETWORK },
};
const struct entity phone = { .name = "phone", .label = "Teléfono", .plural = "Teléfonos",
	.fields = phone_fields, .nfields = PHONE__N, .subject = AT(PHONE_WOMAN) };

static const struct field move_fields[] = {
	[MOVE_FOOD] = { "food", T_TEXT, 0, .label = "Víver" },
	[MOVE_GRAMS] = { "grams_g", T_INT, 0, .label = "Peso" },
};
const struct entity move = { .name = "move", .label = "Salida", .plural = "Salidas", .fields = move_fields,
	.nfields = MOVE__N, .event = true };

static const struct field forget_fields[] = {
	[FORGET_WOMAN] = { "woman", T_REF, F_KEY, .label = "Mujer", .ref = "woman", .privacy = P_NETWORK },
};
const struct entity forget = { .name = "forget", .label = "Olvido", .plural = "Olvidos",
	.fields = forget_fields, .nfields = FORGET__N, .erases = AT(FORGET_WOMAN) };

static const struct tally served_day = { .name = "served_day", .entity = &pot, .nby = 2, .nvalues = 2,
	.by = { POT_DISTRICT, POT_DAY }, .values = { POT_SERVED, POT_COST } };
static const struct tally served_sitting = { .name = "served_sitting", .entity = &pot, .nby = 1, .nvalues = 1,
	.by = { POT_SITTING }, .values = { POT_SERVED } };

struct db *sample_tables(const struct sample *s)
{
	struct diag d = { 0 };
	struct db *db = db_open(&(struct db_options){ .mode = DB_MEMORY, .no_statements = true }, &d);

	assert_non_null(db);
	struct buf b = buf_new(s->mem, 4096);
	for (unsigned i = 0; i < JOURNAL_TABLES__N; i++)
		table_ddl(&b, &journal_tables[i], DB_SQLITE, false);
	buf_c(&b, schema_ddl(s->mem, s->schema, DB_SQLITE, SCHEMA_MAKE, STR("")).p);
	buf_char(&b, 0);
	assert_int_equal(db_script(db, b.p, &d), OK);
	assert_int_equal(db_prepare_all(db, &d), OK);
	assert_int_equal(db_begin(db), OK);
	return db;
}

void sample_drop(struct db **db)
{
	db_rollback(*db);
	db_close(db);
}

void sample_start(struct sample *s)
{
	static const struct entity *const all[] = { &pot, &woman, &phone, &move, &forget };
	static const struct tally *const sums[] = { &served_day, &served_sitting };
	struct diag d = { 0 };

	crypto_start();
	query_unregister_all();
	*s = (struct sample){ .mem = arena_new(0), .network = { { 0x0a } } };
	assert_int_equal(entity_audit(all, ARRAY_LEN(all), &d), OK);
	query_register(&journal_sql);
	s->schema = schema_new(s->mem, all, ARRAY_LEN(all), sums, ARRAY_LEN(sums));
	s->db = sample_tables(s);
	assert_int_equal(db_commit(s->db), OK);
	s->ap = applier_new(s->mem, s->db, s->schema);
}

void sample_end(struct sample *s)
{
	struct db *db = s->db;

	arena_free(&s->mem);
	db_close(&db);
	query_unregister_all();
}

struct id sample_id(unsigned kind, unsigned n)
{
	return (struct id){ { 0x01, (uint8_t)kind, [14] = (uint8_t)(n >> 8), [15] = (uint8_t)n } };
}

struct change *sample_change(struct sample *s, unsigned n, int64_t minutes)
{
	struct change *c = change_new(s->mem);

	c->network = s->network;
	c->id = sample_id('c', n);
	c->origin = s->network;
	c->author = sample_id('w', 1);
	c->action = STR("test.do");
	c->channel = STR("test");
	c->acted_at = first_minute_ms + minutes * 60000;
	c->stamp = c->acted_at << 16;
	return c;
}

void sample_append(struct sample *s, struct change *c)
{
	assert_int_equal(db_begin(s->db), OK);
	journal_append(s->ap, c, &s->head);
	journal_head_save(s->db, s->network, &s->head);
	applier_flush(s->ap);
	assert_int_equal(db_status(s->db), OK);
	assert_int_equal(db_commit(s->db), OK);
}

struct put *sample_pot(struct sample *s, struct change *c, unsigned kitchen, int64_t day, bool create)
{
	struct value key[POT__N] = { [POT_KITCHEN] = value_id(sample_id('k', kitchen)),
		[POT_DAY] = value_int(day), [POT_SITTING] = value_text(STR("lunch")) };
	struct put *p = change_put(c, &pot, entity_key_id(&pot, s->network, key), create);

	for (unsigned i = 0; create && i <= POT_SITTING; i++)
		put_set(p, i, key[i]);
	return p;
}

static void add_line(void *arg, struct str line)
{
	buf_add(arg, line);
	buf_char(arg, '\n');
}

struct str sample_dump(struct sample *s, struct db *db)
{
	struct buf *b = ARENA_NEW(s->mem, struct buf);

	*b = buf_new(s->mem, 4096);
	schema_dump(db, s->schema, s->network, true, add_line, b);
	return buf_str(b);
}

struct record *sample_record(struct sample *s, const struct entity *e, struct id id)
{
	struct record *r = ARENA_NEW(s->mem, struct record);

	assert_true(record_get(s->db, s->schema, s->mem, e, s->network, id, r));
	return r;
}

struct str sample_tally(struct sample *s, struct id district, int64_t day)
{
	struct str sql = STR("SELECT served, served_n, cost, cost_n FROM tally_served_day WHERE district = ?1 AND day = ?2");
	struct rows r = db_rows(s->db, db_compose(s->db, sql, 2, 4), ARGS(cell_id(&district), cell_int(day)));
	struct buf b = buf_new(s->mem, 32);

	if (!rows_next(&r))
		return STR("");
	for (unsigned i = 0; i < 4; i++)
		buf_fmt(&b, "%s%lld", i ? " " : "", (long long)rows_int(&r, i));
	rows_end(&r);
	return buf_str(&b);
}

void sample_tamper(struct db *db, const char *sql)
{
	struct diag d = { 0 };

	assert_int_equal(db_script(db, sql, &d), OK);
}

enum rc sample_verify(struct sample *s)
{
	struct diag d = { 0 };
	int64_t n;
	enum rc rc = journal_verify(s->db, s->schema, s->network, &n, &d);

	assert_true((rc == OK) == (d.n == 0));
	return rc;
}
