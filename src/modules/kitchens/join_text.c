/*
 * join_text.c - registering a kitchen by message: "registrar olla Virgen de Fátima", or step by step from the menu.
 */
#include "register.h"
#include "texts.h"

enum { MOST = 6 };

/* Her district is that of her groups, where they are in one. */
enum rc join_complete(struct ctx *c, struct act *a, struct id *candidates_out, unsigned max, unsigned *n_out, unsigned *arg_out)
{
	int at = action_arg(a->action, STR("place"));
	unsigned n = 0;

	*n_out = 0;
	*arg_out = (unsigned)at;
	if (at < 0 || act_has(a, (unsigned)at))
		return OK;
	for (unsigned i = 0; i < c->who->nmember && n < max && n < MOST; i++) {
		const struct group_info *g = group_of(c, c->who->member[i].group);
		bool again = !g || id_is_zero(g->place);
		for (unsigned k = 0; k < n && !again; k++)
			again = id_eq(candidates_out[k], g->place);
		if (!again)
			candidates_out[n++] = g->place;
	}
	*n_out = n;
	if (n > 1)
		return INVALID;
	if (n == 0)
		return fail(c, "place", "required", N_("Diga el distrito, por ejemplo: registrar olla Virgen de Fátima, distrito 150133"));
	a->v[at] = value_id(candidates_out[0]);
	a->given[at] = true;
	return OK;
}

struct str join_answer(struct ctx *c, const struct act *a, const struct outcome *o)
{
	(void)o;
	return tr_fill(c->mem, c->lang, N_("Su cocina ya está en la red: %s. Desde hoy anote cada día sus raciones. Dos cocinas vecinas la confirman"),
		ref_title(c, "kitchen", a->id));
}
