/*
 * invite_text.c - the words of invitations and reminders; by text message always one of 160 letters, with how to answer.
 */
#include "invite_own.h"

#include "sms.h"

enum { PIECE_LEAST = 12 };

/* As many whole signs as fit, with a sign that something is missing. */
static struct str shortened(struct ctx *c, struct str s, size_t most)
{
	if (s.n <= most)
		return s;
	while (most && ((unsigned char)s.p[most] & 0xc0) == 0x80)
		most--;
	struct str cut = str_trim(str_sub(s, 0, most));
	return str_fmt(c->mem, "%.*s...", (int)cut.n, cut.p);
}

static const char *msgid_of(enum invite_stage stage, bool place)
{
	switch (stage) {
	case STAGE_EVENING:
		return place ? N_("Mañana a las {hour}: {topic}, en {place}. Responda: asisto, no voy, o llego 10:30") :
			N_("Mañana a las {hour}: {topic}. Responda: asisto, no voy, o llego 10:30");
	case STAGE_BEFORE:
		return place ? N_("Hoy a las {hour}: {topic}, en {place}. Si no puede, responda: no voy. Si demora: llego 10:30") :
			N_("Hoy a las {hour}: {topic}. Si no puede, responda: no voy. Si demora: llego 10:30");
	case STAGE_CHANGE:
		return place ? N_("Cambio: {topic} es el {day}, {hour}, en {place}. Responda: asisto, no voy, o llego 10:30") :
			N_("Cambio: {topic} es el {day}, {hour}. Responda: asisto, no voy, o llego 10:30");
	case STAGE_CANCEL:
		return N_("Se suspende la reunión del {day}, {hour}: {topic}. Ya no venga; le avisaremos.");
	default:
		return place ? N_("Reunión {day}, {hour}: {topic}, en {place}. Responda: asisto, no voy, o llego 10:30") :
			N_("Reunión {day}, {hour}: {topic}. Responda: asisto, no voy, o llego 10:30");
	}
}

static struct str say(struct ctx *c, const struct meeting *m, enum invite_stage stage, struct str topic, struct str place)
{
	const struct str_pair pairs[] = { { "day", lang_date_long(c->mem, c->lang, m->day) }, { "hour", m->hour }, { "topic", topic },
		{ "place", place } };

	return tr_named(c->mem, c->lang, msgid_of(stage, place.n > 0), pairs, ARRAY_LEN(pairs));
}

static bool fits(struct ctx *c, struct str text)
{
	return sms_segments(sms_fold(c->mem, text)).segments <= 1;
}

struct str invite_text(struct ctx *c, const struct meeting *m, enum invite_stage stage, bool is_short)
{
	struct str text = say(c, m, stage, m->topic, m->place);

	if (!is_short) {
		struct buf b = buf_new(c->mem, 300);
		buf_add(&b, text);
		if (m->link.n && stage != STAGE_CANCEL) {
			buf_char(&b, '\n');
			buf_add(&b, m->link);
		}
		if (m->dial.n && stage != STAGE_CANCEL) {
			const struct str_pair pair = { "dial", m->dial };
			buf_char(&b, '\n');
			buf_add(&b, tr_named(c->mem, c->lang, N_("Por teléfono: {dial}."), &pair, 1));
		}
		return buf_str(&b);
	}
	/* First the topic gives way, then the place; at last the place goes. */
	for (size_t most = m->topic.n; !fits(c, text) && most > PIECE_LEAST; most -= most < 16 ? 1 : 4)
		text = say(c, m, stage, shortened(c, m->topic, most), m->place);
	for (size_t most = m->place.n; !fits(c, text) && most > PIECE_LEAST; most -= most < 16 ? 1 : 4)
		text = say(c, m, stage, shortened(c, m->topic, PIECE_LEAST), shortened(c, m->place, most));
	if (!fits(c, text))
		text = say(c, m, stage, shortened(c, m->topic, PIECE_LEAST), STR(""));
	return text;
}

struct str invite_forward(struct ctx *c, const struct meeting *m)
{
	const struct str_pair pair = { "dial", m->dial };
	struct buf b = buf_new(c->mem, 300);

	buf_add(&b, m->topic);
	buf_char(&b, '\n');
	buf_add(&b, meeting_when(c, m));
	if (m->place.n) {
		buf_char(&b, '\n');
		buf_add(&b, m->place);
	}
	if (m->dial.n) {
		buf_char(&b, '\n');
		buf_add(&b, tr_named(c->mem, c->lang, N_("Por teléfono: {dial}."), &pair, 1));
	}
	if (m->link.n) {
		buf_char(&b, '\n');
		buf_add(&b, m->link);
	}
	buf_char(&b, '\n');
	buf_add(&b, invite_address(c, m->id));
	return buf_str(&b);
}

struct str invite_address(struct ctx *c, struct id meeting)
{
	return str_fmt(c->mem, "%s%s%.36s", c->config ? str_cstr(c->mem, c->config->public_url) : "", leaf_is_open(c, meeting) ? "/r/" :
		"/reuniones/", id_text(c->mem, meeting).p);
}
