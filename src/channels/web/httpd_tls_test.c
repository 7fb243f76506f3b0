/* TLS: handshake, versions, resumption by ticket, a new certificate without a restart. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <unistd.h>
#include <cmocka.h>

#include "httpd_client.h"

#define ASK "GET /peer HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n"

struct pems {
	gnutls_datum_t cert, key;
};

/* A self-signed certificate with that serial number. */
static void pems_make(struct pems *p, unsigned char serial)
{
	gnutls_x509_privkey_t key;
	gnutls_x509_crt_t crt;

	gnutls_x509_privkey_init(&key);
	gnutls_x509_crt_init(&crt);
	assert_int_equal(gnutls_x509_privkey_generate(key, GNUTLS_PK_ECDSA,
		GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1), 0), 0);
	gnutls_x509_crt_set_version(crt, 3);
	gnutls_x509_crt_set_serial(crt, &serial, 1);
	gnutls_x509_crt_set_activation_time(crt, 1600000000);
	gnutls_x509_crt_set_expiration_time(crt, 4000000000);
	gnutls_x509_crt_set_dn_by_oid(crt, GNUTLS_OID_X520_COMMON_NAME, 0, "a.example", 9);
	gnutls_x509_crt_set_key(crt, key);
	assert_int_equal(gnutls_x509_crt_sign2(crt, crt, key, GNUTLS_DIG_SHA256, 0), 0);
	assert_int_equal(gnutls_x509_crt_export2(crt, GNUTLS_X509_FMT_PEM, &p->cert), 0);
	assert_int_equal(gnutls_x509_privkey_export2(key, GNUTLS_X509_FMT_PEM, &p->key), 0);
	gnutls_x509_crt_deinit(crt);
	gnutls_x509_privkey_deinit(key);
}

static void pems_free(struct pems *p)
{
	gnutls_free(p->cert.data);
	gnutls_free(p->key.data);
}

static struct str view(gnutls_datum_t d)
{
	return (struct str){ (const char *)d.data, d.size };
}

struct secure {
	int fd;
	gnutls_session_t s;
	gnutls_certificate_credentials_t cred;
	bool shaken, resumed;
	unsigned char serial;
	char text[1024];
};

static void peer_serial(struct secure *c)
{
	unsigned n = 0;
	const gnutls_datum_t *list = gnutls_certificate_get_peers(c->s, &n);
	gnutls_x509_crt_t crt;
	size_t size = 1;

	if (!list || n == 0)
		return;
	gnutls_x509_crt_init(&crt);
	gnutls_x509_crt_import(crt, list, GNUTLS_X509_FMT_DER);
	gnutls_x509_crt_get_serial(crt, &c->serial, &size);
	gnutls_x509_crt_deinit(crt);
}

static void secure_open(struct secure *c, const struct httpd *h, const char *priorities,
	gnutls_datum_t *session)
{
	int rc;

	memset(c, 0, sizeof(*c));
	c->fd = client_open(h);
	assert_true(c->fd >= 0);
	gnutls_init(&c->s, GNUTLS_CLIENT | GNUTLS_NO_SIGNAL);
	gnutls_certificate_allocate_credentials(&c->cred);
	gnutls_credentials_set(c->s, GNUTLS_CRD_CERTIFICATE, c->cred);
	assert_int_equal(gnutls_priority_set_direct(c->s, priorities, NULL), 0);
	if (session && session->data)
		gnutls_session_set_data(c->s, session->data, session->size);
	gnutls_transport_set_int(c->s, c->fd);
	do
		rc = gnutls_handshake(c->s);
	while (rc < 0 && !gnutls_error_is_fatal(rc));
	c->shaken = rc == 0;
	c->resumed = gnutls_session_is_resumed(c->s);
	peer_serial(c);
}

static void secure_ask(struct secure *c)
{
	size_t n = 0;
	ssize_t m;

	gnutls_record_send(c->s, ASK, sizeof(ASK) - 1);
	while (n < sizeof(c->text) - 1) {
		m = gnutls_record_recv(c->s, c->text + n, sizeof(c->text) - 1 - n);
		if (m == GNUTLS_E_AGAIN || m == GNUTLS_E_INTERRUPTED)
			continue;
		if (m <= 0)
			break;
		n += (size_t)m;
	}
	c->text[n] = '\0';
}

static void secure_close(struct secure *c)
{
	gnutls_deinit(c->s);
	gnutls_certificate_free_credentials(c->cred);
	close(c->fd);
}

static void tls_start(struct stage *s, const struct pems *p)
{
	struct httpd_options o = stage_options(s);

	o.tls_cert = view(p->cert);
	o.tls_key = view(p->key);
	o.head_ms = 800;
	stage_start(s, &o);
}

