/*
 * decide.c - proposals, votes, hands, objections and ballots as data; the module's descriptor.
 */
#include "decide_own.h"

#define WHY_VOTE N_("Para contar los votos y que cada persona pueda ver y cambiar el suyo")
#define WHY_OBJECTION N_("Para que la objeción se escuche y se resuelva")

enum { KEPT_DAYS = 365, HANDS_MOST = 5000 };

const struct choice proposal_hows[] = {
	{ "majority", N_("Mayoría simple"), "mayoria", NULL },
	{ "two_thirds", N_("Dos tercios"), "dos tercios", NULL },
	{ "consent", N_("Pasa si nadie objeta"), "consentimiento|consenso", NULL },
	{ NULL, NULL, NULL, NULL },
};

const struct choice proposal_manners[] = {
	{ "open", N_("Abierto"), "abierta", NULL },
	{ "secret", N_("Secreto"), "secreta", NULL },
	{ NULL, NULL, NULL, NULL },
};

const struct choice proposal_voters[] = {
	{ "person", N_("Cada persona"), "persona", NULL },
	{ "base", N_("Cada base: una delegada por cocina"), "base|cocina", NULL },
	{ NULL, NULL, NULL, NULL },
};

const struct choice proposal_states[] = {
	{ "open", N_("Abierta"), NULL, NULL },
	{ "counting", N_("Contándose"), NULL, NULL },
	{ "closed", N_("Cerrada"), NULL, NULL },
	{ NULL, NULL, NULL, NULL },
};

const struct choice vote_choices[] = {
	[SAYS_YES] = { "yes", N_("Sí"), "si|a favor", "listo" },
	[SAYS_NO] = { "no", N_("No"), "en contra", "cerrar" },
	[SAYS_ABSTAIN] = { "abstain", N_("Me abstengo"), "abstencion|abstengo", "parar" },
	{ NULL, NULL, NULL, NULL },
};

static const struct choice sources[] = {
	{ "message", N_("Por mensaje"), NULL, NULL },
	{ "page", N_("Por la página"), NULL, NULL },
	{ "room", N_("En la sala"), NULL, NULL },
	{ NULL, NULL, NULL, NULL },
};

const struct field proposal_fields[] = {
	[PROPOSAL_MEETING] = { "meeting", T_REF, F_REQUIRED | F_FILTER, .label = N_("Reunión"), .ref = "meeting", .privacy = P_GROUP,
		.aliases = "reunion" },
	[PROPOSAL_TEXT] = { "text", T_TEXT, F_REQUIRED | F_WIDE, .label = N_("Qué se propone"),
		.help = N_("Que se pueda contestar sí o no"), .max = 400, .privacy = P_GROUP, .aliases = "texto" },
	[PROPOSAL_POINT] = { "point", T_REF, 0, .label = N_("De qué punto de la agenda"), .ref = "agenda_point", .privacy = P_GROUP,
		.aliases = "punto" },
	[PROPOSAL_HOW] = { "how", T_ENUM, 0, .label = N_("Cómo se decide"), .choices = proposal_hows, .privacy = P_GROUP,
		.otherwise = "majority", .aliases = "regla" },
	[PROPOSAL_MANNER] = { "manner", T_ENUM, 0, .label = N_("El voto es"), .choices = proposal_manners, .privacy = P_GROUP,
		.otherwise = "open", .aliases = "voto" },
	[PROPOSAL_VOTERS] = { "voters", T_ENUM, 0, .label = N_("Vota"), .choices = proposal_voters, .privacy = P_GROUP,
		.otherwise = "person", .aliases = "votan" },
	[PROPOSAL_UNTIL] = { "until", T_DATE, 0, .label = N_("Hasta qué día se vota"), .help = N_("Si lo deja vacío: el día de la reunión"),
		.privacy = P_GROUP, .aliases = "hasta" },
	[PROPOSAL_GROUP] = { "group", T_REF, F_DERIVED, .label = N_("Grupo"), .ref = "group", .privacy = P_GROUP },
	[PROPOSAL_NUMBER] = { "number", T_INT, F_DERIVED, .label = N_("Número"), .min = 1, .max = 1000, .privacy = P_GROUP },
	[PROPOSAL_STATE] = { "state", T_ENUM, F_DERIVED | F_FILTER, .label = N_("Estado"), .choices = proposal_states, .privacy = P_GROUP },
	[PROPOSAL_OPENED] = { "opened_at", T_INSTANT, F_DERIVED, .label = N_("Se abrió"), .privacy = P_GROUP },
	[PROPOSAL_CLOSED] = { "closed_at", T_INSTANT, F_DERIVED, .label = N_("Se cerró"), .privacy = P_GROUP },
	[PROPOSAL_YES] = { "yes", T_INT, F_DERIVED, .label = N_("Sí"), .privacy = P_GROUP },
	[PROPOSAL_NO] = { "no", T_INT, F_DERIVED, .label = N_("No"), .privacy = P_GROUP },
	[PROPOSAL_ABSTAIN] = { "abstain", T_INT, F_DERIVED, .label = N_("Abstenciones"), .privacy = P_GROUP },
	[PROPOSAL_PRESENT] = { "present", T_INT, F_DERIVED, .label = N_("Presentes"), .privacy = P_GROUP },
	[PROPOSAL_QUORUM] = { "quorum", T_INT, F_DERIVED, .label = N_("Quórum"), .privacy = P_GROUP },
	[PROPOSAL_PASSED] = { "passed", T_BOOL, F_DERIVED, .label = N_("Aprobada"), .privacy = P_GROUP },
};

