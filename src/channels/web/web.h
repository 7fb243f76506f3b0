/*
 * web.h - the site: pages, forms and the API, built on httpd.h.
 *
 * One `struct site` for the process, read-only while serving but for the workers' connections. One
 * `struct call` a request, in the request's arena. A request that writes ends its snapshot, queues a
 * write, and is finished by `then` in some worker after the commit.
 */
#ifndef AYNI_WEB_H
#define AYNI_WEB_H

#include <stdatomic.h>

#include "embedded.h"
#include "form.h"
#include "httpd.h"
#include "known.h"
#include "module.h"
#include "session.h"
#include "writer.h"

static const char device_cookie[] = "aparato", session_cookie[] = "sesion", lang_cookie[] = "idioma", key_cookie[] = "llave";
/* Set by the script of a phone on which she left without a network; no secret. */
static const char left_cookie[] = "fuera";

enum { SITE_WORKERS_MAX = 16, PATH_PIECES_MAX = 8 };

enum site_state { SITE_STARTING, SITE_READY, SITE_DRAINING };

struct call;
struct kept;
struct sonido;
struct use;
struct device_use;

struct site {
	const struct registry *reg;
	struct writer *writer;
	struct config config;
	struct network net;
	const char *db_path;
	struct db *reader[SITE_WORKERS_MAX];
	struct known known[SITE_WORKERS_MAX];
	struct use *use;                 /* what phones spend (site_use.c); NULL: not counted */
	struct kept *kept;               /* pages for anyone (site_kept.c); NULL: none are kept */
	struct sonido *sonido;           /* rooms of live sound (sonido.h); NULL: none */
	int64_t (*clock)(void);          /* now, ms */
	const struct embedded *assets;   /* web/ */
	unsigned nassets;
	struct str hosts;                /* allowed Host values, separated by blanks; empty: any loopback */
	struct str proxies;              /* peers whose X-Forwarded-* are believed, separated by blanks */
	bool tls;                        /* this process itself */
	/*
	 * What a gateway calls (pasarela.c), with what follows its id: fills k->r. k->c has a reading connection, no
	 * snapshot and nobody in it. Waits for the writer. NULL: there are none.
	 */
	void (*gateway_call)(struct call *k, struct id gateway, struct str rest);
	enum http_next (*chat_import)(struct call *k); /* a POST to /importar-chat; NULL: there is none */
	_Atomic int state;               /* enum site_state */
	_Atomic int64_t away_until_ms;   /* steady clock: the database is away, nobody asks it before; 0: it is there */
	unsigned workers;                /* how many there are; 0: not counted */
	_Atomic unsigned slow;           /* of them at work for call_slow */
	bool slow_one[SITE_WORKERS_MAX]; /* each its own */
};

/* How a device wants its pages (site_vista.c). */
struct vista {
	unsigned size;  /* of letters: 1, 2 or 3 */
	unsigned theme; /* 0: as the device has it; 1 light; 2 dark */
	unsigned saver; /* 1: as few bytes as can be */
	unsigned mask;  /* 0: its own name; else one that says nothing */
};

struct call {
	struct site *site;
	struct http_request *q;
	struct http_response *r;
	struct ctx c;
	unsigned worker;
	struct actor who;
	struct form form, query;
	struct form_field *file; /* bytes that a form brought, by the box's name */
	unsigned nfiles;
	struct http_pair piece[PATH_PIECES_MAX]; /* path pieces by name */
	unsigned npieces;
	struct vista vista;
	struct str csrf;
	struct str device; /* the device cookie */
	bool api;          /* answers are JSON */
	bool secure;       /* came by TLS, here or at the proxy */
	struct str peer;   /* who asks, as the proxy says where it is ours */
	bool stale_session; /* its use is to be noted */
	bool had_session;  /* a session cookie came, good or not */
	bool left;         /* she left it without a network: it is to be ended */
	bool secret;       /* what comes and goes is wiped afterwards (call_secret) */
	bool stale_key;    /* her open secret was used: to be noted */
	bool private;      /* never kept by anybody, even when nobody is signed in */
	bool anyway;       /* `finish` runs also when the next write could not be made */
	struct chain_head head; /* in the request's first snapshot */
	struct str keep;   /* the key of a page that may be kept, or empty */
	/* of a write under way */
	struct write w;
	enum rc committed;
	enum http_next (*finish)(struct call *k); /* runs in a worker after the commit */
	bool acts_only;    /* of the next write (writer.h) */
	bool blind;        /* finish reads no tables, and gets no snapshot */
	void *own;
};

