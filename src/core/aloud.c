/*
 * aloud.c - the list of pages, the channel's own first, and the first module that keeps a recording.
 */
#include "aloud.h"

/* The way in and her account: the channel's own. */
static const struct aloud_page own[] = {
	{ "enter", N_("Entrar") },
	{ "code", N_("Escriba su código") },
	{ "invitation", N_("Invitación") },
	{ "pin", N_("Elija su clave") },
	{ "account", N_("Mi cuenta") },
	{ "text_code", N_("Código para mensajes") },
	{ "picture", N_("Mi dibujo") },
	{ "settings", N_("Ajustes") },
	{ "phrase", N_("Mi frase") },
	{ "invite", N_("Invitar") },
	{ "bring", N_("Traer envíos") },
};

bool aloud_at(const struct registry *reg, unsigned i, struct aloud_page *out)
{
	if (i < ARRAY_LEN(own)) {
		*out = own[i];
		return true;
	}
	i -= (unsigned)ARRAY_LEN(own);
	for (unsigned k = 0; k < reg->npages; k++) {
		const struct page *p = reg->pages[k];
		if (p->title && i-- == 0) {
			*out = (struct aloud_page){ p->name, p->title };
			return true;
		}
	}
	return false;
}

const char *aloud_title(const struct registry *reg, struct str name)
{
	struct aloud_page p;

	for (unsigned i = 0; aloud_at(reg, i, &p); i++)
		if (str_is(name, p.name))
			return p.title;
	return NULL;
}

struct str aloud_of(struct ctx *c, const char *name)
{
	struct str url = STR("");

	if (!aloud_title(c->reg, str_c(name)))
		return url;
	for (unsigned i = 0; c->reg->modules[i] && !url.n; i++)
		if (c->reg->modules[i]->aloud)
			url = c->reg->modules[i]->aloud(c, name);
	return url;
}
