#include "core_sample.h"

#include "data.h"
#include "hash.h"

enum { NOON_MINUTE = 720 };

static const int64_t first_day = 20779; /* 2026-11-22 */

/* ---- what the room's own statements ask for ---- */

#define NAME(label_) { "name", T_TEXT, F_REQUIRED | F_SORT, .label = label_, .max = 80, .privacy = P_PUBLIC }
#define CODE { "code", T_CODE, F_UNIQUE | F_FILTER, .label = "Código", .max = 16, .privacy = P_PUBLIC }

static const struct field network_fields[] = { NAME("Red"), { "country", T_CODE, 0, .label = "País" },
	{ "zone", T_TEXT, 0, .label = "Zona" }, { "currency", T_CODE, 0, .label = "Moneda" },
	{ "demo", T_BOOL, 0, .label = "Muestra" } };
static const struct entity network_entity = { .name = "network", .label = "Red", .plural = "Redes",
	.fields = network_fields, .nfields = ARRAY_LEN(network_fields), .group = AT_SELF };

static const struct field place_fields[] = { NAME("Lugar"), CODE,
	{ "parent", T_REF, 0, .label = "Dentro de", .ref = "place" }, { "level", T_CODE, 0, .label = "Nivel" } };
static const struct entity place_entity = { .name = "place", .label = "Lugar", .plural = "Lugares",
	.fields = place_fields, .nfields = ARRAY_LEN(place_fields), .code = AT(1), .title = AT(0) };

static const struct field group_fields[] = { NAME("Grupo"), CODE,
	{ "parent", T_REF, 0, .label = "Pertenece a", .ref = "group" },
	{ "place", T_REF, 0, .label = "Lugar", .ref = "place" },
	{ "kind", T_CODE, 0, .label = "Tipo" }, { "voided", T_BOOL, F_DERIVED, .label = "Anulado" } };
static const struct entity group_entity = { .name = "group", .label = "Grupo", .plural = "Grupos",
	.fields = group_fields, .nfields = ARRAY_LEN(group_fields), .group = AT_SELF, .place = AT(3), .code = AT(1),
	.title = AT(0) };

static const struct field person_fields[] = {
	[PERSON_NAME] = { "name", T_TEXT, F_REQUIRED | F_SORT, .label = "Nombre", .privacy = P_NETWORK },
	[PERSON_CODE] = { "code", T_CODE, F_UNIQUE, .label = "Nombre corto", .privacy = P_NETWORK },
	[PERSON_DOCUMENT] = { "document", T_CODE, 0, .label = "Documento", .privacy = P_PERSONAL, .purpose = "Actas" },
	[PERSON_SAME_AS] = { "same_as", T_REF, 0, .label = "Es la misma que", .ref = "person", .privacy = P_NETWORK },
};
const struct entity person_entity = { .name = "person", .label = "Persona", .plural = "Personas",
	.fields = person_fields, .nfields = PERSON__N, .subject = AT_SELF, .code = AT(PERSON_CODE),
	.title = AT(PERSON_NAME), .same_as = AT(PERSON_SAME_AS) };

static const struct choice roles[] = { { "leader", "lideresa", NULL, NULL }, { "cook", "cocinera", NULL, NULL },
	{ "coordinator", "coordinadora", NULL, NULL }, { "board", "directiva", NULL, NULL }, { "operator", "operadora", NULL, NULL },
	{ 0 } };
static const struct field membership_fields[] = {
	{ "person", T_REF, F_KEY | F_REQUIRED, .label = "Persona", .ref = "person", .privacy = P_NETWORK },
	{ "group", T_REF, F_KEY | F_REQUIRED, .label = "Grupo", .ref = "group", .privacy = P_NETWORK },
	{ "role", T_ENUM, F_KEY | F_REQUIRED, .label = "Cargo", .choices = roles, .privacy = P_NETWORK },
	{ "since", T_DATE, 0, .label = "Desde", .privacy = P_NETWORK },
	{ "until", T_DATE, 0, .label = "Hasta", .privacy = P_NETWORK },
};
static const struct entity membership_entity = { .name = "membership", .label = "Cargo", .plural = "Cargos",
	.fields = membership_fields, .nfields = ARRAY_LEN(membership_fields), .group = AT(1), .subject = AT(0) };

