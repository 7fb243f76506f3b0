#include "ctx.h"

enum rc fail(struct ctx *c, const char *field, const char *code, const char *msgid)
{
	return diag_add(c->diag, field, code, msgid, STR(""));
}

enum rc fail_with(struct ctx *c, const char *field, const char *code, const char *msgid, struct str arg)
{
	return diag_add(c->diag, field, code, msgid, arg);
}

int64_t today(const struct ctx *c)
{
	return zone_day(c->net->zone, c->now);
}
