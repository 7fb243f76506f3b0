/*
 * gate.c - judging in a worker, deciding in the writer: the road of every change.
 */
#include "gate.h"

#include "bring.h"
#include "core_sql.h"
#include "field.h"
#include "module.h"
#include "sealing.h"
#include "session.h"

enum { BACKDATE_DAYS = 30 };

const char *act_status_name(enum act_status s)
{
	static const char *const name[] = { "accepted", "kept", "repeated", "conflict", "refused" };

	_Static_assert(ARRAY_LEN(name) == ACT__N, "act_status: name missing");
	return name[s];
}

/* ---- in a worker ---- */

static struct hash content_of(const struct ctx *c, const struct act *a)
{
	struct hasher h;

	hasher_start(&h);
	hasher_piece(&h, str_c(a->action->name));
	hasher_piece(&h, id_bytes(&c->who->person));
	for (unsigned i = 0; i < a->action->nargs; i++) {
		if (!a->given[i])
			continue;
		hasher_piece(&h, str_c(a->action->args[i].name));
		hasher_piece(&h, a->sent[i]);
	}
	struct hash sum = hasher_end(&h);
	/* Keyed: an erased phone must not be found again by trying numbers against a copied journal. */
	return secret_hash("content", hash_bytes(&sum));
}

/* A sender's clock that tells a time to come, or one too long ago, is not believed. */
static void clamp_time(const struct ctx *c, struct act *a)
{
	int64_t came = a->arrived_at && a->arrived_at < c->now ? a->arrived_at : c->now;
	int64_t oldest = came - BACKDATE_DAYS * (int64_t)DAY_MS;

	a->doubted = c->doubt != CLOCK_GOOD || a->unsure || a->acted_at > came + CLOCK_SLACK_MS ||
		(a->acted_at != 0 && a->acted_at < oldest);
	a->ours = came == c->now && (a->acted_at == 0 || a->acted_at >= came);
	if (a->acted_at == 0 || a->acted_at >= came)
		a->acted_at = came;
	if (a->acted_at < oldest)
		a->acted_at = oldest;
}

static void resolve(struct ctx *c, struct act *a, unsigned i)
{
	const struct field *f = &a->action->args[i];
	struct str text = a->v[i].s;
	struct id id;

	if (a->v[i].kind == V_ID)
		text = id_text(c->mem, a->v[i].id);
	else if (a->v[i].kind != V_TEXT)
		return;
	if (ref_resolve(c, f->ref, text, &id))
		a->v[i] = value_id(id);
	else
		diag_add(&a->diag, f->name, "unknown", N_("No encontramos «%s»"), text);
}

static bool channel_may(const struct ctx *c, const struct act *a)
{
	if (c->who->by_phone && !a->coded && !(a->action->flags & ACT_LOW_RISK))
		return false;
	if (!c->who->by_token)
		return true;
	return c->who->allow == ALLOW_ALL ? !(a->action->flags & ACT_SECRET)
					  : c->who->allow == ALLOW_REPORT && a->action->flags & ACT_REPORT;
}

/* The scope of what an argument names: a group itself, or another record as it stands. */
static struct scope scope_on(struct ctx *c, const struct field *f, struct id id)
{
	const struct entity *e = schema_entity(c->schema, str_c(f->ref));
	struct record *r = ARENA_NEW(c->mem, struct record);

	if (e->group == AT_SELF || !record_get(c->db, c->schema, c->mem, e, c->net->id, id, r))
		return scope_of_group(c, id);
	return scope_of(c, r);
}

struct scope act_scope(struct ctx *c, const struct act *a)
{
	unsigned on = (unsigned)a->action->on - 1;

	if (!a->action->on || a->v[on].kind != V_ID)
		return (struct scope){ 0 };
	return scope_on(c, &a->action->args[on], a->v[on].id);
}

