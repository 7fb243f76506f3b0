/*
 * need.c - what a kitchen lacks, as data.
 *
 * Kitchen, day and thing name it for ever, so that two people who say the same are heard once. Amounts are whole base
 * units: grams, millilitres, or what is counted; what nobody measured stays unknown.
 */
#include "kitchens_own.h"

const struct choice measures[] = {
	{ "g", N_("gramos"), "gramo|gr|g", NULL },
	{ "ml", N_("mililitros"), "mililitro|ml", NULL },
	{ "unit", N_("unidades"), "unidad", NULL },
	COUNTED_MEASURES
	{ NULL, NULL, NULL, NULL },
};

const struct choice need_states[] = {
	{ "open", N_("falta"), NULL, NULL },
	{ "met", N_("ya hay"), "conseguido", NULL },
	{ NULL, NULL, NULL, NULL },
};

static const struct field need_fields[] = {
	[NEED_KITCHEN] = { "kitchen", T_REF, F_KEY | F_REQUIRED | F_FILTER, .label = N_("Cocina"), .ref = "kitchen",
		.privacy = P_NETWORK, .aliases = "cocina|olla|codigo" },
	[NEED_DAY] = { "day", T_DATE, F_KEY | F_REQUIRED | F_FILTER | F_SORT, .label = N_("Día"), .privacy = P_NETWORK,
		.aliases = "dia|fecha" },
	[NEED_ITEM] = { "item", T_TEXT, F_KEY | F_REQUIRED | F_FILTER, .label = N_("Qué falta"), .max = 40,
		.privacy = P_NETWORK, .aliases = "que|cosa" },
	[NEED_DISTRICT] = { "district", T_REF, F_DERIVED | F_FILTER, .label = N_("Distrito"), .ref = "place",
		.privacy = P_NETWORK },
	[NEED_AMOUNT] = { "amount", T_INT, 0, .label = N_("Cuánto"), .min = 1, .max = 100000000, .privacy = P_NETWORK,
		.aliases = "cantidad|cuanto" },
	[NEED_MEASURE] = { "measure", T_ENUM, 0, .label = N_("Medida"), .choices = measures, .privacy = P_NETWORK,
		.aliases = "medida|unidad" },
	[NEED_STATE] = { "state", T_ENUM, F_DERIVED | F_FILTER, .label = N_("Estado"), .choices = need_states,
		.privacy = P_NETWORK },
	[NEED_BY] = { "by", T_REF, F_DERIVED, .label = N_("Quién lo dijo"), .ref = "person", .privacy = P_GROUP },
	[NEED_MET_DAY] = { "met_day", T_DATE, F_DERIVED, .label = N_("Se consiguió el"), .privacy = P_NETWORK },
	[NEED_MET_BY] = { "met_by", T_REF, F_DERIVED, .label = N_("Quién avisó que ya hay"), .ref = "person",
		.privacy = P_GROUP },
	[NEED_VOIDED] = { "voided", T_BOOL, F_DERIVED, .label = N_("Anulada"), .privacy = P_NETWORK },
};

static const struct entity_index need_indexes[] = { { 2, { NEED_KITCHEN, NEED_DAY } }, { 2, { NEED_DISTRICT, NEED_DAY } } };

const struct entity need_entity = {
	.name = "need", .label = N_("Lo que falta"), .plural = N_("Lo que falta"),
	.fields = need_fields, .nfields = NEED__N,
	.group = AT(NEED_KITCHEN), .place = AT(NEED_DISTRICT), .day = AT(NEED_DAY), .voided = AT(NEED_VOIDED),
	.put_action = "need.report", .indexes = need_indexes, .nindexes = ARRAY_LEN(need_indexes),
};

unsigned needs_open(struct ctx *c, struct id kitchen, struct need out[NEEDS_SHOWN])
{
	struct rows r = db_rows(c->db, SQL(Q_NEEDS_OPEN), ARGS(cell_id(&c->net->id), cell_id(&kitchen),
		cell_int(today(c) - NEED_DAYS)));
	unsigned n = 0;

	while (n < NEEDS_SHOWN && rows_next(&r)) {
		struct need *one = &out[n];
		struct str item = rows_text(&r, 1);
		bool again = false;
		for (unsigned i = 0; i < n; i++)
			again |= str_eq(out[i].item, item);
		if (again)
			continue;
		*one = (struct need){ .id = rows_id(&r, 0), .kitchen = kitchen, .item = str_dup(c->mem, item),
			.has_amount = !rows_null(&r, 2), .amount = rows_int(&r, 2), .measure = str_dup(c->mem, rows_text(&r, 3)),
			.day = rows_int(&r, 4) };
		n++;
	}
	if (n == NEEDS_SHOWN)
		rows_end(&r);
	return n;
}

unsigned my_kitchen_ids(struct ctx *c, struct id *out, unsigned max)
{
	return db_ids(c->db, SQL(Q_MY_KITCHENS), ARGS(cell_id(&c->net->id), cell_id(&c->who->person), cell_int(today(c))), out,
		max);
}
