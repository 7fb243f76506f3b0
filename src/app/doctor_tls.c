/*
 * doctor_tls.c - the certificate that serves the pages.
 */
#include <stdio.h>

#include "doctor.h"
#include "httpd.h"

enum { RENEW_DAYS = 14 };

static struct str read_whole(struct arena *mem, struct str path)
{
	struct buf b = buf_new(mem, 8192);
	char t[8192];
	size_t n;
	FILE *f = fopen(str_cstr(mem, path), "rb");

	if (!f)
		return (struct str){ NULL, 0 };
	while ((n = fread(t, 1, sizeof(t), f)) > 0)
		buf_bytes(&b, t, n);
	fclose(f);
	return buf_str(&b);
}

/* "https://ollas.example:8443" to "ollas.example". */
static const char *host_of(struct arena *mem, struct str url)
{
	url = str_sub(url, str_find(url, ':') + 3, url.n);
	return str_cstr(mem, str_sub(url, 0, str_find(url, ':')));
}

static void judge(const struct findings *to, const struct app *a, const struct tls_paper *p)
{
	struct ctx *c = to->c;
	int64_t days = (p->until_at - c->now) / DAY_MS;
	bool over = p->until_at <= c->now, early = p->from_at > c->now, soon = days < RENEW_DAYS;
	struct str_pair pairs[] = { { "day", lang_date(c->mem, c->lang, (early ? p->from_at : p->until_at) / DAY_MS) },
		{ "url", a->set.public_url } };

	if (over || early)
		finding_say(to, FINDING_BAD, N_("Certificado"), over ? N_("Terminó el {day}: los teléfonos ya no entran.") :
			N_("Vale recién desde el {day}: o es de otra fecha, o el reloj está mal."),
			N_("Renuévelo y haga «systemctl reload ayni»."), pairs, 2);
	else if (a->set.public_url.n && !p->names_host)
		finding_say(to, FINDING_BAD, N_("Certificado"), N_("No es para {url}: los teléfonos avisan y no entran."),
			N_("Pida uno con ese nombre, o corrija public_url."), pairs, 2);
	else
		finding_say(to, soon ? FINDING_LOOK : FINDING_GOOD, N_("Certificado"), N_("Vale hasta el {day}."),
			soon ? N_("Renuévelo y haga «systemctl reload ayni».") : NULL, pairs, 2);
}

void doctor_tls(const struct findings *to, const struct app *a)
{
	struct arena *mem = to->c->mem;
	struct diag d = { 0 };
	struct tls_paper paper = { 0 };

	if (!a->set.tls_cert.n && !a->set.tls_key.n)
		return;
	struct str cert = read_whole(mem, a->set.tls_cert), key = read_whole(mem, a->set.tls_key);
	struct str_pair pairs[] = { { "path", cert.p ? a->set.tls_key : a->set.tls_cert }, { "why", STR("") } };
	if (!cert.p || !key.p) {
		finding_say(to, FINDING_BAD, N_("Certificado"), N_("No se puede leer {path}."),
			N_("El usuario que atiende tiene que poder leerlo; mire tls_cert y tls_key en ayni.conf."), pairs, 1);
		return;
	}
	if (tls_look(cert, key, host_of(mem, a->set.public_url), &paper, &d) == OK) {
		judge(to, a, &paper);
		return;
	}
	pairs[1].value = tr_fill(mem, to->c->lang, d.item[0].msgid, d.item[0].arg);
	finding_say(to, FINDING_BAD, N_("Certificado"), N_("{why}"), N_("tls_cert y tls_key tienen que ser del mismo par, en PEM."),
		pairs, 2);
}
