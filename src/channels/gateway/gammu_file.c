/*
 * gammu_file.c - names and bytes of gammu-smsd's folders.
 */
#include "gammu_file.h"

#include "sms.h"
#include "utf8.h"

enum {
	TEXT_LINES_MAX = 32,     /* Text00 … of one section */
	FULL_GSM7 = 150, FULL_UCS2 = 64, /* a piece shorter than this is the last one */
};

static bool digits(struct str s, size_t n, unsigned *out)
{
	unsigned value = 0;

	if (s.n < n || !n)
		return false;
	for (size_t i = 0; i < n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
		value = value * 10 + (unsigned)(s.p[i] - '0');
	}
	*out = value;
	return true;
}

/* "20261122_140028" */
static bool read_moment(struct str s, struct gammu_name *out)
{
	unsigned year, month, day, hour, minute, second;

	if (s.n != 15 || s.p[8] != '_' || !digits(s, 4, &year) || !digits(str_sub(s, 4, 2), 2, &month) ||
		!digits(str_sub(s, 6, 2), 2, &day) || !digits(str_sub(s, 9, 2), 2, &hour) ||
		!digits(str_sub(s, 11, 2), 2, &minute) || !digits(str_sub(s, 13, 2), 2, &second))
		return false;
	if (year < 2000 || year > 2199 || month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 60)
		return false;
	out->day = day_from_civil((struct civil){ .year = (int)year, .month = (int)month, .day = (int)day });
	out->second = hour * 3600 + minute * 60 + second;
	return true;
}

bool gammu_name_read(struct str name, struct gammu_name *out)
{
	struct str stem, piece;
	size_t dot = name.n, last;

	*out = (struct gammu_name){ 0 };
	if (!str_starts(name, "IN") || name.n > GAMMU_NAME_MAX)
		return false;
	while (dot && name.p[dot - 1] != '.')
		dot--;
	if (dot < 4)
		return false;
	piece = str_sub(name, dot, name.n);
	out->text = str_is(piece, "txt") || str_is(piece, "smsbackup");
	if (!out->text && !str_is(piece, "bin"))
		return false;
	stem = str_sub(name, 2, dot - 3);
	if (stem.n < 16 || !read_moment(str_sub(stem, 0, 15), out) || stem.p[15] != '_')
		return false;
	stem = str_sub(stem, 16, stem.n);
	if (!str_cut(&stem, '_', &piece) || !stem.p || !piece.n || piece.n > 4 || !digits(piece, piece.n, &out->serial))
		return false;
	for (last = stem.n; last && stem.p[last - 1] != '_'; last--)
		;
	piece = str_sub(stem, last, stem.n);
	if (last < 2 || !piece.n || piece.n > 3 || !digits(piece, piece.n, &out->part))
		return false;
	out->sender = str_sub(stem, 0, last - 1);
	return true;
}

/* ---- bytes to text ---- */

/* UTF-16 units as UTF-8; what has no partner is U+FFFD, NUL is left out. */
static void put_units(struct buf *b, const unsigned char *p, size_t n, bool little)
{
	for (size_t i = 0; i + 1 < n; i += 2) {
		uint32_t u = little ? (uint32_t)(p[i + 1] << 8 | p[i]) : (uint32_t)(p[i] << 8 | p[i + 1]);
		if (u >= 0xd800 && u < 0xdc00 && i + 3 < n) {
			uint32_t low = little ? (uint32_t)(p[i + 3] << 8 | p[i + 2]) : (uint32_t)(p[i + 2] << 8 | p[i + 3]);
			if (low >= 0xdc00 && low < 0xe000) {
				u = 0x10000 + ((u - 0xd800) << 10) + (low - 0xdc00);
				i += 2;
			}
		}
		if (u >= 0xd800 && u < 0xe000)
			u = 0xfffd;
		if (u)
			buf_utf8(b, u);
	}
}

static struct str clean(struct arena *a, struct str s)
{
	struct buf b = buf_new(a, s.n + 4);

