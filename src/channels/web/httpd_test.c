/* What the server refuses, and how: each guard against bytes that try it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <sys/socket.h>
#include <unistd.h>
#include <cmocka.h>

#include "httpd_client.h"

static struct stage stage;

static int setup(void **state)
{
	struct httpd_options o = stage_options(&stage);

	(void)state;
	stage_start(&stage, &o);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	stage_stop(&stage, 1000);
	return 0;
}

#define H "Host: a.example\r\n"
#define BYTES(s) { s, sizeof(s) - 1 }, false
#define BYTES_LIBRARY(s) { s, sizeof(s) - 1 }, true

/*
 * status 0: closed without an answer (the library could not read even the first line).
 * library: refused by the library itself, which sends its head twice over (0.9.75; harmless,
 * since it says "close" and closes).
 */
static const struct hostile {
	const char *name;
	int status;
	struct str bytes;
	bool library;
} hostile[] = {
	{ "well-formed", 200, BYTES("GET / HTTP/1.1\r\n" H "\r\n") },
	{ "HTTP/1.0 without Host", 200, BYTES("GET / HTTP/1.0\r\n\r\n") },
	{ "blanks before a value", 200, BYTES("GET / HTTP/1.1\r\nHost: \t a.example\r\n\r\n") },
	{ "blanks after a value", 200, BYTES("GET / HTTP/1.1\r\nHost: a.example \r\n\r\n") },
	{ "empty value", 200, BYTES("GET / HTTP/1.1\r\n" H "X-A:\r\n\r\n") },
	{ "length zero", 200, BYTES("GET / HTTP/1.1\r\n" H "Content-Length: 0\r\n\r\n") },
	{ "post without a body", 200, BYTES("POST /echo HTTP/1.1\r\n" H "\r\n") },
	{ "query with raw UTF-8", 200, BYTES("GET /?q=ni\xc3\xb1o HTTP/1.1\r\n" H "\r\n") },
	{ "escaped path", 200, BYTES("GET /ni%C3%B1o HTTP/1.1\r\n" H "\r\n") },

	{ "two lengths that differ", 400, BYTES("POST /echo HTTP/1.1\r\n" H
		"Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd") },
	{ "two lengths alike", 400, BYTES("POST /echo HTTP/1.1\r\n" H
		"Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc") },
	{ "length as list", 400, BYTES_LIBRARY("POST /echo HTTP/1.1\r\n" H "Content-Length: 3, 3\r\n\r\nabc") },
	{ "length with sign", 400, BYTES_LIBRARY("POST /echo HTTP/1.1\r\n" H "Content-Length: +3\r\n\r\nabc") },
	{ "length hexadecimal", 400, BYTES_LIBRARY("POST /echo HTTP/1.1\r\n" H "Content-Length: 0x3\r\n\r\nabc") },
	{ "length empty", 400, BYTES_LIBRARY("POST /echo HTTP/1.1\r\n" H "Content-Length:\r\n\r\n") },
	{ "length negative", 400, BYTES_LIBRARY("POST /echo HTTP/1.1\r\n" H "Content-Length: -1\r\n\r\n") },
	{ "length beyond 64 bits", 413, BYTES_LIBRARY("POST /echo HTTP/1.1\r\n" H
		"Content-Length: 99999999999999999999999\r\n\r\n") },
	{ "length beyond 63 bits", 400, BYTES("POST /echo HTTP/1.1\r\n" H
		"Content-Length: 18446744073709551615\r\n\r\n") },
	{ "length and chunked", 400, BYTES("POST /echo HTTP/1.1\r\n" H
		"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n") },
	{ "chunked and length", 400, BYTES("POST /echo HTTP/1.1\r\n" H
		"Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n") },
	{ "chunked twice", 400, BYTES("POST /echo HTTP/1.1\r\n" H
		"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n") },
	{ "gzip, chunked", 400, BYTES("POST /echo HTTP/1.1\r\n" H
		"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n") },
	{ "identity", 400, BYTES("POST /echo HTTP/1.1\r\n" H
		"Transfer-Encoding: identity\r\n\r\n") },
	{ "chunked in 1.0", 400, BYTES("POST /echo HTTP/1.0\r\n" H
		"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n") },
	{ "blank before the colon", 400, BYTES("POST /echo HTTP/1.1\r\n" H
		"Content-Length : 3\r\n\r\nabc") },
	{ "bad chunk size", 400, BYTES("POST /echo HTTP/1.1\r\n" H
		"Transfer-Encoding: chunked\r\n\r\nzz\r\n") },

	{ "no Host", 400, BYTES("GET / HTTP/1.1\r\n\r\n") },
	{ "two Hosts", 400, BYTES("GET / HTTP/1.1\r\n" H H "\r\n") },
	{ "two Hosts in 1.0", 400, BYTES("GET / HTTP/1.0\r\n" H H "\r\n") },
	{ "empty Host", 400, BYTES("GET / HTTP/1.1\r\nHost:\r\n\r\n") },
	{ "Host with a path", 400, BYTES("GET / HTTP/1.1\r\nHost: a/b\r\n\r\n") },
	{ "Host with a user", 400, BYTES("GET / HTTP/1.1\r\nHost: x@a\r\n\r\n") },

	{ "absolute target", 400, BYTES("GET http://a.example/ HTTP/1.1\r\n" H "\r\n") },
	{ "asterisk", 400, BYTES("OPTIONS * HTTP/1.1\r\n" H "\r\n") },
	{ "connect", 400, BYTES("CONNECT a:80 HTTP/1.1\r\n" H "\r\n") },
	{ "fragment", 400, BYTES("GET /#a HTTP/1.1\r\n" H "\r\n") },
	{ "blank in the target", 400, BYTES("GET /a b HTTP/1.1\r\n" H "\r\n") },
	{ "tab in the target", 400, BYTES("GET /a\tb HTTP/1.1\r\n" H "\r\n") },
	{ "NUL in the target", 400, BYTES("GET /a\0b HTTP/1.1\r\n" H "\r\n") },
	{ "NUL at the target's end", 400, BYTES("GET /a\0 HTTP/1.1\r\n" H "\r\n") },
	{ "DEL in the target", 400, BYTES("GET /a\x7f HTTP/1.1\r\n" H "\r\n") },
	{ "two blanks", 400, BYTES("GET  / HTTP/1.1\r\n" H "\r\n") },
	{ "blank at the end", 400, BYTES("GET / HTTP/1.1 \r\n" H "\r\n") },
	{ "escaped NUL", 400, BYTES("GET /a%00b HTTP/1.1\r\n" H "\r\n") },
	{ "escaped NUL in the query", 400, BYTES("GET /?a%00b HTTP/1.1\r\n" H "\r\n") },
	{ "escaped line break", 400, BYTES("GET /a%0d%0ab HTTP/1.1\r\n" H "\r\n") },
	{ "cut escape", 400, BYTES("GET /a%4 HTTP/1.1\r\n" H "\r\n") },
	{ "bad escape", 400, BYTES("GET /a%zz HTTP/1.1\r\n" H "\r\n") },
	{ "bad escape in the query", 400, BYTES("GET /?%4 HTTP/1.1\r\n" H "\r\n") },
	{ "path not UTF-8", 400, BYTES("GET /%ff HTTP/1.1\r\n" H "\r\n") },
	{ "query not UTF-8", 400, BYTES("GET /?\xff HTTP/1.1\r\n" H "\r\n") },

	{ "bare line feed", 400, BYTES("GET / HTTP/1.1\r\nX: 1\n" H "\r\n") },
	{ "bare line feed after the first line", 400, BYTES("GET / HTTP/1.1\n" H "\r\n") },
	{ "bare line feed at the end", 400, BYTES("GET / HTTP/1.1\r\n" H "\n") },
	{ "folded header", 400, BYTES("GET / HTTP/1.1\r\n" H "X: 1\r\n 2\r\n\r\n") },
	{ "folded length", 400, BYTES("POST /echo HTTP/1.1\r\n" H "Content-Length:\r\n 3\r\n\r\nabc") },
	{ "folded first line", 400, BYTES("GET / HTTP/1.1\r\n X: 1\r\n" H "\r\n") },
	{ "no colon", 400, BYTES("GET / HTTP/1.1\r\n" H "nonsense\r\n\r\n") },
	{ "no name", 400, BYTES("GET / HTTP/1.1\r\n" H ": x\r\n\r\n") },
	{ "name not a token", 400, BYTES("GET / HTTP/1.1\r\n" H "X(: 1\r\n\r\n") },
	{ "NUL in a value", 400, BYTES("GET / HTTP/1.1\r\n" H "X: a\0b\r\nY: 1\r\n\r\n") },
	{ "NUL in the last value", 400, BYTES("GET / HTTP/1.1\r\n" H "X: a\0b\r\n\r\n") },
	{ "NUL in a name", 400, BYTES("GET / HTTP/1.1\r\n" H "X\0Y: a\r\n\r\n") },
	{ "NUL before a value", 400, BYTES("GET / HTTP/1.1\r\n" H "X: \0a\r\nY: 1\r\n\r\n") },
	{ "control character in a value", 400, BYTES("GET / HTTP/1.1\r\n" H "X: a\x01\r\n\r\n") },
	{ "carriage return in a value", 400, BYTES("GET / HTTP/1.1\r\n" H "X: a\rb\r\n\r\n") },
	{ "expectation", 417, BYTES("POST /echo HTTP/1.1\r\n" H
		"Expect: beer\r\nContent-Length: 1\r\n\r\na") },

	{ "unknown method", 405, BYTES("BREW / HTTP/1.1\r\n" H "\r\n") },
	{ "put", 405, BYTES("PUT /echo HTTP/1.1\r\n" H "Content-Length: 1\r\n\r\na") },
	{ "method in lower case", 405, BYTES("get / HTTP/1.1\r\n" H "\r\n") },
	{ "HTTP/2.0", 505, BYTES("GET / HTTP/2.0\r\n" H "\r\n") },
	{ "HTTP/0.9", 400, BYTES("GET /\r\n" H "\r\n") },
	{ "no method", 0, BYTES(" / HTTP/1.1\r\n" H "\r\n") },
	{ "TLS on a plain port", 0, BYTES("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\n") },

	{ "get with a body", 413, BYTES("GET / HTTP/1.1\r\n" H "Content-Length: 1\r\n\r\na") },
	{ "get with chunks", 413, BYTES("GET / HTTP/1.1\r\n" H
		"Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n") },
	{ "body over the limit", 413, BYTES("POST /echo HTTP/1.1\r\n" H "Content-Length: 1001\r\n\r\n") },
	{ "body where none is taken", 413, BYTES("POST /none HTTP/1.1\r\n" H "Content-Length: 1\r\n\r\na") },
};

