/* attachment_act.c - one is added, with its bytes; one is taken back, with the reason. */
#include "attachment.h"

#include "blob.h"
#include "people.h"

enum { ADD_GROUP, ADD_ABOUT, ADD_KIND, ADD_FILE, ADD_CAPTION, ADD_WITH_PLACE, ADD_LATITUDE, ADD_LONGITUDE, ADD__N };

#define WHERE_WHY .privacy = P_PERSONAL, .purpose = N_("Saber dónde se tomó, cuando ella lo pide")

static const struct field add_args[] = {
	[ADD_GROUP] = { "group", T_REF, F_REQUIRED, .label = N_("Grupo"), .ref = "group", .aliases = "grupo|cocina" },
	[ADD_ABOUT] = { "about", T_TEXT, 0, .label = N_("Junto a"), .max = 80, .aliases = "junto a" },
	[ADD_KIND] = { "kind", T_ENUM, 0, .label = N_("Qué es"), .choices = attachment_kinds, .aliases = "clase" },
	[ADD_FILE] = { "file", T_BLOB, F_REQUIRED, .label = N_("Archivo"), .privacy = P_GROUP, .aliases = "archivo" },
	[ADD_CAPTION] = { "caption", T_TEXT, 0, .label = N_("Qué se ve o se oye"), .max = 200, .privacy = P_GROUP },
	[ADD_WITH_PLACE] = { "with_place", T_BOOL, 0, .label = N_("Guardar también el lugar donde se tomó"), .privacy = P_GROUP },
	[ADD_LATITUDE] = { "latitude", T_LAT, 0, .label = N_("Latitud"), WHERE_WHY },
	[ADD_LONGITUDE] = { "longitude", T_LON, 0, .label = N_("Longitud"), WHERE_WHY },
};

/* What it says it is, else what its bytes are; the two must agree. */
static enum rc kind_of(struct ctx *c, const struct act *a, const struct blob_ref *r, struct str *kind_out)
{
	struct str said = act_text(a, ADD_KIND);

	*kind_out = said.n ? said : blob_is_voice(r->type) ? STR("voice") : blob_is_image(r->type) ? STR("photo") : STR("sheet");
	if (str_is(*kind_out, "voice") && !blob_is_voice(r->type))
		return fail(c, "file", "kind", N_("Ese archivo no es un audio; grabe o elija uno"));
	if (str_is(*kind_out, "photo") && !blob_is_image(r->type))
		return fail(c, "file", "kind", N_("Ese archivo no es una foto; tome o elija una"));
	if (str_is(*kind_out, "sheet") && blob_is_voice(r->type))
		return fail(c, "file", "kind", N_("Ese archivo es un audio; de la hoja firmada mande una foto o un PDF"));
	return OK;
}

static void put_made(struct put *p, const struct blob_about *about)
{
	if (about->thumb.n)
		put_text(p, ATTACHMENT_THUMB, about->thumb);
	if (about->width) {
		put_int(p, ATTACHMENT_WIDTH, about->width);
		put_int(p, ATTACHMENT_HEIGHT, about->height);
	}
	if (about->duration_ms)
		put_int(p, ATTACHMENT_SECONDS, (about->duration_ms + 999) / 1000);
}

/* Half a place is none. Whose it is must be known: it goes with her. */
static void put_place(struct ctx *c, struct put *p, const struct act *a)
{
	if (!act_has(a, ADD_LATITUDE) || !act_has(a, ADD_LONGITUDE) || id_is_zero(c->who->person))
		return;
	put_int(p, ATTACHMENT_LATITUDE, act_int(a, ADD_LATITUDE));
	put_int(p, ATTACHMENT_LONGITUDE, act_int(a, ADD_LONGITUDE));
}

