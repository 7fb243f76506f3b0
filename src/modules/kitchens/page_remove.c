/*
 * page_remove.c - taking back what was told of a pot, with the reason; the journal keeps both.
 */
#include "pages.h"

#include "html.h"

/* Sets the view of the pot as it stands; what is gone already leads back to its page. */
enum rc page_remove(struct page_call *p)
{
	struct ctx *c = p->c;
	struct record *r = ARENA_NEW(c->mem, struct record);
	struct str sitting = choice_find(sittings, p->get(p, "sitting")) ? p->get(p, "sitting") : STR("lunch");
	int64_t day = day_asked(p, "day", today(c));
	struct id kitchen;

	if (!ref_resolve(c, "kitchen", p->get(p, "kitchen"), &kitchen) ||
		!allowed(c, "meal.void", scope_of_group(c, kitchen)))
		return NOT_FOUND;
	struct str code = ref_code(c, "kitchen", kitchen);
	if (!meal_get(c, meal_id(c, kitchen, day, sitting), r)) {
		p->redirect = today_url(c, code, day, sitting);
		return OK;
	}
	form_fill(p, &meal_void, NULL, "kitchen|day|sitting");
	view_text(p->v, "kitchen", ref_title(c, "kitchen", kitchen));
	view_text(p->v, "code", code);
	view_text(p->v, "day", day_plain(c, day));
	view_text(p->v, "day_long", lang_date_long(c->mem, c->lang, day));
	view_text(p->v, "sitting", sitting);
	view_text(p->v, "stands", record_told(c, r));
	view_text(p->v, "seen", record_seen(c->mem, r));
	view_text(p->v, "back_url", today_url(c, code, day, sitting));
	return OK;
}

struct str remove_done(struct ctx *c, const struct act *a, const struct outcome *o)
{
	struct str url = today_url(c, ref_code(c, "kitchen", act_ref(a, VOID_KITCHEN)), act_int(a, VOID_DAY),
		act_text(a, VOID_SITTING));

	(void)o;
	return str_fmt(c->mem, "%.*s&ok=1", (int)url.n, url.p);
}