/* The one handler given to httpd. */
enum http_next site_handle(void *site, unsigned worker, struct http_request *q, struct http_response *r);
size_t site_body_limit(void *site, struct str method, struct str path);
void site_worker_start(void *site, unsigned worker);
void site_worker_stop(void *site, unsigned worker);
void site_worker_cut(void *site, unsigned worker);
/* Ends the writer. */
void site_drained(void *site);
/* For programs, what httpd refuses by itself: the same shape and codes as elsewhere, in Spanish. */
const char *site_refusal(void *site, struct str path, int status);
/*
 * A fresh snapshot of the worker's own connection, with the chain head in k->head and server time in
 * k->c.now; a connection that was lost is made anew. False while the database is away, told at once for a
 * while after somebody waited for it in vain.
 */
bool call_snapshot(struct call *k, unsigned worker);
/*
 * Before what takes a hundred times as long as a page. For somebody who did not sign in half of the workers do such
 * things at once, and no more, so that people at work need not wait for the curious: false, and 503 was answered.
 */
bool call_slow(struct call *k);
/* What this worker did for it is done. */
void slow_end(struct site *s, unsigned worker);
/* The chain head as it is now, in k->head and k->c.now, by one question and no transaction; false: take a snapshot. */
bool call_peek(struct call *k, unsigned worker);
/* The address is known: answer people. */
void site_open(struct site *s, const struct config *config);
/* /health says so from now on; all else is answered until httpd stops. */
void site_drain(struct site *s);
void site_logged(void *site, const struct http_request *q, const struct http_response *r, int64_t took_us);

/* ---- between the files of the site ---- */

/* Queue `run` for the writer; `finish` in a worker afterwards. Answers 503 itself when it cannot. */
enum http_next call_write(struct call *k, void (*run)(struct write *, struct gate *, struct chain_head *),
	enum http_next (*finish)(struct call *k));
/* The call that a write belongs to. */
struct call *call_of(struct write *w);
struct str call_piece(const struct call *k, const char *name);
struct str call_cookie(const struct call *k, const char *name);
/* Set a cookie: HttpOnly, SameSite=Lax, Path=/, Secure and __Host- unless plain loopback. age_s 0: session. */
void call_set_cookie(struct call *k, const char *name, struct str value, int64_t age_s);
/* The cookie of an opened phrase: as above, SameSite=Strict, gone with the browser; empty: taken away. */
void call_set_key(struct call *k, struct str value);
/* What comes and goes is a secret: never kept, never packed, wiped when the answer was sent. */
void call_secret(struct call *k);
/* Her secret key into k->c.opened, while her phrase is open in this session. */
void call_open_key(struct call *k);
/* Begin the answer anew, with the headers that all carry. */
void call_headers(struct call *k);
void call_redirect(struct call *k, struct str to);
/* A few words, for programs and for what no page can be made of. */
void call_plain(struct call *k, int status, struct str body);
/* 405 and what would be allowed ("GET, HEAD"). */
void call_method(struct call *k, const char *allow);
/*
 * Put what a form brought into the view: rows "typed" (label, value) for people and "args" (name,
 * value) to be sent again to `path` ("go"). unwrap: with the names that `path` reads, else with names
 * that /entrar carries along. False when nothing was typed.
 */
bool call_carry(struct call *k, struct view *v, struct str path, bool unwrap);
/* The form is of another session of hers: nothing is done, nothing typed is lost. */
void call_stale(struct call *k);

/* Of the request's head: site_who.c. */
bool call_host_known(const struct call *k);
void call_believe_proxy(struct call *k);
const struct lang *call_language(const struct call *k);
/* What the cookie says; anything but what vista_write makes is as no cookie. */
struct vista vista_read(struct str s);
struct str vista_write(struct arena *a, struct vista v);
struct vista call_vista(const struct call *k);
/* What this device calls the program: the network's name, or the mask's. */
struct str vista_app_name(const struct call *k);
/* /ajustes, and /manifest.webmanifest: what the phone puts on its home screen. False: another's path. */
bool vista_handle(struct call *k);
/* size, theme, saver, mask, app_name. */
void vista_show(const struct call *k, struct view *v);
/* Token or session; false when a token was given and is not good. */
bool call_identify(struct call *k);
/* By Sec-Fetch-Site, Origin or Referer: the form is of a page of ours. */
bool call_same_origin(const struct call *k);
/* Read the body into k->form and k->file; INVALID as form_read. */
enum rc call_form(struct call *k, struct diag *d) MUST_USE;
/* How long a form posted to that path may be: more where a file can come with it. */
size_t form_body_limit(const struct registry *reg, struct str path);
/* /pasarela/{id}/…: gateways. No session. */
bool pasarela_path(struct str path);
enum http_next pasarela_handle(struct call *k, unsigned worker);
/* /subida/{id}: a piece of what an item of an outbox waits for. No session. */
enum http_next subida_handle(struct call *k);
/* /sonido/{room}: live sound, both ways (sonido_web.c). */
bool sonido_path(struct str path);
enum http_next sonido_handle(struct call *k);
/* /archivo/{reference}: bytes, for who may see a record that names them; false when the path is another's. */
bool archivo_handle(struct call *k);
/* The form carries this session's text. */
bool call_csrf_good(const struct call *k);
/*
 * The session's text as a page shows it, or empty: other bytes each time, so that packed pages do not tell it by their
 * length to somebody on the wire who chooses an address and counts (source: breachattack.com, "masking secrets").
 */
