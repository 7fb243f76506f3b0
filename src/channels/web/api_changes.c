/*
 * api_changes.c - POST /api/v1/changes: up to 1,000 actions, each standing alone, one commit.
 */
#include "web.h"

enum { CHANGES_MAX = 1000 };

struct item {
	struct act *act; /* NULL: not even readable as an action */
	struct str id;   /* as sent */
	struct diag diag;
	struct outcome outcome;
	bool judged; /* passed gate_check */
};

struct batch {
	unsigned n;
	struct item *item;
};

static void read_time(struct item *it, const json_t *one)
{
	struct str at = json_get_str(one, "acted_at");

	if (at.p && !instant_parse(at, &it->act->acted_at))
		diag_add(&it->act->diag, "acted_at", "format", N_("La hora debe ser como 2026-11-22T14:05:00Z"), STR(""));
	else if (!at.p && json_object_get(one, "acted_at") && !json_is_null(json_object_get(one, "acted_at")))
		diag_add(&it->act->diag, "acted_at", "format", N_("La hora debe ser como 2026-11-22T14:05:00Z"), STR(""));
}

static void read_item(struct call *k, struct item *it, const json_t *one)
{
	struct str name = json_get_str(one, "action");
	const struct action *action = name.p ? registry_action(k->site->reg, name) : NULL;
	const json_t *seen = json_object_get(one, "seen"), *args = json_object_get(one, "args");
	struct id id;

	it->id = json_get_str(one, "id");
	if (!it->id.p || !id_parse(it->id, &id) || id_is_zero(id)) {
		diag_add(&it->diag, "id", "format", N_("Falta un identificador UUID"), STR(""));
		return;
	}
	if (!action) {
		diag_add(&it->diag, "action", "unknown", N_("No conocemos la acción «%s»"), name);
		return;
	}
	it->act = act_new(&k->c, action, id);
	if (seen)
		act_seen(it->act, json_is_null(seen) ? STR("") : json_str(seen));
	if (seen && !json_is_null(seen) && !json_is_string(seen))
		diag_add(&it->act->diag, "seen", "format", N_("No entendimos lo que llegó"), STR(""));
	read_time(it, one);
	act_args_json(&k->c, it->act, args);
	it->judged = gate_check(&k->c, it->act) == OK;
}

static void run(struct write *w, struct gate *g, struct chain_head *head)
{
	struct call *k = call_of(w);
	struct batch *b = k->own;

	k->blind = true; /* only what stands has references to name */
	for (unsigned i = 0; i < b->n; i++) {
		struct item *it = &b->item[i];
		if (!it->judged)
			continue;
		struct arena_mark mark = arena_mark(w->c->mem);
		gate_decide(g, w->c, it->act, head, &it->outcome);
		/* Only reasons and what stands are shown afterwards: a thousand changes fit in the arena. */
		it->outcome.change = NULL;
		if (it->outcome.status != ACT_REFUSED && it->outcome.status != ACT_CONFLICT) {
			arena_rewind(w->c->mem, mark);
			w->c->groups = NULL;
		} else if (it->outcome.current) {
			k->blind = false;
		}
	}
}

static void item_json(struct json_out *j, struct call *k, const struct item *it)
{
	const struct diag *d = it->act ? &it->act->diag : &it->diag;
	enum act_status status = it->judged ? it->outcome.status : ACT_REFUSED;

	json_open(j, '{');
	json_key(j, "id");
	if (it->id.p)
		json_text(j, it->id);
	else
		json_null_out(j);
	json_key(j, "status");
	json_text(j, str_c(act_status_name(status)));
	if (status == ACT_REPEATED) {
		json_key(j, "first");
		json_text(j, str_c(act_status_name(it->outcome.first)));
	}
	json_key(j, "errors");
	errors_json(j, &k->c, d);
	if (status == ACT_REFUSED && it->outcome.current) {
		json_key(j, "current");
		json_open(j, '{');
		record_json(j, &k->c, it->outcome.current);
		json_close(j, '}');
	}
	json_close(j, '}');
}

static enum http_next answer(struct call *k)
{
	struct batch *b = k->own;
	struct buf out = buf_new(k->q->mem, 160 * (size_t)b->n + 16);
	struct json_out j = json_begin(&out);

	json_open(&j, '[');
	for (unsigned i = 0; i < b->n; i++)
		item_json(&j, k, &b->item[i]);
	json_close(&j, ']');
	call_json(k, 200, buf_str(&out));
	return HTTP_ANSWER;
}

enum http_next api_changes(struct call *k)
{
	struct batch *b = ARENA_NEW(k->q->mem, struct batch);
	bool any = false;
	json_t *one;
	size_t i;

	if (id_is_zero(k->who.person)) {
		call_message(k, 401, "denied");
		return HTTP_ANSWER;
	}
	/* A cookie alone must not let another site write: JSON cannot be posted across sites unasked. */
	if (!k->who.by_token && !str_starts(http_header(k->q, "Content-Type"), "application/json")) {
		call_message(k, 400, "bad_request");
		return HTTP_ANSWER;
	}
	if (!k->who.by_token && !call_same_origin(k)) {
		call_message(k, 403, "stale");
		return HTTP_ANSWER;
	}
	json_t *all = json_read(k->q->mem, k->q->body, k->c.diag);
	if (!json_is_array(all) || json_array_size(all) > CHANGES_MAX) {
		call_message(k, json_is_array(all) ? 413 : 400, json_is_array(all) ? "too_big" : "bad_request");
		return HTTP_ANSWER;
	}
	b->n = (unsigned)json_array_size(all);
	b->item = ARENA_ARRAY(k->q->mem, struct item, b->n);
	json_array_foreach(all, i, one)
	{
		read_item(k, &b->item[i], one);
		any |= b->item[i].judged;
	}
	k->own = b;
	k->acts_only = true;
	if (any)
		return call_write(k, run, answer);
	return answer(k);
}
