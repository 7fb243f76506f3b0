/*
 * chat_export.c - a group's chat as WhatsApp exports it.
 */
#include "chat_export.h"

#include "civil.h"
#include "utf8.h"

/* The head of a line as it stands, before it is known which number is the day. */
struct head {
	int first, second, year, minute;
	size_t n; /* bytes of it */
};

/* ---- what nobody sees ---- */

static bool unseen(uint32_t cp)
{
	return (cp >= 0x200b && cp <= 0x200f) || (cp >= 0x202a && cp <= 0x202e) || (cp >= 0x2060 && cp <= 0x2069) || cp == 0xfeff ||
		cp == '\r';
}

/* Marks of direction fall away, blanks of every width are blanks. */
static struct str plain(struct arena *a, struct str file)
{
	struct buf b = buf_new(a, file.n + 1);

	for (size_t at = 0; at < file.n;) {
		size_t from = at;
		uint32_t cp = utf8_next(file, &at);
		if (cp == 0xa0 || cp == 0x202f || (cp >= 0x2000 && cp <= 0x200a))
			buf_char(&b, ' ');
		else if (!unseen(cp))
			buf_bytes(&b, file.p + from, at - from);
	}
	return buf_str(&b);
}

/* ---- the head ---- */

struct reader {
	struct str s;
	size_t at;
};

static bool take(struct reader *r, char c)
{
	if (r->at >= r->s.n || r->s.p[r->at] != c)
		return false;
	r->at++;
	return true;
}

static bool take_number(struct reader *r, unsigned most, int *out)
{
	size_t from = r->at;

	*out = 0;
	while (r->at < r->s.n && r->at - from < most && r->s.p[r->at] >= '0' && r->s.p[r->at] <= '9')
		*out = *out * 10 + (r->s.p[r->at++] - '0');
	return r->at > from;
}

static bool take_date(struct reader *r, struct head *h)
{
	if (!take_number(r, 2, &h->first))
		return false;
	char sep = r->at < r->s.n ? r->s.p[r->at] : 0;
	if (sep != '/' && sep != '.' && sep != '-')
		return false;
	if (!take(r, sep) || !take_number(r, 2, &h->second) || !take(r, sep))
		return false;
	size_t from = r->at;
	if (!take_number(r, 4, &h->year))
		return false;
	size_t digits = r->at - from;
	if (digits == 2)
		h->year += 2000;
	return (digits == 2 || digits == 4) && h->first && h->second && h->first <= 31 && h->second <= 31;
}

/* "p. m.", "p.m.", "PM": 1; of the morning: 0; neither: -1. */
static int take_half(struct reader *r)
{
	struct reader try = *r;
	int half;

	take(&try, ' ');
	char c = try.at < try.s.n ? try.s.p[try.at] | 0x20 : 0;
	if (c != 'a' && c != 'p')
		return -1;
	half = c == 'p';
	try.at++;
	take(&try, '.');
	take(&try, ' ');
	if (!take(&try, 'm') && !take(&try, 'M'))
		return -1;
	take(&try, '.');
	*r = try;
	return half;
}

static bool take_time(struct reader *r, struct head *h)
{
	int hour, minute, second;

	if (!take_number(r, 2, &hour) || !take(r, ':') || !take_number(r, 2, &minute))
		return false;
	if (take(r, ':') && !take_number(r, 2, &second))
		return false;
	int half = take_half(r);
	if (half >= 0 && (hour < 1 || hour > 12))
		return false;
	if (half >= 0)
		hour = hour % 12 + half * 12;
	h->minute = hour * 60 + minute;
	return hour < 24 && minute < 60;
}

/* The head of a line, up to what somebody wrote. */
static bool take_head(struct str line, struct head *h)
{
	struct reader r = { .s = line };
	bool bracket = take(&r, '[');

	if (!take_date(&r, h))
		return false;
	take(&r, ',');
	take(&r, ' ');
	if (!take_time(&r, h))
		return false;
	if (bracket) {
		if (!take(&r, ']') || !take(&r, ' '))
			return false;
	} else if (!take(&r, ' ') || !take(&r, '-') || !take(&r, ' ')) {
		return false;
	}
	h->n = r.at;
	return true;
}

