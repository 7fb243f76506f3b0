/* Deadlines, peers that vanish, and what must be left behind: nothing. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <sys/socket.h>
#include <unistd.h>
#include <cmocka.h>

#include "httpd_client.h"

#define H "Host: a.example\r\n"
#define GET(path) "GET " path " HTTP/1.1\r\n" H "\r\n"

/* One byte each 20 ms; how long until the server hangs up. */
static int64_t drip(struct stage *s, const char *first, const char *more)
{
	int fd = client_open(s->h);
	int64_t begun = client_now_ms();
	char c;

	client_say(fd, first);
	for (size_t i = 0; client_now_ms() - begun < 4000; i++) {
		if (more && send(fd, more + i % strlen(more), 1, MSG_NOSIGNAL) < 0)
			break;
		usleep(20000);
		ssize_t n = recv(fd, &c, 1, MSG_DONTWAIT);
		if (n == 0 || (n < 0 && errno == ECONNRESET))
			break;
	}
	close(fd);
	return client_now_ms() - begun;
}

#define ABOUT(ms, least)                                             \
	do {                                                         \
		int64_t took_ = (ms);                                \
		if (took_ < (least) || took_ > (least) + 900)        \
			fail_msg("cut after %d ms", (int)took_);     \
	} while (0)

static void slow_ones_are_cut(void **state)
{
	struct stage s = { 0 };
	struct httpd_options o = stage_options(&s);
	const char *post = "POST /upload HTTP/1.1\r\n" H "Content-Length: 100000\r\n\r\n";

	(void)state;
	o.head_ms = 300;
	o.body_idle_ms = 200;
	o.body_total_ms = 600;
	o.idle_ms = 400;
	stage_start(&s, &o);
	ABOUT(drip(&s, "", NULL), 300);
	ABOUT(drip(&s, "GET / HTTP/1.1\r\nX: ", "abcdef"), 300);
	ABOUT(drip(&s, "", "\r\n"), 300);
	ABOUT(drip(&s, "GET / HTTP/1.1\r\n", "X: 1\r\n"), 300);
	assert_true(httpd_numbers(s.h).cut >= 4);
	ABOUT(drip(&s, post, NULL), 200);
	ABOUT(drip(&s, post, "x"), 600);
	ABOUT(drip(&s, "POST /upload HTTP/1.1\r\n" H "Transfer-Encoding: chunked\r\n\r\n",
		"1\r\nx\r\n"), 600);
	assert_true(httpd_numbers(s.h).cut >= 7);
	assert_true(stage_quiet(&s, true));
	stage_stop(&s, 1000);
}

static void idle_ones_are_cut(void **state)
{
	static struct answer a;
	struct stage s = { 0 };
	struct httpd_options o = stage_options(&s);

	(void)state;
	o.head_ms = 200;
	o.idle_ms = 300;
	stage_start(&s, &o);
	int fd = client_open(s.h);
	client_say(fd, GET("/"));
	client_one(fd, &a);
	usleep(400000); /* longer than a head may take, shorter than idle and head */
	client_say(fd, GET("/"));
	client_one(fd, &a);
	assert_int_equal(a.status, 200);
	int64_t begun = client_now_ms();
	client_all(fd, &a);
	assert_true(a.closed);
	ABOUT(client_now_ms() - begun, 300);
	close(fd);
	/* A slow handler is nobody's slowness but ours. */
	client_ask(s.h, GET("/sleep"), &a);
	assert_int_equal(a.status, 200);
	stage_stop(&s, 1000);
}

