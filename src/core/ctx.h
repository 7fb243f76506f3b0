/*
 * ctx.h - the context of one request, message or job.
 *
 * Everything a decide, page or command may know is here: memory, clock, who, language, database.
 * Time comes only from `now`. A context belongs to one thread at a time.
 */
#ifndef AYNI_CTX_H
#define AYNI_CTX_H

#include "apply.h"
#include "clock.h"
#include "i18n.h"

struct registry;
struct known;
struct seal_secret;

struct network {
	struct id id;
	struct str name, country, zone_name, currency;
	const struct zone *zone;
	bool demo; /* made by `ayni demo`: invented data, sign-in links that open at once */
};

struct membership {
	struct id id, group;
	struct str role; /* permanent name of the role */
};

/* What a bearer token may do, at most. */
enum token_allow { ALLOW_READ, ALLOW_REPORT, ALLOW_ALL };

struct actor {
	struct id person; /* zero: nobody signed in */
	struct id device;
	struct str name;
	const struct membership *member;
	unsigned nmember;
	bool by_token, by_phone; /* a program; a text message (a number is no credential) */
	struct str phone;        /* by_phone: the telephone that is vouched for, "+51…"; empty: none */
	bool console;            /* a command on the machine itself */
	enum token_allow allow;
	struct str token_name;
};

struct ctx {
	struct arena *mem;
	struct diag *diag;
	struct db *db;
	const struct registry *reg;
	const struct schema *schema;
	const struct network *net;
	const struct actor *who;
	const struct seal_secret *opened; /* her secret key, on confidential pages while her phrase is open (sealing.h); or NULL */
	const struct lang *lang;
	int64_t now; /* ms */
	enum clock_doubt doubt; /* of the clock behind it */
	const char *channel; /* web text api file console demo */
	struct map *groups;  /* cache of group_info by id, made on first use */
	struct map *refs;    /* cache of resolved references, of those who read one snapshot; or NULL */
	struct known *known; /* what the thread remembers of earlier requests (known.h); or NULL */
	const struct config *config; /* what pages need of it; NULL in tests */
};

struct template_set;

/* Somebody of a sample network whose telephone is played (/telefono). */
struct played {
	const char *key, *name, *about, *phone; /* name and about are msgids; phone "+51…" */
};

/* What pages and channels need to know of the settings. Read-only while serving. */
struct config {
	const struct template_set *templates;
	struct str css, sprite; /* addresses with a content hash */
	struct str script;      /* the same, for pages of those who signed in; empty: there is none */
	struct str radio;       /* the script of live sound, for its page alone; or empty */
	struct str public_url; /* "https://ayni.example", or "http://127.0.0.1:8080"; no slash behind */
	struct str data_dir;
	const char *version; /* of the program; or NULL */
	struct str phones;   /* of a sample network: where its played telephones listen; empty: there are none */
	const struct played *samples;
	unsigned nsamples;
	bool secure; /* cookies are Secure and __Host- */
	/* What a text message would do, as JSON, nothing being changed (text_explain); c is used up. NULL: nobody listens. */
	enum rc (*explain)(struct ctx *c, struct str from, struct str text, struct buf *out);
};

/* Report a fault tied to a field (NULL: the whole); returns INVALID. */
enum rc fail(struct ctx *c, const char *field, const char *code, const char *msgid);
enum rc fail_with(struct ctx *c, const char *field, const char *code, const char *msgid, struct str arg);
/* The civil day now, in the network's zone. */
int64_t today(const struct ctx *c);
/* Rows of a named query with the context's database. */
#define ctx_rows(c, set, index, ...) db_rows((c)->db, &(set).query[index], ARGS(__VA_ARGS__))

#endif
