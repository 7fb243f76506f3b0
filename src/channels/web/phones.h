/*
 * phones.h - asking the played telephones of a sample network (tools/phones.py), on loopback.
 *
 * Each call takes at most 3 s. Texts of answers live in the arena. Any thread, once phones_begin has returned.
 */
#ifndef AYNI_PHONES_H
#define AYNI_PHONES_H

#include "str.h"

/* "http://127.0.0.1:40123", and no other host. */
bool phones_url_sound(struct str url);
/*
 * The server is up at `server`; gateways: JSON {kind: id}. Their settings and secrets come back as JSON
 * {kind: {"settings": {…}, "secret": "…"}}. False: nobody answered. Call it before threads that use this file.
 */
bool phones_begin(struct arena *a, struct str url, struct str server, struct str gateways, struct str *out);
/* Somebody types on hers, or shares her number (empty text); kind: of the gateway it goes to. */
bool phones_type(struct arena *a, struct str url, const char *kind, const char *from, struct str text);
/* What that telephone sent and got: JSON [{"out": bool, "text": "…", "at": ms}], oldest first. */
bool phones_screen(struct arena *a, struct str url, const char *kind, const char *from, struct str *out);

#endif
