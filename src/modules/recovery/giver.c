/*
 * giver.c - who gives: a stall, a shop, a wholesaler; and the private link by which she offers without signing in.
 *
 * The link's key is made of her id and of how often it was made anew, under the server's secret: no table holds it, it is
 * in no journal, and one that went to the wrong person is worth nothing when the next is made.
 */
#include "recovery_own.h"

#include "session.h"

#define WHY_PHONE N_("Para reconocer sus mensajes y avisarle quién recoge")

const struct choice giver_kinds[] = {
	{ "stall", N_("puesto de mercado"), "puesto|mercado", NULL },
	{ "wholesale", N_("mayorista"), "mercado mayorista", NULL },
	{ "shop", N_("tienda o bodega"), "tienda|bodega|minimarket|supermercado", NULL },
	{ "bakery", N_("panadería"), "panaderia", NULL },
	{ "restaurant", N_("restaurante"), NULL, NULL },
	{ "other", N_("otro"), "otra", NULL },
	{ NULL, NULL, NULL, NULL },
};

#define GIVER_SAID(first) \
	[(first)] = { "name", T_TEXT, F_REQUIRED, .label = N_("Nombre del puesto o la tienda"), .max = 80, .privacy = P_NETWORK, \
		.aliases = "nombre|puesto" }, \
	[(first) + 1] = { "kind", T_ENUM, F_REQUIRED, .label = N_("Qué es"), .choices = giver_kinds, .privacy = P_NETWORK, \
		.aliases = "tipo" }

static const struct field giver_fields[] = {
	GIVER_SAID(GIVER_NAME),
	[GIVER_GROUP] = { "group", T_REF, F_REQUIRED | F_FILTER, .label = N_("Quién la conoce"), .ref = "group",
		.privacy = P_NETWORK, .aliases = "grupo|red" },
	[GIVER_PLACE] = { "place", T_REF, F_FILTER, .label = N_("Distrito"), .ref = "place", .privacy = P_NETWORK,
		.aliases = "distrito|lugar" },
	[GIVER_ADDRESS] = { "address", T_TEXT, 0, .label = N_("Dónde se recoge"), .max = 160, .privacy = P_NETWORK,
		.aliases = "direccion" },
	[GIVER_LATITUDE] = { "latitude", T_LAT, 0, .label = N_("Latitud"), .privacy = P_NETWORK, .aliases = "lat|latitud" },
	[GIVER_LONGITUDE] = { "longitude", T_LON, 0, .label = N_("Longitud"), .privacy = P_NETWORK, .aliases = "lon|longitud" },
	[GIVER_PERSON] = { "person", T_REF, F_DERIVED, .label = N_("Persona"), .ref = "person", .privacy = P_NETWORK },
	[GIVER_LINK] = { "link", T_INT, F_DERIVED, .label = N_("Enlace"), .min = 0, .max = 1000000, .privacy = P_GROUP },
	[GIVER_VOIDED] = { "voided", T_BOOL, F_DERIVED, .label = N_("Ya no da"), .privacy = P_NETWORK },
};

static const struct entity_index giver_indexes[] = { { 1, { GIVER_GROUP } }, { 1, { GIVER_PERSON } } };

const struct entity giver_entity = {
	.name = "giver", .label = N_("Donante"), .plural = N_("Donantes"), .fields = giver_fields, .nfields = GIVER__N,
	.group = AT(GIVER_GROUP), .place = AT(GIVER_PLACE), .subject = AT(GIVER_PERSON), .title = AT(GIVER_NAME),
	.voided = AT(GIVER_VOIDED), .put_action = "giver.add", .indexes = giver_indexes, .nindexes = ARRAY_LEN(giver_indexes),
};

static const struct field add_args[] = {
	GIVER_SAID(ADD_NAME),
	[ADD_GROUP] = { "group", T_REF, F_REQUIRED, .label = N_("Quién la conoce"),
		.help = N_("Su cocina o su red: quien responde por ella"), .ref = "group", .privacy = P_NETWORK, .aliases = "grupo|red" },
	[ADD_ADDRESS] = { "address", T_TEXT, 0, .label = N_("Dónde se recoge"), .help = N_("Mercado, número de puesto, referencia"),
		.max = 160, .privacy = P_NETWORK, .aliases = "direccion" },
	[ADD_PLACE] = { "place", T_REF, 0, .label = N_("Distrito"), .help = N_("Si es otro que el de ese grupo"), .ref = "place",
		.privacy = P_NETWORK, .aliases = "distrito|lugar" },
	[ADD_LATITUDE] = { "latitude", T_LAT, 0, .label = N_("Latitud"), .privacy = P_NETWORK, .aliases = "lat|latitud" },
	[ADD_LONGITUDE] = { "longitude", T_LON, 0, .label = N_("Longitud"), .privacy = P_NETWORK, .aliases = "lon|longitud" },
	[ADD_CONTACT] = { "contact", T_TEXT, 0, .label = N_("Quién atiende"), .help = N_("Su nombre, si va a ofrecer por mensaje"),
		.max = 80, .privacy = P_NETWORK, .aliases = "contacto" },
	[ADD_PHONE] = { "phone", T_PHONE, 0, .label = N_("Su celular"), .help = N_("Desde ese número puede escribir: ofrezco 30 kg papa"),
		.privacy = P_PERSONAL, .purpose = WHY_PHONE, .retention_days = 90, .aliases = "telefono|celular" },
};

