#include "httpd_in.h"
#include "log.h"

void http_set(struct http_response *r, const char *name, struct str value)
{
	bool split = r->nheaders == HTTP_HEADERS_MAX;

	for (size_t i = 0; i < value.n; i++)
		split |= value.p[i] == '\r' || value.p[i] == '\n' || value.p[i] == '\0';
	if (split) {
		log_error("http: header %s cannot be sent", name);
		r->broken = true;
		return;
	}
	r->header[r->nheaders++] = (struct http_pair){ str_c(name), value };
}

/* What a person reads when no page could be asked for; nobody knows their language yet. */
static const struct plain {
	int status;
	const char *text;
} plain[] = {
	{ 400, "La solicitud llegó dañada. Vuelva a intentarlo.\n" },
	{ 405, "Ese método no se usa aquí.\n" },
	{ 413, "Lo que envía es demasiado grande. Vuelva atrás y elija algo más pequeño: lo que escribió sigue ahí.\n" },
	{ 414, "La dirección es demasiado larga.\n" },
	{ 417, "La solicitud pide algo que no se ofrece.\n" },
	{ 431, "La solicitud trae demasiados encabezados.\n" },
	{ 500, "Algo falló de nuestro lado. Vuelva a intentarlo.\n" },
	{ 503, "Hay mucha gente conectada. Vuelva a intentarlo en unos segundos.\n" },
};

static struct MHD_Response *response_of_stream(struct job *j)
{
	enum { PIECE = 4096 };
	struct MHD_Response *m = MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, PIECE, stream_read, j, NULL);

	if (!m)
		fatal("out of memory");
	return m;
}

static struct MHD_Response *response_of(struct str body)
{
	struct MHD_Response *m = MHD_create_response_from_buffer(body.n,
		(void *)(uintptr_t)body.p, MHD_RESPMEM_PERSISTENT);

	if (!m)
		fatal("out of memory");
	return m;
}

static void forget(struct job *j)
{
	if (j->answer)
		MHD_destroy_response(j->answer);
	j->answer = NULL;
}

void answer_plain(struct job *j, int status)
{
	const struct httpd_options *o = &j->h->o;
	const char *json = o->refusal ? o->refusal(o->app, j->q.path, status) : NULL, *text = "";

	for (size_t i = 0; i < ARRAY_LEN(plain); i++)
		if (plain[i].status == status)
			text = plain[i].text;
	forget(j);
	memset(&j->r, 0, sizeof(j->r));
	j->r.status = status;
	j->r.body = str_c(json ? json : text);
	j->answer = response_of(j->r.body);
	MHD_add_response_header(j->answer, "Content-Type",
		json ? "application/json; charset=utf-8" : "text/plain; charset=utf-8");
	MHD_add_response_header(j->answer, "X-Content-Type-Options", "nosniff");
	MHD_add_response_header(j->answer, "Cache-Control", "no-store");
	if (status == 503)
		MHD_add_response_header(j->answer, "Retry-After", "2");
	if (status == 405)
		MHD_add_response_header(j->answer, "Allow", "GET, HEAD, POST");
}

void answer_make(struct job *j)
{
	struct http_response *r = &j->r;
	const char *value[HTTP_HEADERS_MAX];

	if (r->broken || r->status < 200 || r->status > 599) {
		if (!r->broken)
			log_error("http: handler gave status %d", r->status);
		answer_plain(j, 500);
		return;
	}
	/* All that may jump comes first: nothing of the library is held or running then. */
	for (unsigned i = 0; i < r->nheaders; i++)
		value[i] = str_cstr(j->q.mem, r->header[i].value);
	forget(j);
	j->answer = r->stream.read ? response_of_stream(j) : response_of(r->body);
	for (unsigned i = 0; i < r->nheaders; i++)
		if (MHD_add_response_header(j->answer, r->header[i].name.p, value[i]) != MHD_YES)
			log_error("http: header %s refused", r->header[i].name.p);
}

enum MHD_Result answer_send(struct job *j)
{
	if (atomic_load_explicit(&j->h->stopping, memory_order_relaxed))
		MHD_add_response_header(j->answer, "Connection", "close");
	atomic_store_explicit(&j->c->reading, false, memory_order_relaxed);
	conn_deadline(j->c, steady_ms() + SEND_MS);
	return MHD_queue_response(j->mhd, (unsigned)j->r.status, j->answer);
}