struct str call_csrf_shown(const struct call *k);

/*
 * One of the keys of template "message" (not_found, busy, stale…) with that status; JSON for the API. With
 * 503 what a form brought is shown, and one touch sends it again: its id makes that harmless.
 */
void call_message(struct call *k, int status, const char *key);
/* What every page has: net, css, signed, who, csrf, langs… */
struct view *call_view(struct call *k);
void call_render(struct call *k, const char *name, struct view *v, int status);
/* The same with a body that is made already, packed or not; type: a static string. */
void call_body(struct call *k, int status, struct str body, const char *type, bool gz);

/* /telefono, in a sample network whose telephones are played; false: it is not there. */
bool telefono_handle(struct call *k);
/* Register its statements; once, before connections open. */
void telefono_start(void);
/* /traer; false when the path is another's. */
bool traer_handle(struct call *k, enum http_next *next_out);
/* Answer a device that was taken out of use (site_retired.c); false: go on. */
bool retired_handle(struct call *k);
/* Room for what phones spend, for the life of the arena. */
struct use *use_new(struct arena *a);
/* Count an answered request. In the I/O thread. */
void use_count(struct site *s, const struct http_request *q, const struct http_response *r);
/* In the writer: what this request's device spent since the last time goes into its month. */
void use_note(struct call *k, struct ctx *c);
/* Its month so far. */
struct device_use use_month(struct call *k);
/* Both ways together: "640 kB", "1.2 MB". */
struct str use_text(struct arena *a, struct device_use use);

/* Room for kept pages, for the life of the arena. */
struct kept *kept_new(struct arena *a);
/* Answer with a kept page; false: make it (k->keep says whether it may be kept then), then kept_end. No snapshot is open. */
bool kept_answer(struct call *k, unsigned worker);
void kept_keep(struct call *k, struct str body, const char *type, bool gz);
void kept_end(struct call *k);
/* A JSON body made in the arena. */
void call_json(struct call *k, int status, struct str body);

/* A declared page: GET fills and renders it, POST passes its action through the gate. */
enum http_next page_handle(struct call *k, const struct page *p);
/* Fill and answer it: its own redirect, its template, or that it does not exist. */
void page_show(struct call *k, const struct page *page, struct page_call *p);
/* What came back from outboxes: false when the path is another's, or a page like any other. */
bool pending_handle(struct call *k, enum http_next *next_out);
/* She left a figure as it is: where that was a correction, its row is decided. Then to that address. */
enum http_next pending_left(struct call *k, struct id act, struct str to);
/* Signing in, out and inviting; false when the path is another's. */
bool sign_handle(struct call *k, enum http_next *next_out);
/* "/entrar", and the page asked for to go to afterwards. */
struct str sign_address(struct call *k);
/* Leaving, and where it leads: sign_handle answers these also without a database. */
bool sign_needs_nothing(struct call *k);
/* Its POST needs no session text. */
bool sign_is_open(struct str path);
/* A form of a session that ended: the way in, and what was typed carried along. */
void sign_lapsed(struct call *k);
bool invite_handle(struct call *k, enum http_next *next_out);
/* What a fill function gets, for this request. */
struct page_call call_page(struct call *k);
/* Only a path of this site, or `otherwise`. */
struct str local_path(struct str path, struct str otherwise);
/* /buzon and /llave: JSON like the API's, but for phones. */
bool outbox_path(struct str path);
enum http_next buzon_handle(struct call *k);
enum http_next llave_handle(struct call *k);
/* Everything under /api/. */
enum http_next api_handle(struct call *k);
enum http_next api_changes(struct call *k);
void api_list(struct call *k, const struct entity *e);
void api_openapi(struct call *k);
bool asset_handle(struct call *k);
/* The address of an embedded file, with a hash of its content. */
struct str asset_address(struct arena *a, const struct embedded *e);
/* Match "/cocina/{code}" and fill the pieces. */
bool path_match(struct call *k, const char *pattern);
/* The diag as a JSON array of {field, code, message}. */
void errors_json(struct json_out *j, struct ctx *c, const struct diag *d);
/* A record's readable fields as JSON members, and "seen". */
void record_json(struct json_out *j, struct ctx *c, const struct record *r);

#endif