/* Where an upload of 100 kB is cut, and how. */
static void cut_upload(struct stage *s, int i)
{
	static char piece[50000];
	int fd = client_open(s->h);
	struct linger hard = { 1, 0 };

	assert_true(fd >= 0);
	switch (i % 8) {
	case 0:
		client_say(fd, "POST /up");
		break;
	case 1:
		client_say(fd, "POST /upload HTTP/1.1\r\n" H "Content-Le");
		break;
	case 2:
		client_say(fd, "POST /upload HTTP/1.1\r\n" H "Content-Length: 100000\r\n\r\n");
		break;
	case 3:
		client_say(fd, "POST /upload HTTP/1.1\r\n" H "Transfer-Encoding: chunked\r\n\r\n1");
		break;
	case 4:
	case 5:
		client_say(fd, "POST /upload HTTP/1.1\r\n" H "Content-Length: 100000\r\n\r\n");
		client_send(fd, piece, sizeof(piece));
		if (i % 8 == 5)
			usleep(1000);
		break;
	case 6:
		client_say(fd, "POST /upload HTTP/1.1\r\n" H "Content-Length: 100000\r\n\r\n");
		client_send(fd, piece, sizeof(piece));
		client_send(fd, piece, sizeof(piece));
		break;
	default:
		client_say(fd, GET("/big"));
		usleep(2000);
	}
	if (i / 8 % 2)
		setsockopt(fd, SOL_SOCKET, SO_LINGER, &hard, sizeof(hard));
	if (i / 16 % 2)
		shutdown(fd, SHUT_WR);
	close(fd);
}

static void cut_uploads_leave_nothing(void **state)
{
	static struct answer a;
	struct stage s = { 0 };
	struct httpd_options o = stage_options(&s);

	(void)state;
	o.queue = 1000;
	stage_start(&s, &o);
	for (int i = 0; i < 640; i++)
		cut_upload(&s, i);
	client_ask(s.h, GET("/"), &a);
	assert_int_equal(a.status, 200);
	assert_true(stage_quiet(&s, true));
	/* And while both workers are held, so that whole requests wait in the queue. */
	int held[2];
	for (int i = 0; i < 2; i++) {
		held[i] = client_open(s.h);
		client_say(held[i], GET("/hold"));
	}
	assert_true(stage_wait(&s, &s.holding, 2));
	for (int i = 0; i < 200; i++)
		cut_upload(&s, i);
	stage_gate(&s);
	for (int i = 0; i < 2; i++) {
		client_one(held[i], &a);
		assert_int_equal(a.status, 200);
		close(held[i]);
	}
	assert_true(stage_quiet(&s, true));
	client_ask(s.h, GET("/"), &a);
	assert_int_equal(a.status, 200);
	stage_stop(&s, 1000);
}

static void bodies_have_one_room(void **state)
{
	static struct answer a;
	static char piece[600000];
	struct stage s = { 0 };
	struct httpd_options o = stage_options(&s);

	(void)state;
	o.body_room = 1 << 20;
	stage_start(&s, &o);
	int fd = client_open(s.h);
	client_say(fd, "POST /upload HTTP/1.1\r\n" H "Content-Length: 600000\r\n\r\n");
	while (httpd_numbers(s.h).body_bytes == 0)
		usleep(1000);
	client_ask(s.h, "POST /upload HTTP/1.1\r\n" H "Content-Length: 600000\r\n\r\n", &a);
	assert_int_equal(a.status, 503);
	client_send(fd, piece, sizeof(piece));
	client_one(fd, &a);
	assert_int_equal(a.status, 200);
	close(fd);
	assert_true(stage_quiet(&s, true));
	stage_stop(&s, 1000);
}

static void crowd_makes_room(void **state)
{
	static struct answer a;
	struct stage s = { 0 };
	struct httpd_options o = stage_options(&s);
	int fd[20];

	(void)state;
	o.connections = 20;
	stage_start(&s, &o);
	for (int i = 0; i < 20; i++) {
		fd[i] = client_open(s.h);
		client_say(fd[i], GET("/"));
		client_one(fd[i], &a);
		assert_int_equal(a.status, 200);
	}
	client_ask(s.h, GET("/"), &a); /* waits until an idle one is cut */
	assert_int_equal(a.status, 200);
	for (int i = 0; i < 20; i++)
		close(fd[i]);
	stage_stop(&s, 1000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(slow_ones_are_cut),
		cmocka_unit_test(idle_ones_are_cut),
		cmocka_unit_test(cut_uploads_leave_nothing),
		cmocka_unit_test(bodies_have_one_room),
		cmocka_unit_test(crowd_makes_room),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
