/* image_exif.c - the two things that are read out of a JPEG's EXIF data before all of it is thrown away. */
#include <libexif/exif-data.h>

#include "image.h"

static ExifEntry *entry(ExifData *d, ExifIfd ifd, unsigned tag, unsigned format, unsigned long n)
{
	ExifEntry *e = exif_content_get_entry(d->ifd[ifd], (ExifTag)tag);

	return e && e->data && (unsigned)e->format == format && e->components >= n &&
			e->size >= n * exif_format_get_size(e->format) ? e : NULL;
}

/* Degrees, minutes, seconds as fractions, to millionths of a degree; no floating point. */
static bool degrees(ExifData *d, ExifByteOrder order, unsigned tag, unsigned ref_tag, const char *minus, int64_t most, int64_t *out)
{
	ExifEntry *e = entry(d, EXIF_IFD_GPS, tag, EXIF_FORMAT_RATIONAL, 3), *ref = entry(d, EXIF_IFD_GPS, ref_tag, EXIF_FORMAT_ASCII, 1);
	static const int64_t part[] = { 1, 60, 3600 };
	int64_t sum = 0;

	for (unsigned i = 0; e && ref && i < 3; i++) {
		ExifRational r = exif_get_rational(e->data + 8 * i, order);
		if (!r.denominator)
			return false;
		sum += (int64_t)r.numerator * 1000000 / (int64_t)r.denominator / part[i];
	}
	if (!e || !ref || sum > most)
		return false;
	*out = ref->data[0] == (unsigned char)minus[0] ? -sum : sum;
	return true;
}

int image_exif(struct str jpeg, bool *placed_out, int64_t *lat_udeg_out, int64_t *lon_udeg_out)
{
	ExifData *d = exif_data_new_from_data((const unsigned char *)jpeg.p, (unsigned)jpeg.n);
	int turn = 1;

	*placed_out = false;
	*lat_udeg_out = *lon_udeg_out = 0;
	if (!d)
		return 1;
	ExifByteOrder order = exif_data_get_byte_order(d);
	ExifEntry *e = entry(d, EXIF_IFD_0, EXIF_TAG_ORIENTATION, EXIF_FORMAT_SHORT, 1);
	if (e)
		turn = exif_get_short(e->data, order);
	*placed_out = degrees(d, order, EXIF_TAG_GPS_LATITUDE, EXIF_TAG_GPS_LATITUDE_REF, "S", 90000000, lat_udeg_out) &&
		degrees(d, order, EXIF_TAG_GPS_LONGITUDE, EXIF_TAG_GPS_LONGITUDE_REF, "W", 180000000, lon_udeg_out);
	if (!*placed_out || (!*lat_udeg_out && !*lon_udeg_out)) { /* 0, 0 is what a phone writes that knew nothing */
		*placed_out = false;
		*lat_udeg_out = *lon_udeg_out = 0;
	}
	exif_data_unref(d);
	return turn >= 1 && turn <= 8 ? turn : 1;
}
