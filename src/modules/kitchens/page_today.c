/*
 * page_today.c - "Hoy": the pot of a kitchen, a day and a sitting, told and corrected by people.
 */
#include "pages.h"

#include "attachment.h"
#include "field.h"
#include "gateway.h"
#include "html.h"

enum { TABS = 4, LAST_DAYS = 14, MINE_MAX = 20 };

/* What the page is about. */
struct pot {
	struct id kitchen, id;
	struct str code, sitting;
	int64_t day;
	bool stands;
	struct record r;
};

static bool mine(struct ctx *c, struct id kitchen)
{
	return allowed(c, "meal.report", scope_of_group(c, kitchen));
}

/* Her kitchens as tabs; the first one is taken when none was asked for. */
static unsigned my_kitchens(struct page_call *p, struct pot *pot, bool asked)
{
	struct ctx *c = p->c;
	unsigned n = 0;
	struct rows r = db_rows(c->db, SQL(Q_MY_KITCHENS), ARGS(cell_id(&c->net->id),
		cell_id(&c->who->person), cell_int(today(c))));

	while (rows_next(&r)) {
		struct id id = rows_id(&r, 0);
		struct str code = str_dup(c->mem, rows_text(&r, 1));
		if (n++ == 0 && !asked)
			pot->kitchen = id;
		struct view *row = view_row(p->v, "kitchens");
		view_text(row, "name", str_dup(c->mem, rows_text(&r, 2)));
		view_text(row, "url", today_url(c, code, pot->day, pot->sitting));
		view_flag(row, "on", id_eq(id, pot->kitchen));
	}
	view_flag(p->v, "several", n > 1);
	return n;
}

/* Who watches over a district and has no kitchen of her own begins with its first one. */
static struct id watched_kitchen(struct ctx *c)
{
	const struct membership *m = member_as(c, "coordinator");
	const struct group_info *g = m ? group_of(c, m->group) : NULL;

	if (!g || id_is_zero(g->place))
		return (struct id){ 0 };
	return db_id(c->db, SQL(Q_KITCHEN_FIRST), ARGS(cell_id(&c->net->id), cell_id(&g->place)));
}

static bool find(struct page_call *p, struct pot *pot)
{
	struct ctx *c = p->c;
	struct str asked = p->get(p, "kitchen"), sitting = p->get(p, "sitting");

	pot->day = day_asked(p, "day", today(c));
	pot->sitting = choice_find(sittings, sitting) ? str_dup(c->mem, sitting) : STR("lunch");
	if (asked.n && !ref_resolve(c, "kitchen", asked, &pot->kitchen))
		return false;
	if (my_kitchens(p, pot, asked.n > 0) == 0 && !asked.n)
		pot->kitchen = watched_kitchen(c);
	if (id_is_zero(pot->kitchen) || !mine(c, pot->kitchen))
		return false;
	pot->code = ref_code(c, "kitchen", pot->kitchen);
	pot->id = meal_id(c, pot->kitchen, pot->day, pot->sitting);
	pot->stands = meal_get(c, pot->id, &pot->r);
	return true;
}

static void view_day_tabs(struct page_call *p, const struct pot *pot)
{
	struct ctx *c = p->c;

	for (int64_t day = today(c); day > today(c) - TABS; day--) {
		struct view *row = view_row(p->v, "days");
		view_text(row, "url", today_url(c, pot->code, day, pot->sitting));
		view_text(row, "name", day == today(c) ? tr(c->lang, N_("hoy")) :
			day == today(c) - 1 ? tr(c->lang, N_("ayer")) :
			lang_date_short(c->mem, c->lang, day));
		view_flag(row, "on", day == pot->day);
	}
	if (pot->day <= today(c) - TABS) {
		struct view *row = view_row(p->v, "days");
		view_text(row, "url", today_url(c, pot->code, pot->day, pot->sitting));
		view_text(row, "name", lang_date_short(c->mem, c->lang, pot->day));
		view_flag(row, "on", true);
	}
	for (const struct choice *s = sittings; s->name; s++) {
		struct view *row = view_row(p->v, "sittings");
		view_text(row, "url", today_url(c, pot->code, pot->day, str_c(s->name)));
		view_text(row, "name", tr(c->lang, s->label));
		view_flag(row, "on", str_is(pot->sitting, s->name));
	}
}

