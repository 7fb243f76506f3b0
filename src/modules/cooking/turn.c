/*
 * turn.c - turns and unpaid hours as data, and who has had how many.
 */
#include "cooking_own.h"

#include "fold.h"
#include "need_items.h"

enum { WEEKS_BACK = 8, WEEK = 7, AHEAD_DAYS = 60, MINUTES_OF_HOUR = 60, THOUSAND = 1000 };

const struct choice turn_states[] = {
	{ "planned", N_("le toca"), NULL, NULL },
	{ "away", N_("no puede"), NULL, NULL },
	{ "came", N_("cocinó"), NULL, NULL },
	{ NULL, NULL, NULL, NULL },
};

static const struct field turn_fields[] = {
	[TURN_GROUP] = { "group", T_REF, F_KEY | F_REQUIRED | F_FILTER, .label = N_("Cocina"), .ref = "group", .privacy = P_PUBLIC,
		.aliases = "cocina" },
	[TURN_DAY] = { "day", T_DATE, F_KEY | F_REQUIRED | F_FILTER | F_SORT, .label = N_("Día"), .privacy = P_GROUP, .aliases = "dia|fecha" },
	[TURN_PERSON] = { "person", T_REF, F_KEY | F_REQUIRED | F_FILTER, .label = N_("Quién"), .ref = "person", .privacy = P_GROUP },
	[TURN_STATE] = { "state", T_ENUM, F_DERIVED | F_FILTER, .label = N_("Cómo está"), .choices = turn_states, .privacy = P_GROUP },
	[TURN_MINUTES] = { "minutes", T_INT, 0, .label = N_("Tiempo sin pago"), .unit = N_("minutos"), .min = 0, .max = 1440,
		.privacy = P_GROUP },
	[TURN_WEEK] = { "week", T_DATE, F_DERIVED, .label = N_("Semana"), .privacy = P_PUBLIC },
	[TURN_FOR] = { "instead_of", T_REF, F_DERIVED, .label = N_("En lugar de"), .ref = "person", .privacy = P_GROUP },
};

static const struct entity_index turn_indexes[] = { { 2, { TURN_GROUP, TURN_DAY } }, { 2, { TURN_PERSON, TURN_DAY } } };

const struct entity turn_entity = {
	.name = "turn", .label = N_("Turno de cocina"), .plural = N_("Turnos de cocina"), .fields = turn_fields, .nfields = TURN__N,
	.group = AT(TURN_GROUP), .day = AT(TURN_DAY), .indexes = turn_indexes, .nindexes = ARRAY_LEN(turn_indexes),
};

const struct tally turn_week = {
	.name = "turn_week", .entity = &turn_entity, .nby = 2, .nvalues = 1, .by = { TURN_GROUP, TURN_WEEK }, .values = { TURN_MINUTES },
};

/* What all kitchens together gave, for whoever speaks for them. */
const struct tally turn_all = {
	.name = "turn_all", .entity = &turn_entity, .nby = 1, .nvalues = 1, .by = { TURN_WEEK }, .values = { TURN_MINUTES },
};

static const struct field value_fields[] = {
	[HOUR_VALUE_GROUP] = { "group", T_REF, F_KEY | F_REQUIRED, .label = N_("De quién es"), .ref = "group", .privacy = P_PUBLIC },
	[HOUR_VALUE_CENTS] = { "hour", T_MONEY, 0, .label = N_("Cuánto valdría una hora de cocina"),
		.help = N_("Vacío: no se muestra en soles"), .min = 1, .max = 100000, .privacy = P_PUBLIC },
};

const struct entity hour_value_entity = {
	.name = "hour_value", .label = N_("Valor de una hora"), .plural = N_("Valor de las horas"), .fields = value_fields,
	.nfields = HOUR_VALUE__N, .group = AT(HOUR_VALUE_GROUP), .put_action = "hour_value.put",
};

int64_t week_of(int64_t day)
{
	return day - day_weekday(day);
}

bool turn_get(struct ctx *c, struct id turn, struct record *out)
{
	return record_get(c->db, c->schema, c->mem, &turn_entity, c->net->id, turn, out) && out->born;
}

/* ---- time as people write it ---- */

int64_t minutes_read(struct ctx *c, struct str typed)
{
	struct str rest, word;
	int64_t n, minutes = -1;

	if (!need_number_read(c->mem, typed, &n, &rest))
		return -1;
	if (!rest.n)
		return n * MINUTES_OF_HOUR / THOUSAND;
	if (!str_cut(&rest, ' ', &word))
		return -1;
	if (str_starts(word, "min"))
		return n / THOUSAND;
	if (str_starts(word, "h"))
		minutes = n * MINUTES_OF_HOUR / THOUSAND;
	if (minutes >= 0 && rest.n && need_number_read(c->mem, str_starts(rest, "y ") ? str_sub(rest, 2, rest.n) : rest, &n, &word) &&
		str_starts(word, "min"))
		minutes += n / THOUSAND;
	return minutes;
}

struct str minutes_show(struct ctx *c, int64_t minutes)
{
	int64_t h = minutes / MINUTES_OF_HOUR, m = minutes % MINUTES_OF_HOUR;
	struct buf b = buf_new(c->mem, 24);

	if (h || !m) {
		buf_int(&b, h);
		buf_char(&b, ' ');
		buf_add(&b, tr_plural(c->lang, N_("hora"), N_("horas"), h));
	}
	if (m)
		buf_fmt(&b, "%s%lld min", h ? " " : "", (long long)m);
	return buf_str(&b);
}

/* ---- who has had how many ---- */

static void count(struct ctx *c, struct id group, int64_t around, struct rota_person *out, unsigned n)
{
	struct rows r = db_rows(c->db, SQL(Q_TURNS_BETWEEN), ARGS(cell_id(&c->net->id), cell_id(&group),
		cell_int(around - WEEKS_BACK * WEEK), cell_int(around + AHEAD_DAYS)));

	while (rows_next(&r)) {
		struct id person = rows_id(&r, 2);
		unsigned i = 0;
		while (i < n && !id_eq(out[i].person, person))
			i++;
		if (i == n)
			continue;
		if (!str_is(rows_text(&r, 3), "away"))
			rota_give(&out[i], rows_int(&r, 1));
		else if (out[i].naway < ROTA_AWAY_MAX)
			out[i].away[out[i].naway++] = rows_int(&r, 1);
	}
}

unsigned turn_people(struct ctx *c, struct id group, int64_t around, struct rota_person out[ROTA_PEOPLE_MAX])
{
	struct id id[ROTA_PEOPLE_MAX];
	unsigned n = db_ids(c->db, SQL(Q_COOKS_OF), ARGS(cell_id(&c->net->id), cell_id(&group), cell_int(around)), id, ROTA_PEOPLE_MAX);

	for (unsigned i = 0; i < n; i++)
		out[i] = (struct rota_person){ .person = id[i] };
	count(c, group, around, out, n);
	return n;
}
