/* Workers and the queue: start, no room, answers that come later, handlers that fail, the end. */
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <sys/socket.h>
#include <unistd.h>
#include <cmocka.h>

#include "httpd_client.h"

#define H "Host: a.example\r\n"
#define GET(path) "GET " path " HTTP/1.1\r\n" H "\r\n"

static void workers_start_and_stop(void **state)
{
	struct stage s = { 0 };
	struct httpd_options o = stage_options(&s);

	(void)state;
	o.workers = 3;
	o.listen = "[::1]:0";
	stage_start(&s, &o);
	assert_true(stage_wait(&s, &s.started, 3));
	assert_true(str_starts(httpd_address(s.h), "[::1]:"));
	static struct answer a;
	client_ask(s.h, GET("/peer"), &a);
	assert_string_equal(answer_body(&a), "::1");
	assert_true(stage_wait(&s, &s.logged, 1));
	assert_int_equal(s.last_status, 200);
	stage_stop(&s, 1000);
	assert_int_equal(s.stopped, 3);
}

static void ipv4_peer_of_a_dual_socket(void **state)
{
	static struct answer a;
	struct stage s = { 0 };
	struct httpd_options o = stage_options(&s);
	struct sockaddr_in at = { .sin_family = AF_INET };

	(void)state;
	o.listen = "[::]:0";
	stage_start(&s, &o);
	at.sin_port = htons((uint16_t)strtoul(strrchr(httpd_address(s.h).p, ':') + 1, NULL, 10));
	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	assert_int_equal(connect(fd, (struct sockaddr *)&at, sizeof(at)), 0);
	client_say(fd, GET("/peer"));
	client_one(fd, &a);
	assert_string_equal(answer_body(&a), "127.0.0.1");
	close(fd);
	stage_stop(&s, 1000);
}

static void bad_addresses(void **state)
{
	static const char *const bad[] = { "", "8080", ":8080", "127.0.0.1", "127.0.0.1:", "::1:80",
		"127.0.0.1:99999", "127.0.0.1:8x", "192.0.2.1:80" };
	struct stage s = { 0 };
	struct httpd_options o = stage_options(&s);

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		struct diag d = { .n = 0 };
		o.listen = bad[i];
		assert_null(httpd_start(&o, &d));
		assert_int_equal(d.n, 1);
	}
}

static void full_queue(void **state)
{
	static struct answer a;
	struct stage s = { 0 };
	struct httpd_options o = stage_options(&s);
	int fd[6];
	char v[256];

	(void)state;
	o.queue = 4;
	stage_start(&s, &o);
	for (int i = 0; i < 6; i++) {
		fd[i] = client_open(s.h);
		client_say(fd[i], GET("/hold"));
		if (i == 1)
			assert_true(stage_wait(&s, &s.holding, 2));
	}
	while (httpd_numbers(s.h).waiting < 4)
		usleep(1000);
	int64_t begun = client_now_ms();
	client_ask(s.h, GET("/"), &a);
	assert_int_equal(a.status, 503);
	assert_true(client_now_ms() - begun < 1000);
	assert_non_null(answer_header(&a, "Retry-After", v));
	assert_int_equal(httpd_numbers(s.h).queue_full, 1);
	stage_gate(&s);
	for (int i = 0; i < 6; i++) {
		client_one(fd[i], &a);
		assert_int_equal(a.status, 200);
		close(fd[i]);
	}
	assert_true(stage_quiet(&s, true));
	stage_stop(&s, 1000);
}

static void answers_later(void **state)
{
	static struct answer a;
	struct stage s = { 0 };
	struct httpd_options o = stage_options(&s);
	int fd[8];

	(void)state;
	stage_start(&s, &o);
	for (int i = 0; i < 8; i++) {
		fd[i] = client_open(s.h);
		client_say(fd[i], GET("/later"));
	}
	assert_true(stage_wait(&s, &s.nparked, 8));
	client_ask(s.h, GET("/"), &a); /* no worker is held */
	assert_int_equal(a.status, 200);
	close(fd[7]); /* its peer gives up meanwhile */
	for (int i = 0; i < 8; i++)
		http_resume(s.parked[i]);
	for (int i = 0; i < 7; i++) {
		client_one(fd[i], &a);
		assert_string_equal(answer_body(&a), "later kept");
		close(fd[i]);
	}
	for (int i = 0; i < 200; i++) {
		client_ask(s.h, GET("/now"), &a);
		assert_string_equal(answer_body(&a), "later now");
	}
	assert_true(stage_quiet(&s, true));
	stage_stop(&s, 1000);
}

