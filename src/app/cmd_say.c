/*
 * cmd_say.c - one message through the text channel, from the command line.
 */
#include "cmds.h"
#include "field.h"
#include "text_channel.h"

/* A number as people write it, in its full form; false with a line on k->err. */
static bool read_phone(struct app *a, struct console *k, const char *from, struct str *out)
{
	static const struct field phone = { "phone", T_PHONE, F_REQUIRED, .label = "" };
	struct diag d = { 0 };
	struct value v;

	if (field_read(k->mem, &phone, str_c(from), &v, &d) == OK && v.kind == V_TEXT) {
		*out = v.s;
		return true;
	}
	usage_error(a, k, d.n ? d.item[0].msgid : N_("A la opción %s le falta su valor"), "--from");
	return false;
}

bool say_explains(const struct console *k)
{
	for (int i = 1; i < k->argc; i++)
		if (strcmp(k->argv[i], "--explain") == 0)
			return true;
	return false;
}

const char *say_path(const struct console *k)
{
	struct console copy = *k;
	bool bad = false;

	copy.argv = ARENA_ARRAY(k->mem, char *, (size_t)k->argc + 1);
	memcpy(copy.argv, k->argv, (size_t)k->argc * sizeof(*k->argv));
	return option_take(&copy, "--file", &bad);
}

/* The words that are left, as one message. */
static struct str words_joined(struct console *k)
{
	struct buf text = buf_new(k->mem, 256);

	for (int i = 1; i < k->argc; i++) {
		if (i > 1)
			buf_char(&text, ' ');
		buf_c(&text, k->argv[i]);
	}
	return buf_str(&text);
}

/* "\\n" in a line of a file is the end of a line of its message. */
static struct str line_text(struct arena *mem, struct str line)
{
	struct buf b = buf_new(mem, line.n + 1);

	for (size_t i = 0; i < line.n; i++)
		if (line.p[i] == '\\' && i + 1 < line.n && line.p[i + 1] == 'n') {
			buf_char(&b, '\n');
			i++;
		} else {
			buf_char(&b, line.p[i]);
		}
	return buf_str(&b);
}

static bool explain_one(struct app *a, struct console *k, struct arena *mem, struct str from, struct str text)
{
	struct diag d = { 0 };
	struct actor who = { 0 };
	struct ctx c = app_ctx(a, mem, &d, &who);
	struct buf out = buf_new(mem, 1024);

	who.console = false;
	enum rc rc = text_explain(&c, from, text, &out);
	if (rc == OK) {
		buf_add(&k->out, buf_str(&out));
		buf_char(&k->out, '\n');
	}
	arena_reset(mem); /* not rewound: what is to be done at the arena's end lies in it */
	return rc == OK;
}

/* Each line a message, with its sender before a tab; without one `from` wrote it. */
static int explain_lines(struct app *a, struct console *k, struct arena *mem, struct str from)
{
	struct str rest = k->file, line;

	while (rest.n && str_cut(&rest, '\n', &line)) {
		struct str sender = from, text = line;
		if (line.n && line.p[line.n - 1] == '\r')
			text.n--;
		if (!text.n)
			continue;
		if (str_find(text, '\t') < text.n)
			str_cut(&text, '\t', &sender);
		if (!sender.n)
			return usage_error(a, k, N_("A la opción %s le falta su valor"), "--from");
		if (!explain_one(a, k, mem, sender, line_text(k->mem, text)))
			return EXIT_FAILED;
	}
	return EXIT_GOOD;
}

int say_explain(struct app *a, struct console *k)
{
	bool bad = !flag_take(k, "--explain");
	const char *from = option_take(k, "--from", &bad), *path = option_take(k, "--file", &bad);
	struct arena *mem = arena_new(0);
	struct str phone = STR("");
	int status;

	if (bad || (!path && !from))
		status = usage_error(a, k, N_("A la opción %s le falta su valor"), "--from");
	else if (from && !read_phone(a, k, from, &phone))
		status = EXIT_USAGE;
	else if (path)
		status = explain_lines(a, k, mem, phone);
	else if (k->argc < 2)
		status = usage_error(a, k, N_("Falta el mensaje. Vea «ayni help %s»"), "say");
	else
		status = explain_one(a, k, mem, phone, words_joined(k)) ? EXIT_GOOD : EXIT_FAILED;
	arena_free(&mem);
	return status;
}

int cmd_say(struct app *a, struct console *k)
{
	if (say_explains(k))
		return say_explain(a, k);
	struct diag d = { 0 };
	struct actor who = { 0 };
	struct ctx c = app_ctx(a, k->mem, &d, &who);
	bool bad = false;
	const char *from = option_take(k, "--from", &bad), *id = option_take(k, "--id", &bad);
	struct str answer;

	if (bad || !from)
		return usage_error(a, k, N_("A la opción %s le falta su valor"), "--from");
	if (k->argc < 2)
		return usage_error(a, k, N_("Falta el mensaje. Vea «ayni help %s»"), "say");
	who.console = false;
	c.channel = "text";
	struct str phone;
	if (!read_phone(a, k, from, &phone))
		return EXIT_USAGE;
	struct str message = id ? str_c(id) : id_text(k->mem, id_new(c.now));
	if (text_receive(&c, a->writer, &(struct text_in){ .from = phone, .text = words_joined(k), .ref = message }, &answer) != OK) {
		app_not_saved(a, k);
		return EXIT_FAILED;
	}
	buf_add(&k->out, answer);
	buf_char(&k->out, '\n');
	return EXIT_GOOD;
}