static enum rc check_access(struct ctx *c, struct act *a)
{
	if (!channel_may(c, a))
		return diag_add(&a->diag, NULL, "denied", N_("Este acceso no permite hacer eso"), STR(""));
	if (a->action->on && a->v[a->action->on - 1].kind != V_ID)
		return diag_add(&a->diag, a->action->args[a->action->on - 1].name, "required", N_("Falta este dato"), STR(""));
	if (allowed(c, a->action->name, act_scope(c, a)))
		return OK;
	if (id_is_zero(c->who->person))
		return diag_add(&a->diag, NULL, "denied", N_("Entre primero con su enlace o su PIN"), STR(""));
	return diag_add(&a->diag, a->action->on ? a->action->args[a->action->on - 1].name : NULL, "denied",
		a->action->on ? N_("No está a su cargo; pida ayuda a su coordinadora")
			      : N_("No le corresponde hacer esto; pida ayuda a su coordinadora"),
		STR(""));
}

bool act_may(struct ctx *c, const struct act *a)
{
	struct act *copy = ARENA_NEW(c->mem, struct act);

	*copy = *a;
	copy->diag.n = 0;
	return check_access(c, copy) == OK;
}

static enum rc judge(struct ctx *c, struct act *a)
{
	for (unsigned i = 0; i < a->action->nargs; i++) {
		const struct field *f = &a->action->args[i];
		if (diag_find(&a->diag, f->name))
			continue;
		if (field_check(c->mem, f, &a->v[i], &a->diag) != OK)
			continue;
		if (f->type == T_REF)
			resolve(c, a, i);
		else if (f->flags & F_PAST && act_has(a, i) && act_int(a, i) > zone_day(c->net->zone, a->acted_at))
			diag_add(&a->diag, f->name, "future", N_("Ese día todavía no llega; anote hoy o un día pasado"), STR(""));
	}
	if (a->diag.n)
		return INVALID;
	return check_access(c, a);
}

/* The same content by the same author was accepted before. */
static bool done_before(struct ctx *c, const struct act *a)
{
	struct journal_entry e;

	return !id_is_zero(c->who->person) && journal_find(c->db, c->mem, c->net->id, a->id, &e) &&
		hash_eq(e.content, a->content);
}

enum rc gate_check(struct ctx *c, struct act *a)
{
	clamp_time(c, a);
	act_fill(c, a);
	act_seal(c, a);
	a->content = content_of(c, a);
	enum rc rc = judge(c, a);
	if (rc == OK)
		return OK;
	if (!done_before(c, a)) {
		gate_count(c->reg, a->action, ACT_REFUSED, -1);
		return rc;
	}
	/* Whoever repeats gets the first answer again, even where a right or a code is gone since. */
	a->diag.n = 0;
	return OK;
}

/* ---- in the writer's transaction ---- */

struct str record_seen(struct arena *a, const struct record *r)
{
	struct hasher h;
	struct buf b = buf_new(a, 40);

	hasher_start(&h);
	hasher_add(&h, id_bytes(&r->id));
	hasher_add(&h, id_bytes(&r->change));
	hasher_add(&h, r->late);
	struct hash sum = hasher_end(&h);
	buf_fmt(&b, "%llx.", (unsigned long long)r->stamp);
	buf_hex(&b, sum.b, 8);
	return buf_str(&b);
}

static enum rc conflict(struct act *a, struct outcome *out)
{
	out->status = ACT_CONFLICT;
	return diag_add(&a->diag, "id", "conflict", N_("Ese envío ya se usó con otro contenido"), STR(""));
}

static bool said_before(struct ctx *c, struct act *a, struct outcome *out)
{
	struct journal_entry e;

	if (!journal_find(c->db, c->mem, c->net->id, a->id, &e))
		return false;
	if (!hash_eq(e.content, a->content)) {
		conflict(a, out);
		return true;
	}
	out->status = ACT_REPEATED;
	out->first = e.status == CHANGE_KEPT ? ACT_KEPT : ACT_ACCEPTED;
	return true;
}

/* The change was made by the sender herself. */
static bool own_change(struct ctx *c, struct id change)
{
	struct journal_entry e;

	return !id_is_zero(c->who->person) && journal_find(c->db, c->mem, c->net->id, change, &e) &&
		id_eq(e.author, c->who->person);
}

/* Every figure that the put would change was last told by the sender herself. */
static bool own_figures(struct ctx *c, const struct put *p, const struct record *r)
{
	for (unsigned i = 0; i < p->n; i++) {
		unsigned f = p->set[i].field;
		int64_t stamp;
		struct id change;
		if (r->v[f].kind == V_NULL || value_eq(r->v[f], p->set[i].v))
			continue;
		if (!record_writer(r, f, &stamp, &change) || !own_change(c, change))
			return false;
	}
	return true;
}

