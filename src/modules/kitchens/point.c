/*
 * point.c - positions as they are written and pasted.
 */
#include "register.h"

enum { DECIMALS = 6, LAT_MOST = 90, LON_MOST = 180 };

/* A decimal number with a point in it, at p: its micro-units; how many bytes it takes, 0: it is none. */
static size_t decimal(struct str s, int64_t most, int64_t *udeg_out)
{
	size_t i = 0, at;
	int64_t whole = 0, part = 0;
	int digits = 0;
	bool minus = false;

	if (i < s.n && (s.p[i] == '-' || s.p[i] == '+'))
		minus = s.p[i++] == '-';
	for (at = i; i < s.n && s.p[i] >= '0' && s.p[i] <= '9' && i - at < 4; i++)
		whole = whole * 10 + (s.p[i] - '0');
	if (i == at || i >= s.n || s.p[i] != '.')
		return 0;
	for (at = ++i; i < s.n && s.p[i] >= '0' && s.p[i] <= '9'; i++)
		if (digits < DECIMALS) {
			part = part * 10 + (s.p[i] - '0');
			digits++;
		}
	if (i == at || whole > most)
		return 0;
	while (digits++ < DECIMALS)
		part *= 10;
	*udeg_out = (whole * 1000000 + part) * (minus ? -1 : 1);
	return i;
}

static bool part_of_number(char ch)
{
	return (ch >= '0' && ch <= '9') || ch == '.' || ch == '-';
}

bool point_read(struct str text, int64_t *lat_udeg, int64_t *lon_udeg)
{
	for (size_t i = 0; i < text.n; i++) {
		if (i > 0 && part_of_number(text.p[i - 1]))
			continue;
		size_t n = decimal(str_sub(text, i, text.n), LAT_MOST, lat_udeg);
		if (!n)
			continue;
		size_t k = i + n;
		while (k < text.n && (text.p[k] == ',' || text.p[k] == ';' || text.p[k] == ' '))
			k++;
		if (k + 2 < text.n && text.p[k] == '%' && text.p[k + 1] == '2' && (text.p[k + 2] == 'C' || text.p[k + 2] == 'c'))
			k += 3;
		if (k > i + n && decimal(str_sub(text, k, text.n), LON_MOST, lon_udeg))
			return true;
	}
	return false;
}

enum rc point_said(struct ctx *c, const struct act *a, const struct point_args *of, bool *said, int64_t *lat_udeg, int64_t *lon_udeg)
{
	bool written = act_has(a, of->point), told = act_has(a, of->latitude) || act_has(a, of->longitude);

	*said = written || told;
	if (written && told)
		return fail(c, "point", "both", N_("Diga el punto de una sola manera"));
	if (told && act_has(a, of->latitude) != act_has(a, of->longitude))
		return fail(c, act_has(a, of->latitude) ? "longitude" : "latitude", "required", N_("El punto necesita latitud y longitud"));
	if (written && !point_read(act_text(a, of->point), lat_udeg, lon_udeg))
		return fail(c, "point", "format", N_("No encontramos un punto ahí. Se escribe así: -12.158, -76.970"));
	if (told) {
		*lat_udeg = a->v[of->latitude].i;
		*lon_udeg = a->v[of->longitude].i;
	}
	if (!*said && act_has(a, of->here) && act_int(a, of->here))
		return fail(c, "with_place", "unknown", N_("Este teléfono no dijo dónde está. Quite la marca, o pegue el punto que da su mapa."));
	return OK;
}

static void udeg(struct buf *b, int64_t v)
{
	if (v < 0)
		buf_char(b, '-');
	v = v < 0 ? -v : v;
	buf_int(b, v / 1000000);
	buf_char(b, '.');
	buf_pad(b, v % 1000000, DECIMALS);
}

struct str point_show(struct arena *a, int64_t lat_udeg, int64_t lon_udeg)
{
	struct buf b = buf_new(a, 32);

	udeg(&b, lat_udeg);
	buf_char(&b, ',');
	udeg(&b, lon_udeg);
	return buf_str(&b);
}