static const struct entity_index proposal_indexes[] = { { 1, { PROPOSAL_MEETING } }, { 1, { PROPOSAL_STATE } } };

const struct entity proposal_entity = {
	.name = "proposal", .label = N_("Propuesta"), .plural = N_("Propuestas"), .fields = proposal_fields, .nfields = PROPOSAL__N,
	.group = AT(PROPOSAL_GROUP), .title = AT(PROPOSAL_TEXT), .put_action = "proposal.open", .indexes = proposal_indexes,
	.nindexes = ARRAY_LEN(proposal_indexes),
};

static const struct field vote_fields[] = {
	[VOTE_PROPOSAL] = { "proposal", T_REF, F_KEY | F_REQUIRED | F_FILTER, .label = N_("Propuesta"), .ref = "proposal", .privacy = P_GROUP },
	[VOTE_PERSON] = { "person", T_REF, F_KEY | F_REQUIRED | F_FILTER, .label = N_("De quién es el voto"), .ref = "person", .privacy = P_GROUP },
	[VOTE_GROUP] = { "group", T_REF, F_DERIVED, .label = N_("Grupo"), .ref = "group", .privacy = P_GROUP },
	[VOTE_CHOICE] = { "choice", T_ENUM, F_DERIVED, .label = N_("Voto"), .choices = vote_choices, .privacy = P_PERSONAL, .purpose = WHY_VOTE,
		.retention_days = KEPT_DAYS },
	[VOTE_SOURCE] = { "source", T_ENUM, F_DERIVED, .label = N_("Por dónde llegó"), .choices = sources, .privacy = P_PERSONAL,
		.purpose = WHY_VOTE, .retention_days = KEPT_DAYS },
	[VOTE_BY] = { "by", T_REF, F_DERIVED, .label = N_("Quién votó por ella"), .ref = "person", .privacy = P_PERSONAL, .purpose = WHY_VOTE,
		.retention_days = KEPT_DAYS },
	[VOTE_REASON] = { "reason", T_TEXT, F_DERIVED, .label = N_("Por qué"), .max = 200, .privacy = P_PERSONAL, .purpose = WHY_VOTE,
		.retention_days = KEPT_DAYS },
	[VOTE_LATE] = { "late_choice", T_ENUM, F_DERIVED, .label = N_("Llegó tarde, no se contó"), .choices = vote_choices, .privacy = P_PERSONAL,
		.purpose = WHY_VOTE, .retention_days = KEPT_DAYS },
	[VOTE_LATE_AT] = { "late_at", T_INSTANT, F_DERIVED, .label = N_("Cuándo votó"), .privacy = P_PERSONAL, .purpose = WHY_VOTE,
		.retention_days = KEPT_DAYS },
};

static const struct entity_index vote_indexes[] = { { 1, { VOTE_PROPOSAL } }, { 1, { VOTE_PERSON } } };

const struct entity vote_entity = {
	.name = "vote", .label = N_("Voto"), .plural = N_("Votos"), .fields = vote_fields, .nfields = VOTE__N, .group = AT(VOTE_GROUP),
	.subject = AT(VOTE_PERSON), .put_action = "vote.cast", .indexes = vote_indexes, .nindexes = ARRAY_LEN(vote_indexes),
};

