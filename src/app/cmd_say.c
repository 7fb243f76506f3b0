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

int cmd_say(struct app *a, struct console *k)
{
	struct diag d = { 0 };
	struct actor who = { 0 };
	struct ctx c = app_ctx(a, k->mem, &d, &who);
	bool bad = false;
	const char *from = option_take(k, "--from", &bad), *id = option_take(k, "--id", &bad);
	struct buf text = buf_new(k->mem, 256);
	struct str answer;

	if (bad || !from)
		return usage_error(a, k, N_("A la opción %s le falta su valor"), "--from");
	if (k->argc < 2)
		return usage_error(a, k, N_("Falta el mensaje. Vea «ayni help %s»"), "say");
	for (int i = 1; i < k->argc; i++) {
		if (i > 1)
			buf_char(&text, ' ');
		buf_c(&text, k->argv[i]);
	}
	who.console = false;
	c.channel = "text";
	struct str phone;
	if (!read_phone(a, k, from, &phone))
		return EXIT_USAGE;
	struct str message = id ? str_c(id) : id_text(k->mem, id_new(c.now));
	if (text_receive(&c, a->writer, &(struct text_in){ .from = phone, .text = buf_str(&text), .ref = message }, &answer) != OK) {
		app_not_saved(a, k);
		return EXIT_FAILED;
	}
	buf_add(&k->out, answer);
	buf_char(&k->out, '\n');
	return EXIT_GOOD;
}