	for (size_t at = 0; at < s.n;) {
		uint32_t cp = utf8_next(s, &at);
		if (cp)
			buf_utf8(&b, cp);
	}
	return buf_str(&b);
}

static enum gammu_kind report_of(struct str text)
{
	if (str_is(text, "Delivered"))
		return GAMMU_DELIVERED;
	return str_is(text, "Failed") ? GAMMU_FAILED : GAMMU_UNDECIDED;
}

/* ---- the smsbackup form ---- */

/* One section; of a key said twice the last one counts (comments with a message's own lines come first). */
struct section {
	struct str line[TEXT_LINES_MAX]; /* hexadecimal */
	struct str number, udh;
	int64_t units;
	bool report, bytes, any;
};

static struct str unquoted(struct str s)
{
	s = str_trim(s);
	return s.n >= 2 && s.p[0] == '"' && s.p[s.n - 1] == '"' ? str_sub(s, 1, s.n - 2) : s;
}

static void read_line(struct section *s, struct str line)
{
	size_t eq = str_find(line, '=');
	struct str key = str_trim(str_sub(line, 0, eq)), value = eq < line.n ? str_trim(str_sub(line, eq + 1, line.n)) : line;
	unsigned n;

	if (eq == line.n || !key.n || key.p[0] == ';' || key.p[0] == '#')
		return;
	s->any = true;
	if (str_is(key, "PDU"))
		s->report = str_is(value, "Status_Report");
	else if (str_is(key, "Coding"))
		s->bytes = str_starts(value, "8bit");
	else if (str_is(key, "Number"))
		s->number = unquoted(value);
	else if (str_is(key, "UDH"))
		s->udh = value;
	else if (str_is(key, "Length"))
		s->units = str_int64(value, &s->units) ? s->units : 0;
	else if (key.n == 6 && str_starts(key, "Text") && digits(str_sub(key, 4, 2), 2, &n) && n < TEXT_LINES_MAX)
		s->line[n] = value;
}

/*
 * 3GPP TS 23.040, 9.2.3.24.1 and .8: an element of the user data header is identifier, length, data; 0 is a
 * concatenated message with a reference of 8 bits, 8 the same with 16: reference, all parts, this part.
 */
static void read_udh(struct str hex, struct gammu_part *out)
{
	unsigned char b[64];
	size_t n = hex.n / 2;

	if (hex.n % 2 || n < 6 || n > sizeof(b) || !hex_read(hex, b, n))
		return;
	for (size_t i = 1; i + 1 < n && i + 1 + b[i + 1] < n; i += 2u + b[i + 1]) {
		size_t wide = b[i] == 8;
		const unsigned char *d = b + i + 2;
		if ((b[i] != 0 && b[i] != 8) || b[i + 1] != 3 + wide)
			continue;
		out->ref = wide ? (unsigned)(d[0] << 8 | d[1]) : d[0];
		if (d[2 + wide] >= 1 && d[2 + wide] <= d[1 + wide]) {
			out->parts = d[1 + wide];
			out->part = d[2 + wide];
		}
		return;
	}
}

static void put_section(struct arena *a, const struct section *s, struct str sender, struct gammu_file *out)
{
	struct buf b = buf_new(a, 256);
	unsigned char unit[2];
	int64_t left = s->units > 0 ? s->units : GAMMU_FILE_MAX;
	struct buf raw = buf_new(a, 512);

	if (!s->any || out->n == GAMMU_PARTS_MAX || (s->number.n && !str_eq(s->number, sender)))
		return;
	struct gammu_part *p = &out->part[out->n++];
	*p = (struct gammu_part){ .kind = s->bytes ? GAMMU_BYTES : GAMMU_TEXT };
	read_udh(s->udh, p);
	for (unsigned i = 0; i < TEXT_LINES_MAX && s->line[i].n && !s->bytes; i++) {
		for (size_t at = 0; at + 4 <= s->line[i].n && left > 0; at += 4, left--) {
			if (!hex_read(str_sub(s->line[i], at, 4), unit, 2))
				return;
			buf_bytes(&raw, unit, 2);
		}
	}
	put_units(&b, (const unsigned char *)raw.p, raw.n, false);
	p->text = buf_str(&b);
	if (s->report)
		p->kind = report_of(p->text);
}

