/*
 * telegram.h - between the files of the Telegram adapter.
 */
#ifndef AYNI_TELEGRAM_H
#define AYNI_TELEGRAM_H

#include "net_own.h"

#define TELEGRAM_API "https://api.telegram.org"

/* The address of a method, with the token: never to be logged. */
struct str telegram_method(struct gateway_call *g, const char *method);
/* How long a 429 asks to wait; 0: it does not say. At most an hour. */
int64_t telegram_retry_ms(struct arena *a, struct str body);
/* One long poll, and all it brought. */
enum rc telegram_listen(struct gateway_call *g) MUST_USE;

#endif