/* Somewhere a number over 12 tells which one the day is. */
static bool month_first(struct str all)
{
	struct head h;
	struct str line;

	while (str_cut(&all, '\n', &line))
		if (take_head(line, &h) && (h.first > 12) != (h.second > 12))
			return h.second > 12;
	return false;
}

static bool day_of(const struct head *h, bool month_before, int64_t *out)
{
	struct civil c = { h->year, month_before ? h->first : h->second, month_before ? h->second : h->first };
	struct buf b;
	char text[16];

	if (c.year < 1970 || c.year > 2199 || c.month > 12)
		return false;
	b = buf_fixed(text, sizeof(text));
	buf_pad(&b, c.year, 4);
	buf_char(&b, '-');
	buf_pad(&b, c.month, 2);
	buf_char(&b, '-');
	buf_pad(&b, c.day, 2);
	return day_parse(buf_str(&b), out);
}

/* ---- messages ---- */

/* What stands where a picture was; what was taken back. The rest of such a line is the service's too. */
static bool is_media(struct str text)
{
	static const char *const all[] = { "<Multimedia omitido>", "<Media omitted>", "imagen omitida", "audio omitido",
		"video omitido", "sticker omitido", "documento omitido", "GIF omitido", "image omitted", "audio omitted",
		"video omitted", "sticker omitted", "document omitted", "Tarjeta de contacto omitida",
		"Se eliminó este mensaje", "Eliminaste este mensaje", "This message was deleted", "You deleted this message" };

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (str_starts(text, all[i]))
			return true;
	return str_ends(text, "(archivo adjunto)") || str_ends(text, "(file attached)");
}

static struct str without_mark(struct str text)
{
	static const char *const marks[] = { "<Se editó este mensaje.>", "<This message was edited>" };

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (str_ends(text, marks[i]))
			text.n -= strlen(marks[i]);
	return str_trim(text);
}

/* A message ends where the next head begins. */
static void end_message(struct chat_export *out, struct chat_line *open, struct str all, size_t from, size_t to)
{
	struct str text = without_mark(str_sub(all, from, to - from));

	open->media = is_media(text);
	open->text = open->media ? STR("") : text;
	out->line[out->n++] = *open;
}

static bool sender_of(struct str rest, struct str *sender_out, size_t *n_out)
{
	size_t colon = str_find(rest, ':');

	if (colon == 0 || colon >= rest.n || colon > CHAT_SENDER_MAX || (colon + 1 < rest.n && rest.p[colon + 1] != ' '))
		return false;
	*sender_out = str_trim(str_sub(rest, 0, colon));
	if (sender_out->n > 1 && sender_out->p[0] == '~') /* somebody who is in nobody's contacts */
		*sender_out = str_trim(str_sub(*sender_out, 1, sender_out->n));
	*n_out = colon + 1;
	return sender_out->n > 0;
}

static unsigned heads_of(struct str all)
{
	struct head h;
	struct str line;
	unsigned n = 0;

	while (str_cut(&all, '\n', &line))
		n += take_head(line, &h);
	return n;
}

enum rc chat_export_read(struct arena *a, struct str file, struct chat_export *out)
{
	struct str all = utf8_valid(file) ? plain(a, file) : STR(""), rest = all, line;
	unsigned heads = heads_of(all);
	bool month_before = month_first(all), writing = false;
	struct chat_line open = { 0 };
	size_t from = 0;

	*out = (struct chat_export){ 0 };
	if (!heads || heads > CHAT_LINES_MAX)
		return INVALID;
	out->line = ARENA_ARRAY(a, struct chat_line, heads);
	while (str_cut(&rest, '\n', &line)) {
		struct head h;
		size_t at = (size_t)(line.p - all.p), n;
		if (!take_head(line, &h))
			continue;
		if (writing)
			end_message(out, &open, all, from, at);
		open = (struct chat_line){ .minute = h.minute };
		writing = day_of(&h, month_before, &open.day) && sender_of(str_sub(line, h.n, line.n), &open.sender, &n);
		out->own += !writing;
		if (writing)
			from = at + h.n + n;
	}
	if (writing)
		end_message(out, &open, all, from, all.n);
	return OK;
}
