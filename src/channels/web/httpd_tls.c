#include <gnutls/gnutls.h>
#include <gnutls/x509.h>

#include "httpd_in.h"

/*
 * The library can be given one certificate for its life. Instead, each connection gets the newest
 * credentials as it opens, before its handshake, and holds them until it ends; so a renewed
 * certificate needs no restart. Session tickets spare phones the second round trip and the
 * certificate's bytes; GnuTLS rotates the keys it derives from ticket_key.
 *
 * Ciphers that seal and sign in one, by keys of the moment: what was recorded today is not read with the key stolen
 * tomorrow. Phones since Android 4.4 and iOS 9 have them; older ones speak no TLS 1.2 worth the name.
 */
const char tls_priorities[] = "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:-RSA:"
	"-CIPHER-ALL:+AES-128-GCM:+CHACHA20-POLY1305:+AES-256-GCM:%SERVER_PRECEDENCE";

struct creds {
	gnutls_certificate_credentials_t x509;
	_Atomic unsigned refs;
};

struct tls {
	pthread_mutex_t lock;
	struct creds *now;
	gnutls_datum_t ticket_key;
};

void tls_release(struct creds *c)
{
	if (atomic_fetch_sub(&c->refs, 1) > 1)
		return;
	gnutls_certificate_free_credentials(c->x509);
	free(c);
}

static gnutls_datum_t datum(struct str s)
{
	return (gnutls_datum_t){ (unsigned char *)(uintptr_t)s.p, (unsigned)s.n };
}

static struct creds *creds_new(struct str cert, struct str key, struct diag *d)
{
	gnutls_datum_t c = datum(cert), k = datum(key);
	struct creds *new = calloc(1, sizeof(*new));

	if (!new || gnutls_certificate_allocate_credentials(&new->x509) < 0) {
		free(new);
		diag_add(d, NULL, "memory", N_("No hay memoria."), STR(""));
		return NULL;
	}
	new->refs = 1;
	int rc = gnutls_certificate_set_x509_key_mem(new->x509, &c, &k, GNUTLS_X509_FMT_PEM);
	if (rc < 0) {
		tls_release(new);
		diag_add(d, "tls_cert", "format",
			N_("El certificado o su clave no sirven: %s"), str_c(gnutls_strerror(rc)));
		return NULL;
	}
	return new;
}

struct tls *tls_new(struct str cert, struct str key, struct diag *d)
{
	struct tls *t = calloc(1, sizeof(*t));

	if (!t || gnutls_global_init() < 0) {
		free(t);
		diag_add(d, NULL, "tls", N_("No se pudo iniciar TLS."), STR(""));
		return NULL;
	}
	pthread_mutex_init(&t->lock, NULL);
	t->now = creds_new(cert, key, d);
	if (!t->now || gnutls_session_ticket_key_generate(&t->ticket_key) < 0)
		tls_free(&t);
	return t;
}

enum rc tls_look(struct str cert, struct str key, const char *host, struct tls_paper *out, struct diag *d)
{
	gnutls_datum_t raw;
	gnutls_x509_crt_t first = NULL;

	if (gnutls_global_init() < 0)
		return diag_add(d, NULL, "tls", N_("No se pudo iniciar TLS."), STR(""));
	struct creds *c = creds_new(cert, key, d);
	bool good = c && gnutls_certificate_get_crt_raw(c->x509, 0, 0, &raw) >= 0 && gnutls_x509_crt_init(&first) >= 0 &&
		gnutls_x509_crt_import(first, &raw, GNUTLS_X509_FMT_DER) >= 0;
	if (good)
		*out = (struct tls_paper){ .from_at = (int64_t)gnutls_x509_crt_get_activation_time(first) * 1000,
			.until_at = (int64_t)gnutls_x509_crt_get_expiration_time(first) * 1000,
			.names_host = gnutls_x509_crt_check_hostname(first, host) };
	else if (c)
		diag_add(d, "tls_cert", "format", N_("El certificado o su clave no sirven: %s"), STR("X.509"));
	gnutls_x509_crt_deinit(first);
	if (c)
		tls_release(c);
	gnutls_global_deinit();
	return good ? OK : INVALID;
}

void tls_free(struct tls **t)
{
	if (!*t)
		return;
	if ((*t)->now)
		tls_release((*t)->now);
	gnutls_free((*t)->ticket_key.data);
	pthread_mutex_destroy(&(*t)->lock);
	free(*t);
	*t = NULL;
	gnutls_global_deinit();
}

enum rc tls_reload(struct tls *t, struct str cert, struct str key, struct diag *d)
{
	struct creds *new = creds_new(cert, key, d);

	if (!new)
		return INVALID;
	pthread_mutex_lock(&t->lock);
	struct creds *old = t->now;
	t->now = new;
	pthread_mutex_unlock(&t->lock);
	tls_release(old);
	return OK;
}

struct creds *tls_attach(struct tls *t, void *session)
{
	gnutls_session_t s = session;

	pthread_mutex_lock(&t->lock);
	struct creds *c = t->now;
	atomic_fetch_add(&c->refs, 1);
	pthread_mutex_unlock(&t->lock);
	gnutls_credentials_set(s, GNUTLS_CRD_CERTIFICATE, c->x509);
	gnutls_session_ticket_enable_server(s, &t->ticket_key);
	return c;
}
