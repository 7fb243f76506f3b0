/*
 * receive_many_test.c - messages of one number that arrive together: each is answered, none is lost.
 */
#include "journal.h"
#include "text_channel.h"
#include "text_world.h"

#include <pthread.h>
#include <unistd.h>

/* Behind the rooms' headers: cmocka makes a macro of fail(). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

enum { THREADS = 3, EACH_SENDS = 15 };

struct sender {
	unsigned n;
	const char *path;
	unsigned done, busy;
};

/* Each thread writes for the same number, with a connection of its own. */
static void *sends(void *arg)
{
	struct sender *s = arg;
	struct arena *a = arena_new(64 << 20);
	struct diag d = { 0 };
	struct db *db = db_open(&(struct db_options){ .path = s->path, .mode = DB_READ }, &d);

	for (unsigned i = 0; db && i < EACH_SENDS; i++) {
		struct ctx c = ctx_for(a);
		struct str answer, text = str_fmt(a, "corrijo raciones %u", 100 + s->n * EACH_SENDS + i);
		struct str id = str_fmt(a, "t%u-%u", s->n, i);
		c.db = db;
		c.diag = &d;
		enum rc rc = text_receive(&c, world.w, &(struct text_in){ .from = STR(ROSA), .text = text, .ref = id }, &answer);
		/* The gateway repeats what was not taken. */
		if (rc == BUSY) {
			s->busy++;
			i--;
			continue;
		}
		s->done += rc == OK && str_starts(answer, "Anotado");
	}
	db_close(&db);
	arena_free(&a);
	return NULL;
}

static void many_at_once(void **state)
{
	char path[] = "/tmp/ayni-text-XXXXXX/text.db";
	struct sender s[THREADS];
	pthread_t thread[THREADS];
	struct diag d = { 0 };
	(void)state;

	path[sizeof("/tmp/ayni-text-XXXXXX") - 1] = '\0';
	assert_non_null(mkdtemp(path));
	path[sizeof("/tmp/ayni-text-XXXXXX") - 1] = '/';
	world_open(path);
	send_text(ROSA, "raciones 99");
	int64_t before = journal_head(writer_db(world.w), world.net.id).seq;
	writer_start(world.w);
	for (unsigned i = 0; i < THREADS; i++) {
		s[i] = (struct sender){ .n = i, .path = path };
		assert_int_equal(pthread_create(&thread[i], NULL, sends, &s[i]), 0);
	}
	for (unsigned i = 0; i < THREADS; i++) {
		pthread_join(thread[i], NULL);
		assert_int_equal(s[i].done, EACH_SENDS);
	}
	struct db *db = db_open(&(struct db_options){ .path = path, .mode = DB_READ }, &d);
	assert_non_null(db);
	assert_int_equal(journal_head(db, world.net.id).seq, before + THREADS * EACH_SENDS);
	db_close(&db);
	world_teardown(state);
	static const char *const behind[] = { "", "-wal", "-shm" };
	for (size_t i = 0; i < ARRAY_LEN(behind); i++) {
		char name[sizeof(path) + 8];
		struct buf b = buf_fixed(name, sizeof(name));
		buf_c(&b, path);
		buf_c(&b, behind[i]);
		buf_char(&b, '\0');
		unlink(name);
	}
	path[sizeof("/tmp/ayni-text-XXXXXX") - 1] = '\0';
	assert_int_equal(rmdir(path), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(many_at_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
