#include "httpd_in.h"
#include "utf8.h"

/*
 * The library forgives much that a proxy in front may read otherwise: bare line feeds, folded
 * headers, NUL, repeated lengths. It keeps the head in one piece of memory and ends each part
 * in place, so a head in which every byte is accounted for is exactly
 * `METHOD SP target SP HTTP/1.x CRLF (name ":" blanks value CRLF)* CRLF`; any other is refused.
 */
struct walk {
	struct job *j;
	const char *at; /* where the next header must begin */
	unsigned n, hosts, lengths, encodings;
	int64_t length;
	bool head_10; /* HTTP/1.0 */
	int status;
};

void guard_target(struct job *j, const char *p)
{
	size_t n = p ? strlen(p) : 0;

	j->target_at = p;
	j->target_n = n;
	if (n == 0)
		j->early = 400;
	else if (n > TARGET_MAX)
		j->early = 414;
	else
		memcpy(j->target, p, n + 1);
}

static bool token_char(unsigned char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
		(c && strchr("!#$%&'*+-.^_`|~", c));
}

static bool value_ok(const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)p[i];
		if ((c < 0x20 && c != '\t') || c == 0x7f)
			return false;
	}
	return true;
}

static bool host_ok(struct str v)
{
	for (size_t i = 0; i < v.n; i++) {
		char c = v.p[i];
		if (!(c >= '0' && c <= '9') && !(c >= 'A' && c <= 'Z') && !(c >= 'a' && c <= 'z') &&
			!strchr("-._:[]", c))
			return false;
	}
	return v.n > 0 && v.n <= 255;
}

static int length_header(struct walk *w, struct str v)
{
	for (size_t i = 0; i < v.n; i++)
		if (v.p[i] < '0' || v.p[i] > '9')
			return 400;
	if (w->lengths++ || !str_int64(v, &w->length))
		return 400;
	return 0;
}

/* Headers that decide where the request ends or what it addresses. */
static int framing_header(struct walk *w, struct str name, struct str v)
{
	if (str_ieq(name, STR("content-length")))
		return length_header(w, v);
	if (str_ieq(name, STR("transfer-encoding")))
		return w->encodings++ || w->head_10 || !str_ieq(v, STR("chunked")) ? 400 : 0;
	if (str_ieq(name, STR("host")))
		return w->hosts++ || !host_ok(v) ? 400 : 0;
	if (str_ieq(name, STR("expect")))
		return str_ieq(v, STR("100-continue")) ? 0 : 417;
	return 0;
}

static int header_status(struct walk *w, const char *name, size_t name_n, const char *value,
	size_t value_n)
{
	const char *blank = name + name_n + 1;

	if (name != w->at || name_n == 0)
		return 400;
	for (size_t i = 0; i < name_n; i++)
		if (!token_char((unsigned char)name[i]))
			return 400;
	if (value < blank || value - blank > HEAD_MAX)
		return 400;
	for (; blank < value; blank++)
		if (*blank != ' ' && *blank != '\t')
			return 400;
	if (!value_ok(value, value_n))
		return 400;
	w->at = value + value_n + 2;
	if (w->n == REQUEST_HEADERS_MAX)
		return 431;
	struct http_pair *h = &w->j->header[w->n++];
	h->name = (struct str){ name, name_n };
	h->value = str_trim((struct str){ value, value_n });
	return framing_header(w, h->name, h->value);
}

static enum MHD_Result each_header(void *cls, enum MHD_ValueKind kind, const char *name,
	size_t name_n, const char *value, size_t value_n)
{
	struct walk *w = cls;

	if (kind != MHD_HEADER_KIND)
		return MHD_YES;
	w->status = value ? header_status(w, name, name_n, value, value_n) : 400;
	return w->status ? MHD_NO : MHD_YES;
}

static int hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* Decode in place; false on a broken escape or a control character, hidden or plain. */
static bool path_decode(char *p, size_t n, struct str *out)
{
	size_t m = 0;

	for (size_t i = 0; i < n; i++) {
		int c = (unsigned char)p[i];
		if (c == '%') {
			if (i + 2 >= n || hex(p[i + 1]) < 0 || hex(p[i + 2]) < 0)
				return false;
			c = hex(p[i + 1]) * 16 + hex(p[i + 2]);
			i += 2;
		}
		if (c < 0x20 || c == 0x7f)
			return false;
		p[m++] = (char)c;
	}
	*out = (struct str){ p, m };
	return utf8_valid(*out);
}

static bool query_ok(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == '%') {
			if (i + 2 >= s.n || hex(s.p[i + 1]) < 0 || hex(s.p[i + 2]) < 0)
				return false;
			if (s.p[i + 1] == '0' && s.p[i + 2] == '0')
				return false;
		}
	return utf8_valid(s);
}

static int target_status(struct job *j)
{
	char *p = j->target;
	size_t n = j->target_n;

	if (p[0] != '/')
		return 400;
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)p[i];
		if (c <= 0x20 || c == 0x7f || c == '#')
			return 400;
	}
	size_t path_n = str_find((struct str){ p, n }, '?');
	if (path_n < n)
		j->q.query = (struct str){ p + path_n + 1, n - path_n - 1 };
	if (!query_ok(j->q.query))
		return 400;
	return path_decode(p, path_n, &j->q.path) ? 0 : 400;
}

static int shape_status(struct job *j, struct walk *w, const char *method, const char *version)
{
	size_t method_n = strlen(method), version_n = strlen(version);
	const union MHD_ConnectionInfo *size =
		MHD_get_connection_info(j->mhd, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);

	if (!size || size->header_size > HEAD_MAX)
		return 431;
	if (j->target_at != method + method_n + 1 || version != j->target_at + j->target_n + 1)
		return 400;
	w->head_10 = strcmp(version, "HTTP/1.0") == 0;
	w->at = version + version_n + 2;
	MHD_get_connection_values_n(j->mhd, MHD_HEADER_KIND, each_header, w);
	if (w->status)
		return w->status;
	return w->at + 2 == method + size->header_size ? 0 : 400;
}

int guard_head(struct job *j, const char *method, const char *version)
{
	struct walk w = { .j = j };
	struct http_request *q = &j->q;

	q->method = str_c(method);
	if (j->early)
		return j->early;
	int status = shape_status(j, &w, method, version);
	if (status)
		return status;
	q->header = j->header;
	q->nheaders = w.n;
	if (w.lengths && w.encodings)
		return 400;
	if (!w.hosts && !w.head_10)
		return 400;
	status = target_status(j);
	if (status)
		return status;
	if (!str_is(q->method, "GET") && !str_is(q->method, "HEAD") && !str_is(q->method, "POST"))
		return 405;
	j->chunked = w.encodings > 0;
	if (j->chunked || w.length > 0)
		return body_begin(j, w.length);
	return 0;
}

struct str http_header(const struct http_request *q, const char *name)
{
	struct str want = str_c(name);

	for (unsigned i = 0; i < q->nheaders; i++)
		if (str_ieq(q->header[i].name, want))
			return q->header[i].value;
	return (struct str){ NULL, 0 };
}
