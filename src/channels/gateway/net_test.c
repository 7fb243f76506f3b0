/*
 * net_test.c - what Telegram and WhatsApp say, an edit as a correction, and the fate of a refusal.
 */
#include "whatsapp.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void telegram_kinds(void **state)
{
	static const struct {
		const char *update;
		enum telegram_kind kind;
		const char *text;
	} rows[] = {
		{ "\"message\":{\"message_id\":1,\"from\":{\"id\":7},\"chat\":{\"id\":7,\"type\":\"private\"},\"date\":5,\"text\":\"raciones 120\"}", TELEGRAM_TEXT, "raciones 120" },
		{ "\"message\":{\"message_id\":1,\"from\":{\"id\":7},\"chat\":{\"id\":7,\"type\":\"private\"},\"text\":\"/start x\"}", TELEGRAM_TEXT, "hola" },
		{ "\"message\":{\"message_id\":1,\"from\":{\"id\":7},\"chat\":{\"id\":7,\"type\":\"private\"},\"text\":\"/raciones@bot 120\"}", TELEGRAM_TEXT, "raciones 120" },
		{ "\"message\":{\"message_id\":1,\"from\":{\"id\":7},\"chat\":{\"id\":-7,\"type\":\"group\"},\"text\":\"raciones 120\"}", TELEGRAM_NOTHING, "" },
		{ "\"message\":{\"message_id\":1,\"from\":{\"id\":7,\"is_bot\":true},\"chat\":{\"id\":7,\"type\":\"private\"},\"text\":\"x\"}", TELEGRAM_NOTHING, "" },
		{ "\"message\":{\"message_id\":1,\"from\":{\"id\":7},\"chat\":{\"id\":8,\"type\":\"private\"},\"text\":\"x\"}", TELEGRAM_NOTHING, "" },
		{ "\"edited_message\":{\"message_id\":1,\"from\":{\"id\":7},\"chat\":{\"id\":7,\"type\":\"private\"},\"text\":\"x\"}", TELEGRAM_EDIT, "x" },
		{ "\"message\":{\"message_id\":1,\"from\":{\"id\":7},\"chat\":{\"id\":7,\"type\":\"private\"},\"sticker\":{}}", TELEGRAM_OTHER, "" },
		{ "\"poll\":{}", TELEGRAM_NOTHING, "" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct arena *a = arena_new(0);
		struct telegram_update *u;
		unsigned n;
		struct str body = str_fmt(a, "{\"ok\":true,\"result\":[{\"update_id\":9,%s}]}", rows[i].update);
		assert_int_equal(telegram_read(a, body, 1000, &u, &n), OK);
		assert_int_equal(n, 1);
		assert_int_equal(u->id, 9);
		assert_int_equal(u->kind, rows[i].kind);
		assert_true(str_is(u->text, rows[i].text));
		arena_free(&a);
	}
}

/* The largest photo below the limit; a contact is a proof only of her own number. */
static void telegram_files(void **state)
{
	static const char body[] = "{\"ok\":true,\"result\":["
		"{\"update_id\":1,\"message\":{\"message_id\":1,\"from\":{\"id\":7},\"chat\":{\"id\":7,\"type\":\"private\"},\"photo\":["
		"{\"file_id\":\"s\",\"file_size\":10},{\"file_id\":\"m\",\"file_size\":900},{\"file_id\":\"l\",\"file_size\":5000}]}},"
		"{\"update_id\":2,\"message\":{\"message_id\":2,\"from\":{\"id\":7},\"chat\":{\"id\":7,\"type\":\"private\"},\"voice\":"
		"{\"file_id\":\"v\",\"file_size\":5000}}},"
		"{\"update_id\":3,\"message\":{\"message_id\":3,\"from\":{\"id\":7},\"chat\":{\"id\":7,\"type\":\"private\"},\"contact\":"
		"{\"phone_number\":\"51987654321\",\"user_id\":7}}},"
		"{\"update_id\":4,\"message\":{\"message_id\":4,\"from\":{\"id\":7},\"chat\":{\"id\":7,\"type\":\"private\"},\"contact\":"
		"{\"phone_number\":\"51987654321\",\"user_id\":8}}}]}";
	struct arena *a = arena_new(0);
	struct telegram_update *u;
	unsigned n;

	(void)state;
	assert_int_equal(telegram_read(a, str_c(body), 1000, &u, &n), OK);
	assert_int_equal(n, 4);
	assert_true(str_is(u[0].file, "m"));
	assert_true(u[1].kind == TELEGRAM_MEDIA && u[1].file.n == 0);
	assert_true(str_is(u[2].phone, "+51987654321"));
	assert_true(u[3].kind == TELEGRAM_CONTACT && u[3].phone.n == 0);
	assert_int_equal(telegram_read(a, STR("{\"ok\":false}"), 1000, &u, &n), INVALID);
	arena_free(&a);
}

static void edits(void **state)
{
	static const struct {
		const char *before, *after, *means; /* NULL: no plain correction */
	} rows[] = {
		{ "raciones 120", "raciones 102", "no era 120, era 102" },
		{ "hoy 95 y 12 casos", "hoy 95 y  13 casos", "no era 12, era 13" },
		{ "raciones 120", "raciones 120", "" },
		{ "raciones 120", "platos 120", NULL },
		{ "raciones 120", "raciones 102 ayer", NULL },
		{ "hoy 95 y 12", "hoy 96 y 13", NULL },
		{ "raciones 120", "raciones 1000000000", NULL },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct arena *a = arena_new(0);
		struct str means = telegram_edit(a, str_c(rows[i].before), str_c(rows[i].after));
		assert_true(rows[i].means ? means.p && str_is(means, rows[i].means) : !means.p);
		arena_free(&a);
	}
}

static void fates(void **state)
{
	(void)state;
	assert_int_equal(whatsapp_fate(131026, 400).sent, SENT_NEVER);
	assert_int_equal(whatsapp_fate(132015, 400).sent, SENT_NEVER);
	assert_string_equal(whatsapp_fate(132015, 400).fault, "template");
	assert_true(whatsapp_fate(190, 401).down && !whatsapp_fate(131056, 400).down);
	assert_string_equal(whatsapp_fate(131047, 400).fault, "window");
	assert_int_equal(whatsapp_fate(0, 500).sent, SENT_LATER);
	assert_int_equal(whatsapp_fate(999999, 400).sent, SENT_NEVER);
	assert_int_equal(whatsapp_fate(999999, 503).sent, SENT_LATER);
}

static void secrets(void **state)
{
	struct gateway g = { .secret = STR(" token\n  app\tword ") };
	struct whatsapp_secret s;

	(void)state;
	assert_true(whatsapp_secret(&g, &s));
	assert_true(str_is(s.token, "token") && str_is(s.app, "app") && str_is(s.verify, "word"));
	g.secret = STR("one two");
	assert_false(whatsapp_secret(&g, &s));
	g.secret = STR("one two three four");
	assert_false(whatsapp_secret(&g, &s));
	assert_true(net_url_good(STR("https://api.telegram.org")) && net_url_good(STR("http://127.0.0.1:80/v21.0")));
	assert_false(net_url_good(STR("http://api.telegram.org")) || net_url_good(STR("https://a@b")) ||
		net_url_good(STR("https://a?x")) || net_url_good(STR("file:///etc/passwd")));
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(telegram_kinds), cmocka_unit_test(telegram_files),
		cmocka_unit_test(edits), cmocka_unit_test(fates), cmocka_unit_test(secrets) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
