/*
 * week_words.c - a week in people's words, understood; and as it is kept.
 */
#include "week_words.h"

#include <string.h>

#include "fold.h"

enum {
	ALL_DAYS = 0x7f, WORK_DAYS = 0x1f, REST_DAYS = 0x60, HALF_DAY = 12, EARLY = 6, LATE_END = 10, NOON_WHOLE = 24,
	UNTOUCHED = 0xff, UNSAID = 0xfe, NONE = -1, WORD_MOST = 24, DAY_FROM = 7, DAY_TO = 22
};

static const char *const kept[WEEK_WHYS] = { "free", "school", "work", "other" };

/* ---- kept ---- */

struct str week_day_write(struct arena *a, const uint8_t *hours)
{
	struct buf b = buf_new(a, 40);

	for (int from = 0, to; from < WEEK_HOURS; from = to) {
		for (to = from + 1; to < WEEK_HOURS && hours[to] == hours[from]; to++)
			;
		if (hours[from] == WEEK_FREE || hours[from] >= WEEK_WHYS)
			continue;
		if (b.n)
			buf_c(&b, ", ");
		buf_fmt(&b, "%d-%d %s", from, to, kept[hours[from]]);
	}
	return buf_str(&b);
}

void week_day_read(struct str text, uint8_t *hours_out)
{
	struct str piece, from, to;
	int64_t f, t;

	memset(hours_out, WEEK_FREE, WEEK_HOURS);
	while (text.n && str_cut(&text, ',', &piece)) {
		struct str why = str_trim(piece);
		if (!str_cut(&why, '-', &from) || !str_cut(&why, ' ', &to) || !str_int64(from, &f) || !str_int64(to, &t) || f < 0 || t > WEEK_HOURS)
			continue;
		for (unsigned k = WEEK_SCHOOL; k < WEEK_WHYS; k++)
			if (str_is(why, kept[k]))
				for (int64_t h = f; h < t; h++)
					hours_out[h] = (uint8_t)k;
	}
}

/* ---- said ---- */

/* One of a list, and which: alternatives of a place are separated by |. */
static int listed(struct str word, const char *const *lists, unsigned n)
{
	for (unsigned i = 0; i < n; i++) {
		struct str rest = str_c(lists[i]), one;
		while (str_cut(&rest, '|', &one))
			if (str_eq(one, word))
				return (int)i;
	}
	return NONE;
}

static const char *const day_words[WEEK_DAYS] = { "lunes|lun|lu|l", "martes|mar|ma", "miercoles|mie|mier|x", "jueves|jue|ju|j",
	"viernes|vie|vi|v", "sabado|sabados|sab|sa|s", "domingo|domingos|dom|do|d" };
static const char *const why_words[WEEK_WHYS] = { "libre|libres|desocupado|desocupada|nada|disponible",
	"escuela|colegio|cole|clase|clases|tarea|tareas|estudio|estudios|estudia|estudian|instituto|universidad|academia|jardin|escolar|virtual",
	"trabajo|trabaja|trabajan|trabajamos|negocio|venta|ventas|mercado|taller|chamba|tienda|empleo|vender",
	"otro|otra|otros|otras|cosa|cosas|iglesia|culto|salud|cita|posta|terapia|medico|ocupado|ocupada|viaje|deporte" };
enum { PART_MORNING, PART_NOON, PART_AFTERNOON, PART_EVENING, PARTS };
static const char *const part_words[PARTS] = { "man~ana|man~anas|am", "mediodia", "tarde|tardes|pm", "noche|noches" };
static const uint8_t part_hours[PARTS][2] = { { DAY_FROM, 12 }, { 12, 14 }, { 14, 18 }, { 18, DAY_TO } };
static const char *const joining[] = { "a|al|hasta|-" };
static const char *const filling[] = { "de|la|las|el|los|del|en|y|e|por|con|para|mi|mis|su|es|esta|estan|hora|horas|desde|entre|hijo|hija|hijos|hijas|"
	"telefono|celular|cel|nin~o|nin~a|nin~os|cada|hrs|h|se|lo|usa|usan" };

struct reading {
	unsigned days, last_days; /* of this piece; of the one before */
	int last_day, from, from_part, why;
	bool exact;              /* written with minutes: by the clock of 24 hours */
	bool ranges, from_open;  /* "lun a", "8 a": the end follows */
	bool fin;                /* "fin de" was said */
	int from_hour, to_hour;  /* of the last range: what "de la tarde" behind it speaks of; NONE */
	uint32_t hours, range;   /* bits; those of the last range */
	uint8_t put[WEEK_DAYS][WEEK_HOURS];
};

static uint32_t bits(int from, int to)
{
	uint32_t b = 0;

	for (int h = from < 0 ? 0 : from; h < to && h < WEEK_HOURS; h++)
		b |= 1u << h;
	return b;
}