static bool saw(struct ctx *c, const struct act *a, const struct put *p, const struct record *r)
{
	if (a->seen == SEEN_STAMP && str_eq(a->seen_stamp, record_seen(c->mem, r)))
		return true;
	return a->corrects && own_figures(c, p, r);
}

/* What is created under the act's own id must be new: whoever chose the id of a record would write over it. */
static enum rc check_new(struct ctx *c, struct act *a, const struct change *ch, struct outcome *out)
{
	struct record *r = ARENA_NEW(c->mem, struct record);

	for (const struct put *p = ch->puts; p; p = p->next)
		if (p->create && id_eq(p->id, a->id) &&
			record_get(c->db, c->schema, c->mem, p->entity, c->net->id, p->id, r))
			return conflict(a, out);
	return OK;
}

/* Does the put win any field, and does it overwrite a figure that stands? */
static void weigh(const struct change *ch, const struct put *p, const struct record *r, bool *wins_out,
	bool *overwrites_out)
{
	*wins_out = *overwrites_out = false;
	for (unsigned i = 0; i < p->n; i++) {
		unsigned f = p->set[i].field;
		int64_t stamp;
		struct id change;
		if (p->entity->fields[f].flags & (F_KEY | F_DERIVED))
			continue;
		bool written = record_writer(r, f, &stamp, &change);
		bool wins = !written || ch->stamp > stamp ||
			(ch->stamp == stamp && id_cmp(ch->id, change) > 0);
		*wins_out |= wins;
		*overwrites_out |= wins && r->v[f].kind != V_NULL && !value_eq(r->v[f], p->set[i].v);
	}
}

/* A put behind the first that changes something: then the act was not done in vain. */
static bool others_win(struct ctx *c, const struct change *ch)
{
	struct record *r = ARENA_NEW(c->mem, struct record);
	bool wins = false, overwrites;

	for (const struct put *p = ch->puts->next; p && !wins; p = p->next)
		if (record_get(c->db, c->schema, c->mem, p->entity, c->net->id, p->id, r))
			weigh(ch, p, r, &wins, &overwrites);
		else
			wins = true;
	return wins;
}

/* acted_at; the server's own time never falls, also where its clock went back. */
static int64_t stamp_of(const struct act *a, const struct chain_head *head)
{
	int64_t stamp = a->acted_at << STAMP_COUNTER_BITS;

	return a->ours && stamp <= head->stamp ? head->stamp + 1 : stamp;
}

/*
 * The standing rule. Gives the change its stamp, or one step past what was seen. OK to go on, INVALID
 * with `standing` when it would silently write over a figure the sender did not see.
 */
static enum rc stand(struct ctx *c, struct act *a, const struct chain_head *head, struct change *ch,
	struct outcome *out)
{
	struct put *p = ch->puts;
	bool wins, overwrites;

	ch->stamp = stamp_of(a, head);
	out->status = ACT_ACCEPTED;
	if (!p || p->entity != a->action->edits)
		return OK;
	if (!p->stood) {
		struct record *asked = ARENA_NEW(c->mem, struct record);
		record_get(c->db, c->schema, c->mem, p->entity, c->net->id, p->id, asked);
		put_stood(p, asked);
	}
	const struct record *r = p->stood;
	if (!r->entity || !r->born)
		return OK;
	if (saw(c, a, p, r)) {
		if (ch->stamp <= r->stamp)
			ch->stamp = r->stamp + 1;
		return OK;
	}
	weigh(ch, p, r, &wins, &overwrites);
	if (overwrites) {
		out->current = r;
		return diag_add(&a->diag, NULL, "standing", N_("Ya hay un dato anotado que usted no vio"), STR(""));
	}
	if (!wins && !others_win(c, ch))
		out->status = ACT_KEPT;
	return OK;
}

static struct change *change_of(struct ctx *c, const struct act *a)
{
	struct change *ch = change_new(c->mem);

	ch->network = c->net->id;
	ch->id = a->id;
	ch->author = c->who->person;
	ch->device = c->who->device;
	ch->content = a->content;
	ch->action = str_c(a->action->name);
	ch->acted_at = a->acted_at;
	ch->doubted = a->doubted;
	ch->channel = c->who->by_token ? str_fmt(c->mem, "api:%.*s", (int)c->who->token_name.n, c->who->token_name.p)
				       : str_c(c->channel);
	return ch;
}

