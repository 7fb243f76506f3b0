/* attachment_page.c - the pictures, voices and sheets of a kitchen or of one of its records; a form for one more. */
#include "attachment.h"

#include "blob_ref.h"
#include "common_sql.h"
#include "form.h"
#include "html.h"
#include "people.h"
#include "upkeep.h"

enum { SHOWN_MOST = 40, THUMB_EDGE = 200 };

#define SQL(name) (&common_sql.query[name])

struct str attachments_url(struct ctx *c, struct id group, struct str about)
{
	struct buf b = buf_new(c->mem, 96);

	buf_c(&b, "/adjuntos?group=");
	url_part(&b, ref_code(c, "group", group));
	if (about.n) {
		buf_c(&b, "&about=");
		url_part(&b, about);
	}
	return buf_str(&b);
}

static struct str file_url(struct ctx *c, struct str ref)
{
	return str_fmt(c->mem, "/archivo/%.*s", (int)ref.n, ref.p);
}

/* "0:42" */
static struct str length_text(struct ctx *c, int64_t s)
{
	return str_fmt(c->mem, "%lld:%02lld", (long long)(s / 60), (long long)(s % 60));
}

/* The size at which its thumb is shown, so that the page does not jump when it comes. */
static void view_edges(struct view *v, int64_t w, int64_t h)
{
	int64_t most = w > h ? w : h;

	view_int(v, "width", most > THUMB_EDGE ? w * THUMB_EDGE / most : w);
	view_int(v, "height", most > THUMB_EDGE ? h * THUMB_EDGE / most : h);
}

static void view_file(struct page_call *p, const struct record *r)
{
	struct ctx *c = p->c;
	struct view *v = view_row(p->v, "files");
	const struct value *kind = &r->v[ATTACHMENT_KIND], *caption = &r->v[ATTACHMENT_CAPTION], *thumb = &r->v[ATTACHMENT_THUMB];
	struct str word = choice_label(c, attachment_kinds, kind->s);
	struct blob_ref ref;

	view_flag(v, "voice", str_is(kind->s, "voice"));
	view_flag(v, "picture", thumb->kind == V_TEXT);
	view_text(v, "what", word);
	view_text(v, "url", file_url(c, r->v[ATTACHMENT_FILE].s));
	view_text(v, "thumb", thumb->kind == V_TEXT ? file_url(c, thumb->s) : STR(""));
	view_edges(v, r->v[ATTACHMENT_WIDTH].i, r->v[ATTACHMENT_HEIGHT].i);
	view_text(v, "caption", caption->kind == V_TEXT ? caption->s : STR(""));
	view_text(v, "alt", caption->kind == V_TEXT ? caption->s : word);
	view_text(v, "by", r->v[ATTACHMENT_AUTHOR].kind == V_ID ? person_name(c, r->v[ATTACHMENT_AUTHOR].id) : STR(""));
	view_text(v, "day", lang_date(c->mem, c->lang, r->v[ATTACHMENT_DAY].i));
	view_text(v, "size", blob_parse(r->v[ATTACHMENT_FILE].s, &ref) ? bytes_text(c->mem, ref.bytes) : STR(""));
	view_text(v, "length", r->v[ATTACHMENT_SECONDS].kind == V_INT ? length_text(c, r->v[ATTACHMENT_SECONDS].i) : STR(""));
	view_text(v, "remove_url", allowed(c, "attachment.remove", scope_of(c, r)) ?
		str_fmt(c->mem, "/adjuntos/quitar?attachment=%s", str_cstr(c->mem, id_text(c->mem, r->id))) : STR(""));
}

