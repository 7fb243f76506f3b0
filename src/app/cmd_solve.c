/* cmd_solve.c - `ayni solve b1 FILE.json`: a form is checked outside any network (doc/b1.md). */
#include "b1_json.h"
#include "cmds.h"

int cmd_solve(struct app *a, struct console *k)
{
	if (k->argc != 3 || strcmp(k->argv[1], "b1") != 0)
		return usage_error(a, k, N_("Vea «ayni help %s»"), "solve");
	bool read = b1_solve(k->mem, a->lang, k->file, &k->out);
	buf_char(&k->out, '\n');
	return read ? EXIT_GOOD : EXIT_FAILED;
}
