/* gateway_own.h - what the runner's files share. */
#ifndef AYNI_GATEWAY_OWN_H
#define AYNI_GATEWAY_OWN_H

#include "gateway_channel.h"

/* As gateway_claim, at most `max`. */
enum rc gateway_claim_some(struct gateway_call *g, int64_t lease_ms, struct message *out, unsigned max, unsigned *n_out) MUST_USE;
/*
 * Send what is due by that adapter, as far as one lease goes. How long to wait until the next turn; *fault_ms grows with
 * every turn in which the gateway itself was down.
 */
int64_t gateway_send_turn(struct gateway_call *g, const struct adapter *a, int64_t *fault_ms);

#endif