static void put_contact(struct change *ch, const struct act *a, struct put *giver)
{
	struct id person = act_child(a, "person");
	struct put *p = change_put(ch, &person_entity, person, true);

	put_id(giver, GIVER_PERSON, person);
	put_text(p, PERSON_NAME, act_text(a, ADD_CONTACT));
	if (!act_has(a, ADD_PHONE))
		return;
	p = change_put(ch, &contact_entity, act_child(a, "contact"), true);
	put_id(p, CONTACT_PERSON, person);
	put_text(p, CONTACT_KIND, STR("sms"));
	put_text(p, CONTACT_PHONE, act_text(a, ADD_PHONE));
}

static enum rc add_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	static const uint8_t same[][2] = { { GIVER_NAME, ADD_NAME }, { GIVER_KIND, ADD_KIND }, { GIVER_GROUP, ADD_GROUP },
		{ GIVER_ADDRESS, ADD_ADDRESS }, { GIVER_LATITUDE, ADD_LATITUDE }, { GIVER_LONGITUDE, ADD_LONGITUDE } };
	const struct group_info *g = group_of(c, act_ref(a, ADD_GROUP));
	struct id place = act_has(a, ADD_PLACE) ? act_ref(a, ADD_PLACE) : g ? g->place : (struct id){ 0 };

	if (act_has(a, ADD_LATITUDE) != act_has(a, ADD_LONGITUDE))
		return fail(c, act_has(a, ADD_LATITUDE) ? "longitude" : "latitude", "required", N_("Un punto tiene latitud y longitud"));
	if (act_has(a, ADD_PHONE) && !act_has(a, ADD_CONTACT))
		return fail(c, "contact", "required", N_("Diga también de quién es ese celular"));
	struct put *p = change_put(ch, &giver_entity, a->id, true);
	for (unsigned i = 0; i < ARRAY_LEN(same); i++)
		if (act_has(a, same[i][1]))
			put_set(p, same[i][0], a->v[same[i][1]]);
	if (!id_is_zero(place))
		put_id(p, GIVER_PLACE, place);
	if (act_has(a, ADD_CONTACT))
		put_contact(ch, a, p);
	return OK;
}

static struct str giver_told(struct ctx *c, const struct told *t, const char *msgid)
{
	const struct put *p = change_find(t->change, &giver_entity);
	const struct str_pair pairs[] = { { "who", t->author }, { "giver", p ? title_now(c, &giver_entity, p->id) : STR("") } };

	return tr_named(c->mem, c->lang, msgid, pairs, ARRAY_LEN(pairs));
}

static struct str add_describe(struct ctx *c, const struct told *t)
{
	return giver_told(c, t, N_("{who} anotó a {giver}, que da comida"));
}

const struct action giver_add = {
	.name = "giver.add", .label = N_("Anotar donante"), .args = add_args, .nargs = ADD__N, .on = AT(ADD_GROUP),
	.decide = add_decide, .describe = add_describe,
};

/* ---- her link, and her leaving ---- */

static const struct field giver_args[] = {
	{ "giver", T_REF, F_REQUIRED, .label = N_("Donante"), .ref = "giver", .privacy = P_NETWORK },
};

bool giver_get(struct ctx *c, struct id id, struct record *out)
{
	*out = (struct record){ 0 };
	return record_get(c->db, c->schema, c->mem, &giver_entity, c->net->id, id, out) && out->born && !out->v[GIVER_VOIDED].i;
}

struct str giver_key(struct ctx *c, const struct record *giver)
{
	enum { KEY_BYTES = 12 }; /* 96 bits: nobody guesses them over a network */
	struct buf b = buf_new(c->mem, 2 * KEY_BYTES + 1);
	struct str of = str_fmt(c->mem, "%.36s %lld", id_text(c->mem, giver->id).p, (long long)giver->v[GIVER_LINK].i);
	struct hash h = secret_hash("giver link", of);

	buf_hex(&b, h.b, KEY_BYTES);
	return buf_str(&b);
}

/* In the same time for every key: what differs is the hash of both. */
bool giver_key_good(struct ctx *c, const struct record *giver, struct str key)
{
	struct hash said = hash_of(str_lower(c->mem, key), STR("giver link")), right = hash_of(giver_key(c, giver), STR("giver link"));

	return hash_eq(said, right);
}

static enum rc relink_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct record *r = ARENA_NEW(c->mem, struct record);

	if (!giver_get(c, act_ref(a, 0), r))
		return fail(c, "giver", "unknown", N_("Ese donante ya no está"));
	put_int(change_put(ch, &giver_entity, r->id, false), GIVER_LINK, r->v[GIVER_LINK].i + 1);
	return OK;
}

static struct str relink_describe(struct ctx *c, const struct told *t)
{
	return giver_told(c, t, N_("{who} cambió el enlace de {giver}"));
}

const struct action giver_relink = {
	.name = "giver.relink", .label = N_("Cambiar el enlace"), .args = giver_args, .nargs = ARRAY_LEN(giver_args), .on = AT(0),
	.flags = ACT_SECRET, .decide = relink_decide, .describe = relink_describe,
};

static enum rc leave_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct record *r = ARENA_NEW(c->mem, struct record);

	if (!giver_get(c, act_ref(a, 0), r))
		return fail(c, "giver", "already", N_("Ese donante ya no estaba"));
	put_int(change_put(ch, &giver_entity, r->id, false), GIVER_VOIDED, 1);
	return OK;
}

static struct str leave_describe(struct ctx *c, const struct told *t)
{
	return giver_told(c, t, N_("{who} anotó que {giver} ya no da comida"));
}

const struct action giver_leave = {
	.name = "giver.leave", .label = N_("Ya no da comida"), .args = giver_args, .nargs = ARRAY_LEN(giver_args), .on = AT(0),
	.decide = leave_decide, .describe = leave_describe,
};
