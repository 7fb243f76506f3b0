/* voice_door.c - from a meeting to the letters and promises that came out of it; the pages are the module voice's. */
#include "meetings_own.h"

static bool tell(struct ctx *c, const struct meeting *m, struct str *hint_out, struct str *url_out)
{
	*hint_out = tr(c->lang, N_("Lo que se pide y lo que prometieron"));
	*url_out = str_fmt(c->mem, "/cartas?meeting=%.36s", id_text(c->mem, m->id).p);
	return allowed(c, "page:writings", scope_of_group(c, m->group));
}

const struct meeting_door voice_door = { .icon = "papel", .label = N_("Cartas y promesas"), .tell = tell };
