/* disk_test.c - the write-ahead log, and disks that fail. */
#include "store_test.h"

#include <pthread.h>
#include <sqlite3.h>
#include <unistd.h>

#include "store.h"

/* ---- a disk that fails: SQLite's own file methods, some of them broken at will ---- */

static struct {
	int write, sync, read; /* the code to fail with, 0: works */
	sqlite3_vfs vfs;
	sqlite3_vfs *real;
	sqlite3_io_methods methods[2]; /* of the log and of the database, which has locks too */
	const sqlite3_io_methods *real_methods; /* both read, write and sync alike */
} disk;

static int disk_write(sqlite3_file *f, const void *p, int n, sqlite3_int64 at)
{
	return disk.write ? disk.write : disk.real_methods->xWrite(f, p, n, at);
}

static int disk_sync(sqlite3_file *f, int flags)
{
	return disk.sync ? disk.sync : disk.real_methods->xSync(f, flags);
}

static int disk_read(sqlite3_file *f, void *p, int n, sqlite3_int64 at)
{
	return disk.read ? disk.read : disk.real_methods->xRead(f, p, n, at);
}

static int disk_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *f, int flags, int *out)
{
	int code = disk.real->xOpen(disk.real, name, f, flags, out);
	sqlite3_io_methods *m = &disk.methods[flags & SQLITE_OPEN_MAIN_DB ? 1 : 0];
	(void)vfs;

	if (!f->pMethods)
		return code;
	disk.real_methods = f->pMethods;
	*m = *f->pMethods;
	m->xWrite = disk_write;
	m->xSync = disk_sync;
	m->xRead = disk_read;
	f->pMethods = m;
	return code;
}

static int install_disk(void **state)
{
	struct diag d = { 0 };
	struct db *db =
		db_open(&(struct db_options){ .mode = DB_MEMORY, .no_statements = true }, &d);
	(void)state;

	db_close(&db); /* it has configured and started SQLite */
	disk.real = sqlite3_vfs_find(NULL);
	disk.vfs = *disk.real;
	disk.vfs.zName = "failing";
	disk.vfs.xOpen = disk_open;
	return sqlite3_vfs_register(&disk.vfs, 1);
}

static struct db *db;

static int setup(void **state)
{
	(void)state;
	db = test_new(DB_WRITE);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	disk.write = disk.sync = disk.read = 0;
	db_close(&db);
	test_clean();
	return 0;
}

/* ---- the log ---- */

static void checkpoint_moves_the_log(void **state)
{
	(void)state;
	assert_int_equal(db_checkpoint(db, 1000), OK); /* the first one always looks */
	long before = test_size("");
	for (int i = 0; i < 50; i++) {
		assert_int_equal(db_begin(db), OK);
		for (int j = 0; j < 20; j++)
			test_put(db, i * 20 + j,
				"una nota de unas cuantas letras para llenar la hoja");
		assert_int_equal(db_commit(db), OK);
		assert_int_equal(db_checkpoint(db, 1000), OK);
	}
	assert_int_equal(test_size(""), before);
	assert_true(test_sqlite(db)->wal_pages > 50);
	assert_int_equal(db_checkpoint(db, 40), OK);
	assert_true(test_size("") > before);
	assert_int_equal(test_sqlite(db)->wal_moved, test_sqlite(db)->wal_pages);
	long log = test_size("-wal");
	test_commit_one(db, 5000);
	assert_true(test_sqlite(db)->wal_pages < 10); /* it started over */
	assert_int_equal(test_size("-wal"), log);
}

static void a_long_reader_is_waited_for_once(void **state)
{
	struct db *reader = test_open(DB_READ);
	(void)state;

	assert_int_equal(db_checkpoint(db, 4), OK);
	assert_int_equal(db_begin(reader), OK);
	for (int i = 0; i < 30; i++)
		test_commit_one(db, i);
	assert_true(test_sqlite(db)->wal_pages > 20);
	assert_int_equal(db_checkpoint(db, 4), BUSY); /* waited in vain; no error sticks */
	assert_int_equal(db_status(db), OK);
	for (int i = 0; i < 5; i++) {
		test_commit_one(db, 1000 + i);
		assert_int_equal(db_checkpoint(db, 4), OK); /* moves what it can, waits no more */
	}
	assert_true(test_sqlite(db)->wal_moved < test_sqlite(db)->wal_pages);
	assert_int_equal(db_commit(reader), OK);
	assert_int_equal(db_checkpoint(db, 4), OK);
	assert_int_equal(test_sqlite(db)->wal_moved, test_sqlite(db)->wal_pages);
	test_commit_one(db, 2000);
	assert_true(test_sqlite(db)->wal_pages < 5); /* it started over */
	db_close(&reader);
}

