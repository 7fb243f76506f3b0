/*
 * page_data.c - /datos, what there is to take; /datos/distritos.csv and so on, the files.
 */
#include "open_data.h"

#include "parts.h"

enum rc page_data(struct page_call *p)
{
	struct ctx *c = p->c;

	part_intro(p, N_("Estos números son de todos. Puede usarlos y publicarlos diciendo de dónde vienen (licencia CC BY 4.0). Son cuentas, nunca personas: menos de cinco personas se escribe «<5». Una celda vacía quiere decir «sin dato», no cero."));
	for (const struct data_set *s = data_sets; s->name; s++)
		for (unsigned f = 0; f < DATA_FORMS; f++)
			part_row(p, f == 0 ? tr(c->lang, s->label) : str_fmt(c->mem, "%s.%s", s->name, data_form_names[f]),
				str_fmt(c->mem, "/datos/%s.%s", s->name, data_form_names[f]), f == 0 ? str_fmt(c->mem, "%s.csv", s->name) : STR(""), STR(""));
	part_after(p, N_("La segunda línea de cada tabla lleva las etiquetas HXL (hxlstandard.org). El diccionario dice qué es cada dato."));
	part_link(p, "mapa", N_("El mapa de la ciudad"), STR("/mapa"));
	return OK;
}

static bool asked(struct str file, const struct data_set **set, enum data_form *form)
{
	size_t dot = str_find(file, '.');

	for (const struct data_set *s = data_sets; s->name; s++)
		for (unsigned f = 0; f < DATA_FORMS; f++)
			if (dot < file.n && str_is(str_sub(file, 0, dot), s->name) && str_is(str_sub(file, dot + 1, file.n), data_form_names[f])) {
				*set = s;
				*form = f;
				return true;
			}
	return false;
}

enum rc page_data_file(struct page_call *p)
{
	const struct data_set *set;
	enum data_form form;

	if (!asked(p->get(p, "file"), &set, &form))
		return NOT_FOUND;
	if (!p->slow(p))
		return BUSY;
	if (data_file(p->c, set, form, &p->bytes))
		p->type = data_type(form);
	else
		p->redirect = str_fmt(p->c->mem, "/datos/%s.csv", set->name); /* as a table without a workbook, then */
	return OK;
}