static const struct field contact_fields[] = {
	{ "person", T_REF, F_REQUIRED, .label = "Persona", .ref = "person", .privacy = P_NETWORK },
	{ "phone", T_PHONE, 0, .label = "Teléfono", .privacy = P_PERSONAL, .purpose = "Avisos" },
	{ "voided", T_BOOL, F_DERIVED, .label = "Anulado", .privacy = P_NETWORK } };
static const struct entity contact_entity = { .name = "contact", .label = "Contacto", .plural = "Contactos",
	.fields = contact_fields, .nfields = ARRAY_LEN(contact_fields), .subject = AT(0) };

/* Sessions ask whether their device was revoked. */
static const struct field device_fields[] = { { "name", T_TEXT, 0, .label = "Aparato", .privacy = P_NETWORK },
	{ "person", T_REF, 0, .label = "Persona", .ref = "person", .privacy = P_NETWORK },
	{ "revoked", T_BOOL, 0, .label = "Retirado", .privacy = P_NETWORK } };
static const struct entity device_entity = { .name = "device", .label = "Aparato", .plural = "Aparatos",
	.fields = device_fields, .nfields = ARRAY_LEN(device_fields), .subject = AT(1) };

/* ---- what the tests act on ---- */

static const struct field card_fields[] = {
	[CARD_PERSON] = { "person", T_REF, F_REQUIRED, .label = "Persona", .ref = "person", .privacy = P_NETWORK },
	[CARD_NUMBER] = { "number", T_CODE, 0, .label = "Número", .privacy = P_PERSONAL, .purpose = "Actas" },
};
const struct entity card_entity = { .name = "card", .label = "Carné", .plural = "Carnés", .fields = card_fields,
	.nfields = CARD__N, .subject = AT(CARD_PERSON) };

static const struct field pot_fields[] = {
	[POT_GROUP] = { "group", T_REF, F_KEY | F_REQUIRED, .label = "Cocina", .ref = "group" },
	[POT_DAY] = { "day", T_DATE, F_KEY | F_REQUIRED, .label = "Día" },
	[POT_SERVED] = { "served", T_INT, 0, .label = "Raciones", .max = 5000 },
	[POT_COST] = { "cost", T_MONEY, 0, .label = "Costo", .max = 100000, .privacy = P_GROUP },
	[POT_COOK] = { "cook", T_TEXT, 0, .label = "Cocinera", .privacy = P_NETWORK },
};
const struct entity pot_entity = { .name = "pot", .label = "Olla", .plural = "Ollas", .fields = pot_fields,
	.nfields = POT__N, .group = AT(POT_GROUP), .day = AT(POT_DAY), .put_action = "pot.report" };

static enum rc report(struct ctx *c, const struct act *a, struct change *ch)
{
	struct id id = entity_key_id(&pot_entity, c->net->id, a->v);
	struct record *r = ARENA_NEW(c->mem, struct record);
	bool born = record_get(c->db, c->schema, c->mem, &pot_entity, c->net->id, id, r) && r->born;

	if (act_int(a, POT_DAY) > zone_day(c->net->zone, a->acted_at))
		return fail(c, "day", "future", "Ese día todavía no llega");
	if (act_has(a, POT_COOK) && str_is(act_text(a, POT_COOK), "nadie"))
		return INVALID; /* without a word: the gate finds one */
	struct put *p = change_put(ch, &pot_entity, id, !born);
	for (unsigned i = 0; i < POT__N; i++)
		if (a->given[i] && (!born || i > POT_DAY))
			put_set(p, i, a->v[i]);
	return OK;
}

static struct str told(struct ctx *c, const struct told *t)
{
	(void)c;
	return t->author;
}

