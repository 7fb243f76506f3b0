/*
 * settings.h - DIR/ayni.conf, then AYNI_* of the environment, then options; later wins.
 */
#ifndef AYNI_SETTINGS_H
#define AYNI_SETTINGS_H

#include "app.h"

/* Take --data out of argv, or choose the default folder; then read the three sources. */
int settings_read(struct app *a, struct console *k);
/* A database's URL as it may be shown: without its password. */
struct str settings_shown_url(struct arena *a, struct str url);
/* One "name = value" line each, as `ayni config` prints; no password. */
void settings_print(const struct app *a, struct buf *out);

#endif
