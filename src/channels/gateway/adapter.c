/*
 * adapter.c - the kinds of gateways that there are.
 */
#include "gateway_channel.h"

static const struct adapter *const adapters[] = {
	&android_adapter,
	NULL,
};

const struct adapter *adapter_of(struct str kind)
{
	for (unsigned i = 0; adapters[i]; i++)
		if (str_is(kind, adapters[i]->kind))
			return adapters[i];
	return NULL;
}
