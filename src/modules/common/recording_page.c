/* recording_page.c - /audios: what is recorded of each page in each language; the form for one; taking one back. */
#include "recording.h"

#include "aloud.h"
#include "gate.h"
#include "html.h"

static struct str form_url(struct ctx *c, const char *page, const char *language)
{
	return str_fmt(c->mem, "/audios?page=%s&language=%s", page, language);
}

/* One page in one language: heard, taken back, recorded. */
static void view_one(struct ctx *c, struct view *v, const struct aloud_page *page, const struct lang *l)
{
	struct record *r = ARENA_NEW(c->mem, struct record);
	bool there = recording_get(c, str_c(page->name), str_c(lang_tag(l)), r) && recording_heard(c, r);
	bool by = there && r->v[RECORDING_AUTHOR].kind == V_ID;

	view_text(v, "tongue", lang_name(l));
	view_text(v, "heard", there ? recording_url(c, r) : STR(""));
	view_text(v, "by", by ? person_name(c, r->v[RECORDING_AUTHOR].id) : STR(""));
	view_text(v, "day", there ? lang_date(c->mem, c->lang, r->v[RECORDING_DAY].i) : STR(""));
	view_text(v, "record_url", form_url(c, page->name, lang_tag(l)));
	view_text(v, "remove_url", there ? str_fmt(c->mem, "/audios/quitar?recording=%s", str_cstr(c->mem, id_text(c->mem, r->id))) :
		STR(""));
}

static void view_all(struct page_call *p)
{
	struct aloud_page page;

	for (unsigned i = 0; aloud_at(p->c->reg, i, &page); i++) {
		struct view *row = view_row(p->v, "rows");
		view_text(row, "title", tr(p->c->lang, page.title));
		for (unsigned k = 0; k < langs_count(); k++)
			view_one(p->c, view_row(row, "tongues"), &page, langs_at(k));
	}
}

/* The form for that page and language, with what stands there to be heard first. */
static bool view_form(struct page_call *p, struct str name, struct str language)
{
	struct ctx *c = p->c;
	struct record *r = ARENA_NEW(c->mem, struct record);
	const char *title = aloud_title(c->reg, name);
	const struct lang *l = lang_find(language);

	if (!title || !l)
		return false;
	bool stands = recording_get(c, name, language, r);
	form_fill(p, &recording_add, stands ? r : NULL, "page|language|file");
	const struct diag_item *wrong = p->act ? diag_find(&p->act->diag, "file") : NULL;
	view_text(p->v, "file_error", wrong ? diag_message(c, wrong) : p->act ? tr(c->lang,
		N_("Elija otra vez el archivo: el navegador no lo guarda.")) : STR(""));
	view_text(p->v, "page", name);
	view_text(p->v, "language", language);
	view_text(p->v, "title", tr(c->lang, title));
	view_text(p->v, "tongue", lang_name(l));
	view_text(p->v, "heard", stands && recording_heard(c, r) ? recording_url(c, r) : STR(""));
	return true;
}

enum rc page_recordings(struct page_call *p)
{
	struct str name = p->get(p, "page"), language = p->get(p, "language");
	bool one = name.n || language.n;

	if (!allowed(p->c, "page:recordings", (struct scope){ 0 }) || (one && !view_form(p, name, language)))
		return NOT_FOUND;
	view_flag(p->v, "one", one);
	if (!one)
		view_all(p);
	return OK;
}

enum rc page_recording_remove(struct page_call *p)
{
	struct ctx *c = p->c;
	struct record *r = ARENA_NEW(c->mem, struct record);
	struct id id;

	if (!allowed(c, "page:recording_remove", (struct scope){ 0 }) || !id_parse(p->get(p, "recording"), &id) ||
		!record_get(c->db, c->schema, c->mem, &recording_entity, c->net->id, id, r) || !r->born || !recording_heard(c, r))
		return NOT_FOUND;
	const char *title = aloud_title(c->reg, r->v[RECORDING_PAGE].s);
	const struct lang *l = lang_find(r->v[RECORDING_LANGUAGE].s);
	form_fill(p, &recording_remove, NULL, "recording");
	view_text(p->v, "recording", id_text(c->mem, r->id));
	view_text(p->v, "title", title ? tr(c->lang, title) : r->v[RECORDING_PAGE].s);
	view_text(p->v, "tongue", l ? lang_name(l) : r->v[RECORDING_LANGUAGE].s);
	view_text(p->v, "heard", recording_url(c, r));
	return OK;
}
