/*
 * register_sample.c - the register of an invented network: where its kitchens are, what they have, who confirms them, boards, codes.
 *
 * Points are invented: a lattice about the centre of the district, a little out of line; the last two kitchens of the
 * first district stand so near each other that they may be one.
 */
#include "register.h"
#include "sample.h"

enum { UDEG_A_M = 9, STEP_M = 560, CITY_STEP_M = 310, OUT_OF_LINE_M = 50, FIRST_MINUTE = 3, TWIN_M = 30, SAME_PLACE_MAX = 400 };

/* The centre of the district; false: unknown. */
static bool centre(struct sample *s, struct str code, int64_t *lat, int64_t *lon)
{
	struct rows r = db_rows(writer_db(s->batch->writer), SQL(Q_PLACE_CENTRE), ARGS(cell_id(&s->net->id), cell_text(code)));
	bool known = false;

	while (rows_next(&r))
		if (!rows_null(&r, 0) && !rows_null(&r, 1)) {
			*lat = rows_int(&r, 0);
			*lon = rows_int(&r, 1);
			known = true;
		}
	return known;
}

static void micro(struct batch_item *i, const char *name, int64_t udeg)
{
	char text[24];
	struct buf b = buf_fixed(text, sizeof(text));

	if (udeg < 0)
		buf_char(&b, '-');
	udeg = udeg < 0 ? -udeg : udeg;
	buf_int(&b, udeg / 1000000);
	buf_char(&b, '.');
	buf_pad(&b, udeg % 1000000, 6);
	batch_arg(i, name, buf_str(&b));
}

/* The nth of all, the kth of `of` in its district. */
static void placed(struct sample *s, unsigned n, unsigned k, unsigned of, int64_t lat, int64_t lon)
{
	static const char *const days[] = { "lunes a viernes", "lunes a sábado", "todos los días", "lunes a viernes" };
	static const char *const settlement[] = { "AA.HH. Villa Solidaridad", "AA.HH. Ollantay", "Pampas de San Juan", "AA.HH. Nadine Heredia" };
	static const char *const condition[] = { "good", "bad", "none", "good" };
	struct chance c = chance_of(s->seed, "register", n, 0);
	bool twin = n > 0 && k + 1 == of && str_eq(s->groups[n].place, s->groups[0].place);
	unsigned at = twin ? k - 1 : k, across = 1;
	struct chance jitter = chance_of(s->seed, "point", n - twin, 0);
	int64_t step = s->city ? CITY_STEP_M : STEP_M;

	while (across * across < of)
		across++;
	int64_t north = ((int64_t)(at / across) * 2 - across + 1) * step / 2 + chance_below(&jitter, 2 * OUT_OF_LINE_M) - OUT_OF_LINE_M + (twin ? TWIN_M : 0);
	int64_t east = ((int64_t)(at % across) * 2 - across + 1) * step / 2 + chance_below(&jitter, 2 * OUT_OF_LINE_M) - OUT_OF_LINE_M;
	struct batch_item *i = batch_act(s->batch, s->groups[n].leader,
		zone_instant(s->net->zone, s->first_day, FIRST_MINUTE) + (int64_t)n, "kitchen.edit", sample_id(s, s->first_day * DAY_MS, "placed", n, 0));
	batch_id(i, "kitchen", s->groups[n].id);
	micro(i, "latitude", lat + north * UDEG_A_M);
	micro(i, "longitude", lon + east * UDEG_A_M);
	batch_arg(i, "on_map", chance_in_1000(&c, 900) ? STR("yes") : STR("no"));
	if (s->city)
		return;
	batch_arg(i, "days", str_c(days[chance_below(&c, ARRAY_LEN(days))]));
	batch_arg(i, "settlement", str_c(settlement[chance_below(&c, ARRAY_LEN(settlement))]));
	batch_arg(i, "wash_basin", str_c(condition[chance_below(&c, ARRAY_LEN(condition))]));
	batch_arg(i, "toilet", str_c(condition[chance_below(&c, ARRAY_LEN(condition))]));
	batch_arg(i, "store_room", str_c(condition[chance_below(&c, ARRAY_LEN(condition))]));
	batch_arg(i, "fridge", str_c(condition[chance_below(&c, ARRAY_LEN(condition))]));
}

