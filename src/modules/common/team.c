/*
 * team.c - teams as data, and who may found one, ask others in and give them the key.
 */
#include "team_own.h"

#include "people.h"
#include "session.h"
#include "team_sql.h"

static const struct field team_fields[] = {
	[TEAM_GROUP] = { "group", T_REF, F_REQUIRED | F_FILTER, .label = N_("Grupo"), .ref = "group",
		.privacy = P_NETWORK },
	[TEAM_NAME] = { "name", T_TEXT, F_REQUIRED, .label = N_("Nombre del equipo"), .max = 60, .privacy = P_NETWORK },
	[TEAM_KEY] = { "key", T_TEXT, F_DERIVED, .label = N_("Llave para sellar"), .max = SEAL_KEY_TEXT,
		.privacy = P_NETWORK },
	[TEAM_KEY_ID] = { "key_id", T_TEXT, F_DERIVED, .label = N_("Marca de la llave"), .max = SEAL_ID_TEXT,
		.privacy = P_NETWORK },
};

static const struct entity_index team_indexes[] = { { 1, { TEAM_GROUP } } };

const struct entity team_entity = {
	.name = "team", .label = N_("Equipo"), .plural = N_("Equipos"), .fields = team_fields, .nfields = TEAM__N,
	.group = AT(TEAM_GROUP), .title = AT(TEAM_NAME), .put_action = "team.create",
	.indexes = team_indexes, .nindexes = ARRAY_LEN(team_indexes),
};

static const struct field member_fields[] = {
	[MEMBER_TEAM] = { "team", T_REF, F_KEY | F_REQUIRED | F_FILTER, .label = N_("Equipo"), .ref = "team",
		.privacy = P_GROUP },
	[MEMBER_PERSON] = { "person", T_REF, F_KEY | F_REQUIRED | F_FILTER, .label = N_("Persona"), .ref = "person",
		.privacy = P_GROUP },
	[MEMBER_GROUP] = { "group", T_REF, F_DERIVED, .label = N_("Grupo"), .ref = "group", .privacy = P_GROUP },
	[MEMBER_INVITED] = { "invited", T_DATE, F_DERIVED, .label = N_("Invitada el"), .privacy = P_GROUP },
	[MEMBER_SINCE] = { "since", T_DATE, F_DERIVED, .label = N_("Tiene la llave desde"), .privacy = P_GROUP },
};

static const struct entity_index member_indexes[] = { { 1, { MEMBER_PERSON } }, { 1, { MEMBER_TEAM } } };

const struct entity team_member_entity = {
	.name = "team_member", .label = N_("Integrante"), .plural = N_("Integrantes"),
	.fields = member_fields, .nfields = MEMBER__N, .group = AT(MEMBER_GROUP), .put_action = "team.invite",
	.indexes = member_indexes, .nindexes = ARRAY_LEN(member_indexes),
};

/* ---- looking ---- */

bool team_get(struct ctx *c, struct id team, struct team *out)
{
	struct record *r = ARENA_NEW(c->mem, struct record);

	if (!record_get(c->db, c->schema, c->mem, &team_entity, c->net->id, team, r) || !r->born ||
		r->v[TEAM_KEY].kind != V_TEXT || !seal_key_read(r->v[TEAM_KEY].s, &out->key))
		return false;
	out->id = team;
	out->group = r->v[TEAM_GROUP].id;
	out->name = r->v[TEAM_NAME].s;
	out->key_id = seal_key_id(&out->key);
	return true;
}

unsigned teams_mine(struct ctx *c, struct team *out)
{
	struct id id[TEAMS_SHOWN];
	unsigned kept = 0, n = db_ids(c->db, &team_sql.query[Q_TEAMS_OF],
		ARGS(cell_id(&c->net->id), cell_id(&c->who->person), cell_int(TEAMS_SHOWN)), id, TEAMS_SHOWN);

	for (unsigned i = 0; i < n; i++)
		if (team_get(c, id[i], &out[kept]) && team_part_here(c, &out[kept]) != PART_NONE)
			kept++;
	return kept;
}

unsigned teams_where(struct ctx *c, const char *what, struct team *out)
{
	enum { READ = 4000 };
	struct id id[TEAMS_SHOWN];
	unsigned n = 0, kept = 0;
	struct rows r = ctx_rows(c, team_sql, Q_TEAMS_ALL, cell_id(&c->net->id), cell_int(READ));

	while (rows_next(&r)) {
		struct id one = rows_id(&r, 0), group = rows_id(&r, 1);
		if (n < TEAMS_SHOWN && allowed(c, what, scope_of_group(c, group)))
			id[n++] = one;
	}
	for (unsigned i = 0; i < n; i++)
		kept += team_get(c, id[i], &out[kept]);
	return kept;
}