static void handlers_that_go_wrong(void **state)
{
	static struct answer a;
	struct stage s = { 0 };
	struct httpd_options o = stage_options(&s);
	char v[256];

	(void)state;
	stage_start(&s, &o);
	client_ask(s.h, GET("/fill"), &a);
	assert_int_equal(a.status, 503);
	assert_non_null(answer_header(&a, "Retry-After", v));
	assert_int_equal(s.cut, 1);
	client_ask(s.h, GET("/split"), &a);
	assert_int_equal(a.status, 500);
	assert_null(strstr(a.bytes, "Set-Cookie"));
	client_ask(s.h, GET("/"), &a);
	assert_int_equal(a.status, 200);
	stage_stop(&s, 1000);
}

/* Whoever has the request meanwhile guards its arena himself; the worker must not undo that. */
static void arena_lent(void **state)
{
	static struct answer a;
	struct stage s = { 0 };
	struct httpd_options o = stage_options(&s);

	(void)state;
	stage_start(&s, &o);
	client_ask(s.h, GET("/lend"), &a);
	assert_int_equal(a.status, 503); /* the arena is still full when the answer is made */
	client_ask(s.h, GET("/"), &a);
	assert_int_equal(a.status, 200);
	stage_stop(&s, 1000);
}

static void drains(void **state)
{
	static struct answer a;
	struct stage s = { 0 };
	struct httpd_options o = stage_options(&s);
	int fd[8];
	char v[256];

	(void)state;
	o.workers = 4;
	stage_start(&s, &o);
	for (int i = 0; i < 8; i++) {
		fd[i] = client_open(s.h);
		client_say(fd[i], GET("/sleep"));
	}
	while (httpd_numbers(s.h).requests < 8)
		usleep(1000);
	int64_t begun = client_now_ms();
	stage_stop(&s, 5000);
	assert_true(client_now_ms() - begun < 2000);
	for (int i = 0; i < 8; i++) {
		client_all(fd[i], &a);
		assert_int_equal(a.status, 200);
		assert_string_equal(answer_header(&a, "Connection", v), "close");
		assert_true(a.closed);
		close(fd[i]);
	}
}

static void *stop_soon(void *arg)
{
	stage_stop(arg, 1500);
	return NULL;
}

static void late_ones_get_503(void **state)
{
	static struct answer a;
	struct stage s = { 0 };
	struct httpd_options o = stage_options(&s);
	pthread_t stopper;

	(void)state;
	stage_start(&s, &o);
	int busy = client_open(s.h), late = client_open(s.h);
	client_say(busy, GET("/sleep"));
	client_say(late, "GET / HTTP/1.1\r\n" H); /* accepted, head not ended */
	while (httpd_numbers(s.h).alive < 2)
		usleep(1000);
	pthread_create(&stopper, NULL, stop_soon, &s);
	usleep(100000);
	client_say(late, "\r\n");
	client_all(late, &a);
	assert_int_equal(a.status, 503);
	client_all(busy, &a);
	assert_int_equal(a.status, 200);
	pthread_join(stopper, NULL);
	close(late);
	close(busy);
}

/* Parked for ever: told 503 when the time is over. */
static void forgotten_ones_get_503(void **state)
{
	static struct answer a;
	struct stage s = { 0 };
	struct httpd_options o = stage_options(&s);
	int fd[3];

	(void)state;
	stage_start(&s, &o);
	for (int i = 0; i < 3; i++) {
		fd[i] = client_open(s.h);
		client_say(fd[i], GET("/later"));
	}
	assert_true(stage_wait(&s, &s.nparked, 3));
	stage_stop(&s, 100);
	assert_int_equal(s.left, 3); /* nothing of theirs was freed before the end */
	for (int i = 0; i < 3; i++) {
		client_all(fd[i], &a);
		assert_int_equal(a.status, 503);
		close(fd[i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(workers_start_and_stop),
		cmocka_unit_test(ipv4_peer_of_a_dual_socket),
		cmocka_unit_test(bad_addresses),
		cmocka_unit_test(full_queue),
		cmocka_unit_test(answers_later),
		cmocka_unit_test(handlers_that_go_wrong),
		cmocka_unit_test(arena_lent),
		cmocka_unit_test(drains),
		cmocka_unit_test(late_ones_get_503),
		cmocka_unit_test(forgotten_ones_get_503),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
