/*
 * buzon.c - POST /buzon: what phones kept while they had no signal; GET /llave: what they seal and sign with.
 *
 * Whoever carries a letter is nobody's business: no cookie is looked at, each item says by its signature
 * whose it is. The answers are as short as the items, and in their order.
 */
#include "outbox.h"
#include "web.h"

enum { HOUR_MS = 3600 * 1000, SENDINGS_AN_HOUR = 3000 };

bool outbox_path(struct str path)
{
	return str_is(path, "/buzon") || str_is(path, "/llave");
}

/* ---- the keys of a phone ---- */

static void base64(struct json_out *j, struct arena *a, const void *p, size_t n)
{
	size_t room = sodium_base64_ENCODED_LEN(n, sodium_base64_VARIANT_ORIGINAL);
	char *text = arena_alloc(a, room);

	sodium_bin2base64(text, room, p, n, sodium_base64_VARIANT_ORIGINAL);
	json_text(j, str_c(text));
}

/* Pages of daily work that need no more than their address, as far as she may open them. */
static void kept_pages(struct json_out *j, struct call *k)
{
	const struct registry *reg = k->site->reg;

	json_open(j, '[');
	for (unsigned i = 0; i < reg->npages; i++) {
		const struct page *p = reg->pages[i];
		if (!(p->flags & PAGE_KEEP) || p->flags & PAGE_SECRET || strchr(p->path, '{') || !page_may(&k->c, p))
			continue;
		json_text(j, str_c(p->path));
	}
	json_close(j, ']');
}

static void say_keys(struct call *k, struct id pass)
{
	struct buf b = buf_new(k->q->mem, 512), hex = buf_new(k->q->mem, 40);
	struct json_out j = json_begin(&b);
	struct hash key = pass_key(pass);
	struct outbox_keys box;

	outbox_keys(k->site->net.id, &box);
	buf_hex(&hex, pass.b, sizeof(pass.b));
	json_open(&j, '{');
	json_key(&j, "person");
	json_id(&j, k->who.person);
	json_key(&j, "pass");
	json_text(&j, buf_str(&hex));
	json_key(&j, "key");
	base64(&j, k->q->mem, key.b, sizeof(key.b));
	json_key(&j, "box");
	base64(&j, k->q->mem, box.pk, sizeof(box.pk));
	json_key(&j, "now");
	json_int(&j, k->c.now);
	json_key(&j, "keep");
	kept_pages(&j, k);
	json_key(&j, "saver");
	json_bool(&j, k->vista.saver);
	json_close(&j, '}');
	sodium_memzero(&box, sizeof(box));
	call_json(k, 200, buf_str(&b));
}

static void give_run(struct write *w, struct gate *g, struct chain_head *head)
{
	struct call *k = call_of(w);
	struct id *pass = k->own;

	(void)g, (void)head;
	*pass = pass_give(w->c, k->device, k->who.person);
}

static enum http_next give_finish(struct call *k)
{
	struct id *pass = k->own;

	if (id_is_zero(*pass))
		call_message(k, 404, "not_found");
	else
		say_keys(k, *pass);
	return HTTP_ANSWER;
}

/* A pass is made when it is first asked for, and stays. */
enum http_next llave_handle(struct call *k)
{
	struct id *pass = ARENA_NEW(k->q->mem, struct id);
	bool enrolled;

	if (str_is(k->q->method, "POST")) {
		call_method(k, "GET, HEAD");
		return HTTP_ANSWER;
	}
	if (id_is_zero(k->who.person) || k->who.by_token) {
		call_message(k, 401, "denied");
		return HTTP_ANSWER;
	}
	if (!call_same_origin(k)) {
		call_message(k, 403, "stale");
		return HTTP_ANSWER;
	}
	*pass = pass_of(&k->c, k->device, k->who.person, &enrolled);
	k->own = pass;
	if (id_is_zero(*pass) && enrolled) {
		k->acts_only = true; /* readers remember no passes */
		return call_write(k, give_run, give_finish);
	}
	return give_finish(k);
}

/* ---- the box for letters ---- */

struct letters {
	unsigned n;
	struct outbox_work *item;
};

static void run(struct write *w, struct gate *g, struct chain_head *head)
{
	struct letters *all = call_of(w)->own;

	for (unsigned i = 0; i < all->n; i++) {
		struct outbox_work *one = &all->item[i];
		struct arena_mark mark = arena_mark(w->c->mem);
		outbox_decide(g, w->c, one, head);
		if (one->answer == OUTBOX_ACCEPTED || one->answer == OUTBOX_KEPT || one->answer == OUTBOX_REPEATED) {
			arena_rewind(w->c->mem, mark);
			w->c->groups = NULL;
		}
		bool counted = i && id_eq(one->item.pass, all->item[i - 1].item.pass);
		if (!one->word && !counted)
			limit_take(w->c, "outbox", id_bytes(&one->pass.id), SENDINGS_AN_HOUR, HOUR_MS);
	}
}