/* Hours without a word for the part of the day, as they are meant; with one, `part`. Minutes were rounded outward. */
static void range_set(struct reading *g, int from, int to, int part)
{
	if (part == PART_AFTERNOON || part == PART_EVENING) {
		to += to < HALF_DAY ? HALF_DAY : 0;
		from += from + HALF_DAY < to ? HALF_DAY : 0;
	} else if (part == NONE && !g->exact && to <= LATE_END && from < EARLY && from > 0 && from < to) {
		from += HALF_DAY;
		to += HALF_DAY;
	}
	if (to <= from)
		to += to + HALF_DAY > from ? HALF_DAY : 0;
	g->hours = (g->hours & ~g->range) | bits(from, to);
	g->range = bits(from, to);
}

/* An hour that was begun and has no end is one hour long. */
static void from_close(struct reading *g)
{
	if (g->from == NONE)
		return;
	g->range = 0;
	g->from_hour = g->from;
	g->to_hour = g->from + 1;
	range_set(g, g->from, g->from + 1, g->from_part);
	g->from = NONE;
	g->ranges = false;
}

/* The piece is whole: into g->put. */
static enum week_fault flush(struct reading *g)
{
	from_close(g);
	if (!g->days)
		g->days = g->last_days;
	if (!g->hours && g->why == WEEK_FREE)
		g->hours = bits(0, NOON_WHOLE);
	if (!g->hours && g->why == NONE)
		return WEEK_FINE; /* days alone go on behind a comma */
	if (!g->days)
		return WEEK_NO_DAY;
	if (!g->hours)
		return WEEK_NO_HOURS;
	for (unsigned d = 0; d < WEEK_DAYS; d++)
		for (unsigned h = 0; h < WEEK_HOURS; h++) {
			if (g->why != NONE && g->put[d][h] == UNSAID)
				g->put[d][h] = (uint8_t)g->why;
			if (g->days >> d & 1 && g->hours >> h & 1)
				g->put[d][h] = g->why == NONE ? UNSAID : (uint8_t)g->why;
		}
	g->last_days = g->days;
	g->days = 0;
	g->hours = g->range = 0;
	g->why = g->last_day = g->to_hour = NONE;
	g->ranges = false;
	return WEEK_FINE;
}

static enum week_fault day_said(struct reading *g, unsigned days, int one)
{
	enum week_fault f = WEEK_FINE;

	from_close(g);
	if (g->hours || (g->why != NONE && g->days)) /* "escuela lun 8-12": the reason may stand before */
		f = flush(g);
	if (f != WEEK_FINE)
		return f;
	if (g->ranges && g->last_day != NONE && one != NONE)
		for (int d = g->last_day; d != one; d = (d + 1) % WEEK_DAYS)
			g->days |= 1u << d;
	g->ranges = false;
	g->days |= days;
	g->last_day = one;
	return WEEK_FINE;
}

/* "8", "8:30": rounded down where it begins, up where it ends. */
static bool hour_said(struct reading *g, struct str w)
{
	struct str rest = w, hour, minute = STR("0");
	int64_t h, m = 0;

	if (!str_cut(&rest, ':', &hour) || hour.n > 2 || !str_int64(hour, &h) || h < 0 || h > WEEK_HOURS)
		return false;
	if (rest.p && (rest.n != 2 || !str_cut(&rest, ':', &minute) || !str_int64(minute, &m) || m < 0 || m > 59))
		return false;
	if (g->why != NONE && g->hours && g->from == NONE && flush(g) != WEEK_FINE)
		return false;
	g->exact = str_find(w, ':') < w.n;
	if (g->from != NONE && g->from_open) {
		g->range = 0;
		g->from_hour = g->from;
		g->to_hour = (int)h + (m > 0);
		range_set(g, g->from_part == PART_AFTERNOON && g->from < HALF_DAY ? g->from + HALF_DAY : g->from, g->to_hour, NONE);
		g->from = NONE;
		g->from_open = false;
		return true;
	}
	from_close(g);
	g->from = (int)h;
	g->from_part = NONE;
	g->from_open = false;
	return h < WEEK_HOURS;
}

/* "de la tarde" behind an hour says which half; alone it is that part of the day. */
static void part_said(struct reading *g, int part)
{
	if (g->from != NONE) {
		g->from_part = part;
	} else if (g->to_hour != NONE) {
		range_set(g, g->from_hour, g->to_hour, part);
		g->to_hour = NONE;
	} else {
		g->range = 0;
		g->hours |= bits(part_hours[part][0], part_hours[part][1]);
	}
}

/* "ocupado por la escuela": the word that says more counts; else another reason begins another piece. */
static enum week_fault why_said(struct reading *g, int why)
{
	bool more = g->why == NONE || g->why == WEEK_OTHER, again = why == WEEK_OTHER || why == g->why;
	enum week_fault f = WEEK_FINE;

	from_close(g);
	g->to_hour = NONE;
	if (!more && again)
		return WEEK_FINE;
	if (!more && g->hours)
		f = flush(g);
	g->why = why;
	return f;
}

static enum week_fault word_said(struct reading *g, struct str w)
{
	int k = listed(w, day_words, WEEK_DAYS);

