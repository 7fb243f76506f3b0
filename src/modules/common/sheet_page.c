/*
 * sheet_page.c - /hojas: a photo of a signed sheet comes in, its code is read, and it stays beside its record.
 *
 * The code is looked for in the photo as it came, before the act is judged (prepare): that takes up to a second. Where there
 * is none, or of something that is not hers, the page says so and leads to where the photo can be bound by hand.
 */
#include "sheet.h"

#include "attachment.h"
#include "parts.h"
#include "qr_read.h"
#include "upload.h"

/* The one thing that is said: not also that no group was named, which nobody was asked for. */
static void odd(struct ctx *c, struct act *a, const char *code, const char *msgid)
{
	int group = action_arg(a->action, STR("group"));

	diag_add(&a->diag, "file", code, msgid, STR(""));
	if (c->who->nmember) {
		a->v[group] = value_id(c->who->member[0].group);
		a->given[group] = true;
	}
}

void sheets_prepare(struct page_call *p, struct act *a)
{
	struct ctx *c = p->c;
	struct str text[QR_READ_MAX], raw, about;
	struct record *r = ARENA_NEW(c->mem, struct record);
	bool tried, seen = false;
	int group = action_arg(a->action, STR("group")), beside = action_arg(a->action, STR("about"));

	if (!act_raw(a, &raw)) {
		if (!a->diag.n)
			odd(c, a, "required", N_("Elija la foto de la hoja firmada"));
		return;
	}
	unsigned n = qr_read(c->mem, raw, media_sniff(raw), text, &tried);
	for (unsigned i = 0; i < n; i++) {
		seen |= str_starts(text[i], "AYNI:");
		if (!sheet_find(c, text[i], r, &about) || !allowed(c, "attachment.add", scope_of(c, r)))
			continue;
		a->v[beside] = value_text(about);
		a->v[group] = value_id(scope_of(c, r).group);
		a->given[beside] = a->given[group] = true;
		a->sent[beside] = about;
		a->sent[group] = id_text(c->mem, a->v[group].id);
		return;
	}
	if (seen)
		odd(c, a, "unknown", N_("El código de esa hoja es de otra red, o de algo que usted no ve. Si es suya, guárdela abajo, junto a lo que es"));
	else if (!tried)
		odd(c, a, "unread", N_("Ese archivo no se puede mirar; tome una foto, o guárdelo abajo, junto a lo que es"));
	else
		odd(c, a, "no_code", N_("No se ve el código cuadrado de la hoja: tome la foto de cerca, derecha y con luz, o guárdela abajo, junto a lo que es"));
}

enum rc page_sheets(struct page_call *p)
{
	struct ctx *c = p->c;
	const struct diag_item *wrong = p->act ? diag_find(&p->act->diag, "file") : NULL;

	form_fill(p, &attachment_add, NULL, "group|about|kind|file|caption|with_place|latitude|longitude");
	view_text(p->v, "file_error", wrong ? diag_message(c, wrong) : STR(""));
	for (unsigned i = 0; i < c->who->nmember; i++) {
		struct id group = c->who->member[i].group;
		if (id_eq(group, c->net->id) || !allowed(c, "attachment.add", scope_of_group(c, group)))
			continue;
		struct view *row = view_row(p->v, "groups");
		struct str url = attachments_url(c, group, STR(""));
		view_text(row, "name", ref_title(c, "group", group));
		view_text(row, "url", str_fmt(c->mem, "%.*s&kind=sheet", (int)url.n, url.p));
	}
	struct record *r = ARENA_NEW(c->mem, struct record);
	struct str about = p->get(p, "about"), code = p->get(p, "group");
	struct id group;
	if (about.n && ref_resolve(c, "group", code, &group) && allowed(c, "page:attachments", scope_of_group(c, group)) &&
		attachment_beside(c, about, group, r)) {
		view_text(p->v, "bound", tr(c->lang, r->entity->label));
		view_text(p->v, "bound_url", attachments_url(c, group, about));
	}
	return OK;
}

struct str sheets_done(struct ctx *c, const struct act *a, const struct outcome *o)
{
	int group = action_arg(a->action, STR("group")), about = action_arg(a->action, STR("about"));
	struct str url = attachments_url(c, act_ref(a, (unsigned)group), act_text(a, (unsigned)about)), query = str_sub(url, str_find(url, '?') + 1, url.n);

	(void)o;
	return str_fmt(c->mem, "/hojas?ok=1&%.*s", (int)query.n, query.p);
}
