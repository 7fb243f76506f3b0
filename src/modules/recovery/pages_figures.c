/*
 * pages_figures.c - /recuperado: kilos of each month, for everybody to see; /reparto: what each kitchen's diners received.
 *
 * Kilos of food are no figures about people. What a kitchen received is shown to who answers for several of them, in the
 * order of their codes: it says whether the turns were fair, and ranks nobody.
 */
#include "recovery_own.h"

#include "draw.h"
#include "html.h"
#include "module.h"
#include "parts.h"
#include "recovery_pages.h"

enum { MONTHS = 12 };

static int64_t month_before(int64_t month, int n)
{
	for (int i = 0; i < n; i++)
		month = day_month_start(month - 1);
	return month;
}

struct month {
	int64_t came_g, rejected_g;
	bool known;
};

static void read_months(struct ctx *c, int64_t first, struct month out[MONTHS])
{
	struct rows r = db_rows(c->db, SQL(Q_RECOVERED_MONTHS), ARGS(cell_id(&c->net->id), cell_int(first)));

	while (rows_next(&r))
		for (int i = 0; i < MONTHS; i++)
			if (month_before(day_month_start(today(c)), MONTHS - 1 - i) == rows_int(&r, 0))
				out[i] = (struct month){ rows_int(&r, 1), rows_int(&r, 2), true };
}

static struct str month_show(struct ctx *c, int64_t month)
{
	struct civil d = day_civil(month);

	return str_fmt(c->mem, "%02d/%d", d.month, d.year);
}

enum rc recovered_fill(struct page_call *p)
{
	struct ctx *c = p->c;
	int64_t now = day_month_start(today(c)), first = month_before(now, MONTHS - 1);
	struct month month[MONTHS] = { 0 };
	struct draw_point point[MONTHS];

	read_months(c, first, month);
	part_intro(p, N_("Comida que los mercados y tiendas dieron antes de botarla, y que las ollas recogieron y cocinaron."));
	part_number(p, N_("Este mes"), month[MONTHS - 1].known ? grams_show(c, month[MONTHS - 1].came_g) : STR(""));
	for (int i = 0; i < MONTHS; i++)
		point[i] = (struct draw_point){ .label = month_show(c, month_before(now, MONTHS - 1 - i)), .value = month[i].came_g / 1000,
			.known = month[i].known, .now = i == MONTHS - 1 };
	part_chart(p, draw_columns(c->mem, tr(c->lang, N_("Kilos recuperados")), point, MONTHS));
	part_heading(p, N_("Kilos de cada mes"));
	part_column(p, N_("Mes"));
	part_column(p, N_("Recuperado"));
	part_column(p, N_("No servía"));
	for (int i = MONTHS - 1; i >= 0; i--) {
		if (!month[i].known)
			continue;
		struct view *line = part_line(p, point[i].label, STR(""));
		part_cell(line, grams_show(c, month[i].came_g));
		part_cell(line, grams_show(c, month[i].rejected_g));
	}
	part_link(p, "mapa", N_("La página de la ciudad"), STR("/"));
	return OK;
}

/* ---- was it fair ---- */

static struct str share_show(struct ctx *c, const struct fair_kitchen *k)
{
	return k->diners ? str_fmt(c->mem, "%lld g", (long long)(k->had_g / k->diners)) : STR("");
}

struct share {
	struct str title;
	const struct fair_kitchen *kitchen;
};

/* Those she answers for, in the order of their codes, which begin their titles. */
static unsigned shares_of(struct ctx *c, const struct fair *t, struct share *out)
{
	unsigned n = 0;

	for (unsigned i = 0; i < fair_count(t) && n < SHARES_MAX; i++) {
		const struct fair_kitchen *k = fair_kitchen(t, i);
		if (!allowed(c, "page:shares", scope_of_group(c, k->id)))
			continue;
		struct str title = ref_title(c, "group", k->id);
		unsigned at = n++;
		for (; at && str_cmp(title, out[at - 1].title) < 0; at--)
			out[at] = out[at - 1];
		out[at] = (struct share){ title, k };
	}
	return n;
}

enum rc shares_fill(struct page_call *p)
{
	struct ctx *c = p->c;
	struct share *share = ARENA_ARRAY(c->mem, struct share, SHARES_MAX);
	unsigned n = shares_of(c, fair_read(c, today(c)), share);

	part_back(p, N_("Comida recuperada"), STR("/recuperar"));
	part_intro(p, N_("Lo que recibió cada cocina en cuatro semanas, repartido entre sus comensales. Sirve para ver si los turnos son parejos, no para comparar cocinas."));
	part_column(p, N_("Cocina"));
	part_column(p, N_("Personas"));
	part_column(p, N_("Recibido"));
	part_column(p, N_("Por persona"));
	for (unsigned i = 0; i < n; i++) {
		const struct fair_kitchen *k = share[i].kitchen;
		struct view *line = part_line(p, share[i].title, STR(""));
		struct buf b = buf_new(c->mem, 12);
		buf_int(&b, k->diners);
		part_cell(line, k->diners ? buf_str(&b) : STR(""));
		part_cell(line, grams_show(c, k->had_g));
		part_cell(line, share_show(c, k));
	}
	part_after(p, N_("Cuenta también lo prometido que todavía no se recoge."));
	return OK;
}


/* ---- for programs ---- */

static bool month_kilos(struct ctx *c, int64_t *out)
{
	struct month month[MONTHS] = { 0 };

	read_months(c, day_month_start(today(c)), month);
	*out = month[MONTHS - 1].came_g / 1000;
	return month[MONTHS - 1].known;
}

const struct figure recovery_figures[] = { { "recovered_month_kg", month_kilos }, { NULL, NULL } };
