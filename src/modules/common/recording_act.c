/* recording_act.c - a page is recorded, or recorded anew; a recording is taken back. */
#include "recording.h"

#include "aloud.h"
#include "blob.h"

enum { ADD_PAGE, ADD_LANGUAGE, ADD_FILE, ADD__N };

static const struct field add_args[] = {
	[ADD_PAGE] = { "page", T_TEXT, F_REQUIRED, .label = N_("Página"), .max = 40, .aliases = "pagina" },
	[ADD_LANGUAGE] = { "language", T_TEXT, F_REQUIRED, .label = N_("Idioma"), .max = 12, .aliases = "idioma" },
	[ADD_FILE] = { "file", T_BLOB, F_REQUIRED, .label = N_("Audio"), .aliases = "archivo" },
};

static enum rc add_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct str page = act_text(a, ADD_PAGE), language = act_text(a, ADD_LANGUAGE);
	struct value key[RECORDING__N] = { [RECORDING_PAGE] = value_text(page), [RECORDING_LANGUAGE] = value_text(language) };
	struct blob_ref ref;

	if (!aloud_title(c->reg, page))
		return fail(c, "page", "unknown", N_("Esa página no existe, o no se graba"));
	if (!lang_find(language))
		return fail(c, "language", "unknown", N_("Ayni no habla ese idioma"));
	if (!blob_parse(act_text(a, ADD_FILE), &ref) || !blob_look(c->db, c->mem, c->net->id, &ref, NULL))
		return fail(c, "file", "no_bytes", N_("Ese archivo no llegó; elíjalo otra vez"));
	if (!blob_is_voice(ref.type))
		return fail(c, "file", "kind", N_("Ese archivo no es un audio; grabe o elija uno"));
	struct put *p = put_keyed(c, ch, &recording_entity, key);
	put_text(p, RECORDING_FILE, act_text(a, ADD_FILE));
	put_int(p, RECORDING_DAY, zone_day(c->net->zone, a->acted_at));
	put_set(p, RECORDING_AUTHOR, id_is_zero(c->who->person) ? value_null() : value_id(c->who->person));
	put_int(p, RECORDING_VOIDED, 0);
	return OK;
}

/* "La olla", of the recording that the change is about. */
static struct str page_told(struct ctx *c, const struct told *t)
{
	const struct put *p = change_find(t->change, &recording_entity);
	const struct value *page = p ? put_get(p, RECORDING_PAGE) : NULL;
	struct record *r = ARENA_NEW(c->mem, struct record);

	if (p && !page && record_get(c->db, c->schema, c->mem, &recording_entity, c->net->id, p->id, r))
		page = &r->v[RECORDING_PAGE];
	if (!page || page->kind != V_TEXT)
		return STR("");
	const char *title = aloud_title(c->reg, page->s);
	return title ? tr(c->lang, title) : page->s; /* a page that is no more */
}

static struct str add_describe(struct ctx *c, const struct told *t)
{
	return tr_named(c->mem, c->lang, N_("{who} grabó el audio de la página «{page}»"),
		(const struct str_pair[]){ { "who", t->author }, { "page", page_told(c, t) } }, 2);
}

enum { REMOVE_RECORDING, REMOVE__N };

static const struct field remove_args[] = {
	[REMOVE_RECORDING] = { "recording", T_REF, F_REQUIRED, .label = N_("Audio de una página"), .ref = "recording",
		.privacy = P_PUBLIC },
};

static enum rc remove_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct record *r = ARENA_NEW(c->mem, struct record);

	if (!record_get(c->db, c->schema, c->mem, &recording_entity, c->net->id, act_ref(a, REMOVE_RECORDING), r) || !r->born ||
		(r->v[RECORDING_VOIDED].kind == V_INT && r->v[RECORDING_VOIDED].i))
		return fail(c, "recording", "unknown", N_("Eso ya no está"));
	put_int(change_put(ch, &recording_entity, r->id, false), RECORDING_VOIDED, 1);
	return OK;
}

static struct str remove_describe(struct ctx *c, const struct told *t)
{
	return tr_named(c->mem, c->lang, N_("{who} quitó el audio de la página «{page}»"),
		(const struct str_pair[]){ { "who", t->author }, { "page", page_told(c, t) } }, 2);
}

const struct action recording_add = {
	.name = "recording.add", .label = N_("Guardar"), .args = add_args, .nargs = ADD__N, .edits = &recording_entity,
	.decide = add_decide, .describe = add_describe,
};

const struct action recording_remove = {
	.name = "recording.remove", .label = N_("Quitar"), .args = remove_args, .nargs = REMOVE__N,
	.decide = remove_decide, .describe = remove_describe,
};
