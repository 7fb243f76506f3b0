#include "text_sample.h"

const struct choice sample_sittings[] = {
	{ "breakfast", N_("desayuno"), "desayunos|manana", NULL },
	{ "lunch", N_("almuerzo"), "almuerzos", NULL },
	{ "dinner", N_("cena"), "cenas|lonche|noche", NULL },
	{ NULL, NULL, NULL, NULL },
};

const struct field sample_args[S__N] = {
	[S_KITCHEN] = { "kitchen", T_REF, F_REQUIRED, .label = "Cocina", .ref = "kitchen" },
	[S_DAY] = { "day", T_DATE, 0, .label = "Día" },
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
	.bare = AT(S_SERVED), .question = N_("¿Cuántas raciones sirvieron?"),
	.example = N_("raciones 120") };

static const struct field visit_args[] = {
	{ "n", T_INT, 0, .label = "Visitas", .max = 100, .words = "visitas|visita" },
	{ "day", T_DATE, 0, .label = "Día" },
};

const struct action sample_visit = { .name = "visit.note", .label = "Anotar visitas",
	.args = visit_args, .nargs = 2, .flags = ACT_LOW_RISK };

const struct text_command sample_visit_command = { .action = "visit.note", .words = "visitas|visita",
	.bare = AT(0), .question = N_("¿Cuántas visitas hicieron?"), .example = N_("visitas 4") };