static const struct field base_fields[] = {
	[BASE_PROPOSAL] = { "proposal", T_REF, F_KEY | F_REQUIRED | F_FILTER, .label = N_("Propuesta"), .ref = "proposal", .privacy = P_GROUP },
	[BASE_BASE] = { "base", T_REF, F_KEY | F_REQUIRED | F_FILTER, .label = N_("Base"), .ref = "group", .privacy = P_GROUP },
	[BASE_GROUP] = { "group", T_REF, F_DERIVED, .label = N_("Grupo"), .ref = "group", .privacy = P_GROUP },
	[BASE_CHOICE] = { "choice", T_ENUM, F_DERIVED, .label = N_("Voto"), .choices = vote_choices, .privacy = P_GROUP },
	[BASE_SOURCE] = { "source", T_ENUM, F_DERIVED, .label = N_("Por dónde llegó"), .choices = sources, .privacy = P_GROUP },
	[BASE_PERSON] = { "person", T_REF, F_DERIVED, .label = N_("Delegada"), .ref = "person", .privacy = P_GROUP },
	[BASE_ASKED_ON] = { "asked_on", T_DATE, F_DERIVED, .label = N_("Qué día preguntó a su base"), .privacy = P_GROUP },
	[BASE_ASKED] = { "asked", T_INT, F_DERIVED, .label = N_("A cuántas preguntó"), .min = 1, .max = HANDS_MOST, .privacy = P_GROUP },
	[BASE_PROOF] = { "proof", T_TEXT, F_DERIVED, .label = N_("Cómo preguntó"), .max = 300, .privacy = P_GROUP },
	[BASE_LATE] = { "late_choice", T_ENUM, F_DERIVED, .label = N_("Llegó tarde, no se contó"), .choices = vote_choices, .privacy = P_GROUP },
	[BASE_LATE_AT] = { "late_at", T_INSTANT, F_DERIVED, .label = N_("Cuándo votó"), .privacy = P_GROUP },
};

static const struct entity_index base_indexes[] = { { 1, { BASE_PROPOSAL } }, { 1, { BASE_BASE } } };

const struct entity base_vote_entity = {
	.name = "base_vote", .label = N_("Voto de una base"), .plural = N_("Votos de bases"), .fields = base_fields, .nfields = BASE__N,
	.group = AT(BASE_GROUP), .put_action = "base_vote.cast", .indexes = base_indexes, .nindexes = ARRAY_LEN(base_indexes),
};

#define HANDS(name, label_) { name, T_INT, F_REQUIRED, .label = label_, .min = 0, .max = HANDS_MOST, .privacy = P_GROUP }

const struct field hands_fields[] = {
	[HANDS_PROPOSAL] = { "proposal", T_REF, F_KEY | F_REQUIRED | F_FILTER, .label = N_("Propuesta"), .ref = "proposal", .privacy = P_GROUP },
	[HANDS_YES] = HANDS("yes", N_("Sí")),
	[HANDS_NO] = HANDS("no", N_("No")),
	[HANDS_ABSTAIN] = HANDS("abstain", N_("Abstenciones")),
	[HANDS_GROUP] = { "group", T_REF, F_DERIVED, .label = N_("Grupo"), .ref = "group", .privacy = P_GROUP },
	[HANDS_BY] = { "by", T_REF, F_DERIVED, .label = N_("Quién contó"), .ref = "person", .privacy = P_GROUP },
};

const struct entity hands_entity = {
	.name = "hand_count", .label = N_("Manos contadas en la sala"), .plural = N_("Manos contadas en la sala"), .fields = hands_fields,
	.nfields = HANDS__N, .group = AT(HANDS_GROUP), .put_action = "hands.count",
};

