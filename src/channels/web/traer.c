/*
 * traer.c - /traer: an outbox that somebody carried as a file comes in, from any phone or computer.
 *
 * Whoever brings it cannot read it and need not be known; she is told how many were taken, and how many were
 * not and why. Each item says by its signature whose it is, as in buzon.c. Bringing it twice is harmless, and
 * so is the phone itself when it sends them later.
 */
#include "courier.h"
#include "multipart.h"
#include "web.h"

enum { BATCH = OUTBOX_ITEMS_MAX, HOUR_MS = 3600 * 1000, SENDINGS_AN_HOUR = 3000 };

struct bringing {
	struct courier file;
	struct outbox_work *item;
	bool *turn;           /* this item is asked about in this round */
	unsigned from, n;     /* the batch under way */
	unsigned next_file;
	bool again;           /* the second round: those that waited for their files */
	unsigned taken, waiting, refused, foreign, damaged, nobodys, later;
};

static enum http_next go_on(struct call *k);

/* ---- what it came to ---- */

static void count(struct bringing *b, const struct outbox_work *w)
{
	if (w->answer == OUTBOX_NOBODYS)
		*(strcmp(w->word, "other_network") == 0 ? &b->foreign : strcmp(w->word, "too_many") == 0 ? &b->later :
			strcmp(w->word, "unknown") == 0	? &b->nobodys : &b->damaged) += 1;
	else if (w->answer == OUTBOX_REFUSED || w->answer == OUTBOX_CONFLICT)
		b->refused++;
	else if (w->answer == OUTBOX_WAITING)
		b->waiting++;
	else
		b->taken++;
}

static void page(struct call *k, int status, const char *error)
{
	struct bringing *b = k->own;
	struct view *v = call_view(k);

	if (error)
		view_text(v, "error", tr(k->c.lang, error));
	view_flag(v, "done", b && !error);
	for (unsigned i = 0; b && !error && i < b->file.nboxes; i++)
		count(b, &b->item[i]);
	const struct {
		const char *name;
		unsigned n;
	} said[] = {
		{ "taken", b ? b->taken : 0 }, { "waiting", b ? b->waiting : 0 }, { "refused", b ? b->refused : 0 },
		{ "foreign", b ? b->foreign : 0 }, { "damaged", b ? b->damaged : 0 }, { "nobodys", b ? b->nobodys : 0 },
		{ "later", b ? b->later : 0 },
	};
	for (unsigned i = 0; i < ARRAY_LEN(said); i++) {
		view_text(v, said[i].name, STR(""));
		if (said[i].n)
			view_int(v, said[i].name, said[i].n);
	}
	view_flag(v, "cut", b && !error && !b->file.whole);
	k->private = true;
	call_render(k, "bring", v, status);
}

/* ---- the boxes, some at a time ---- */

static void boxes_run(struct write *w, struct gate *g, struct chain_head *head)
{
	struct bringing *b = call_of(w)->own;

	for (unsigned i = b->from; i < b->from + b->n; i++) {
		if (!b->turn[i])
			continue;
		outbox_decide(g, w->c, &b->item[i], head);
		if (!b->item[i].word)
			limit_take(w->c, "outbox", id_bytes(&b->item[i].pass.id), SENDINGS_AN_HOUR, HOUR_MS);
	}
}

/* The next batch; the same item twice in one file is one. */
static enum http_next boxes(struct call *k)
{
	struct bringing *b = k->own;
	struct outbox_keys keys;

	b->n = b->file.nboxes - b->from < BATCH ? b->file.nboxes - b->from : BATCH;
	outbox_keys(k->site->net.id, &keys);
	for (unsigned i = b->from; i < b->from + b->n; i++) {
		struct outbox_work *one = &b->item[i];
		b->turn[i] = !b->again || one->answer == OUTBOX_WAITING;
		if (!b->turn[i])
			continue;
		*one = (struct outbox_work){ 0 };
		one->word = outbox_open(k->q->mem, &keys, b->file.box[i], &one->item);
		outbox_judge(&k->c, one);
		if (!one->word && !limit_open(&k->c, "outbox", id_bytes(&one->pass.id), SENDINGS_AN_HOUR, HOUR_MS))
			one->word = "too_many";
	}
	sodium_memzero(&keys, sizeof(keys));
	return call_write(k, boxes_run, go_on);
}