static void view_last(struct page_call *p, const struct pot *pot)
{
	struct ctx *c = p->c;
	struct draw_point point[CHART_DAYS] = { 0 };
	struct view *row[CHART_DAYS] = { 0 };
	int64_t first = today(c) - CHART_DAYS + 1;

	for (unsigned i = 0; i < CHART_DAYS; i++) {
		point[i].label = lang_date_short(c->mem, c->lang, first + (int64_t)i);
		point[i].now = first + (int64_t)i == pot->day;
	}
	for (unsigned i = CHART_DAYS; i-- > CHART_DAYS - LAST_DAYS;) {
		row[i] = view_row(p->v, "last");
		view_text(row[i], "day", point[i].label);
		view_text(row[i], "url", today_url(c, pot->code, first + (int64_t)i, STR("")));
	}
	struct rows r = db_rows(c->db, SQL(Q_KITCHEN_DAYS), ARGS(cell_id(&c->net->id),
		cell_id(&pot->kitchen), cell_int(first), cell_int(today(c))));
	while (rows_next(&r)) {
		int64_t at = rows_int(&r, 0) - first;
		point[at].value = rows_int(&r, 1);
		point[at].known = !rows_null(&r, 1);
		if (!row[at])
			continue;
		view_cell(row[at], "served", &r, 1);
		view_cell(row[at], "free", &r, 2);
		view_cell(row[at], "left", &r, 3);
	}
	view_html(p->v, "chart", draw_columns(c->mem, tr(c->lang, N_("Raciones servidas, últimos 30 días")),
		point, CHART_DAYS));
}

/* form_fill shows both figures; here the three ways on, with what was typed kept for each. */
static void view_standing(struct page_call *p, const struct record *current)
{
	struct ctx *c = p->c;
	const struct act *a = p->act;

	view_flag(p->v, "has_errors", false); /* the choice itself says what is wrong */
	/* Who corrects a figure that she saw typed a new whole, not a second pot. */
	view_flag(p->v, "can_add", a->seen != SEEN_STAMP && act_has(a, MEAL_SERVED) &&
		current->v[MEAL_SERVED].kind == V_INT);
	for (unsigned i = MEAL_PLANNED; i <= MEAL_REASON; i++)
		if (act_has(a, i)) {
			struct view *row = view_row(p->v, "args");
			view_text(row, "name", str_c(meal_fields[i].name));
			view_text(row, "value", field_plain(c->mem, &meal_fields[i], &a->v[i]));
		}
}

/* A figure out of habit, or a day long past: ask why, beside the boxes. */
static void view_confirm(struct page_call *p)
{
	struct ctx *c = p->c;

	for (unsigned i = 0; p->act && i < p->act->diag.n; i++) {
		const struct diag_item *item = &p->act->diag.item[i];
		if (strcmp(item->code, "confirm") != 0 && strcmp(item->code, "reason") != 0)
			continue;
		view_text(p->v, "confirm", diag_message(c, item));
		view_text(p->v, "reason", p->get(p, "reason"));
		if (p->act->given[MEAL_REASON]) /* asked once, and left empty */
			view_text(p->v, "reason_error", tr(c->lang, N_("Falta el motivo: escríbalo con sus palabras")));
		view_flag(p->v, "has_errors", p->act->diag.n > 1); /* else said once is enough */
	}
}

static void view_pot(struct page_call *p, const struct pot *pot)
{
	struct ctx *c = p->c;
	struct str by = pot->r.born ? record_told(c, &pot->r) : STR("");

	view_text(p->v, "kitchen", ref_title(c, "kitchen", pot->kitchen));
	view_text(p->v, "code", pot->code);
	view_text(p->v, "day", day_plain(c, pot->day));
	view_text(p->v, "day_long", lang_date_long(c->mem, c->lang, pot->day));
	view_text(p->v, "sitting", pot->sitting);
	view_flag(p->v, "is_today", pot->day == today(c));
	view_text(p->v, "stands", by);
	view_text(p->v, "remove_url", pot->stands && allowed(c, "meal.void", scope_of_group(c, pot->kitchen)) ?
		remove_url(c, pot->code, pot->day, pot->sitting) : STR(""));
	if (p->get(p, "ok").n && by.n)
		view_text(p->v, "saved", tr_fill(c->mem, c->lang, N_("Guardado: %s"), by));
	struct buf url = buf_new(c->mem, 128);
	buf_c(&url, "/historia/meal/");
	buf_add(&url, id_text(c->mem, pot->id));
	buf_c(&url, "?volver=");
	url_part(&url, today_url(c, pot->code, pot->day, pot->sitting));
	view_text(p->v, "history_url", buf_str(&url));
	view_text(p->v, "files_url", allowed(c, "page:attachments", scope_of_group(c, pot->kitchen)) ? attachments_url(c, pot->kitchen,
		pot->stands ? attachment_about(c, "meal", pot->id) : STR("")) : STR(""));
	view_text(p->v, "kitchen_url", str_fmt(c->mem, "/cocina/%s", str_cstr(c->mem, pot->code)));
}