static void pair(struct json_out *j, const char *letter, struct str what)
{
	json_open(j, '[');
	json_text(j, str_c(letter));
	json_text(j, what);
	json_close(j, ']');
}

static void waits(struct json_out *j, struct arena *a, const struct outbox_work *one)
{
	struct buf id = buf_new(a, 40);

	buf_hex(&id, one->waits.b, sizeof(one->waits.b));
	json_open(j, '[');
	json_text(j, STR("w"));
	json_text(j, buf_str(&id));
	json_int(j, one->have);
	json_close(j, ']');
}

static void say_one(struct json_out *j, struct arena *a, const struct outbox_work *one)
{
	static const char *const letter[] = { "a", "k", "p", "w", "r", "c", "x" };
	struct buf id = buf_new(a, 40);

	_Static_assert(ARRAY_LEN(letter) == OUTBOX_NOBODYS + 1, "outbox_answer: letter missing");
	buf_hex(&id, one->row.id.b, sizeof(one->row.id.b));
	if (one->answer == OUTBOX_NOBODYS)
		pair(j, "x", str_c(one->word));
	else if (one->answer == OUTBOX_WAITING)
		waits(j, a, one);
	else if (one->answer == OUTBOX_REFUSED || one->answer == OUTBOX_CONFLICT)
		pair(j, letter[one->answer], buf_str(&id));
	else
		json_text(j, str_c(letter[one->answer]));
}

static enum http_next answer(struct call *k)
{
	const struct letters *all = k->own;
	struct buf b = buf_new(k->q->mem, 64 + 48 * (size_t)all->n);
	struct json_out j = json_begin(&b);

	json_open(&j, '[');
	json_int(&j, k->c.now);
	for (unsigned i = 0; i < all->n; i++)
		say_one(&j, k->q->mem, &all->item[i]);
	json_close(&j, ']');
	k->r->nheaders = 0; /* no browser shows it, and each byte is paid for */
	for (unsigned i = 0; i < all->n; i++)
		if (all->item[i].pass.revoked) { /* its phone was taken out of use: it forgets now */
			http_set(k->r, "Ayni-Forget", STR("1"));
			break;
		}
	call_json(k, 200, buf_str(&b));
	return HTTP_ANSWER;
}

/* Nobody fills the journal by herself: 429, and the rest waits on the phone. */
static bool too_fast(struct call *k, const struct letters *all)
{
	for (unsigned i = 0; i < all->n; i++)
		if (!all->item[i].word &&
			!limit_open(&k->c, "outbox", id_bytes(&all->item[i].pass.id), SENDINGS_AN_HOUR, HOUR_MS))
			return true;
	return false;
}

static enum http_next take(struct call *k, const struct str *box, unsigned n)
{
	struct letters *all = ARENA_NEW(k->q->mem, struct letters);
	struct outbox_keys keys;
	bool any = false;

	all->n = n;
	all->item = ARENA_ARRAY(k->q->mem, struct outbox_work, n);
	outbox_keys(k->site->net.id, &keys);
	for (unsigned i = 0; i < n; i++) {
		all->item[i].word = outbox_open(k->q->mem, &keys, box[i], &all->item[i].item);
		outbox_judge(&k->c, &all->item[i]);
		any |= !all->item[i].word;
	}
	sodium_memzero(&keys, sizeof(keys));
	k->own = all;
	if (!any)
		return answer(k);
	if (too_fast(k, all)) {
		http_set(k->r, "Retry-After", STR("600"));
		call_message(k, 429, "too_many");
		return HTTP_ANSWER;
	}
	k->acts_only = k->blind = true;
	return call_write(k, run, answer);
}

enum http_next buzon_handle(struct call *k)
{
	struct str box[OUTBOX_ITEMS_MAX];
	unsigned n;

	if (!str_is(k->q->method, "POST")) {
		call_method(k, "POST");
		return HTTP_ANSWER;
	}
	if (!call_same_origin(k)) {
		call_message(k, 403, "stale");
		return HTTP_ANSWER;
	}
	n = str_is(http_header(k->q, "Content-Type"), "application/octet-stream") ? outbox_split(k->q->body, box) : 0;
	if (!n) {
		call_message(k, 400, "bad_request");
		return HTTP_ANSWER;
	}
	return take(k, box, n);
}
