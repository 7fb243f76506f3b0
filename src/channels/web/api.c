/*
 * api.c - /api/v1: what programs read and send. The same gate, the same reasons, in JSON.
 */
#include "field.h"
#include "web.h"

void errors_json(struct json_out *j, struct ctx *c, const struct diag *d)
{
	json_open(j, '[');
	for (unsigned i = 0; i < d->n; i++) {
		json_open(j, '{');
		json_key(j, "field");
		if (d->item[i].field)
			json_text(j, str_c(d->item[i].field));
		else
			json_null_out(j);
		json_key(j, "code");
		json_text(j, str_c(d->item[i].code));
		json_key(j, "message");
		json_text(j, diag_message(c, &d->item[i]));
		json_close(j, '}');
	}
	json_close(j, ']');
}

void record_json(struct json_out *j, struct ctx *c, const struct record *r)
{
	const struct entity *e = r->entity;
	unsigned seen = classes_seen(c, scope_of(c, r));

	json_key(j, "id");
	json_id(j, r->id);
	for (unsigned i = 0; i < e->nfields; i++) {
		const struct field *f = &e->fields[i];
		if (!(seen & 1u << f->privacy) || f->flags & F_RETIRED)
			continue;
		json_key(j, f->name);
		if (f->type == T_REF && r->v[i].kind == V_ID)
			json_text(j, ref_code(c, f->ref, r->v[i].id));
		else
			field_json(j, f, &r->v[i]);
	}
	json_key(j, "seen");
	json_text(j, record_seen(c->mem, r));
}

static void summary(struct call *k)
{
	struct buf b = buf_new(k->q->mem, 128);
	struct json_out j = json_begin(&b);

	json_open(&j, '{');
	for (const struct module *const *m = k->site->reg->modules; *m; m++)
		for (const struct figure *f = (*m)->figures; f && f->name; f++) {
			int64_t n;
			json_key(&j, f->name);
			if (f->value(&k->c, &n))
				json_int(&j, n);
			else
				json_null_out(&j);
		}
	json_close(&j, '}');
	call_json(k, 200, buf_str(&b));
	http_set(k->r, "Access-Control-Allow-Origin", STR("*"));
}

enum http_next api_handle(struct call *k)
{
	struct str path = k->q->path;
	bool post = str_is(k->q->method, "POST");
	struct diag d = { 0 };

	if (form_read(k->q->mem, k->q->query, &k->query, &d) != OK) {
		call_message(k, 400, "bad_request");
		return HTTP_ANSWER;
	}
	if (str_is(path, "/api/v1/changes")) {
		if (post)
			return api_changes(k);
		call_method(k, "POST");
		return HTTP_ANSWER;
	}
	if (post) {
		call_method(k, "GET, HEAD");
		return HTTP_ANSWER;
	}
	if (str_is(path, "/api/v1/public/summary")) {
		summary(k);
	} else if (str_is(path, "/api/v1/openapi.json")) {
		if (call_slow(k))
			api_openapi(k);
	} else if (path_match(k, "/api/v1/{entity}")) {
		const struct entity *e = schema_entity(k->site->reg->schema, call_piece(k, "entity"));
		if (e)
			api_list(k, e);
		else
			call_message(k, 404, "not_found");
	} else {
		call_message(k, 404, "not_found");
	}
	return HTTP_ANSWER;
}