unsigned attachments_view(struct page_call *p, struct id group, struct str about, unsigned most)
{
	struct ctx *c = p->c;
	struct id id[SHOWN_MOST];
	unsigned n = 0;

	if (!(classes_seen(c, scope_of_group(c, group)) & 1u << P_GROUP))
		return 0;
	if (most > SHOWN_MOST)
		most = SHOWN_MOST;
	struct rows rows = about.n ? db_rows(c->db, SQL(Q_ATTACHMENTS_BESIDE), ARGS(cell_id(&c->net->id), cell_id(&group),
		cell_text(about), cell_int(most))) :
		db_rows(c->db, SQL(Q_ATTACHMENTS_OF), ARGS(cell_id(&c->net->id), cell_id(&group), cell_int(most)));
	while (n < most && rows_next(&rows))
		id[n++] = rows_id(&rows, 0);
	if (n == most)
		rows_end(&rows);
	for (unsigned i = 0; i < n; i++) {
		struct record *r = ARENA_NEW(c->mem, struct record);
		if (record_get(c->db, c->schema, c->mem, &attachment_entity, c->net->id, id[i], r) && r->v[ATTACHMENT_FILE].kind == V_TEXT)
			view_file(p, r);
	}
	return n;
}

/* The first group of hers that she may add something to. */
static bool own_group(struct ctx *c, struct id *out)
{
	for (unsigned i = 0; i < c->who->nmember; i++)
		if (allowed(c, "attachment.add", scope_of_group(c, c->who->member[i].group)) && !id_eq(c->who->member[i].group, c->net->id)) {
			*out = c->who->member[i].group;
			return true;
		}
	return false;
}

void attachments_task(struct task_list *l, const struct task *t)
{
	struct id group;

	if (own_group(l->c, &group))
		task_add(l, t, (struct task_told){ .url = attachments_url(l->c, group, STR("")) });
}

/* The tabs: what kind of thing the form takes. */
static void view_kinds(struct page_call *p, struct str url, struct str kind)
{
	static const char *const icon[] = { "foto", "voz", "papel" };
	struct ctx *c = p->c;

	for (unsigned i = 0; attachment_kinds[i].name; i++) {
		struct view *v = view_row(p->v, "kinds");
		view_text(v, "name", tr(c->lang, attachment_kinds[i].label));
		view_text(v, "icon", str_c(icon[i]));
		view_text(v, "url", str_fmt(c->mem, "%.*s&kind=%s", (int)url.n, url.p, attachment_kinds[i].name));
		view_flag(v, "on", str_is(kind, attachment_kinds[i].name));
	}
	view_text(p->v, "kind", kind);
	view_flag(p->v, "is_voice", str_is(kind, "voice"));
	view_flag(p->v, "is_photo", str_is(kind, "photo"));
	view_flag(p->v, "is_sheet", str_is(kind, "sheet"));
}

/* Beside which record, in words, and the way back to it. */
static void view_beside(struct page_call *p, struct str about, struct id group)
{
	struct ctx *c = p->c;
	struct record *r = ARENA_NEW(c->mem, struct record);

	view_text(p->v, "beside", STR(""));
	if (!about.n || !attachment_beside(c, about, group, r))
		return;
	const struct entity *e = r->entity;
	struct str day = e->day > 0 && r->v[e->day - 1].kind == V_INT ? lang_date_long(c->mem, c->lang, r->v[e->day - 1].i) : STR("");
	struct str label = tr(c->lang, e->label);
	view_text(p->v, "beside", str_fmt(c->mem, "%.*s%s%.*s", (int)label.n, label.p, day.n ? ", " : "", (int)day.n, day.p));
}

/* Only a kitchen has a page of its own; of another group: empty. */
static struct str kitchen_url(struct ctx *c, struct id group)
{
	struct str code = ref_code(c, "group", group);
	struct id kitchen;

	if (!schema_entity(c->schema, STR("kitchen")) || !ref_resolve(c, "kitchen", code, &kitchen))
		return STR("");
	return str_fmt(c->mem, "/cocina/%s", str_cstr(c->mem, code));
}

enum rc page_attachments(struct page_call *p)
{
	struct ctx *c = p->c;
	struct str about = p->get(p, "about"), kind = p->get(p, "kind");
	struct str code = p->get(p, "group");
	struct id group;