/* An erasure reaches the operational tables too. */
static void forget_erased(struct gate *g, struct ctx *c, const struct change *ch)
{
	for (const struct put *p = ch->puts; p; p = p->next) {
		const struct value *v = p->entity->erases ? put_get(p, (unsigned)p->entity->erases - 1) : NULL;
		if (!v)
			continue;
		person_forget(c, v->id);
		g->bytes_leave |= brought_forget(c, v->id);
	}
}

/* It only reads: whatever a module wrote besides its change would be lost to a rebuild. */
enum rc act_ask(struct ctx *c, const struct act *a, struct change *ch, struct diag *d)
{
	struct diag *outer = c->diag;

	c->diag = d;
	db_only_reads(c->db, true);
	enum rc rc = a->action->decide(c, a, ch);
	db_only_reads(c->db, false);
	c->diag = outer;
	return rc == OK && d->n ? INVALID : rc;
}

/* The module's say, what the journal can hold, the standing rule: up to what would be written. */
static enum rc weighed(bool keeps, struct ctx *c, struct act *a, const struct chain_head *head, struct change *ch,
	struct outcome *out)
{
	enum rc rc = keeps ? brought_put(c, a) : OK;

	if (rc == OK)
		rc = act_ask(c, a, ch, &a->diag);
	if (rc == OK)
		rc = brought_check(c, a, ch, &a->diag);
	if (rc == OK)
		rc = journal_check(c->db, c->schema, ch, &a->diag);
	if (rc == OK)
		rc = check_new(c, a, ch, out);
	return rc == OK ? stand(c, a, head, ch, out) : rc;
}

/* The change to write, or NULL with the outcome and its reasons. `keeps`: what it brought is kept. */
static struct change *decided(bool keeps, struct ctx *c, struct act *a, const struct chain_head *head,
	struct outcome *out)
{
	struct diag *outer = c->diag;

	*out = (struct outcome){ .status = ACT_REFUSED };
	if (said_before(c, a, out))
		return NULL;
	struct change *ch = change_of(c, a);
	c->diag = &a->diag;
	enum rc rc = weighed(keeps, c, a, head, ch, out);
	c->diag = outer;
	if (rc == OK)
		return ch;
	if (!a->diag.n)
		diag_add(&a->diag, NULL, "refused", N_("No se puede hacer ahora"), STR(""));
	out->status = out->status == ACT_CONFLICT ? ACT_CONFLICT : ACT_REFUSED;
	return NULL;
}

void gate_try(struct ctx *c, struct act *a, const struct chain_head *head, struct outcome *out)
{
	struct change *ch = decided(false, c, a, head, out);

	if (ch)
		out->change = ch;
}

void gate_decide(struct gate *g, struct ctx *c, struct act *a, struct chain_head *head, struct outcome *out)
{
	int64_t begun_us = steady_clock_us();
	struct change *ch = decided(true, c, a, head, out);

	if (ch) {
		ch->origin = g->origin;
		ch->status = out->status == ACT_KEPT ? CHANGE_KEPT : CHANGE_ACCEPTED;
		out->change = ch;
		forget_erased(g, c, ch);
		journal_append(g->applier, ch, head);
	}
	gate_count(c->reg, a->action, out->status, steady_clock_us() - begun_us);
}

struct str person_name(struct ctx *c, struct id person)
{
	return db_text(c->db, &core_sql.query[Q_PERSON_NAME], ARGS(cell_id(&c->net->id), cell_id(&person)), c->mem);
}

struct str role_label(struct ctx *c, struct str role)
{
	const struct choice *choice = choice_find(registry_roles(c->reg), role);

	return choice ? tr(c->lang, choice->label) : role;
}

struct str change_describe(struct ctx *c, const struct change *ch)
{
	const struct action *action = registry_action(c->reg, ch->action);
	struct told t = { .change = ch, .author = person_name(c, ch->author) };

	if (!t.author.n)
		t.author = tr(c->lang, id_is_zero(ch->author) ? N_("La operadora, en la consola") : N_("Alguien"));
	if (!action)
		return tr_fill(c->mem, c->lang, N_("%s hizo un cambio"), t.author);
	return action->describe(c, &t);
}
