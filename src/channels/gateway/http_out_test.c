/*
 * http_out_test.c - calls to services that answer badly, late, endlessly or not at all.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <arpa/inet.h>
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

#include "civil.h"
#include "http_out.h"

enum { HOLD_MS = 20 * 1000 };

static struct arena *mem;
static int listening;
static const char *answer; /* NULL: reads the request and ends the connection */
static bool endless, silent;
static char request[4096];
static struct str url;

static void *serve(void *arg)
{
	int fd = accept(listening, NULL, NULL);
	ssize_t n = recv(fd, request, sizeof(request) - 1, 0);

	(void)arg;
	request[n > 0 ? n : 0] = 0;
	if (answer && send(fd, answer, strlen(answer), MSG_NOSIGNAL) < 0)
		request[0] = 0;
	for (int i = 0; endless && i < 100000; i++)
		if (send(fd, "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", 32, MSG_NOSIGNAL) < 0)
			break;
	if (silent)
		recv(fd, request, 1, 0); /* until the caller gives up */
	close(fd);
	return NULL;
}

static bool call(const char *what, const struct http_out *how, struct http_in *r)
{
	pthread_t t;
	struct http_out q = *how;

	answer = what;
	assert_int_equal(pthread_create(&t, NULL, serve, NULL), 0);
	q.method = q.method ? q.method : "GET";
	q.url = url;
	bool came = http_out_call(mem, &q, r);
	pthread_join(t, NULL);
	endless = silent = false;
	return came;
}

static int setup(void **state)
{
	struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t n = sizeof(at);

	(void)state;
	mem = arena_new(0);
	listening = socket(AF_INET, SOCK_STREAM, 0);
	assert_int_equal(bind(listening, (struct sockaddr *)&at, n), 0);
	assert_int_equal(listen(listening, 8), 0);
	assert_int_equal(getsockname(listening, (struct sockaddr *)&at, &n), 0);
	url = str_fmt(mem, "http://127.0.0.1:%d/a?b", ntohs(at.sin_port));
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	close(listening);
	arena_free(&mem);
	return 0;
}

static void an_answer_is_read_whole(void **state)
{
	static const char *const headers[] = { "Authorization: Bearer x", NULL };
	struct http_in r;

	(void)state;
	assert_true(call("HTTP/1.1 429 Slow\r\nRetry-After: 7\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}",
		&(struct http_out){ .method = "POST", .body = STR("hola"), .type = "text/plain", .header = headers }, &r));
	assert_int_equal(r.status, 429);
	assert_int_equal(r.retry_ms, 7000);
	assert_true(str_is(r.body, "{}") && str_is(r.type, "application/json") && !r.fault);
	assert_non_null(strstr(request, "POST /a?b HTTP/1.1\r\n"));
	assert_non_null(strstr(request, "Authorization: Bearer x\r\n"));
	assert_non_null(strstr(request, "Content-Type: text/plain\r\n"));
	assert_non_null(strstr(request, "\r\n\r\nhola"));
}

static void a_redirect_is_an_answer(void **state)
{
	struct http_in r;

	(void)state;
	assert_true(call("HTTP/1.1 302 Go\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n", &(struct http_out){ 0 }, &r));
	assert_int_equal(r.status, 302);
}

static void what_is_too_large_is_cut(void **state)
{
	struct http_in r;

	(void)state;
	endless = true;
	assert_true(call("HTTP/1.1 200 OK\r\n\r\n", &(struct http_out){ .most_bytes = 10000 }, &r));
	assert_true(r.large && r.body.n <= 10000);
	assert_true(call("HTTP/1.1 200 OK\r\nContent-Length: 20000\r\n\r\n", &(struct http_out){ .most_bytes = 10000 }, &r));
	assert_true(r.large && !r.body.n);
}

static void nobody_knows_whether_a_broken_one_was_taken(void **state)
{
	struct http_in r;

	(void)state;
	assert_false(call(NULL, &(struct http_out){ .method = "POST", .body = STR("hola") }, &r));
	assert_string_equal(r.fault, "away");
	assert_true(r.perhaps && r.status == 0);
	assert_false(http_out_call(mem, &(struct http_out){ .method = "POST", .url = STR("http://127.0.0.1:1/"), .body = STR("x") }, &r));
	assert_string_equal(r.fault, "away");
	assert_false(r.perhaps);
	assert_false(http_out_call(mem, &(struct http_out){ .method = "GET", .url = STR("file:///etc/passwd") }, &r));
	assert_string_equal(r.fault, "settings");
}

static void waiting_is_bounded(void **state)
{
	int64_t begun_us = steady_clock_us();
	struct http_in r;

	(void)state;
	silent = true;
	assert_false(call(NULL, &(struct http_out){ .timeout_ms = 300 }, &r));
	assert_true(steady_clock_us() - begun_us < HOLD_MS * INT64_C(1000) / 2);
}

static void *stop_soon(void *arg)
{
	usleep(100 * 1000);
	atomic_store((_Atomic bool *)arg, true);
	return NULL;
}

static void a_long_poll_ends_when_told(void **state)
{
	static _Atomic bool stop;
	int64_t begun_us = steady_clock_us();
	struct http_in r;
	pthread_t t;

	(void)state;
	assert_int_equal(pthread_create(&t, NULL, stop_soon, &stop), 0);
	silent = true;
	assert_false(call(NULL, &(struct http_out){ .timeout_ms = HOLD_MS, .stop = &stop, .waits = true }, &r));
	pthread_join(t, NULL);
	assert_true(steady_clock_us() - begun_us < HOLD_MS * INT64_C(1000) / 2);
}

static void a_value_is_escaped(void **state)
{
	struct buf b = buf_new(mem, 32);

	(void)state;
	http_out_escape(&b, STR("a b&c=ñ~-._9"));
	assert_true(str_is(buf_str(&b), "a%20b%26c%3D%C3%B1~-._9"));
}

#define EACH(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = { EACH(an_answer_is_read_whole), EACH(a_redirect_is_an_answer),
		EACH(what_is_too_large_is_cut), EACH(nobody_knows_whether_a_broken_one_was_taken), EACH(waiting_is_bounded),
		EACH(a_long_poll_ends_when_told), EACH(a_value_is_escaped) };

	http_out_start();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