static const struct field objection_fields[] = {
	[OBJECTION_PROPOSAL] = { "proposal", T_REF, F_KEY | F_REQUIRED | F_FILTER, .label = N_("Propuesta"), .ref = "proposal", .privacy = P_GROUP },
	[OBJECTION_PERSON] = { "person", T_REF, F_KEY | F_REQUIRED | F_FILTER, .label = N_("Persona"), .ref = "person", .privacy = P_GROUP },
	[OBJECTION_REASON] = { "reason", T_TEXT, F_REQUIRED | F_WIDE, .label = N_("Qué le preocupa"), .max = 300, .privacy = P_PERSONAL,
		.purpose = WHY_OBJECTION, .retention_days = KEPT_DAYS },
	[OBJECTION_GROUP] = { "group", T_REF, F_DERIVED, .label = N_("Grupo"), .ref = "group", .privacy = P_GROUP },
	[OBJECTION_LIFTED] = { "lifted", T_BOOL, F_DERIVED, .label = N_("La retiró"), .privacy = P_GROUP },
};

static const struct entity_index objection_indexes[] = { { 1, { OBJECTION_PROPOSAL } }, { 1, { OBJECTION_PERSON } } };

const struct entity objection_entity = {
	.name = "objection", .label = N_("Objeción"), .plural = N_("Objeciones"), .fields = objection_fields, .nfields = OBJECTION__N,
	.group = AT(OBJECTION_GROUP), .subject = AT(OBJECTION_PERSON), .put_action = "objection.raise", .indexes = objection_indexes,
	.nindexes = ARRAY_LEN(objection_indexes),
};

/* Who voted, never what. */
static const struct field caster_fields[] = {
	[CASTER_PROPOSAL] = { "proposal", T_REF, F_KEY | F_REQUIRED | F_FILTER, .label = N_("Propuesta"), .ref = "proposal", .privacy = P_GROUP },
	[CASTER_PERSON] = { "person", T_REF, F_KEY | F_REQUIRED | F_FILTER, .label = N_("Ya votó"), .ref = "person", .privacy = P_GROUP },
	[CASTER_GROUP] = { "group", T_REF, F_DERIVED, .label = N_("Grupo"), .ref = "group", .privacy = P_GROUP },
};

static const struct entity_index caster_indexes[] = { { 1, { CASTER_PROPOSAL } }, { 1, { CASTER_PERSON } } };

const struct entity caster_entity = {
	.name = "ballot_cast", .label = N_("Voto secreto emitido"), .plural = N_("Votos secretos emitidos"), .fields = caster_fields,
	.nfields = CASTER__N, .group = AT(CASTER_GROUP), .put_action = "ballot.cast", .indexes = caster_indexes,
	.nindexes = ARRAY_LEN(caster_indexes),
};

/* What was in the box, sorted: the n-th of them is nobody's. */
static const struct field ballot_fields[] = {
	[BALLOT_PROPOSAL] = { "proposal", T_REF, F_DERIVED | F_FILTER, .label = N_("Propuesta"), .ref = "proposal", .privacy = P_GROUP },
	[BALLOT_N] = { "n", T_INT, F_DERIVED, .label = N_("Número"), .privacy = P_GROUP },
	[BALLOT_CHOICE] = { "choice", T_ENUM, F_DERIVED, .label = N_("Voto"), .choices = vote_choices, .privacy = P_GROUP },
	[BALLOT_GROUP] = { "group", T_REF, F_DERIVED, .label = N_("Grupo"), .ref = "group", .privacy = P_GROUP },
};

static const struct entity_index ballot_indexes[] = { { 1, { BALLOT_PROPOSAL } } };

const struct entity ballot_entity = {
	.name = "ballot", .label = N_("Voto secreto contado"), .plural = N_("Votos secretos contados"), .fields = ballot_fields,
	.nfields = BALLOT__N, .group = AT(BALLOT_GROUP), .event = true, .put_action = "ballot.count", .indexes = ballot_indexes,
	.nindexes = ARRAY_LEN(ballot_indexes),
};

static const struct entity *const entities[] = { &proposal_entity, &vote_entity, &base_vote_entity, &hands_entity, &objection_entity,
	&caster_entity, &ballot_entity, NULL };
static const struct action *const actions[] = { &proposal_open, &proposal_close, &hands_count, &vote_cast, &base_vote_cast,
	&objection_raise, &objection_lift, &ballot_cast, &ballot_count, NULL };
static struct query_set *const queries[] = { &decide_sql, NULL };

const struct module decide_module = {
	.name = "decide",
	.entities = entities,
	.actions = actions,
	.rules = decide_rules,
	.queries = queries,
	.pages = decide_pages,
	.commands = decide_commands,
	.jobs = decide_jobs,
	.live = decide_live,
};
