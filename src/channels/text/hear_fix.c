/*
 * hear_fix.c - corrections: "no era 120, era 102", "corrijo 102", "102 en vez de 120".
 */
#include "hear_own.h"

/* The next item from i that is no small word, or h->n. */
static unsigned skip_be(const struct hearing *h, unsigned i)
{
	while (i < h->n && h->item[i].kind == I_BE)
		i++;
	return i;
}

static unsigned number_from(const struct hearing *h, unsigned i)
{
	while (i < h->n && h->item[i].kind != I_NUMBER)
		i++;
	return i;
}

static bool number_before(const struct hearing *h, unsigned i, unsigned *out)
{
	while (i-- > 0)
		if (h->item[i].kind == I_NUMBER) {
			*out = i;
			return true;
		}
	return false;
}

/* Behind "no": the number that was wrong. The right one stands behind it, or before the "no". */
static void denied(struct hearing *h, unsigned no, unsigned wrong)
{
	unsigned right;

	h->corrects = true;
	if (number_from(h, wrong + 1) == h->n && !number_before(h, no, &right)) {
		h->fix_only = true;
		item_drop(h, no);
		return;
	}
	h->has_old = true;
	h->old = h->item[wrong].n;
	/* What named the wrong number may name the right one: it stays. */
	h->item[wrong].kind = I_BREAK;
	item_drop(h, no);
}

/* "no hubo casos sociales" is none of them. */
static bool none_of(struct hearing *h, unsigned no, unsigned what)
{
	if (what < h->n && what == no + 1 && no && h->item[what].kind == I_FIELD && (int)h->item[what].arg != h->c->bare &&
		number_from(h, what) == h->n) { /* "108 raciones, no sobró nada" */
		h->item[no] = (struct item){ .kind = I_NUMBER, .text = STR("0") };
		h->soft |= h->item[no - 1].kind != I_BREAK;
		return true;
	}
	if (what >= h->n || what == no + 1 || h->item[what].kind != I_FIELD ||
		(int)h->item[what].arg == h->c->bare ||
		(what + 1 < h->n && h->item[what + 1].kind == I_NUMBER))
		return false;
	/* The verb before it becomes a border to what was said earlier. */
	h->item[no] = (struct item){ .kind = I_BREAK };
	h->item[what - 1] = (struct item){ .kind = I_NUMBER, .text = STR("0") };
	return true;
}

/* "no pude mandar ayer, fueron 74 raciones": what is denied is no figure, and ends before it. */
static bool no_aside(struct hearing *h, unsigned no)
{
	unsigned end = no + 1;

	while (end < h->n && h->item[end].kind != I_BREAK && h->item[end].kind != I_NUMBER && h->item[end].kind != I_FIELD)
		end++;
	if (end >= h->n || h->item[end].kind != I_BREAK || number_from(h, end) == h->n || number_before(h, no, &(unsigned){ 0 }))
		return false;
	h->soft = true;
	for (unsigned i = no; i < end; i++)
		if (h->item[i].kind != I_DAY && h->item[i].kind != I_CODE)
			h->item[i] = (struct item){ .kind = I_BREAK };
	return true;
}

/* "jueves 82 raciones, y hoy no hubo": the report was whole before. */
static bool no_behind(struct hearing *h, unsigned no)
{
	unsigned from = no;

	while (from && h->item[from - 1].kind != I_BREAK)
		from--;
	if (!from || number_from(h, no) < h->n || !number_before(h, from, &(unsigned){ 0 }))
		return false;
	for (unsigned i = from; i < no; i++)
		if (h->item[i].kind == I_NUMBER)
			return false;
	h->n = from;
	return h->soft = true;
}

static void fix_no(struct hearing *h, unsigned no)
{
	unsigned next = skip_be(h, no + 1);


	/* "no, eran 102" */
	if (no == 0 && h->n > 1 && h->item[1].kind == I_BREAK) {
		h->corrects = true;
		item_drop(h, no);
		return;
	}
	if (no_aside(h, no))
		return;
	/* "no raciones 120, raciones 102" */
	unsigned number = next < h->n && h->item[next].kind == I_FIELD ? next + 1 : next;
	if (number < h->n && h->item[number].kind == I_NUMBER)
		denied(h, no, number);
	else if (!none_of(h, no, next) && !no_behind(h, no))
		h->blocked = true;
}

/* "corrijo 120 por 102" */
static void fix_by(struct hearing *h)
{
	for (unsigned i = 1; i + 1 < h->n; i++)
		if (h->item[i].kind == I_BY && h->item[i - 1].kind == I_NUMBER &&
			h->item[i + 1].kind == I_NUMBER) {
			h->has_old = true;
			h->old = h->item[i - 1].n;
			item_drop(h, i - 1);
			return;
		}
}

void items_fix(struct hearing *h)
{
	bool asked = false;

	for (unsigned i = 0; i < h->n; i++)
		if (h->item[i].kind == I_FIX) {
			asked = h->corrects = true;
			item_drop(h, i--);
		}
	for (unsigned i = 0; i < h->n; i++)
		if (h->item[i].kind == I_NO) {
			fix_no(h, i);
			break;
		}
	for (unsigned i = 0; i < h->n; i++)
		h->blocked |= h->item[i].kind == I_NO;
	if (asked && !h->has_old)
		fix_by(h);
	if (asked && number_from(h, 0) == h->n)
		h->fix_only = true;
	for (unsigned i = 0; i < h->n; i++)
		if (h->item[i].kind == I_BE || h->item[i].kind == I_BY)
			item_drop(h, i--);
}
