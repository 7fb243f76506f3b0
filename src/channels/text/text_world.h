/*
 * text_world.h - a small network with people and phones, made anew for each story.
 */
#ifndef AYNI_TEXT_WORLD_H
#define AYNI_TEXT_WORLD_H

#include "sample_module.h"
#include "writer.h"

#define ROSA "+51900000001"  /* leads SJM-001 */
#define DOS "+51900000002"   /* leads SJM-001 and SJM-014 */
#define CASA "+51900000003"  /* shared by Ana (SJM-001) and Luz (SJM-014) */
#define NADIE "+51900000004" /* a person without any office */
#define OTRA "+51900000009"  /* nobody's */

struct world {
	struct arena *mem, *talk;
	struct registry *reg;
	struct writer *w;
	struct network net;
	int64_t now;
	struct id kitchen[2];
	unsigned sent;
};
extern struct world world;

/* A context of that moment over the writing connection, with nobody in it. */
struct ctx ctx_for(struct arena *a);
/* The database at path, or in memory: Sunday 22 November 2026, 14:00 in Lima. */
void world_open(const char *path);
/* A phrase that a coordinator taught: folded words. */
void world_phrase(const char *said, const char *means);
/* For cmocka: a world in memory. */
int world_setup(void **state);
int world_teardown(void **state);
/* One message, with its id or a fresh one; a second goes by. The answer lives until teardown. */
struct str send_id(const char *from, const char *text, const char *id);
struct str send_text(const char *from, const char *text);
/* The figure that stands in kitchen k, `ago` days back; -1: none. */
int64_t served(unsigned k, int64_t ago, const char *sitting);
/* Is there a state of that number, with that text in it? */
bool state_has(const char *phone, const char *text);

#endif
