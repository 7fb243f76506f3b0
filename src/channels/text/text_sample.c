#include "text_sample.h"

const struct choice sample_sittings[] = {
	{ "breakfast", N_("desayuno"), "desayunos|manana", NULL },
	{ "lunch", N_("almuerzo"), "almuerzos", NULL },
	{ "dinner", N_("cena"), "cenas|lonche|noche", NULL },
	{ NULL, NULL, NULL, NULL },
};

const struct field sample_args[S__N] = {
	[S_KITCHEN] = { "kitchen", T_REF, F_REQUIRED, .label = "Cocina", .ref = "kitchen" },
	[S_DAY] = { "day", T_DATE, 0, .label = "Día", .otherwise = "today" },
	[S_SITTING] = { "sitting", T_ENUM, 0, .label = "Comida", .choices = sample_sittings },
	[S_PLANNED] = { "planned", T_INT, 0, .label = "Previstas", .max = 5000,
		.words = "planeadas|previstas|cocinamos para|para" },
	[S_SERVED] = { "served", T_INT, 0, .label = "Raciones servidas", .max = 5000,
		.words = "raciones|racion|platos|plato|servidas|servimos|menus|almuerzos|desayunos|cenas" },
	[S_FREE] = { "free", T_INT, 0, .label = "Casos sociales", .max = 5000,
		.words = "casos sociales|caso social|casos|gratis|gratuitas|libres|sin pagar" },
	[S_LEFTOVER] = { "leftover", T_INT, 0, .label = "Sobraron", .max = 5000,
		.words = "sobraron|sobro|sobras|sobrantes|quedaron" },
	[S_COST] = { "cost", T_MONEY, 0, .label = "Gasto", .max = 10000000,
		.words = "gasto|gastos|gastamos|costo|soles" },
	[S_REASON] = { "reason", T_TEXT, F_WIDE, .label = "Motivo", .words = "motivo|porque" },
};

const struct action sample_report = { .name = "meal.report", .label = "Guardar", .args = sample_args,
	.nargs = S__N, .flags = ACT_LOW_RISK, .on = AT(S_KITCHEN) };

const struct text_command sample_command = { .action = "meal.report",
	.words = SAMPLE_WORDS,
	.bare = AT(S_SERVED), .alone = true, .none = "no cocinamos|no hubo olla|no voy a cocinar|no se cocino|no atendimos", .question = N_("¿Cuántas raciones sirvieron?"),
	.example = N_("raciones 120") };

static const struct field visit_args[] = {
	{ "n", T_INT, 0, .label = "Visitas", .max = 100, .words = "visitas|visita" },
	{ "day", T_DATE, 0, .label = "Día" },
};

const struct action sample_visit = { .name = "visit.note", .label = "Anotar visitas",
	.args = visit_args, .nargs = 2, .flags = ACT_LOW_RISK };

const struct text_command sample_visit_command = { .action = "visit.note", .words = "visitas|visita",
	.bare = AT(0), .alone = true, .question = N_("¿Cuántas visitas hicieron?"), .example = N_("visitas 4") };

static const struct field need_args[] = {
	{ "kitchen", T_REF, 0, .label = "Cocina", .ref = "kitchen" },
	{ "things", T_TEXT, F_REQUIRED, .label = "Falta", .max = 200 },
};

const struct action sample_need = { .name = "need.note", .label = "Anotar lo que falta", .args = need_args, .nargs = 2,
	.flags = ACT_LOW_RISK, .on = AT(0) };

const struct text_command sample_need_command = { .action = "need.note",
	.words = "falta|faltan|nos falta|nos faltan|se acabo|se acabaron|se termino|no hay|no tenemos|ya no hay|ya no tenemos|"
		 "necesitamos|manan kanchu",
	.rest = AT(1), .question = "¿Qué falta?", .menu = "Qué falta", .example = "falta arroz 10 kg" };

static const struct choice comings[] = {
	{ "yes", "asisto", "asistire|voy|si voy|ahi estare|confirmo", NULL },
	{ "no", "no voy", "no asisto|no asistire|no puedo ir|no podre ir|no ire", NULL },
	{ "late", "llego tarde", "voy tarde|estoy tarde|llegare tarde", NULL },
	{ NULL, NULL, NULL, NULL },
};

static const struct field come_args[] = {
	{ "coming", T_ENUM, F_REQUIRED, .label = "Asistencia", .choices = comings },
};

const struct action sample_come = { .name = "come.say", .label = "Decir si va", .args = come_args, .nargs = 1,
	.flags = ACT_LOW_RISK };

const struct text_command sample_come_command = { .action = "come.say", .words = "asistencia|a la reunion|la reunion|reunion",
	.question = "¿Irá a la reunión?", .example = "asisto" };

static struct str sample_tell(struct ctx *c, struct str rest)
{
	(void)c, (void)rest;
	return STR("Hoy: 215 raciones");
}

const struct text_command sample_tell_command = { .words = "resumen|cuantas raciones|reunion|cuando es la reunion",
	.menu = "Resumen de hoy", .tell = sample_tell };