static void hostile_bytes(void **state)
{
	static struct answer a;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(hostile); i++) {
		const struct hostile *t = &hostile[i];
		int fd = client_open(stage.h); /* once gone before the answer */
		client_send(fd, t->bytes.p, t->bytes.n);
		close(fd);
		fd = client_open(stage.h);
		client_send(fd, t->bytes.p, t->bytes.n);
		if (t->status == 200)
			client_one(fd, &a);
		else
			client_all(fd, &a);
		close(fd);
		if (a.status != t->status)
			fail_msg("%s: %d, not %d: %s", t->name, a.status, t->status, a.bytes);
		if (t->status != 200 && !a.closed)
			fail_msg("%s: left open", t->name);
		if (a.heads > (t->library ? 2 : 1))
			fail_msg("%s: answered twice", t->name);
	}
	assert_true(stage_quiet(&stage, true));
	client_ask(stage.h, "GET / HTTP/1.1\r\n" H "\r\n", &a);
	assert_int_equal(a.status, 200);
}

/* A head of about n bytes in one header, or in headers of 50 bytes. */
static int long_head(size_t n, bool many)
{
	static struct answer a;
	char line[64];
	int fd = client_open(stage.h);

	client_say(fd, "GET / HTTP/1.1\r\n" H);
	if (!many)
		client_say(fd, "X-Long: ");
	for (size_t i = 0; i < n / 50; i++) {
		snprintf(line, sizeof(line), many ? "X-%04zu: %041d\r\n" : "%04zu%046d", i, 0);
		client_say(fd, line);
	}
	client_say(fd, many ? "\r\n" : "\r\n\r\n");
	client_all(fd, &a);
	close(fd);
	return a.status;
}

