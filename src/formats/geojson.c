/*
 * geojson.c - a file of shapes read with jansson. Nothing of it is trusted: kinds, counts and positions are looked at.
 */
#include "geojson.h"

#include "json.h"
#include "money.h"

/* Smaller triangles than 80 m by 80 m and smaller islands than 4 ha are not seen on a map of a city. */
enum { TRIANGLE_M2 = 6400, ISLAND_M2 = 40000, RING_POINTS = 240, RINGS_READ = 2000, LAT_MAX = 90000000 };

struct reading {
	struct arena *mem;
	struct diag *diag;
	unsigned feature; /* from 1 */
};

static bool fault(const struct reading *r, const char *code, const char *msgid)
{
	diag_add(r->diag, NULL, code, msgid, str_fmt(r->mem, "%u", r->feature));
	return false;
}

/* ---- what it is called ---- */

static bool is_one_of(const char *key, const char *const *names, unsigned n)
{
	for (unsigned i = 0; i < n; i++)
		if (str_ieq(str_c(key), str_c(names[i])))
			return true;
	return false;
}

/* The first property of such a name that says something; a number as its digits, with a zero in front of five. */
static struct str property(const struct reading *r, json_t *all, const char *const *names, unsigned n)
{
	const char *key;
	json_t *value;

	json_object_foreach(all, key, value) {
		if (!is_one_of(key, names, n))
			continue;
		struct str s = str_trim(json_str(value));
		if (json_is_integer(value) && json_integer_value(value) > 0)
			s = str_fmt(r->mem, "%06lld", (long long)json_integer_value(value));
		if (s.n && s.n <= 120)
			return str_dup(r->mem, s);
	}
	return STR("");
}

static void called(const struct reading *r, json_t *properties, struct geojson_shape *out)
{
	static const char *const codes[] = { "inei", "ubigeo", "ubigeo_inei", "iddist", "iddpto", "ubigeo_dist", "cod_dist", "code", "codigo" };
	static const char *const names[] = { "name", "nombre", "distrito", "nombdist", "nomb_dist", "nom_dist" };

	out->code = property(r, properties, codes, ARRAY_LEN(codes));
	out->name = property(r, properties, names, ARRAY_LEN(names));
}

/* ---- rings ---- */

static bool degrees(struct arena *a, const json_t *v, int64_t most, int64_t *out)
{
	struct str s = json_digits(a, v);

	return s.p && degrees_parse(s, out) && *out >= -most && *out <= most;
}

/* The last point of a ring says the first again; whether it does, it is left out. */
static bool ring_read(const struct reading *r, const json_t *points, struct draw_ring *out, unsigned *n_had)
{
	size_t n = json_array_size(points);
	struct draw_spot *spot = ARENA_ARRAY(r->mem, struct draw_spot, n + 1);
	unsigned kept = 0;

	for (size_t i = 0; i < n; i++) {
		const json_t *p = json_array_get(points, i);
		struct arena_mark mark = arena_mark(r->mem);
		int64_t lat, lon;
		bool good = json_array_size(p) >= 2 && degrees(r->mem, json_array_get(p, 0), 2 * LAT_MAX, &lon) &&
			degrees(r->mem, json_array_get(p, 1), LAT_MAX, &lat);
		arena_rewind(r->mem, mark);
		if (!good)
			return fault(r, "position", N_("En la forma %s hay una posición que no es longitud y latitud en grados"));
		struct draw_spot one = { (int32_t)lat, (int32_t)lon };
		if (kept && spot[kept - 1].lat_micro == one.lat_micro && spot[kept - 1].lon_micro == one.lon_micro)
			continue;
		spot[kept++] = one;
	}
	if (kept > 1 && spot[kept - 1].lat_micro == spot[0].lat_micro && spot[kept - 1].lon_micro == spot[0].lon_micro)
		kept--;
	if (kept < 3)
		return fault(r, "ring", N_("La forma %s tiene un borde de menos de tres puntos"));
	*n_had += kept;
	*out = (struct draw_ring){ spot, kept };
	return true;
}