static struct id member_id(struct ctx *c, struct id team, struct id person)
{
	struct value key[MEMBER__N] = { [MEMBER_TEAM] = value_id(team), [MEMBER_PERSON] = value_id(person) };

	return entity_key_id(&team_member_entity, c->net->id, key);
}

bool team_lets(struct ctx *c, const struct team *t, struct id person, const char *what)
{
	struct actor her = { 0 };
	struct ctx as = *c;

	if (id_eq(person, c->who->person))
		return allowed(c, what, scope_of_group(c, t->group));
	actor_load(c, &her, person);
	as.who = &her;
	return allowed(&as, what, scope_of_group(c, t->group));
}

enum team_part team_part_of(struct ctx *c, const struct team *t, struct id person)
{
	struct record *r = ARENA_NEW(c->mem, struct record);

	if (id_is_zero(person) ||
		!record_get(c->db, c->schema, c->mem, &team_member_entity, c->net->id, member_id(c, t->id, person), r) ||
		!r->born || !team_lets(c, t, person, "page:notes"))
		return PART_NONE;
	return r->v[MEMBER_SINCE].kind == V_INT ? PART_MEMBER : PART_ASKED;
}

enum team_part team_part_here(struct ctx *c, const struct team *t)
{
	return team_part_of(c, t, c->who->person);
}

bool team_open(struct ctx *c, const struct team *t, struct seal_secret *out)
{
	return c->opened && team_part_here(c, t) == PART_MEMBER &&
		share_open(c, t->id, t->key_id, c->who->person, c->opened, out);
}

/* ---- founding ---- */

enum { CREATE_GROUP, CREATE_NAME, CREATE_KEY, CREATE__N };

static const struct field create_args[] = {
	[CREATE_GROUP] = { "group", T_REF, F_REQUIRED, .label = N_("Grupo"), .ref = "group", .privacy = P_NETWORK },
	[CREATE_NAME] = { "name", T_TEXT, F_REQUIRED, .label = N_("Nombre del equipo"),
		.help = N_("Quien mire el teléfono podría leerlo: elija uno que no diga de qué trata"), .max = 60,
		.privacy = P_NETWORK },
	[CREATE_KEY] = { "key", T_TEXT, 0, .label = N_("Llave para sellar"), .max = SEAL_KEY_TEXT,
		.privacy = P_NETWORK },
};

static struct put *put_member(struct ctx *c, struct change *ch, struct id team, struct id group, struct id person,
	const struct record *standing)
{
	bool there = standing && standing->born;
	struct put *p = change_put(ch, &team_member_entity, member_id(c, team, person), !there);

	if (!there) {
		put_id(p, MEMBER_TEAM, team);
		put_id(p, MEMBER_PERSON, person);
		put_id(p, MEMBER_GROUP, group);
		put_int(p, MEMBER_INVITED, today(c));
	}
	return p;
}

/* The key pair is made on the page, in the founder's opened session; no file or console has hers. */
static enum rc create_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct seal_public key;

	if (c->who->console || !act_has(a, CREATE_KEY) || !seal_key_read(act_text(a, CREATE_KEY), &key))
		return fail(c, NULL, "page_only", N_("Un equipo se hace entrando a Ayni, con su frase puesta"));
	struct seal_id id = seal_key_id(&key);
	struct put *p = change_put(ch, &team_entity, a->id, true);
	put_id(p, TEAM_GROUP, act_ref(a, CREATE_GROUP));
	put_text(p, TEAM_NAME, act_text(a, CREATE_NAME));
	put_text(p, TEAM_KEY, act_text(a, CREATE_KEY));
	put_text(p, TEAM_KEY_ID, base64url(c->mem, (struct str){ (const char *)id.b, sizeof(id.b) }));
	struct put *m = put_member(c, ch, a->id, act_ref(a, CREATE_GROUP), c->who->person, NULL);
	put_int(m, MEMBER_SINCE, today(c));
	return OK;
}

static struct str create_describe(struct ctx *c, const struct told *t)
{
	const struct put *p = change_find(t->change, &team_entity);
	const struct value *name = p ? put_get(p, TEAM_NAME) : NULL;

