/*
 * device.c - a device that someone enrolled, and taking it out of use.
 */
#include "people_own.h"

enum { ENROL_PERSON, ENROL_NAME, ENROL__N };

static const struct field enrol_args[] = {
	[ENROL_PERSON] = { "person", T_REF, F_REQUIRED, .label = N_("Persona"), .ref = "person",
		.privacy = P_NETWORK },
	[ENROL_NAME] = { "name", T_TEXT, F_REQUIRED, .label = N_("Aparato"), .max = 60,
		.privacy = P_PERSONAL, .purpose = N_("Para que usted reconozca sus aparatos"),
		.retention_days = 90 },
};

static const struct field revoke_args[] = {
	{ "device", T_REF, F_REQUIRED, .label = N_("Aparato"), .ref = "device",
		.privacy = P_NETWORK },
};

/* The device has the act's own id. */
static enum rc enrol_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct put *p = change_put(ch, &device_entity, a->id, true);

	(void)c;
	put_text(p, DEVICE_NAME, act_text(a, ENROL_NAME));
	put_id(p, DEVICE_PERSON, act_ref(a, ENROL_PERSON));
	return OK;
}

static enum rc revoke_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	(void)c;
	put_int(change_put(ch, &device_entity, act_ref(a, 0), false), DEVICE_REVOKED, 1);
	return OK;
}

static struct str enrol_describe(struct ctx *c, const struct told *t)
{
	return tr_fill(c->mem, c->lang, N_("%s entró por primera vez en un aparato"), t->author);
}

static struct str revoke_describe(struct ctx *c, const struct told *t)
{
	return tr_fill(c->mem, c->lang, N_("%s retiró un aparato"), t->author);
}

const struct action device_enrol = {
	.name = "device.enrol", .label = N_("Usar este aparato"), .args = enrol_args,
	.nargs = ENROL__N, .flags = ACT_SECRET, .on = AT(ENROL_PERSON), .decide = enrol_decide,
	.describe = enrol_describe,
};

const struct action device_revoke = {
	.name = "device.revoke", .label = N_("Retirar aparato"), .args = revoke_args, .nargs = 1,
	.flags = ACT_SECRET, .on = AT(0), .decide = revoke_decide, .describe = revoke_describe,
};