/*
 * The number for text messages, and what stands in one (channels/text/short.h): with a script "{ casos free}" is what was
 * typed; without, she writes the number behind what is there.
 */
static void view_sms(struct page_call *p, const struct pot *pot)
{
	struct ctx *c = p->c;
	struct gateway all[GATEWAYS_MAX];
	unsigned n = gateways_read(c, all), i = 0;
	struct civil day = day_civil(pot->day);
	struct buf url = buf_new(c->mem, 80);

	while (i < n && (all[i].closed || !str_starts(all[i].number, "+") || strcmp(gateway_channel(all[i].kind), "sms") != 0))
		i++;
	if (i == n)
		return;
	struct str sitting = tr(lang_spanish(), choice_find(sittings, pot->sitting)->label);
	buf_c(&url, "sms:");
	buf_add(&url, all[i].number);
	buf_c(&url, "?body=");
	url_part(&url, str_fmt(c->mem, "%.*s %d/%d %.*s ", (int)pot->code.n, pot->code.p, day.day, day.month, (int)sitting.n, sitting.p));
	view_text(p->v, "sms_url", buf_str(&url));
	view_text(p->v, "sms", str_fmt(c->mem, "{kitchen} {day} %.*s{ served}{ casos free}{ sobraron leftover}{ previstas planned}"
		"{ gasto cost}", (int)sitting.n, sitting.p));
}

/* She acts for a kitchen that is not hers. */
static bool for_her(struct ctx *c, struct id kitchen)
{
	for (unsigned i = 0; i < c->who->nmember; i++)
		if (id_eq(c->who->member[i].group, kitchen))
			return false;
	return true;
}

enum rc page_today(struct page_call *p)
{
	struct ctx *c = p->c;
	struct pot *pot = ARENA_NEW(c->mem, struct pot);

	if (!find(p, pot)) {
		if (!p->get(p, "kitchen").n && allowed_somewhere(c, "page:roster")) {
			p->redirect = STR("/reportes");
			return OK;
		}
		return NOT_FOUND;
	}
	view_pot(p, pot);
	view_flag(p->v, "for_her", for_her(c, pot->kitchen));
	view_day_tabs(p, pot);
	view_sms(p, pot);
	form_fill(p, &meal_report, pot->r.born ? &pot->r : NULL, "kitchen|day|sitting|reason");
	if (p->outcome && p->outcome->current)
		view_standing(p, p->outcome->current);
	view_confirm(p);
	view_last(p, pot);
	return OK;
}

/* "Leave it" goes back without acting; "add" sends the sum of what she saw and what she typed. */
void today_prepare(struct page_call *p, struct act *a)
{
	struct ctx *c = p->c;
	struct str how = p->get(p, "how");
	struct pot *pot = ARENA_NEW(c->mem, struct pot);

	if (str_is(how, "cancel") || str_is(how, "add")) {
		pot->day = day_asked(p, "day", today(c));
		pot->sitting = p->get(p, "sitting");
		if (!pot->sitting.n)
			pot->sitting = STR("lunch");
		if (!ref_resolve(c, "kitchen", p->get(p, "kitchen"), &pot->kitchen))
			return;
	}
	if (str_is(how, "cancel"))
		p->redirect = today_url(c, ref_code(c, "kitchen", pot->kitchen), pot->day, pot->sitting);
	if (!str_is(how, "add") ||
		!meal_get(c, meal_id(c, pot->kitchen, pot->day, pot->sitting), &pot->r))
		return;
	for (unsigned i = MEAL_PLANNED; i <= MEAL_COST; i++)
		if (act_has(a, i) && pot->r.v[i].kind == V_INT) {
			a->v[i].i += pot->r.v[i].i;
			p->amended = true;
		}
}

struct str today_done(struct ctx *c, const struct act *a, const struct outcome *o)
{
	struct str code = ref_code(c, "kitchen", act_ref(a, MEAL_KITCHEN));
	struct str url = today_url(c, code, act_int(a, MEAL_DAY), act_text(a, MEAL_SITTING));

	(void)o;
	return str_fmt(c->mem, "%.*s&ok=1", (int)url.n, url.p);
}