static int long_target(size_t n)
{
	static struct answer a;
	static char head[70000];
	size_t at = (size_t)snprintf(head, sizeof(head), "GET /");

	memset(head + at, 'a', n - 1);
	snprintf(head + at + n - 1, sizeof(head) - at - n, " HTTP/1.0\r\n\r\n");
	client_ask(stage.h, head, &a);
	return a.status;
}

static void long_heads(void **state)
{
	(void)state;
	assert_int_equal(long_target(2048), 200);
	assert_int_equal(long_target(2049), 414);
	assert_int_equal(long_target(12000), 414);
	assert_int_equal(long_target(65000), 414);
	assert_int_equal(long_head(17000, false), 431);
	assert_int_equal(long_head(64000, false), 431);
	assert_int_equal(long_head(5000, true), 431);
	assert_int_equal(long_head(64000, true), 431);
	assert_true(stage_quiet(&stage, true));
}

static void sixteen_kilobytes_of_head_pass(void **state)
{
	static struct answer a;
	char line[1100];
	int fd = client_open(stage.h);

	(void)state;
	client_say(fd, "GET / HTTP/1.1\r\nConnection: close\r\n" H);
	for (int i = 0; i < 15; i++) {
		snprintf(line, sizeof(line), "X-%d: %01040d\r\n", i, 0);
		client_say(fd, line);
	}
	client_say(fd, "\r\n");
	client_all(fd, &a);
	close(fd);
	assert_int_equal(a.status, 200);
}

