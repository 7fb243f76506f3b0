/*
 * cmd_doctor.c - `ayni doctor`: what was looked at, how it is, what to do. Changes nothing but a file of
 * its own for the disk's sake, and works while serving or not.
 */
#include <unistd.h>

#include "cmds.h"
#include "doctor.h"

struct printed {
	struct app *a;
	struct console *k;
	unsigned not_well;
};

static void print(void *arg, enum finding f, struct str what, struct str seen, struct str todo)
{
	static const char *const sign[FINDING__N] = { "✓", "!", "✗" };
	struct printed *p = arg;
	struct str word = finding_word(p->a->lang, f);

	p->not_well += f != FINDING_GOOD;
	buf_fmt(&p->k->out, "%s %.*s: ", sign[f], (int)what.n, what.p);
	buf_add(&p->k->out, word);
	buf_fmt(&p->k->out, ". %.*s\n", (int)seen.n, seen.p);
	if (todo.n)
		buf_fmt(&p->k->out, "  → %.*s\n", (int)todo.n, todo.p);
}

/* The database opens, or the line that says why not. */
static bool look_inside(const struct findings *to, struct app *a, struct console *k)
{
	size_t said = k->err.n;

	if (app_open(a, k, false) == EXIT_GOOD) {
		to->c->db = a->reader;
		/* What a wrong clock wrote since is no measure for it. */
		int64_t believed_ms = journal_last_acted(a->reader, k->mem, a->net.id, true);
		clock_start(believed_ms, believed_ms);
		to->c->doubt = clock_doubt();
		return true;
	}
	struct str why = str_trim(str_sub(buf_str(&k->err), said, k->err.n));
	if (str_starts(why, "ayni: "))
		why = str_sub(why, 6, why.n);
	struct str_pair pairs[] = { { "why", str_dup(k->mem, why) } };
	buf_cut(&k->err, said);
	finding_say(to, FINDING_BAD, N_("Base de datos"), N_("{why}"),
		N_("Lo demás no se puede mirar hasta que eso se arregle."), pairs, 1);
	return false;
}

int cmd_doctor(struct app *a, struct console *k)
{
	struct diag d = { 0 };
	struct actor who = { 0 };
	struct ctx c = app_ctx(a, k->mem, &d, &who);
	struct printed p = { .a = a, .k = k };
	struct findings to = { &c, print, &p };
	const char *odd = option_left(k);

	if (odd)
		return usage_error(a, k, N_("No hay una opción %s"), odd);
	/* Opening makes a missing secret: said before, and then not opened. */
	bool whole = doctor_folder(&to, a), open = whole && look_inside(&to, a, k);
	doctor_disk(&to, a->set.data);
	doctor_file_system(&to, a->set.data);
	doctor_clock(&to);
	doctor_limits(&to);
	doctor_tls(&to, a);
	if (open && db_begin(a->reader) == OK) {
		upkeep_look(&to);
		doctor_tree(&to);
		doctor_foods(&to);
		doctor_bytes(&to);
		db_rollback(a->reader);
	}
	app_close(a);
	return p.not_well ? EXIT_FAILED : EXIT_GOOD;
}