static void answers_over_tls(void **state)
{
	struct stage s = { 0 };
	struct pems p;
	struct secure c;

	(void)state;
	pems_make(&p, 1);
	tls_start(&s, &p);
	secure_open(&c, s.h, "NORMAL", NULL);
	assert_true(c.shaken);
	assert_int_equal(gnutls_protocol_get_version(c.s), GNUTLS_TLS1_3);
	secure_ask(&c);
	assert_non_null(strstr(c.text, "HTTP/1.1 200 OK\r\n"));
	assert_non_null(strstr(c.text, "\r\n\r\n127.0.0.1"));
	secure_close(&c);
	secure_open(&c, s.h, "NORMAL:-VERS-ALL:+VERS-TLS1.2", NULL);
	assert_true(c.shaken);
	secure_ask(&c);
	assert_non_null(strstr(c.text, " 200 OK"));
	secure_close(&c);
	static const char *const weak[] = { "NORMAL:-VERS-ALL:+VERS-TLS1.1", "NORMAL:-VERS-ALL:+VERS-TLS1.2:-CIPHER-ALL:+AES-128-CBC:+AES-256-CBC",
		"NORMAL:-VERS-ALL:+VERS-TLS1.2:-KX-ALL:+RSA" };
	for (unsigned i = 0; i < ARRAY_LEN(weak); i++) {
		secure_open(&c, s.h, weak[i], NULL);
		assert_false(c.shaken);
		secure_close(&c);
	}
	assert_true(stage_quiet(&s, true));
	stage_stop(&s, 500);
	pems_free(&p);
}

static void resumes(struct stage *s, const char *priorities)
{
	struct secure c;
	gnutls_datum_t session = { NULL, 0 };

	secure_open(&c, s->h, priorities, NULL);
	assert_true(c.shaken);
	assert_false(c.resumed);
	secure_ask(&c); /* TLS 1.3 sends its ticket after the handshake */
	assert_int_equal(gnutls_session_get_data2(c.s, &session), 0);
	secure_close(&c);
	secure_open(&c, s->h, priorities, &session);
	assert_true(c.shaken);
	assert_true(c.resumed);
	secure_ask(&c);
	assert_non_null(strstr(c.text, " 200 OK"));
	secure_close(&c);
	gnutls_free(session.data);
}

static void tickets(void **state)
{
	struct stage s = { 0 };
	struct pems p;

	(void)state;
	pems_make(&p, 1);
	tls_start(&s, &p);
	resumes(&s, "NORMAL:-VERS-ALL:+VERS-TLS1.3");
	resumes(&s, "NORMAL:-VERS-ALL:+VERS-TLS1.2");
	stage_stop(&s, 500);
	pems_free(&p);
}

static void certificate_renewed(void **state)
{
	struct stage s = { 0 };
	struct pems one, two;
	struct secure old, c;
	struct diag d = { .n = 0 };

	(void)state;
	pems_make(&one, 1);
	pems_make(&two, 2);
	tls_start(&s, &one);
	secure_open(&old, s.h, "NORMAL", NULL);
	assert_int_equal(old.serial, 1);
	assert_int_equal(httpd_reload_tls(s.h, STR("no PEM"), view(two.key), &d), INVALID);
	assert_int_equal(httpd_reload_tls(s.h, view(two.cert), view(one.key), &d), INVALID);
	assert_int_equal(d.n, 2);
	secure_open(&c, s.h, "NORMAL", NULL);
	assert_int_equal(c.serial, 1);
	secure_close(&c);
	assert_int_equal(httpd_reload_tls(s.h, view(two.cert), view(two.key), &d), OK);
	secure_open(&c, s.h, "NORMAL", NULL);
	assert_true(c.shaken);
	assert_int_equal(c.serial, 2);
	secure_close(&c);
	secure_ask(&old); /* still served with what it began */
	assert_non_null(strstr(old.text, " 200 OK"));
	secure_close(&old);
	stage_stop(&s, 500);
	pems_free(&one);
	pems_free(&two);
}

static void bad_pem_does_not_start(void **state)
{
	struct stage s = { 0 };
	struct httpd_options o = stage_options(&s);
	struct diag d = { .n = 0 };

	(void)state;
	o.tls_cert = STR("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
	o.tls_key = STR("nothing");
	assert_null(httpd_start(&o, &d));
	assert_int_equal(d.n, 1);
}

static void silent_and_cut_handshakes(void **state)
{
	static struct answer a;
	struct stage s = { 0 };
	struct pems p;

	(void)state;
	pems_make(&p, 1);
	tls_start(&s, &p);
	int silent = client_open(s.h);
	for (int i = 0; i < 100; i++) {
		int fd = client_open(s.h);
		client_send(fd, "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", (size_t)(i % 12));
		if (i % 3 == 0)
			client_say(fd, "GET / HTTP/1.1\r\n\r\n"); /* plain words to a TLS port */
		close(fd);
	}
	client_all(silent, &a); /* cut when a head should have come */
	assert_true(a.closed);
	close(silent);
	assert_true(stage_quiet(&s, true));
	struct secure c;
	secure_open(&c, s.h, "NORMAL", NULL);
	assert_true(c.shaken);
	secure_close(&c);
	stage_stop(&s, 500);
	pems_free(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(answers_over_tls),
		cmocka_unit_test(tickets),
		cmocka_unit_test(certificate_renewed),
		cmocka_unit_test(bad_pem_does_not_start),
		cmocka_unit_test(silent_and_cut_handshakes),
	};

	gnutls_global_init();
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	gnutls_global_deinit();
	return failed;
}