static enum rc nothing(struct ctx *c, const struct act *a, struct change *ch)
{
	(void)c, (void)a, (void)ch;
	return OK;
}

/* What no module may: a decide that writes. */
static enum rc scribble(struct ctx *c, const struct act *a, struct change *ch)
{
	(void)a, (void)ch;
	data_set_meta(c->db, "scribble", STR("1"));
	return OK;
}

static const struct action pot_report = { .name = "pot.report", .label = "Guardar", .args = pot_fields,
	.nargs = POT__N, .flags = ACT_REPORT | ACT_LOW_RISK, .on = AT(POT_GROUP), .edits = &pot_entity,
	.decide = report, .describe = told };
static const struct action pot_close = { .name = "pot.close", .label = "Cerrar", .args = pot_fields, .nargs = 1,
	.on = AT(POT_GROUP), .decide = nothing, .describe = told };
static const struct action key_make = { .name = "key.make", .label = "Llave", .flags = ACT_SECRET,
	.decide = nothing, .describe = told };
static const struct action key_scribble = { .name = "key.scribble", .label = "Garabato", .decide = scribble, .describe = told };

static const struct rule rules[] = {
	{ "leader", REL_GROUP, "pot.report" }, { "leader", REL_GROUP, "pot.close" },
	{ "board", REL_BELOW, "pot.report" }, { "coordinator", REL_AREA, "pot.report" },
	{ "operator", REL_NETWORK, "pot.report" }, { "operator", REL_NETWORK, "pot.close" },
	{ "operator", REL_NETWORK, "key.make" }, { NULL, REL_SELF, "person.put" }, { NULL, REL_ANYONE, "class:public" },
	{ "leader", REL_GROUP, "class:group" }, { "leader", REL_NETWORK, "class:network" },
	{ NULL, REL_SELF, "class:personal" }, { NULL, REL_ANYONE, NULL },
};

static const struct tally pot_days = { .name = "pot_days", .entity = &pot_entity, .nby = 1, .nvalues = 1,
	.by = { POT_DAY }, .values = { POT_SERVED } };

const struct module core_sample_module = {
	.name = "sample",
	.entities = (const struct entity *const[]){ &network_entity, &place_entity, &group_entity, &person_entity,
		&membership_entity, &device_entity, &contact_entity, &card_entity, &pot_entity, NULL },
	.actions = (const struct action *const[]){ &pot_report, &pot_close, &key_make, &key_scribble, NULL },
	.rules = rules,
	.tallies = (const struct tally *const[]){ &pot_days, NULL },
};

/* ---- the network ---- */

void sample_declare(struct core_sample *s, const struct module *const *modules)
{
	struct diag d = { 0 };

	crypto_start();
	query_unregister_all();
	*s = (struct core_sample){ .mem = arena_new(0), .console = { .console = true } };
	langs_load(s->mem, NULL, 0);
	s->reg = registry_new(s->mem, modules, &d);
	assert_non_null(s->reg);
	s->net = (struct network){ .id = { { 0x0a, 0x11 } }, .name = STR("Red"), .country = STR("PE"),
		.zone_name = STR("America/Lima"), .currency = STR("PEN") };
	s->net.zone = zone_load(s->mem, s->net.zone_name);
	assert_non_null(s->net.zone);
	s->now = zone_instant(s->net.zone, first_day, NOON_MINUTE);
}

void sample_open(struct core_sample *s, const char *path)
{
	static const struct module *const modules[] = { &core_sample_module, NULL };
	struct diag d = { 0 };

	sample_declare(s, modules);
	struct writer_options o = { .path = path, .reg = s->reg, .origin = s->net.id };
	s->writer = writer_new(s->mem, &o, &d);
	if (!s->writer) /* a statement of the room asks for a column that no entity above has */
		fail_msg("%s %.*s", d.item[0].msgid, (int)d.item[0].arg.n, d.item[0].arg.p);
}

void sample_close(struct core_sample *s)
{
	if (s->writer)
		writer_stop(s->writer);
	query_unregister_all();
	arena_free(&s->mem);
}

