/*
 * doubles.c - kitchens that are likely the same: by name, by point, by the telephone of who leads them.
 *
 * Names are alike when their words are the same but for those that many kitchens have ("olla", "comedor", "de"), or when
 * the words of one, two or more, all stand in the other. It compares within a district, where each kitchen is read once.
 */
#include "register.h"

#include "fold.h"
#include "geo.h"
#include "money.h"

enum { WORDS_MAX = 8, DISTRICT_MAX = 1000 };

struct known_one {
	struct id id;
	struct str word[WORDS_MAX];
	unsigned nwords;
	bool placed, phone;
	int64_t lat_udeg, lon_udeg;
};

static bool says_nothing(struct str w)
{
	struct str rest = STR("olla ollas comun comedor comedores popular cocina familiar de del la las el los y en club madres asociacion"), one;

	while (str_cut(&rest, ' ', &one))
		if (str_eq(w, one))
			return true;
	return false;
}

static unsigned words_of(struct arena *a, struct str name, struct str out[WORDS_MAX])
{
	struct str rest = fold(a, name), word;
	unsigned n = 0;

	while (n < WORDS_MAX && str_cut(&rest, ' ', &word)) {
		while (word.n && (word.p[word.n - 1] == ',' || word.p[word.n - 1] == '.' || word.p[word.n - 1] == '"'))
			word.n--;
		while (word.n && word.p[0] == '"') {
			word.p++;
			word.n--;
		}
		if (word.n && !says_nothing(word))
			out[n++] = word;
	}
	return n;
}

static bool all_in(const struct str *few, unsigned nfew, const struct str *many, unsigned nmany)
{
	for (unsigned i = 0; i < nfew; i++) {
		bool there = false;
		for (unsigned k = 0; k < nmany && !there; k++)
			there = str_eq(few[i], many[k]);
		if (!there)
			return false;
	}
	return true;
}

static unsigned alike(const struct known_one *x, const struct known_one *y, int64_t *distance_out)
{
	const struct known_one *few = x->nwords <= y->nwords ? x : y, *many = few == x ? y : x;
	unsigned why = 0;

	if (few->nwords && (few->nwords == many->nwords || few->nwords > 1) && all_in(few->word, few->nwords, many->word, many->nwords))
		why |= ALIKE_NAME;
	*distance_out = -1;
	if (x->placed && y->placed) {
		*distance_out = geo_distance_m(x->lat_udeg, x->lon_udeg, y->lat_udeg, y->lon_udeg);
		if (*distance_out <= NEAR_DOUBLE_M)
			why |= ALIKE_NEAR;
		else if (*distance_out > APART_M)
			why = 0; /* two of one name, and not there */
	}
	return why;
}

static unsigned read_district(struct ctx *c, struct id place, struct known_one *out, unsigned max)
{
	struct rows r = db_rows(c->db, SQL(Q_KITCHENS_OF_DISTRICT), ARGS(cell_id(&c->net->id), cell_id(&place)));
	unsigned n = 0;

	while (rows_next(&r))
		if (n < max) {
			struct known_one *k = &out[n++];
			*k = (struct known_one){ .id = rows_id(&r, 0), .placed = !rows_null(&r, 2) && !rows_null(&r, 3) };
			k->nwords = words_of(c->mem, rows_text(&r, 1), k->word);
			if (k->placed) {
				k->lat_udeg = rows_int(&r, 2);
				k->lon_udeg = rows_int(&r, 3);
			}
		}
	return n;
}

/* Those led by her, or by somebody who shares her telephone. */
static void mark_phones(struct ctx *c, struct id leader, struct known_one *all, unsigned n)
{
	struct rows r = db_rows(c->db, SQL(Q_LED_WITH_PHONE_OF), ARGS(cell_id(&c->net->id), cell_id(&leader), cell_int(today(c))));

	while (rows_next(&r))
		for (unsigned i = 0; i < n; i++)
			if (id_eq(all[i].id, rows_id(&r, 0)))
				all[i].phone = true;
}

unsigned doubles_likely(struct ctx *c, const struct described *d, struct likely *out, unsigned max)
{
	struct known_one *all = ARENA_ARRAY(c->mem, struct known_one, DISTRICT_MAX), mine = { .id = d->id, .placed = d->placed,
		.lat_udeg = d->lat_udeg, .lon_udeg = d->lon_udeg };
	unsigned n = read_district(c, d->place, all, DISTRICT_MAX), found = 0;

	mine.nwords = words_of(c->mem, d->name, mine.word);
	if (!id_is_zero(d->leader))
		mark_phones(c, d->leader, all, n);
	for (unsigned i = 0; i < n && found < max; i++) {
		struct likely one = { .id = all[i].id };
		if (id_eq(all[i].id, d->id))
			continue;
		one.why = alike(&mine, &all[i], &one.distance_m) | (all[i].phone ? (unsigned)ALIKE_PHONE : 0);
		if (one.why)
			out[found++] = one;
	}
	return found;
}

unsigned doubles_in(struct ctx *c, struct id place, struct pair *out, unsigned max)
{
	struct known_one *all = ARENA_ARRAY(c->mem, struct known_one, DISTRICT_MAX);
	unsigned n = read_district(c, place, all, DISTRICT_MAX), found = 0;

	for (unsigned i = 0; i < n; i++)
		for (unsigned k = i + 1; k < n && found < max; k++) {
			struct pair p = { .one = all[i].id, .other = all[k].id };
			p.why = alike(&all[i], &all[k], &p.distance_m);
			if (p.why)
				out[found++] = p;
		}
	return found;
}

struct str alike_show(struct ctx *c, unsigned why, int64_t distance_m)
{
	struct buf b = buf_new(c->mem, 80), n = buf_new(c->mem, 16);

	if (why & ALIKE_NAME)
		buf_add(&b, tr(c->lang, N_("el mismo nombre")));
	if (distance_m >= 0) {
		buf_c(&b, b.n ? ", " : "");
		buf_thousands(&n, distance_m);
		buf_add(&b, tr_fill(c->mem, c->lang, N_("a %s metros"), buf_str(&n)));
	}
	if (why & ALIKE_PHONE) {
		buf_c(&b, b.n ? ", " : "");
		buf_add(&b, tr(c->lang, N_("la dirige quien usa ese teléfono")));
	}
	return buf_str(&b);
}

enum rc register_careful(struct ctx *c, const struct described *d, bool counted, int64_t people, bool reason)
{
	struct likely like[LIKELY_SHOWN];
	struct kitchen_at near;

	if (reason)
		return OK;
	if (doubles_likely(c, d, like, LIKELY_SHOWN))
		return fail_with(c, "reason", "confirm", N_("Parece que ya está: %s. Si es otra, escriba por qué"),
			str_fmt(c->mem, "%s (%s)", str_cstr(c->mem, ref_title(c, "kitchen", like[0].id)),
				str_cstr(c->mem, alike_show(c, like[0].why, like[0].why & ALIKE_NEAR ? like[0].distance_m : -1))));
	if (counted && people < FEW_PEOPLE)
		return fail(c, "reason", "confirm", N_("Una olla tiene por lo menos 15 personas. Si está bien así, escriba por qué"));
	if (d->placed && kitchen_near(c, d->lat_udeg, d->lon_udeg, APART_M - 1, &near, 1))
		return fail_with(c, "reason", "confirm", N_("Está a menos de 500 metros de %s. Si está bien así, escriba por qué"),
			ref_title(c, "kitchen", near.id));
	return OK;
}