static void many_arguments_pass(void **state)
{
	static struct answer a;
	struct buf b = buf_fixed((char[2200]){ 0 }, 2200);

	(void)state;
	buf_c(&b, "GET /?");
	for (int i = 0; i < 150; i++)
		buf_fmt(&b, "a%d=1&", i);
	buf_c(&b, " HTTP/1.1\r\n" H "\r\n");
	client_ask(stage.h, b.p, &a);
	assert_int_equal(a.status, 200);
	assert_non_null(strstr(a.bytes, "&a149=1& "));
}

static void request_arrives_whole(void **state)
{
	static struct answer a;
	char v[256];

	(void)state;
	client_ask(stage.h, "POST /echo?a=%31&b HTTP/1.1\r\n" H "Content-Length: 5\r\n\r\nhola!", &a);
	assert_int_equal(a.status, 200);
	assert_string_equal(answer_body(&a), "POST /echo?a=%31&b hola!");
	client_ask(stage.h, "POST /echo HTTP/1.1\r\n" H "Transfer-Encoding: chunked\r\n\r\n"
		"2\r\nho\r\n3;x=y\r\nla!\r\n0\r\nTrailer: x\r\n\r\n", &a);
	assert_string_equal(answer_body(&a), "POST /echo? hola!");
	client_ask(stage.h, "GET /a%20b%2fni%C3%B1o HTTP/1.1\r\n" H "\r\n", &a);
	assert_string_equal(answer_body(&a), "GET /a b/ni\xc3\xb1o? ");
	client_ask(stage.h, "GET /header HTTP/1.1\r\n" H "x-TEST:  a b \r\n\r\n", &a);
	assert_string_equal(answer_body(&a), "a b");
	client_ask(stage.h, "GET /peer HTTP/1.1\r\n" H "\r\n", &a);
	assert_string_equal(answer_body(&a), "127.0.0.1");
	assert_null(answer_header(&a, "Server", v));
	assert_non_null(answer_header(&a, "Date", v));
	assert_null(strstr(strstr(a.bytes, "Date:") + 1, "Date:"));
}

static void head_has_no_body(void **state)
{
	static struct answer a;
	char v[256];
	int fd = client_open(stage.h);

	(void)state;
	client_say(fd, "HEAD /x HTTP/1.1\r\nConnection: close\r\n" H "\r\n");
	client_all(fd, &a);
	close(fd);
	assert_int_equal(a.status, 200);
	assert_true(a.closed);
	assert_string_equal(answer_header(&a, "Content-Length", v), "9");
	assert_string_equal(answer_body(&a), "");
}

static void kept_alive_and_closed(void **state)
{
	static struct answer a;
	int fd = client_open(stage.h);

	(void)state;
	for (int i = 0; i < 3; i++) {
		client_say(fd, "POST /echo HTTP/1.1\r\n" H "Content-Length: 2\r\n\r\nab");
		client_one(fd, &a);
		assert_string_equal(answer_body(&a), "POST /echo? ab");
		assert_false(a.closed);
	}
	client_say(fd, "GET / HTTP/1.1\r\n" H "\r\nGET /2 HTTP/1.1\r\nConnection: close\r\n" H "\r\n");
	client_all(fd, &a);
	close(fd);
	assert_int_equal(a.heads, 2);
	assert_true(a.closed);
}

