/*
 * summary.c - the day in a few lines, for whoever asks by message and for the group it is forwarded to.
 *
 * Counts only. Of people (free servings) fewer than five are "<5" (domain.md); plates are no people.
 */
#include "pages.h"

#include "fold.h"
#include "need_items.h"
#include "texts.h"

enum { DISTRICTS_MOST = 2000, MOST_LACKING = 4, FEW = 5, KITCHENS_MINE = 4 };

/* ---- which district ---- */

/* "san juan de miraflores" by its first letters, without "de": "sjm". */
static bool initials_are(struct str name, struct str said)
{
	struct str rest = name, word;
	size_t at = 0;

	while (rest.n && str_cut(&rest, ' ', &word)) {
		if (!word.n || str_is(word, "de") || str_is(word, "del") || str_is(word, "la") || str_is(word, "el"))
			continue;
		if (at >= said.n || said.p[at++] != word.p[0])
			return false;
	}
	return at == said.n && at > 1;
}

/* The district with kitchens that is called so; zero when none is, or more than one. */
static struct id district_named(struct ctx *c, struct str said)
{
	struct str f = fold(c->mem, said);
	struct rows r = db_rows(c->db, SQL(Q_DISTRICTS), ARGS(cell_id(&c->net->id)));
	struct id found = { 0 };
	unsigned n = 0;

	while (rows_next(&r)) {
		struct str name = fold(c->mem, rows_text(&r, 2));
		if (str_eq(name, f) || str_eq(rows_text(&r, 1), f) || initials_are(name, f)) {
			found = rows_id(&r, 0);
			n++;
		}
	}
	return n == 1 ? found : (struct id){ 0 };
}

/* The district of her first group that lies in one. */
static struct id district_of_hers(struct ctx *c)
{
	for (unsigned i = 0; i < c->who->nmember; i++) {
		const struct group_info *g = group_of(c, c->who->member[i].group);
		if (!g || id_is_zero(g->place))
			continue;
		struct rows r = db_rows(c->db, SQL(Q_PLACE_NAMED), ARGS(cell_id(&c->net->id), cell_id(&g->place)));
		bool district = false;
		if (rows_next(&r)) {
			district = str_is(rows_text(&r, 3), "district");
			rows_end(&r);
		}
		if (district)
			return g->place;
	}
	return (struct id){ 0 };
}

/* What she said, without "de hoy" and the like; false with *answer_out when no district is meant. */
static bool district_asked(struct ctx *c, struct str rest, struct id *out, struct str *answer_out)
{
	struct str said = str_trim(rest);
	static const char *const around[] = { "en el distrito de ", "del distrito de ", "en el distrito", "del distrito",
		"en mi distrito", "mi distrito", "en ", "de hoy", "del dia", "de ", "del ", "hoy" };

	for (size_t i = 0; i < ARRAY_LEN(around); i++)
		if (str_starts(said, around[i]))
			said = str_trim(str_sub(said, strlen(around[i]), said.n));
	*out = said.n ? district_named(c, said) : district_of_hers(c);
	if (!id_is_zero(*out))
		return true;
	*answer_out = said.n ? tr_fill(c->mem, c->lang, N_("No conocemos un distrito con cocinas que se llame «%s»"), said) :
		tr(c->lang, N_("¿De qué distrito? Escriba, por ejemplo: resumen San Juan de Miraflores"));
	return false;
}

/* ---- the lines ---- */

struct str district_needs_list(struct ctx *c, struct id place)
{
	struct rows r = db_rows(c->db, SQL(Q_NEEDS_MOST), ARGS(cell_id(&c->net->id), cell_id(&place),
		cell_int(today(c) - NEED_DAYS), cell_int(MOST_LACKING)));
	struct buf b = buf_new(c->mem, 80);

	while (rows_next(&r)) {
		if (b.n)
			buf_c(&b, ", ");
		buf_add(&b, need_item_label(str_dup(c->mem, rows_text(&r, 0))));
		buf_c(&b, " (");
		buf_add(&b, number_text(c, rows_int(&r, 1)));
		buf_char(&b, ')');
	}
	return buf_str(&b);
}

struct str district_needs_line(struct ctx *c, struct id place)
{
	struct str list = district_needs_list(c, place);

	return list.n ? tr_fill(c->mem, c->lang, N_("Falta más, y en cuántas cocinas: %s."), list) : STR("");
}

static struct str place_name(struct ctx *c, struct id place)
{
	return title_now(c, &place_entity, place);
}

struct str district_needs_told(struct ctx *c, struct str rest)
{
	struct id place;
	struct str answer;

	if (!district_asked(c, rest, &place, &answer))
		return answer;
	struct str line = district_needs_line(c, place);
	const struct str_pair pairs[] = { { "place", place_name(c, place) }, { "what", line } };
	return tr_named(c->mem, c->lang, line.n ? N_("{place}. {what}") :
		N_("{place}: no hay nada anotado como falta."), pairs, ARRAY_LEN(pairs));
}

void district_kitchens(struct ctx *c, struct id place, int64_t day, int64_t *told_out, int64_t *all_out)
{
	struct reported *told = ARENA_ARRAY(c->mem, struct reported, DISTRICTS_MOST);
	unsigned n = reported_read(c, day, told, DISTRICTS_MOST);

	*told_out = 0;
	for (unsigned i = 0; i < n; i++)
		if (id_eq(told[i].district, place))
			*told_out = told[i].kitchens;
	*all_out = db_int(c->db, SQL(Q_KITCHENS_IN), ARGS(cell_id(&c->net->id), cell_id(&place)));
}