/* ---- then the files that they wait for ---- */

static void file_run(struct write *w, struct gate *g, struct chain_head *head)
{
	struct bringing *b = call_of(w)->own;
	const struct courier_file *f = &b->file.file[b->next_file - 1];
	struct upload up;

	(void)g, (void)head;
	if (!upload_look(w->c, f->upload, &up) || up.bytes != (int64_t)f->bytes.n)
		return;
	for (size_t at = (size_t)up.have; at < f->bytes.n; at += UPLOAD_PIECE)
		if (upload_append(w->c, f->upload, (int64_t)at, str_sub(f->bytes, at, UPLOAD_PIECE), &up) != OK)
			return;
}

static enum http_next go_on(struct call *k)
{
	struct bringing *b = k->own;
	bool any = false;

	b->from += b->n;
	b->n = 0;
	if (b->from < b->file.nboxes)
		return boxes(k);
	for (unsigned i = 0; i < b->file.nboxes; i++)
		any |= b->item[i].answer == OUTBOX_WAITING;
	if (any && !b->again && b->next_file < b->file.nfiles) {
		b->next_file++;
		return call_write(k, file_run, go_on);
	}
	if (any && !b->again && b->file.nfiles) {
		b->again = true;
		b->from = 0;
		return boxes(k);
	}
	page(k, 200, NULL);
	return HTTP_ANSWER;
}

static enum http_next post(struct call *k)
{
	struct bringing *b = ARENA_NEW(k->q->mem, struct bringing);
	struct outbox_keys keys;
	struct multipart form;
	struct diag d = { 0 };
	const struct part *part;

	if (multipart_read(k->q->mem, http_header(k->q, "Content-Type"), k->q->body, &form, &d) != OK) {
		page(k, 400, N_("Ese archivo llegó dañado. Pruebe otra vez."));
		return HTTP_ANSWER;
	}
	part = multipart_get(&form, "envios");
	if (!part || !part->content.n) {
		page(k, 422, N_("Elija el archivo que le entregaron"));
		return HTTP_ANSWER;
	}
	if (!courier_read(k->q->mem, part->content, &b->file)) {
		page(k, 422, N_("Ese archivo no es de envíos de Ayni. Su nombre termina en .ayni"));
		return HTTP_ANSWER;
	}
	outbox_keys(k->site->net.id, &keys);
	bool ours = memcmp(keys.pk, b->file.network, sizeof(keys.pk)) == 0;
	sodium_memzero(&keys, sizeof(keys));
	if (!ours) {
		page(k, 422, N_("Ese archivo es de otra red: aquí no se puede leer. No se perdió nada: guárdelo y llévelo a su red."));
		return HTTP_ANSWER;
	}
	b->item = ARENA_ARRAY(k->q->mem, struct outbox_work, b->file.nboxes ? b->file.nboxes : 1);
	b->turn = ARENA_ARRAY(k->q->mem, bool, b->file.nboxes ? b->file.nboxes : 1);
	k->own = b;
	k->c.channel = "outbox";
	if (!b->file.nboxes) {
		page(k, 200, NULL);
		return HTTP_ANSWER;
	}
	return boxes(k);
}

bool traer_handle(struct call *k, enum http_next *next)
{
	if (!str_is(k->q->path, "/traer"))
		return false;
	*next = HTTP_ANSWER;
	if (!str_is(k->q->method, "POST"))
		page(k, 200, NULL);
	else if (!call_same_origin(k))
		call_message(k, 403, "stale");
	else
		*next = post(k);
	return true;
}