/* By the two that come after it, where they are of its district; some are still waiting for one. */
static void confirmed(struct sample *s, unsigned n)
{
	struct chance c = chance_of(s->seed, "confirmed", n, 0);
	unsigned by = n % 4 == 3 ? 0 : n % 4 == 2 ? 1 : NEIGHBOURS_ENOUGH;

	for (unsigned k = 1; k <= by && n + k < s->ngroups; k++) {
		if (!str_eq(s->groups[n + k].place, s->groups[n].place))
			return;
		struct batch_item *i = batch_act(s->batch, s->groups[n + k].leader,
			zone_instant(s->net->zone, s->first_day, FIRST_MINUTE + 1) + (int64_t)(n * 2 + k), "kitchen.confirm",
			sample_id(s, s->first_day * DAY_MS, "confirm", n, k));
		batch_id(i, "kitchen", s->groups[n].id);
		batch_id(i, "by", s->groups[n + k].id);
	}
	if (n % 4 == 0 && chance_in_1000(&c, 700)) {
		struct batch_item *i = batch_act(s->batch, sample_who(s, "operadora"),
			zone_instant(s->net->zone, s->first_day, FIRST_MINUTE + 2) + (int64_t)n, "kitchen.certify",
			sample_id(s, s->first_day * DAY_MS, "certify", n, 0));
		batch_id(i, "kitchen", s->groups[n].id);
		batch_arg(i, "note", str_fmt(s->mem, "Constancia %03u-2026", 100 + n));
	}
}

enum rc register_live(struct sample *s, int64_t day)
{
	int64_t lat = 0, lon = 0;
	bool known = false;

	if (day != s->first_day || s->from_day != s->first_day)
		return OK;
	for (unsigned n = 0, k = 0, of = 0; n < s->ngroups; n++, k++) {
		if (n == 0 || !str_eq(s->groups[n].place, s->groups[n - 1].place)) {
			for (k = 0, of = 0; n + of < s->ngroups && str_eq(s->groups[n + of].place, s->groups[n].place) && of < SAME_PLACE_MAX;)
				of++;
			known = centre(s, s->groups[n].place, &lat, &lon);
		}
		if (known)
			placed(s, n, k, of, lat, lon);
	}
	for (unsigned n = 0; n < s->ngroups && !s->city; n++)
		confirmed(s, n);
	return s->batch->rc;
}

const struct sample_row register_samples[] = {
	{ 18, "SJM-001", "board_seat.put", "group=SJM-001|seat=president|name=Rosa Quispe Ñaupari|document_kind=none", NULL },
	{ 18, "SJM-001", "board_seat.put", "group=SJM-001|seat=treasurer|name=Benita Huanca Soto|document_kind=none", NULL },
	{ 18, "SJM-001", "board_seat.put", "group=SJM-001|seat=storekeeper|name=Alejandrina Pari Luna|document_kind=none", NULL },
	{ 18, "SJM-001", "kitchen_code.put", "group=SJM-001|kind=ruos|code=RUOS-0417", NULL },
	{ 17, "SJM-001", "kitchen_code.put", "group=SJM-001|kind=pca|code=PCA-2231", NULL },
	{ 12, "VES-003", "need.report", "kitchen=VES-003|items=arroz 20 kg, aceite 6 litros y gas", NULL },
	{ 9, "SJL-002", "need.report", "kitchen=SJL-002|items=gas y menestra 8 kg", NULL },
	{ 6, "VMT-002", "need.report", "kitchen=VMT-002|items=arroz 15 kg y leche", NULL },
	{ 5, "COM-001", "need.report", "kitchen=COM-001|items=aceite, arroz y verduras", NULL },
	{ 3, "CAR-001", "need.report", "kitchen=CAR-001|items=gas", NULL },
	{ 2, "SJL-005", "need.report", "kitchen=SJL-005|items=agua y arroz", NULL },
	{ .action = NULL },
};
