/*
 * adapter.c - the kinds of gateways that there are.
 */
#include "gateway_channel.h"

#include "net_sql.h"
#include "sms_sql.h"

static const struct adapter *const adapters[] = {
	&android_adapter,
	&gammu_adapter,
	&kannel_adapter,
	&telegram_adapter,
	&whatsapp_adapter,
	NULL,
};

void gateways_declare(void)
{
	query_register(&net_sql);
	query_register(&sms_sql);
}

const struct adapter *adapter_of(struct str kind)
{
	for (unsigned i = 0; adapters[i]; i++)
		if (str_is(kind, adapters[i]->kind))
			return adapters[i];
	return NULL;
}