/* Two snapshots, one of which is always open. */
static void *read_on(void *arg)
{
	struct db *reader[2] = { test_open(DB_READ), test_open(DB_READ) };
	volatile bool *stop = arg;
	enum rc rc = db_begin(reader[0]);

	for (unsigned i = 0; !*stop && rc == OK; i++) {
		rc = db_begin(reader[(i + 1) % 2]);
		usleep(200);
		db_rollback(reader[i % 2]);
	}
	db_close(&reader[0]);
	db_close(&reader[1]);
	return rc == OK ? NULL : arg;
}

static void log_starts_over_under_overlapping_readers(void **state)
{
	volatile bool stop = false;
	pthread_t thread;
	void *failed = NULL;
	int times = 0, last = 0;
	(void)state;

	assert_int_equal(pthread_create(&thread, NULL, read_on, (void *)&stop), 0);
	for (int i = 0; i < 5000 && times < 5; i++) {
		test_commit_one(db, i);
		assert_int_not_equal(db_checkpoint(db, 5), IO);
		times += test_sqlite(db)->wal_pages < last;
		last = test_sqlite(db)->wal_pages;
	}
	stop = true;
	assert_int_equal(pthread_join(thread, &failed), 0);
	assert_null(failed);
	assert_int_equal(times, 5);
}

static void close_leaves_one_file(void **state)
{
	(void)state;
	test_commit_one(db, 1);
	db_close(&db);
	assert_int_equal(test_size("-wal"), -1);
	db = test_open(DB_WRITE);
	assert_int_equal(test_count(db), 1);
}

/* ---- failures ---- */

static void stuck(void)
{
	assert_int_equal(db_status(db), IO);
	assert_int_equal(test_count(db), -1);
	assert_int_equal(db_change(db, test_query(Q_PUT_ONCE), ARGS(cell_int(99))), -1);
	assert_null(db_compose(db, STR("SELECT 1"), 0, 1));
	db_undo(db);
	assert_int_equal(db_status(db), IO);
}

static void failed_commit_sticks(int *what, int code)
{
	test_commit_one(db, 1);
	assert_int_equal(db_begin(db), OK);
	test_put(db, 2, "a");
	*what = code;
	assert_int_equal(db_commit(db), IO);
	assert_true(strlen(db_message(db)) > 0);
	assert_int_equal(db_commit(db), IO);
	stuck();
	*what = 0;
	db_rollback(db);
	assert_int_equal(db_status(db), OK);
	assert_true(test_count(db) >= 1);
	test_commit_one(db, 3);
}

static void write_error(void **state)
{
	(void)state;
	failed_commit_sticks(&disk.write, SQLITE_IOERR_WRITE);
}

static void full_disk(void **state)
{
	(void)state;
	failed_commit_sticks(&disk.write, SQLITE_FULL);
}

static void sync_error(void **state)
{
	(void)state;
	failed_commit_sticks(&disk.sync, SQLITE_IOERR_FSYNC);
}

static void full_file(void **state)
{
	static char big[50000];
	(void)state;

	test_commit_one(db, 1);
	test_pragma(db, "PRAGMA max_page_count = 4");
	assert_int_equal(db_begin(db), OK);
	assert_int_equal(db_savepoint(db), OK);
	assert_int_equal(
		db_change(db, test_query(Q_PUT),
			ARGS(cell_int(2), cell_null(), cell_blob((struct str){ big, sizeof big }))),
		-1);
	stuck();
	assert_int_equal(db_release(db), IO);
	assert_int_equal(db_commit(db), IO);
	assert_int_equal(db_checkpoint((db_rollback(db), db), 0), OK);
	test_pragma(db, "PRAGMA max_page_count = 1000");
	test_commit_one(db, 2);
	assert_int_equal(test_count(db), 2);
}

static void read_error(void **state)
{
	(void)state;
	test_commit_one(db, 1);
	struct db *reader = test_open(DB_READ);
	disk.read = SQLITE_IOERR_READ;
	assert_int_equal(test_count(reader), -1);
	assert_int_equal(db_status(reader), IO);
	assert_int_equal(db_begin(reader), IO);
	disk.read = 0;
	assert_int_equal(test_count(reader), -1);
	db_rollback(reader);
	assert_int_equal(test_count(reader), 1);
	db_close(&reader);
}

static void checkpoint_error(void **state)
{
	(void)state;
	test_commit_one(db, 1);
	disk.sync = SQLITE_IOERR_FSYNC;
	assert_int_equal(db_checkpoint(db, 0), IO);
	stuck();
	disk.sync = 0;
	db_close(&db);
	assert_true(test_size("-wal") > 0); /* the log stays for the next start */
	db = test_open(DB_WRITE);
	assert_int_equal(test_count(db), 1);
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(checkpoint_moves_the_log),
		TEST(a_long_reader_is_waited_for_once),
		TEST(log_starts_over_under_overlapping_readers),
		TEST(close_leaves_one_file),
		TEST(write_error),
		TEST(full_disk),
		TEST(sync_error),
		TEST(full_file),
		TEST(read_error),
		TEST(checkpoint_error),
	};

	query_register(&store_test_sql);
	return cmocka_run_group_tests(tests, install_disk, NULL);
}
