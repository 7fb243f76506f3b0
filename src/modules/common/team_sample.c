/*
 * team_sample.c - for an invented network: a team of the women's group and its first nota reservada, so that one can be opened.
 *
 * The phrase that opens it is known to everybody, as all else in a sample network; the team's key
 * is drawn at random, as everywhere.
 */
#include <sodium.h>

#include "sample.h"
#include "sealing.h"
#include "teams.h"

enum { TEAM_MINUTE = 38 };

#define SAMPLE_PHRASE "papa maíz lluvia camino semilla"

struct founding {
	struct sample *s;
	struct lock lock;
	struct seal_secret team;
};

static struct id team_id(const struct sample *s)
{
	return sample_id(s, s->last_day * DAY_MS, "team", 0, 0);
}

static void keys_run(struct write *w, struct gate *g, struct chain_head *head)
{
	struct founding *f = w->arg;
	struct id her = sample_who(f->s, "facilitadora")->person;

	(void)g, (void)head;
	lock_put(w->c, her, &f->lock);
	lock_confirm(w->c, her, &f->lock);
	share_put(w->c, team_id(f->s), seal_key_id(&f->team.pub), her, share_seal(w->c->mem, &f->team, &f->lock.pub));
}

enum rc team_live(struct sample *s, int64_t day)
{
	const struct actor *her = sample_who(s, "facilitadora");
	int64_t at_ms = zone_instant(s->net->zone, day, TEAM_MINUTE);
	struct founding f = { .s = s };
	struct phrase phrase;
	unsigned wrong;

	if (!s->shown || day != s->last_day || s->from_day != s->first_day ||
		!phrase_read(STR(SAMPLE_PHRASE), &phrase, &wrong) || !lock_make(&phrase, &f.lock))
		return OK;
	struct id note = sample_id(s, day * DAY_MS, "note", 0, 0);
	struct str sealed;
	seal_pair(&f.team);
	if (!seal_text(s->mem, &f.team.pub, note, STR("Vino tarde y casi no habló. Quedamos en caminar juntas el jueves. "
			"Tiene a la mano la Línea 100. (Nota de muestra: nadie real.)"), &sealed))
		return OK;
	struct batch_item *i = batch_act(s->batch, her, at_ms, "team.create", team_id(s));
	batch_id(i, "group", her->member[0].group);
	batch_arg(i, "name", STR("Las del martes"));
	batch_arg(i, "key", seal_key_text(s->mem, &f.team.pub));
	enum rc rc = sample_write(s, at_ms, keys_run, &f);
	sodium_memzero(&f.team, sizeof(f.team));
	if (rc != OK)
		return rc;
	i = batch_act(s->batch, her, at_ms, "note.add", note);
	batch_id(i, "team", team_id(s));
	batch_arg(i, "text", sealed);
	return s->batch->rc;
}
