/*
 * telegram_read.c - what updates of Telegram's Bot API say to us.
 *
 * Source: core.telegram.org/bots/api, objects Update, Message, Contact, PhotoSize, Voice, Audio, Document.
 */
#include "net_own.h"

enum { EDIT_WORDS = 60, EDIT_DIGITS = 6 };

static int64_t number(const json_t *o, const char *key)
{
	const json_t *v = json_object_get(o, key);

	return json_is_integer(v) ? json_integer_value(v) : 0;
}

/* "/start" and its like say nothing that people say; the rest of a bot's command is a word. */
static struct str plain_words(struct arena *a, struct str text)
{
	struct str first, rest = text;

	if (!str_starts(text, "/") || text.n < 2)
		return text;
	(void)str_cut(&rest, ' ', &first);
	first = str_sub(first, 1, str_find(first, '@') - 1);
	if (str_is(first, "start"))
		return STR("hola");
	if (str_is(first, "help"))
		return STR("ayuda");
	if (str_is(first, "stop"))
		return STR("baja");
	return rest.n ? str_fmt(a, "%.*s %.*s", (int)first.n, first.p, (int)rest.n, rest.p) : first;
}

/* The largest picture that we take; they come small first. */
static struct str photo_of(const json_t *sizes, size_t most)
{
	struct str best = STR("");
	int64_t best_bytes = -1;

	for (size_t i = 0; i < json_array_size(sizes); i++) {
		const json_t *s = json_array_get(sizes, i);
		int64_t bytes = number(s, "file_size");
		struct str f = json_get_str(s, "file_id");
		if (f.n && bytes >= best_bytes && bytes <= (int64_t)most) {
			best = f;
			best_bytes = bytes;
		}
	}
	return best;
}

/* True when it carries a photo or a sound; the file may be too large to be taken. */
static bool read_media(const json_t *m, size_t most, struct telegram_update *u)
{
	static const char *const sounds[] = { "voice", "audio", "document" };

	if (json_is_array(json_object_get(m, "photo"))) {
		u->file = photo_of(json_object_get(m, "photo"), most);
		return true;
	}
	for (unsigned i = 0; i < ARRAY_LEN(sounds); i++) {
		const json_t *f = json_object_get(m, sounds[i]);
		struct str type = json_get_str(f, "mime_type");
		if (!json_is_object(f) || (i == 2 && !str_starts(type, "image/") && !str_starts(type, "audio/")))
			continue;
		if (number(f, "file_size") <= (int64_t)most)
			u->file = json_get_str(f, "file_id");
		return true;
	}
	return false;
}

static struct str own_phone(struct arena *a, const json_t *contact, int64_t from)
{
	struct str phone = json_get_str(contact, "phone_number");

	if (number(contact, "user_id") != from || !phone.n)
		return (struct str){ 0 };
	return str_starts(phone, "+") ? phone : str_fmt(a, "+%.*s", (int)phone.n, phone.p);
}

/* Only a person who writes to the bot alone is listened to: groups are their own. */
static bool from_person(const json_t *m, struct telegram_update *u)
{
	const json_t *from = json_object_get(m, "from"), *chat = json_object_get(m, "chat");

	u->from = number(from, "id");
	u->message = number(m, "message_id");
	return u->from > 0 && u->message > 0 && number(chat, "id") == u->from && str_is(json_get_str(chat, "type"), "private") &&
		!json_is_true(json_object_get(from, "is_bot"));
}

static int64_t instant_ms(int64_t seconds)
{
	return seconds > 0 && seconds < INT64_C(1) << 40 ? seconds * 1000 : 0;
}

static void read_one(struct arena *a, const json_t *item, size_t most, struct telegram_update *u)
{
	const json_t *m = json_object_get(item, "message"), *edit = json_object_get(item, "edited_message");
	const json_t *contact;

	u->id = number(item, "update_id");
	if (!m)
		m = edit;
	if (!json_is_object(m) || !from_person(m, u))
		return;
	u->sent_at = instant_ms(number(m, "date"));
	u->edited_at = instant_ms(number(m, "edit_date"));
	u->text = json_get_str(m, "text");
	contact = json_object_get(m, "contact");
	if (m == edit) {
		u->kind = u->text.n ? TELEGRAM_EDIT : TELEGRAM_NOTHING;
	} else if (u->text.n) {
		u->kind = TELEGRAM_TEXT;
		u->text = plain_words(a, u->text);
	} else if (json_is_object(contact)) {
		u->kind = TELEGRAM_CONTACT;
		u->phone = own_phone(a, contact, u->from);
	} else {
		u->text = json_get_str(m, "caption");
		u->kind = read_media(m, most, u) ? TELEGRAM_MEDIA : TELEGRAM_OTHER;
	}
}

enum rc telegram_read(struct arena *a, struct str body, size_t file_most, struct telegram_update **out, unsigned *n_out)
{
	struct diag ignored = { 0 };
	const json_t *tree = json_read(a, body, &ignored), *list = json_object_get(tree, "result");

	*n_out = 0;
	*out = NULL;
	if (!json_is_true(json_object_get(tree, "ok")) || !json_is_array(list))
		return INVALID;
	*out = ARENA_ARRAY(a, struct telegram_update, json_array_size(list));
	for (size_t i = 0; i < json_array_size(list); i++)
		read_one(a, json_array_get(list, i), file_most, &(*out)[(*n_out)++]);
	return OK;
}

/* ---- edits ---- */

static bool all_digits(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return s.n > 0 && s.n <= EDIT_DIGITS;
}

static unsigned words_of(struct str text, struct str out[EDIT_WORDS])
{
	struct str piece;
	unsigned n = 0;

	while (n < EDIT_WORDS && str_cut(&text, ' ', &piece))
		if (str_trim(piece).n)
			out[n++] = str_trim(piece);
	return n;
}

struct str telegram_edit(struct arena *a, struct str before, struct str after)
{
	struct str b[EDIT_WORDS], w[EDIT_WORDS], none = { 0 };
	unsigned n = words_of(before, b), at = 0, differ = 0;

	if (words_of(after, w) != n || n == EDIT_WORDS)
		return none;
	for (unsigned i = 0; i < n; i++)
		if (!str_eq(b[i], w[i])) {
			at = i;
			differ++;
		}
	if (differ == 0)
		return STR("");
	if (differ > 1 || !all_digits(b[at]) || !all_digits(w[at]))
		return none;
	return str_fmt(a, "no era %.*s, era %.*s", (int)b[at].n, b[at].p, (int)w[at].n, w[at].p);
}