	return tr_named(c->mem, c->lang, N_("{who} fundó el equipo {team}"),
		(const struct str_pair[]){ { "who", t->author }, { "team", name ? name->s : STR("") } }, 2);
}

const struct action team_create = {
	.name = "team.create", .label = N_("Fundar el equipo"), .args = create_args, .nargs = CREATE__N,
	.flags = ACT_SECRET, .on = AT(CREATE_GROUP), .decide = create_decide, .describe = create_describe,
};

/* ---- joining ---- */

enum { JOIN_TEAM, JOIN_PERSON, JOIN__N };

static const struct field join_args[] = {
	[JOIN_TEAM] = { "team", T_REF, F_REQUIRED, .label = N_("Equipo"), .ref = "team", .privacy = P_NETWORK },
	[JOIN_PERSON] = { "person", T_REF, F_REQUIRED, .label = N_("Persona"), .ref = "person", .privacy = P_NETWORK },
};

/* The team and her row as it stands. */
static enum rc join_read(struct ctx *c, const struct act *a, struct team *t, struct record *standing)
{
	if (!team_get(c, act_ref(a, JOIN_TEAM), t))
		return fail(c, "team", "unknown", N_("Ese equipo no existe"));
	record_get(c->db, c->schema, c->mem, &team_member_entity, c->net->id,
		member_id(c, t->id, act_ref(a, JOIN_PERSON)), standing);
	return OK;
}

static enum rc invite_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct record *standing = ARENA_NEW(c->mem, struct record);
	struct team t;

	if (join_read(c, a, &t, standing) != OK)
		return INVALID;
	if (standing->born)
		return fail(c, "person", "already", N_("Ya está en el equipo"));
	if (!team_lets(c, &t, act_ref(a, JOIN_PERSON), "page:notes"))
		return fail(c, "person", "role", N_("Solo entra quien tiene un cargo de trabajo en el grupo del equipo"));
	put_member(c, ch, t.id, t.group, act_ref(a, JOIN_PERSON), standing);
	return OK;
}

static enum rc admit_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct record *standing = ARENA_NEW(c->mem, struct record);
	struct team t;

	if (join_read(c, a, &t, standing) != OK)
		return INVALID;
	if (team_part_here(c, &t) != PART_MEMBER)
		return fail(c, "team", "not_member", N_("La llave la da quien ya está en el equipo"));
	if (team_part_of(c, &t, act_ref(a, JOIN_PERSON)) == PART_NONE)
		return fail(c, "person", "role", N_("Primero hay que invitarla al equipo"));
	struct put *p = put_member(c, ch, t.id, t.group, act_ref(a, JOIN_PERSON), standing);
	put_int(p, MEMBER_SINCE, today(c));
	return OK;
}

/* {who} … {person} … {team}, as far as they are known. */
static struct str join_sentence(struct ctx *c, const struct told *t, const char *msgid)
{
	const struct put *p = change_find(t->change, &team_member_entity);
	struct record *r = ARENA_NEW(c->mem, struct record);
	struct str_pair with[] = { { "who", t->author }, { "person", STR("") }, { "team", STR("") } };

	if (p && record_get(c->db, c->schema, c->mem, &team_member_entity, c->net->id, p->id, r)) {
		with[1].value = person_name(c, r->v[MEMBER_PERSON].id);
		with[2].value = title_now(c, &team_entity, r->v[MEMBER_TEAM].id);
	}
	return tr_named(c->mem, c->lang, msgid, with, ARRAY_LEN(with));
}

static struct str invite_describe(struct ctx *c, const struct told *t)
{
	return join_sentence(c, t, N_("{who} invitó a {person} al equipo {team}"));
}

static struct str admit_describe(struct ctx *c, const struct told *t)
{
	return join_sentence(c, t, N_("{who} dio a {person} la llave del equipo {team}"));
}

const struct action team_invite = {
	.name = "team.invite", .label = N_("Invitar al equipo"), .args = join_args, .nargs = JOIN__N,
	.on = AT(JOIN_TEAM), .decide = invite_decide, .describe = invite_describe,
};

/* No program may: the key itself goes with it, sealed in the giver's opened session. */
const struct action team_admit = {
	.name = "team.admit", .label = N_("Dar la llave"), .args = join_args, .nargs = JOIN__N, .flags = ACT_SECRET,
	.on = AT(JOIN_TEAM), .decide = admit_decide, .describe = admit_describe,
};