static void continue_is_asked_for(void **state)
{
	static struct answer a;
	int fd = client_open(stage.h);

	(void)state;
	client_say(fd, "POST /echo HTTP/1.1\r\n" H "Content-Length: 2\r\nExpect: 100-continue\r\n\r\n");
	client_one(fd, &a);
	assert_int_equal(a.status, 100);
	client_say(fd, "ok");
	client_one(fd, &a);
	assert_string_equal(answer_body(&a), "POST /echo? ok");
	close(fd);
	fd = client_open(stage.h);
	client_say(fd, "POST /echo HTTP/1.1\r\n" H "Content-Length: 9999\r\nExpect: 100-continue\r\n\r\n");
	client_all(fd, &a);
	assert_int_equal(a.status, 413);
	assert_int_equal(a.heads, 1);
	close(fd);
}

/* The answer must reach a client that is still sending: no reset may overtake it. */
static void refusal_reaches_a_sender(void **state)
{
	static struct answer a;
	static char piece[65536];
	int fd = client_open(stage.h);

	(void)state;
	client_say(fd, "POST /upload HTTP/1.1\r\n" H "Content-Length: 4000000\r\n\r\n");
	for (int i = 0; i < 61; i++)
		client_send(fd, piece, sizeof(piece));
	client_all(fd, &a);
	close(fd);
	assert_int_equal(a.status, 413);
}

static void chunks_over_the_limit(void **state)
{
	static struct answer a;
	static char piece[6 + 4096 + 2];
	int fd = client_open(stage.h);

	(void)state;
	memcpy(piece, "1000\r\n", 6);
	memcpy(piece + 6 + 4096, "\r\n", 2);
	client_say(fd, "POST /upload HTTP/1.1\r\n" H "Transfer-Encoding: chunked\r\n\r\n");
	for (int i = 0; i < 260; i++)
		client_send(fd, piece, sizeof(piece));
	client_say(fd, "0\r\n\r\n");
	client_one(fd, &a);
	close(fd);
	assert_int_equal(a.status, 413);
	fd = client_open(stage.h); /* without end: cut, not swallowed for ever */
	client_say(fd, "POST /upload HTTP/1.1\r\n" H "Transfer-Encoding: chunked\r\n\r\n");
	for (int i = 0; i < 1000; i++)
		client_send(fd, piece, sizeof(piece));
	client_all(fd, &a);
	close(fd);
	assert_int_equal(a.status, 0);
	assert_true(stage_quiet(&stage, true));
}

/* Where nothing more fits into the library's memory for a connection it forgets what it began. */
static void no_room_for_arguments(void **state)
{
	static char bytes[32 * 1024];
	static const char rest[] = "GET /2?next=%2F&day=2026-11-20 HTTP/1.1\r\nHost: a\r\n\r\n";
	static struct answer a;
	int fd[75];

	(void)state;
	for (size_t i = 0, n = 24000; i < ARRAY_LEN(fd); i++, n += 8) {
		fd[i] = client_open(stage.h);
		memset(bytes, '(', n);
		memcpy(bytes + n, rest, sizeof(rest));
		client_send(fd[i], bytes, n + sizeof(rest) - 1);
	}
	for (size_t i = 0; i < ARRAY_LEN(fd); i++) { /* some wait until the server has waited enough */
		client_all(fd[i], &a);
		close(fd[i]);
	}
	assert_true(stage_quiet(&stage, true));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hostile_bytes),
		cmocka_unit_test(long_heads),
		cmocka_unit_test(sixteen_kilobytes_of_head_pass),
		cmocka_unit_test(many_arguments_pass),
		cmocka_unit_test(request_arrives_whole),
		cmocka_unit_test(head_has_no_body),
		cmocka_unit_test(kept_alive_and_closed),
		cmocka_unit_test(continue_is_asked_for),
		cmocka_unit_test(refusal_reaches_a_sender),
		cmocka_unit_test(chunks_over_the_limit),
		cmocka_unit_test(no_room_for_arguments),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
