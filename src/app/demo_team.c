/*
 * demo_team.c - a team of the women's group and its first nota reservada, so that one can be opened.
 *
 * The phrase that opens it is known to everybody (DEMO_PHRASE), as all else in a sample network; the team's key
 * is drawn at random, as everywhere.
 */
#include <sodium.h>

#include "demo_own.h"
#include "sealing.h"

enum { FACILITADORA = 5, TEAM_MINUTE = 38 };

struct founding {
	struct demo *d;
	struct lock lock;
	struct seal_secret team;
};

static struct id team_id(const struct demo *d)
{
	return demo_id(d->o->seed, d->last_day * DAY_MS, "team", 0, 0);
}

static void keys_run(struct write *w, struct gate *g, struct chain_head *head)
{
	struct founding *f = w->arg;
	struct id her = f->d->person[FACILITADORA].person;

	(void)g, (void)head;
	lock_put(w->c, her, &f->lock);
	lock_confirm(w->c, her, &f->lock);
	share_put(w->c, team_id(f->d), seal_key_id(&f->team.pub), her, share_seal(w->c->mem, &f->team, &f->lock.pub));
}

static enum rc keep_keys(struct founding *f, int64_t at_ms)
{
	struct demo *d = f->d;
	struct diag diag = { 0 };
	struct ctx c = { .mem = d->mem, .diag = &diag, .reg = d->o->reg, .schema = d->o->reg->schema, .net = &d->net,
		.who = &d->console, .lang = lang_spanish(), .channel = "demo", .now = at_ms };
	struct write one = { .run = keys_run, .c = &c, .arg = f };

	return writer_call(d->o->writer, &one);
}

enum rc demo_team(struct demo *d)
{
	const struct actor *her = &d->person[FACILITADORA];
	int64_t at_ms = zone_instant(d->net.zone, d->last_day, TEAM_MINUTE);
	struct founding f = { .d = d };
	struct phrase phrase;
	unsigned wrong;

	if (!d->o->phones || !registry_action(d->o->reg, STR("team.create")) ||
		!phrase_read(STR(DEMO_PHRASE), &phrase, &wrong) || !lock_make(&phrase, &f.lock))
		return OK;
	struct id note = demo_id(d->o->seed, d->last_day * DAY_MS, "note", 0, 0);
	struct str sealed;
	seal_pair(&f.team);
	if (!seal_text(d->mem, &f.team.pub, note, STR("Vino tarde y casi no habló. Quedamos en caminar juntas el jueves. "
			"Tiene a la mano la Línea 100. (Nota de muestra: nadie real.)"), &sealed))
		return OK;
	struct batch_item *i = batch_act(&d->batch, her, at_ms, "team.create", team_id(d));
	batch_id(i, "group", her->member[0].group);
	batch_arg(i, "name", STR("Las del martes"));
	batch_arg(i, "key", seal_key_text(d->mem, &f.team.pub));
	enum rc rc = batch_flush(&d->batch);
	if (rc == OK)
		rc = keep_keys(&f, at_ms);
	sodium_memzero(&f.team, sizeof(f.team));
	if (rc != OK)
		return rc;
	i = batch_act(&d->batch, her, at_ms, "note.add", note);
	batch_id(i, "team", team_id(d));
	batch_arg(i, "text", sealed);
	return batch_flush(&d->batch);
}