	if (code.n ? !ref_resolve(c, "group", code, &group) : !own_group(c, &group))
		return NOT_FOUND;
	struct scope scope = scope_of_group(c, group);
	if (!allowed(c, "page:attachments", scope) || !(classes_seen(c, scope) & 1u << P_GROUP))
		return NOT_FOUND;
	if (!choice_find(attachment_kinds, kind))
		kind = STR("photo");
	form_fill(p, &attachment_add, NULL, "group|about|kind|file|with_place|latitude|longitude");
	const struct diag_item *wrong = p->act ? diag_find(&p->act->diag, "file") : NULL;
	view_text(p->v, "file_error", wrong ? diag_message(c, wrong) : p->act ? tr(c->lang,
		N_("Elija otra vez el archivo: el navegador no lo guarda. Lo demás sigue escrito.")) : STR(""));
	view_flag(p->v, "place_on", p->get(p, "with_place").n > 0);
	view_flag(p->v, "can_add", allowed(c, "attachment.add", scope));
	view_text(p->v, "group", ref_title(c, "group", group));
	view_text(p->v, "code", ref_code(c, "group", group));
	view_text(p->v, "about", about);
	view_text(p->v, "all_url", about.n ? attachments_url(c, group, STR("")) : STR(""));
	view_text(p->v, "kitchen_url", kitchen_url(c, group));
	view_beside(p, about, group);
	view_kinds(p, attachments_url(c, group, about), kind);
	view_flag(p->v, "any", attachments_view(p, group, about, SHOWN_MOST) > 0);
	return OK;
}

struct str attachments_done(struct ctx *c, const struct act *a, const struct outcome *o)
{
	int group = action_arg(a->action, STR("group")), about = action_arg(a->action, STR("about"));
	struct str url = attachments_url(c, act_ref(a, (unsigned)group), act_text(a, (unsigned)about));

	(void)o;
	return str_fmt(c->mem, "%.*s&ok=1", (int)url.n, url.p);
}

/* ---- taking one back ---- */

static bool find(struct ctx *c, struct str id_as_text, struct record *r)
{
	struct id id;

	return id_parse(id_as_text, &id) && record_get(c->db, c->schema, c->mem, &attachment_entity, c->net->id, id, r) && r->born &&
		!(r->v[ATTACHMENT_VOIDED].kind == V_INT && r->v[ATTACHMENT_VOIDED].i);
}

enum rc page_attachment_remove(struct page_call *p)
{
	struct ctx *c = p->c;
	struct record *r = ARENA_NEW(c->mem, struct record);

	if (!find(c, p->get(p, "attachment"), r) || !allowed(c, "attachment.remove", scope_of(c, r)))
		return NOT_FOUND;
	form_fill(p, &attachment_remove, NULL, "attachment");
	view_file(p, r);
	view_text(p->v, "attachment", id_text(c->mem, r->id));
	view_text(p->v, "group", ref_title(c, "group", r->v[ATTACHMENT_GROUP].id));
	view_text(p->v, "back_url", attachments_url(c, r->v[ATTACHMENT_GROUP].id,
		r->v[ATTACHMENT_ABOUT].kind == V_TEXT ? r->v[ATTACHMENT_ABOUT].s : STR("")));
	return OK;
}

struct str attachment_remove_done(struct ctx *c, const struct act *a, const struct outcome *o)
{
	struct record *r = ARENA_NEW(c->mem, struct record);

	(void)o;
	if (!record_get(c->db, c->schema, c->mem, &attachment_entity, c->net->id, act_ref(a, 0), r))
		return STR("/inicio");
	return attachments_url(c, r->v[ATTACHMENT_GROUP].id, r->v[ATTACHMENT_ABOUT].kind == V_TEXT ? r->v[ATTACHMENT_ABOUT].s : STR(""));
}
