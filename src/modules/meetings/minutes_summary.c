/*
 * minutes_summary.c - a meeting made to be sent on in a chat, as text and as a picture: what was decided, what was agreed, how many
 * were counted, when the next one is. It names nobody who came.
 */
#include "minutes_own.h"

#include "card.h"
#include "decide.h"
#include "parts.h"
#include "utf8.h"

enum { LETTERS = 990, AGREEMENTS_SHOWN = 20, LINE_LETTERS = 140, FEW = 5 };

static struct str short_of(struct str s, unsigned letters)
{
	size_t at = 0;

	for (unsigned n = 0; n < letters && at < s.n; n++)
		utf8_next(s, &at);
	return str_sub(s, 0, at);
}

/* A line that still fits; false: it did not, and nothing was added. */
static bool line(struct buf *b, struct str text)
{
	struct str one = short_of(text, LINE_LETTERS);

	if (utf8_count(buf_str(b)) + utf8_count(one) + 1 > LETTERS)
		return false;
	buf_c(b, b->n ? "\n" : "");
	buf_add(b, one);
	return true;
}

static bool next_of(struct ctx *c, const struct meeting *m, struct meeting *out)
{
	struct meeting all[MEETINGS_SHOWN];
	unsigned n = meetings_next(c, all, MEETINGS_SHOWN);

	for (unsigned i = 0; i < n; i++)
		if (id_eq(all[i].group, m->group) && !id_eq(all[i].id, m->id) && all[i].day >= m->day) {
			*out = all[i];
			return true;
		}
	return false;
}

static struct str counted(struct ctx *c, const struct meeting *m)
{
	int64_t n;

	if (!minutes_counted(c, m, &n))
		return STR("");
	return n < FEW ? str_fmt(c->mem, "<%d", FEW) : str_fmt(c->mem, "%lld", (long long)n);
}

static unsigned decided(struct ctx *c, const struct meeting *m, struct buf *b, unsigned *passed_out)
{
	struct proposal *asked = ARENA_ARRAY(c->mem, struct proposal, PROPOSALS_MOST);
	unsigned n = proposals_of(c, m->id, asked, PROPOSALS_MOST), closed = 0;

	*passed_out = 0;
	for (unsigned i = 0; i < n; i++) {
		if (!asked[i].counted)
			continue;
		*passed_out += asked[i].passed;
		if (!closed++)
			line(b, tr(c->lang, N_("Se decidió:")));
		line(b, str_fmt(c->mem, "- %s. %s", str_cstr(c->mem, short_of(asked[i].text, 60)), str_cstr(c->mem, proposal_told(c, &asked[i]))));
	}
	return closed;
}

/* The group or "todas" may stand there; names of those who took it on do not. */
static unsigned agreed(struct ctx *c, const struct meeting *m, struct buf *b)
{
	struct agreement *a = ARENA_ARRAY(c->mem, struct agreement, AGREEMENTS_SHOWN);
	unsigned n = agreements_of(c, minutes_source(c, m->id), a, AGREEMENTS_SHOWN);

	if (n)
		line(b, tr(c->lang, N_("Se acordó:")));
	for (unsigned i = 0; i < n; i++) {
		const struct str_pair pairs[] = { { "what", short_of(a[i].what, 90) }, { "day", lang_date_short(c->mem, c->lang, a[i].by) } };
		line(b, tr_named(c->mem, c->lang, N_("- {what}, hasta el {day}"), pairs, 2));
	}
	return n;
}

struct str minutes_summary(struct ctx *c, const struct meeting *m)
{
	struct buf b = buf_new(c->mem, 1200), tail = buf_new(c->mem, 200);
	struct str there = counted(c, m);
	struct meeting next;
	unsigned passed;

	line(&b, str_fmt(c->mem, "%s. %s", str_cstr(c->mem, m->topic), str_cstr(c->mem, meeting_when(c, m))));
	if (there.n)
		line(&b, tr_fill(c->mem, c->lang, N_("Se contaron %s personas."), there));
	if (next_of(c, m, &next))
		line(&tail, tr_fill(c->mem, c->lang, N_("Próxima reunión: %s"), meeting_line(c, &next)));
	unsigned room = (unsigned)utf8_count(buf_str(&tail));
	struct buf body = buf_new(c->mem, 1200);
	unsigned n = decided(c, m, &body, &passed);
	n += agreed(c, m, &body);
	if (!n)
		line(&body, tr(c->lang, N_("No se anotaron acuerdos.")));
	/* Whole lines of it, as many as leave room for when the next one is. */
	struct str rest = buf_str(&body), one;
	while (str_cut(&rest, '\n', &one) && utf8_count(buf_str(&b)) + utf8_count(one) + room + 2 < LETTERS)
		line(&b, one);
	if (tail.n)
		line(&b, buf_str(&tail));
	return buf_str(&b);
}

enum rc page_summary_of(struct page_call *p)
{
	struct ctx *c = p->c;
	struct meeting m;

	if (!meeting_asked(p, &m) || m.day > today(c))
		return NOT_FOUND;
	part_back(p, N_("El acta"), minutes_url(c, m.id, "acta"));
	part_fact(p, NULL, meeting_when(c, &m));
	part_intro(p, N_("Para quienes no pudieron venir. No dice quién asistió."));
	part_picture(p, minutes_url(c, m.id, "resumen.png"), tr(c->lang, N_("El resumen como imagen")), CARD_EDGE / 4, CARD_HIGH / 4);
	part_share(p, minutes_summary(c, &m));
	return OK;
}

static void card_of(struct ctx *c, const struct meeting *m, struct card *out)
{
	struct buf none = buf_new(c->mem, 1200), lines = buf_new(c->mem, 1200), day = buf_new(c->mem, 12);
	struct str base = c->config ? c->config->public_url : STR("");
	size_t at = str_find(base, '/');
	struct meeting next;
	unsigned passed;

	decided(c, m, &none, &passed);
	unsigned n = agreed(c, m, &lines);
	buf_day(&day, m->day);
	bool comes = next_of(c, m, &next);
	*out = (struct card){ .net = tr(c->lang, N_("Lo que se acordó")), .place = m->topic, .day = meeting_when(c, m),
		.big = { tr(c->lang, N_("personas se contaron")), counted(c, m) }, .unknown = tr(c->lang, N_("sin dato")),
		.pair = { { tr(c->lang, N_("propuestas aprobadas")), str_fmt(c->mem, "%u", passed) }, { tr(c->lang, N_("acuerdos")), str_fmt(c->mem, "%u", n) } },
		.npairs = CARD_PAIRS, .lacks_label = comes ? tr(c->lang, N_("Próxima reunión")) : STR(""),
		.lacks = comes ? meeting_line(c, &next) : STR(""), .link = str_sub(base, at + 2 < base.n ? at + 2 : 0, base.n),
		.language = str_c(lang_tag(c->lang)), .made_on = buf_str(&day) };
}

enum rc page_picture_of(struct page_call *p)
{
	struct card *card = ARENA_NEW(p->c->mem, struct card);
	struct meeting m;

	if (!meeting_asked(p, &m) || m.day > today(p->c))
		return NOT_FOUND;
	if (!p->slow(p))
		return BUSY;
	card_of(p->c, &m, card);
	if (card_png(p->c->mem, card, &p->bytes))
		p->type = "image/png";
	else
		p->redirect = minutes_url(p->c, m.id, "para-reenviar");
	return OK;
}