static enum rc add_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct record *beside = ARENA_NEW(c->mem, struct record);
	struct blob_about about = { 0 };
	struct blob_ref ref;
	struct str kind;

	if (act_has(a, ADD_ABOUT) && !attachment_beside(c, act_text(a, ADD_ABOUT), act_ref(a, ADD_GROUP), beside))
		return fail(c, "about", "unknown", N_("Eso ya no está, o es de otro grupo"));
	if (!blob_parse(act_text(a, ADD_FILE), &ref) || !blob_look(c->db, c->mem, c->net->id, &ref, &about))
		return fail(c, "file", "no_bytes", N_("Ese archivo no llegó; elíjalo otra vez"));
	if (kind_of(c, a, &ref, &kind) != OK)
		return INVALID;
	struct put *p = change_put(ch, &attachment_entity, a->id, true);
	put_id(p, ATTACHMENT_GROUP, act_ref(a, ADD_GROUP));
	if (act_has(a, ADD_ABOUT))
		put_text(p, ATTACHMENT_ABOUT, act_text(a, ADD_ABOUT));
	put_text(p, ATTACHMENT_KIND, kind);
	put_text(p, ATTACHMENT_FILE, act_text(a, ADD_FILE));
	put_made(p, &about);
	if (act_has(a, ADD_CAPTION))
		put_text(p, ATTACHMENT_CAPTION, act_text(a, ADD_CAPTION));
	put_int(p, ATTACHMENT_DAY, zone_day(c->net->zone, a->acted_at));
	if (!id_is_zero(c->who->person))
		put_id(p, ATTACHMENT_AUTHOR, c->who->person);
	put_place(c, p, a);
	return OK;
}

static struct str add_describe(struct ctx *c, const struct told *t)
{
	const struct put *p = change_find(t->change, &attachment_entity);
	const struct value *kind = p ? put_get(p, ATTACHMENT_KIND) : NULL;

	if (kind && str_is(kind->s, "voice"))
		return tr_fill(c->mem, c->lang, N_("%s guardó una nota de voz"), t->author);
	if (kind && str_is(kind->s, "sheet"))
		return tr_fill(c->mem, c->lang, N_("%s guardó una hoja firmada"), t->author);
	return tr_fill(c->mem, c->lang, N_("%s guardó una foto"), t->author);
}

enum { REMOVE_ATTACHMENT, REMOVE_REASON, REMOVE__N };

static const struct field remove_args[] = {
	[REMOVE_ATTACHMENT] = { "attachment", T_REF, F_REQUIRED, .label = N_("Foto, voz u hoja"), .ref = "attachment",
		.privacy = P_NETWORK },
	[REMOVE_REASON] = { "reason", T_TEXT, F_REQUIRED | F_WIDE, .label = N_("Motivo"), .max = 300, .privacy = P_GROUP },
};

static enum rc remove_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct record *r = ARENA_NEW(c->mem, struct record);

	if (!record_get(c->db, c->schema, c->mem, &attachment_entity, c->net->id, act_ref(a, REMOVE_ATTACHMENT), r) || !r->born ||
		(r->v[ATTACHMENT_VOIDED].kind == V_INT && r->v[ATTACHMENT_VOIDED].i))
		return fail(c, "attachment", "unknown", N_("Eso ya no está"));
	put_int(change_put(ch, &attachment_entity, r->id, false), ATTACHMENT_VOIDED, 1);
	return OK;
}

static struct str remove_describe(struct ctx *c, const struct told *t)
{
	return tr_fill(c->mem, c->lang, N_("%s quitó una foto, voz u hoja"), t->author);
}

const struct action attachment_add = {
	.name = "attachment.add", .label = N_("Guardar"), .args = add_args, .nargs = ADD__N, .flags = ACT_REPORT | ACT_LOW_RISK,
	.on = AT(ADD_GROUP), .decide = add_decide, .describe = add_describe,
};

const struct action attachment_remove = {
	.name = "attachment.remove", .label = N_("Quitar"), .args = remove_args, .nargs = REMOVE__N,
	.on = AT(REMOVE_ATTACHMENT), .decide = remove_decide, .describe = remove_describe,
};
