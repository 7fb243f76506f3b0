/*
 * sign.h - between the files that let people in and out.
 */
#ifndef AYNI_SIGN_H
#define AYNI_SIGN_H

#include "device.h"
#include "web.h"

enum { DEVICES_SHOWN = 20, DEVICE_COOKIE_S = 400 * 86400, SESSION_COOKIE_S = 90 * 86400 };

/* What one request of signing in or out knows; in call->own. */
struct signing {
	struct str code, hash, to, token;
	struct invitation invitation;
	struct enrolment enrolment;
	struct act *act;
	struct id person;
	bool good;
	int64_t wait_until_at;
	struct id phone; /* the one she leaves */
	bool here;
};

/* Made at first use. */
struct signing *signing_of(struct call *k);
/* The cookies of a session that began, and of its device. */
void sign_cookies(struct call *k, struct str token, struct str device);

/* /i/CODE and /codigo. */
enum http_next sign_by_link(struct call *k);
enum http_next sign_by_letters(struct call *k);
/* /clave: the PIN chosen after an invite. */
enum http_next sign_choose_pin(struct call *k);
/* She is enrolled on this device and chose no PIN yet: once out, she could not come in again. */
bool sign_lacks_pin(struct call *k);
/* /entrar with a PIN. */
enum http_next sign_enter(struct call *k);
/* /frase: the five words that open what a team sealed. */
enum http_next sign_phrase(struct call *k);
/* The page of /entrar; error may be NULL. chosen: the person ticked. */
void sign_enter_page(struct call *k, int status, const char *error, struct str arg, struct id chosen);
/* Where the form's, or the address's, `next` leads: a path of this site, or empty. */
struct str sign_next(struct call *k);
/* Until then, in minutes, rounded up. */
struct str sign_minutes(struct call *k, int64_t until_at);
/* "known" and rows "people" (id name icon fill on): who entered on this device before. */
void sign_people(struct call *k, struct view *v, struct id chosen);
/* /personas, /cuenta/dibujo, /cuenta/olvidar; false when the path is another's. */
bool sign_phone(struct call *k, enum http_next *next_out);
/* /cuenta/codigo: a code for a text message; false when the path is another's. */
bool sign_code(struct call *k, enum http_next *next_out);
/* /cuenta and /cuenta/cerrar. */
enum http_next sign_account(struct call *k);
enum http_next sign_close_session(struct call *k);

#endif
