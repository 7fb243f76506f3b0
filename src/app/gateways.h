/*
 * gateways.h - the door between the web channel and the gateways.
 */
#ifndef AYNI_GATEWAYS_H
#define AYNI_GATEWAYS_H

#include "gateway_channel.h"
#include "web.h"

/* For struct site: a call of a gateway, answered by its adapter. */
void gateway_answer(struct call *k, struct id gateway, struct str rest);

#endif