static void read_backup(struct arena *a, struct str bytes, struct str sender, struct gammu_file *out)
{
	struct section s = { 0 };
	struct str rest = bytes, line;

	while (str_cut(&rest, '\n', &line)) {
		line = str_trim(line);
		if (!str_starts(line, "[")) {
			read_line(&s, line);
			continue;
		}
		put_section(a, &s, sender, out);
		s = (struct section){ 0 };
	}
	put_section(a, &s, sender, out);
}

/* ---- any of the three ---- */

bool gammu_file_read(struct arena *a, struct str bytes, struct str sender, struct gammu_file *out)
{
	const unsigned char *p = (const unsigned char *)bytes.p;
	struct gammu_part *one = &out->part[0];
	bool wide = bytes.n >= 2 && ((p[0] == 0xfe && p[1] == 0xff) || (p[0] == 0xff && p[1] == 0xfe));

	*out = (struct gammu_file){ 0 };
	if (bytes.n > GAMMU_FILE_MAX)
		return false;
	if (str_starts(bytes, "; This file format was designed for Gammu") || str_starts(bytes, "[SMSBackup")) {
		read_backup(a, bytes, sender, out);
		return out->n > 0;
	}
	if (wide) {
		struct buf b = buf_new(a, bytes.n + 4);
		put_units(&b, p + 2, bytes.n - 2, p[0] == 0xff);
		one->text = buf_str(&b);
	} else {
		one->text = clean(a, bytes);
	}
	out->n = 1;
	struct sms_size size = sms_segments(one->text);
	one->full = size.units >= (size.gsm7 ? FULL_GSM7 : FULL_UCS2);
	/* Without its form a report looks like a message that says so; nobody writes that here. */
	if (report_of(one->text) != GAMMU_UNDECIDED)
		one->kind = report_of(one->text);
	return true;
}

/* ---- out ---- */

struct str gammu_out_name(struct arena *a, struct id id, struct str address, bool urgent, int64_t local_ms)
{
	struct buf b = buf_new(a, 96);
	struct civil day = day_civil(local_ms / DAY_MS);
	int64_t s = local_ms % DAY_MS / 1000;
	struct str text = id_text(a, id);

	buf_c(&b, urgent ? "OUTA" : "OUTM");
	buf_pad(&b, day.year, 4);
	buf_pad(&b, day.month, 2);
	buf_pad(&b, day.day, 2);
	buf_char(&b, '_');
	buf_pad(&b, s / 3600, 2);
	buf_pad(&b, s / 60 % 60, 2);
	buf_pad(&b, s % 60, 2);
	buf_c(&b, "_00_");
	buf_add(&b, address);
	buf_char(&b, '_');
	buf_add(&b, text);
	buf_c(&b, ".txtd");
	return buf_str(&b);
}

bool gammu_out_id(struct str name, struct id *out)
{
	size_t dot = name.n;

	while (dot && name.p[dot - 1] != '.')
		dot--;
	return str_starts(name, "OUT") && dot > ID_TEXT + 1 && id_parse(str_sub(name, dot - 1 - ID_TEXT, ID_TEXT), out);
}

struct str gammu_out_bytes(struct arena *a, struct str text)
{
	struct buf b = buf_new(a, 2 * text.n + 2);

	buf_bytes(&b, "\xfe\xff", 2);
	for (size_t at = 0; at < text.n;) {
		uint32_t cp = utf8_next(text, &at), unit[2] = { cp, 0 };
		if (cp >= 0x10000) {
			unit[0] = 0xd800 + ((cp - 0x10000) >> 10);
			unit[1] = 0xdc00 + ((cp - 0x10000) & 0x3ff);
		}
		for (unsigned i = 0; i < 2 && (i == 0 || unit[i]); i++) {
			buf_char(&b, (char)(unit[i] >> 8));
			buf_char(&b, (char)(unit[i] & 0xff));
		}
	}
	return buf_str(&b);
}
