/*
 * geojson.h - the shapes of places from a GeoJSON file (RFC 7946), made simple on the way in.
 *
 * A FeatureCollection whose features are polygons (or several), in longitude and latitude of WGS 84. Of each is kept what it
 * is called: the first of the properties inei, ubigeo, iddist, code, codigo … and of name, nombre, distrito, nombdist …; and
 * its outer rings; islands too small to be seen go, holes are filled. Any bytes may come. Any thread.
 */
#ifndef AYNI_GEOJSON_H
#define AYNI_GEOJSON_H

#include "diag.h"
#include "outline.h"

enum { GEOJSON_BYTES_MAX = 24 << 20, GEOJSON_FEATURES_MAX = 5000 };

struct geojson_shape {
	struct str code, name; /* empty: its properties say none */
	struct str outline;    /* outline.h */
	unsigned points;       /* how many it had */
};

/*
 * The shapes in the order of the file, in the arena. INVALID with one item in *d, whose %s says which feature (from 1): no
 * JSON, no collection, too large, something that is no polygon, a ring of fewer than three different points, a position that
 * is none (most often: metres of a projection).
 */
enum rc geojson_read(struct arena *a, struct str text, struct geojson_shape **shape_out, unsigned *n_out, struct diag *d) MUST_USE;

#endif