struct ctx sample_ctx(struct core_sample *s, const struct actor *who)
{
	return (struct ctx){ .mem = s->mem, .diag = ARENA_NEW(s->mem, struct diag), .db = writer_db(s->writer),
		.reg = s->reg, .schema = s->reg->schema, .net = &s->net, .who = who ? who : &s->console,
		.lang = lang_spanish(), .now = s->now, .channel = "test" };
}

struct actor sample_actor(unsigned n, struct membership *m, const char *role, struct id group)
{
	*m = (struct membership){ .group = group, .role = str_c(role) };
	return (struct actor){ .person = { { 0xee, (uint8_t)n } }, .member = m, .nmember = role ? 1 : 0 };
}

struct doing {
	struct write w;
	struct core_sample *s;
};

static void run(struct write *w, struct gate *g, struct chain_head *head)
{
	struct core_sample *s = ((struct doing *)w)->s;

	s->out = (struct outcome){ .status = ACT_REFUSED };
	if (gate_check(w->c, s->act) == OK)
		gate_decide(g, w->c, s->act, head, &s->out);
}

enum act_status sample_do(struct core_sample *s, const struct actor *who, const char *action, ...)
{
	struct doing doing = { .w = { .run = run, .c = &s->ctx }, .s = s };
	const char *name;
	va_list args;

	s->now += 1000; /* each action has an instant of its own */
	s->ctx = sample_ctx(s, who);
	s->act = act_new(&s->ctx, registry_action(s->reg, str_c(action)), s->id);
	s->act->acted_at = s->acted_at ? s->acted_at : s->now;
	s->act->corrects = s->corrects;
	if (s->look != SEEN_ABSENT)
		act_seen(s->act, s->look == SEEN_STAMP ? s->seen : STR(""));
	va_start(args, action);
	while ((name = va_arg(args, const char *)) != NULL)
		act_arg(&s->ctx, s->act, str_c(name), str_c(va_arg(args, const char *)));
	va_end(args);
	assert_int_equal(writer_call(s->writer, &doing.w), OK);
	s->look = SEEN_ABSENT;
	s->corrects = false;
	s->acted_at = 0;
	s->id = (struct id){ 0 };
	return s->out.status;
}

bool sample_refused(const struct core_sample *s, const char *field, const char *code)
{
	const struct diag_item *item = diag_find(&s->act->diag, field);

	return s->out.status == ACT_REFUSED && item && str_is(str_c(item->code), code);
}

struct record *sample_record(struct core_sample *s)
{
	struct record *r = ARENA_NEW(s->mem, struct record);
	const struct put *p = s->out.change->puts;

	assert_true(record_get(writer_db(s->writer), s->reg->schema, s->mem, p->entity, s->net.id, p->id, r));
	return r;
}

const char *sample_text(struct core_sample *s, struct id id)
{
	return str_cstr(s->mem, id_text(s->mem, id));
}

static struct id place(struct core_sample *s, const char *code, const char *parent)
{
	assert_int_equal(sample_do(s, NULL, "place.put", "name", code, "code", code, "parent", parent, NULL), ACT_ACCEPTED);
	return s->out.change->puts->id;
}

static struct id group(struct core_sample *s, const char *code, const char *parent, const char *where)
{
	assert_int_equal(sample_do(s, NULL, "group.put", "name", code, "code", code, "parent", parent, "place", where,
		"kind", "OLLA", NULL), ACT_ACCEPTED);
	return s->out.change->puts->id;
}

int sample_setup(void **state)
{
	static struct core_sample s;

	sample_open(&s, NULL);
	s.p1 = place(&s, "P1", "");
	s.p11 = place(&s, "P11", "P1");
	s.p12 = place(&s, "P12", "P1");
	s.red = group(&s, "RED", "", "P1");
	s.a = group(&s, "A", "RED", "P11");
	s.b = group(&s, "B", "RED", "P12");
	*state = &s;
	return 0;
}

int sample_teardown(void **state)
{
	sample_close(*state);
	return 0;
}