/*
 * "1,340 raciones, 56 de ellas casos sociales"; empty when nobody told a number. Nought of them is "<5" too: the open data say
 * that this day's are known and few, and silence here would say which.
 */
static struct str servings(struct ctx *c, struct id place, int64_t day)
{
	struct rows r = db_rows(c->db, SQL(Q_DISTRICT_DAY), ARGS(cell_id(&c->net->id), cell_id(&place), cell_int(day)));

	if (!rows_next(&r))
		return STR("");
	int64_t served = rows_int(&r, 0), known = rows_int(&r, 1), free_plates = rows_int(&r, 2), free_known = rows_int(&r, 3);
	rows_end(&r);
	if (!known)
		return STR("");
	struct str some = free_plates < FEW ? STR("<5") : number_text(c, free_plates);
	const struct str_pair pairs[] = { { "n", number_text(c, served) }, { "free", some } };
	return tr_named(c->mem, c->lang, free_known ? N_("{n} raciones, {free} de ellas casos sociales") :
		N_("{n} raciones"), pairs, ARRAY_LEN(pairs));
}

struct str district_summary(struct ctx *c, struct id place, int64_t day)
{
	int64_t told, all;
	struct str plates = servings(c, place, day), lacking = day == today(c) ? district_needs_line(c, place) : STR("");
	struct buf b = buf_new(c->mem, 200);

	district_kitchens(c, place, day, &told, &all);
	const struct str_pair pairs[] = {
		{ "place", place_name(c, place) },
		{ "day", lang_date_long(c->mem, c->lang, day) },
		{ "told", number_text(c, told) },
		{ "all", number_text(c, all) },
		{ "plates", plates },
	};
	buf_add(&b, tr_named(c->mem, c->lang, plates.n ? N_("{place}, {day}: avisaron {told} de {all} cocinas, {plates}.") :
		N_("{place}, {day}: avisaron {told} de {all} cocinas."), pairs, ARRAY_LEN(pairs)));
	if (lacking.n) {
		buf_char(&b, ' ');
		buf_add(&b, lacking);
	}
	if (c->config && c->config->public_url.n)
		buf_fmt(&b, " %s/distrito/%s", str_cstr(c->mem, c->config->public_url), str_cstr(c->mem, ref_code(c, "place", place)));
	return buf_str(&b);
}

/* ---- asked for ---- */

struct str tell_summary(struct ctx *c, struct str rest)
{
	struct id place;
	struct str answer;

	return district_asked(c, rest, &place, &answer) ? district_summary(c, place, today(c)) : answer;
}

struct str kitchens_digest(struct ctx *c)
{
	struct id place = district_of_hers(c);

	return id_is_zero(place) ? STR("") : district_summary(c, place, today(c));
}

/* What stands of a kitchen's pots today: "120 almuerzos, 12 casos sociales". */
static struct str pots_today(struct ctx *c, struct id kitchen)
{
	struct record *r = ARENA_NEW(c->mem, struct record);
	struct buf b = buf_new(c->mem, 64);

	for (const struct choice *s = sittings; s->name; s++) {
		*r = (struct record){ 0 };
		if (!meal_get(c, meal_id(c, kitchen, today(c), str_c(s->name)), r) || r->v[MEAL_SERVED].kind != V_INT)
			continue;
		if (b.n)
			buf_c(&b, ", ");
		buf_add(&b, number_text(c, r->v[MEAL_SERVED].i));
		buf_char(&b, ' ');
		buf_add(&b, plates_word(c, str_c(s->name), r->v[MEAL_SERVED].i));
		if (r->v[MEAL_FREE].kind == V_INT) {
			const struct str_pair pair = { "n", number_text(c, r->v[MEAL_FREE].i) };
			buf_char(&b, ' ');
			buf_add(&b, tr_named(c->mem, c->lang, r->v[MEAL_FREE].i == 1 ? N_("({n} caso social)") :
				N_("({n} casos sociales)"), &pair, 1));
		}
	}
	return buf_str(&b);
}

/* Today's of her own kitchens. */
struct str tell_mine(struct ctx *c, struct str rest)
{
	struct id kitchen[KITCHENS_MINE];
	unsigned n = my_kitchen_ids(c, kitchen, KITCHENS_MINE);
	struct buf b = buf_new(c->mem, 160);

	(void)rest;
	if (!n)
		return tr(c->lang, N_("Usted no tiene una cocina a su cargo en la red."));
	for (unsigned i = 0; i < n; i++) {
		struct str pots = pots_today(c, kitchen[i]);
		const struct str_pair pairs[] = { { "kitchen", ref_title(c, "kitchen", kitchen[i]) }, { "pots", pots } };
		if (i)
			buf_char(&b, '\n');
		buf_add(&b, tr_named(c->mem, c->lang, pots.n ? N_("Hoy en {kitchen}: {pots}.") :
			N_("Hoy en {kitchen} todavía no hay nada anotado. Escriba, por ejemplo: raciones 120"), pairs, ARRAY_LEN(pairs)));
	}
	return buf_str(&b);
}

struct str kitchens_remind(struct ctx *c)
{
	struct id kitchen[KITCHENS_MINE];
	unsigned n = my_kitchen_ids(c, kitchen, KITCHENS_MINE);
	struct buf b = buf_new(c->mem, 80);

	for (unsigned i = 0; i < n; i++)
		if (!pots_today(c, kitchen[i]).n) {
			if (b.n)
				buf_c(&b, ", ");
			buf_add(&b, ref_title(c, "kitchen", kitchen[i]));
		}
	return b.n ? tr_fill(c->mem, c->lang, N_("Falta anotar la olla de hoy de %s. Responda, por ejemplo: raciones 120"),
		buf_str(&b)) : STR("");
}