/* The largest first; those too small to be seen go, though never the only one. */
static void ring_add(struct draw_ring *ring, unsigned *n, unsigned max, struct draw_ring one)
{
	int64_t area = outline_area_m2(one.spot, one.n);
	unsigned at = *n;

	while (at && outline_area_m2(ring[at - 1].spot, ring[at - 1].n) < area)
		at--;
	if (at == max)
		return;
	for (unsigned i = *n < max ? *n : max - 1; i > at; i--)
		ring[i] = ring[i - 1];
	ring[at] = one;
	*n += *n < max;
}

static void simplify(const struct reading *r, struct draw_ring *ring, unsigned *n)
{
	unsigned kept = 0;

	for (unsigned i = 0; i < *n; i++) {
		if (i && outline_area_m2(ring[i].spot, ring[i].n) < ISLAND_M2)
			break;
		unsigned most = i ? RING_POINTS / OUTLINE_RINGS_MAX : RING_POINTS / 2;
		ring[i].n = outline_simplify(r->mem, (struct draw_spot *)(uintptr_t)ring[i].spot, ring[i].n, most, TRIANGLE_M2);
		kept++;
	}
	*n = kept;
}

static bool geometry_read(const struct reading *r, const json_t *geometry, struct geojson_shape *out)
{
	struct str type = json_get_str(geometry, "type");
	const json_t *all = json_object_get(geometry, "coordinates");
	struct draw_ring ring[OUTLINE_RINGS_MAX], one;
	bool several = str_is(type, "MultiPolygon");
	size_t npolygons = several ? json_array_size(all) : 1;
	unsigned n = 0;

	if (!several && !str_is(type, "Polygon"))
		return fault(r, "polygon", N_("La forma %s no es un polígono"));
	if (npolygons > RINGS_READ)
		return fault(r, "large", N_("La forma %s tiene demasiadas partes"));
	for (size_t i = 0; i < npolygons; i++) {
		const json_t *polygon = several ? json_array_get(all, i) : all;
		if (!ring_read(r, json_array_get(polygon, 0), &one, &out->points))
			return false;
		ring_add(ring, &n, OUTLINE_RINGS_MAX, one);
	}
	if (n == 0)
		return fault(r, "ring", N_("La forma %s tiene un borde de menos de tres puntos"));
	simplify(r, ring, &n);
	out->outline = outline_write(r->mem, ring, n);
	if (!out->outline.n)
		return fault(r, "small", N_("La forma %s es más pequeña que una cuadra"));
	return true;
}

enum rc geojson_read(struct arena *a, struct str text, struct geojson_shape **shape_out, unsigned *n_out, struct diag *d)
{
	struct reading r = { .mem = a, .diag = d };

	*n_out = 0;
	if (text.n > GEOJSON_BYTES_MAX)
		return diag_add(d, NULL, "large", N_("El archivo de formas es demasiado grande: a lo más 24 MB"), STR(""));
	json_t *tree = json_read_large(a, text, d);
	if (!tree)
		return INVALID;
	const json_t *all = json_object_get(tree, "features");
	size_t n = json_array_size(all);
	if (!str_is(json_get_str(tree, "type"), "FeatureCollection") || n == 0)
		return diag_add(d, NULL, "collection", N_("El archivo no es un GeoJSON de formas (FeatureCollection)"), STR(""));
	if (n > GEOJSON_FEATURES_MAX)
		return diag_add(d, NULL, "large", N_("El archivo tiene demasiadas formas"), STR(""));
	*shape_out = ARENA_ARRAY(a, struct geojson_shape, n);
	for (size_t i = 0; i < n; i++) {
		const json_t *f = json_array_get(all, i);
		r.feature = (unsigned)i + 1;
		called(&r, json_object_get(f, "properties"), &(*shape_out)[i]);
		if (!geometry_read(&r, json_object_get(f, "geometry"), &(*shape_out)[i]))
			return INVALID;
		*n_out = r.feature;
	}
	return OK;
}
