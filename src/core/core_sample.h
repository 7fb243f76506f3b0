/*
 * core_sample.h - what the tests of this room share: a module of their own, its network in memory.
 *
 * Places: P1 holds P11 and P12. Groups: RED (of P1) is above A and B; A lies in P11, B in P12.
 */
#ifndef AYNI_CORE_SAMPLE_H
#define AYNI_CORE_SAMPLE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

/* cmocka's `fail` would hide ours (ctx.h). */
#undef fail
#undef fail_msg
#define fail_msg(...) (print_error(__VA_ARGS__), print_error("\n"), _fail(__FILE__, __LINE__))

#include "module.h"
#include "writer.h"

enum { POT_GROUP, POT_DAY, POT_SERVED, POT_COST, POT_COOK, POT__N };
enum { PERSON_NAME, PERSON_CODE, PERSON_DOCUMENT, PERSON_SAME_AS, PERSON__N };
enum { CARD_PERSON, CARD_NUMBER, CARD__N };

extern const struct entity pot_entity, person_entity, card_entity;
extern const struct module core_sample_module;

struct core_sample {
	struct arena *mem;
	struct registry *reg;
	struct writer *writer;
	struct network net;
	int64_t now; /* 2026-11-22, noon in Lima, at first */
	struct actor console;
	struct id red, a, b, p1, p11, p12;
	/* Of the latest action: */
	struct act *act;
	struct outcome out;
	struct ctx ctx;
	/* For the next one, then forgotten: */
	enum seen_kind look;
	struct str seen;
	bool corrects;
	int64_t acted_at;
	struct id id;
};

/* The declarations alone: no connection yet. */
void sample_declare(struct core_sample *s, const struct module *const *modules);
/* An empty network, written to the file (NULL: in memory). */
void sample_open(struct core_sample *s, const char *path);
/* The same with places and groups. */
int sample_setup(void **state);
int sample_teardown(void **state);
void sample_close(struct core_sample *s);

/* A context of that actor with the writer's connection. */
struct ctx sample_ctx(struct core_sample *s, const struct actor *who);
/* An actor with one role in one group; `m` is borrowed. */
struct actor sample_actor(unsigned n, struct membership *m, const char *role, struct id group);
/* One action (NULL: by the console), pairs of argument and text, ended by NULL. */
enum act_status sample_do(struct core_sample *s, const struct actor *who, const char *action, ...);
/* The action was refused with that code at that field (NULL: the whole). */
bool sample_refused(const struct core_sample *s, const char *field, const char *code);
/* The latest action's first record, as it stands. */
struct record *sample_record(struct core_sample *s);
const char *sample_text(struct core_sample *s, struct id id);

#endif