	if (k != NONE)
		return day_said(g, 1u << k, k);
	if (str_is(w, "todos") || str_is(w, "toda") || str_is(w, "diario"))
		return day_said(g, ALL_DAYS, NONE);
	if (str_is(w, "fin") || str_is(w, "finde") || str_is(w, "fines")) {
		g->fin = true;
		return day_said(g, REST_DAYS, NONE);
	}
	if (str_is(w, "semana")) {
		enum week_fault f = g->fin ? WEEK_FINE : day_said(g, WORK_DAYS, NONE);
		g->fin = false;
		return f;
	}
	if (str_is(w, "todo")) {
		from_close(g);
		g->hours |= bits(DAY_FROM, DAY_TO);
		return WEEK_FINE;
	}
	if (str_is(w, "dia") || str_is(w, "dias"))
		return WEEK_FINE;
	if ((k = listed(w, part_words, PARTS)) != NONE) {
		part_said(g, k);
		return WEEK_FINE;
	}
	if ((k = listed(w, why_words, WEEK_WHYS)) != NONE)
		return why_said(g, k);
	if (listed(w, joining, 1) != NONE) {
		g->ranges = true;
		g->from_open = g->from != NONE;
		return WEEK_FINE;
	}
	return listed(w, filling, 1) != NONE ? WEEK_FINE : WEEK_NO_WORD;
}

/* The next word, number or sign; points are left out ("a.m."), but for those between digits, which are as colons. */
static bool token(struct str text, size_t *at, struct buf *out)
{
	out->n = 0;
	while (*at < text.n && (text.p[*at] == ' ' || text.p[*at] == '.'))
		++*at;
	if (*at == text.n)
		return false;
	char first = text.p[*at];
	bool digits = first >= '0' && first <= '9', letters = first >= 'a' && first <= 'z';
	if (!digits && !letters) {
		buf_char(out, first);
		++*at;
		return true;
	}
	for (; *at < text.n; ++*at) {
		char ch = text.p[*at], next = *at + 1 < text.n ? text.p[*at + 1] : ' ';
		bool digit = ch >= '0' && ch <= '9', letter = (ch >= 'a' && ch <= 'z') || ch == '~';
		if (digits && (ch == ':' || ch == '.') && next >= '0' && next <= '9')
			buf_char(out, ':');
		else if (!digits && ch == '.' && next >= 'a' && next <= 'z' && out->n == 1)
			continue; /* "p.m" */
		else if (digits ? !digit : !letter)
			break;
		else
			buf_char(out, ch);
	}
	return true;
}

static bool sets_off(struct str w)
{
	return str_is(w, ",") || str_is(w, ";") || str_is(w, "/") || str_is(w, "+");
}

enum week_fault week_say(struct arena *a, struct str text, struct week *io, struct str *piece_out)
{
	struct str folded = fold(a, text);
	struct reading g = { .last_day = NONE, .from = NONE, .from_part = NONE, .why = NONE, .to_hour = NONE };
	struct buf b = buf_new(a, 32);
	enum week_fault f = WEEK_FINE;
	bool any = false;

	memset(g.put, UNTOUCHED, sizeof(g.put));
	*piece_out = STR("");
	for (size_t at = 0; f == WEEK_FINE && token(folded, &at, &b);) {
		struct str w = buf_str(&b);
		bool number = w.p[0] >= '0' && w.p[0] <= '9';
		f = number ? (hour_said(&g, w) ? WEEK_FINE : WEEK_NO_HOUR) : sets_off(w) ? flush(&g) : str_is(w, ":") ? WEEK_FINE : word_said(&g, w);
		any |= g.days || g.hours || g.why != NONE;
		if (f == WEEK_NO_WORD || f == WEEK_NO_HOUR)
			*piece_out = str_dup(a, str_sub(w, 0, WORD_MOST));
	}
	bool whole = g.why == WEEK_FREE && !g.days && !g.hours && !g.last_days; /* "libre": all of the week */
	if (whole)
		g.days = ALL_DAYS;
	bool left = f == WEEK_FINE && (g.days && !g.hours && g.from == NONE && g.why == NONE);
	if (f == WEEK_FINE)
		f = !any ? WEEK_NO_DAY : left ? WEEK_NO_HOURS : flush(&g);
	if (f != WEEK_FINE)
		return f;
	for (unsigned d = 0; d < WEEK_DAYS; d++)
		for (unsigned h = 0; h < WEEK_HOURS; h++)
			if (g.put[d][h] != UNTOUCHED)
				io->why[d][h] = g.put[d][h] == UNSAID ? WEEK_OTHER : g.put[d][h];
	io->told = true;
	return WEEK_FINE;
}

bool week_says_forget(struct arena *a, struct str text)
{
	static const char *const words[] = { "borrar|borra|borre|borrala|borrarla|vaciar|vaciarla|vacia|quitar|quite|olvidar|olvide|borrar todo|borrar toda|"
		"quitar todo|vaciar todo|borrar mi semana" };

	return listed(fold(a, text), words, 1) != NONE;
}
