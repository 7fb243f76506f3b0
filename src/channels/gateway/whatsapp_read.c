/*
 * whatsapp_read.c - what the webhook of the WhatsApp Business Cloud API says, and what its errors mean.
 *
 * Source: developers.facebook.com/docs/whatsapp/cloud-api, "Webhooks: components and notification payload examples",
 * "Error codes".
 */
#include "whatsapp.h"

enum { ITEMS_MAX = 1000, DIGITS_MIN = 7, DIGITS_MAX = 15, REF_MAX = 200 };

/* Seconds since 1970 in decimal. */
static int64_t instant_of(const json_t *o)
{
	struct str s = json_get_str(o, "timestamp");
	int64_t seconds;

	return str_int64(s, &seconds) && seconds > 0 && seconds < INT64_C(1) << 40 ? seconds * 1000 : 0;
}

static struct str phone_of(struct arena *a, struct str digits)
{
	if (digits.n < DIGITS_MIN || digits.n > DIGITS_MAX)
		return (struct str){ 0 };
	for (size_t i = 0; i < digits.n; i++)
		if (digits.p[i] < '0' || digits.p[i] > '9')
			return (struct str){ 0 };
	return str_fmt(a, "+%.*s", (int)digits.n, digits.p);
}

/* An answer that she chose instead of typing it. */
static struct str chosen(const json_t *m, struct str type)
{
	const json_t *i = json_object_get(m, "interactive"), *one = json_object_get(i, "button_reply");

	if (str_is(type, "button"))
		return json_get_str(json_object_get(m, "button"), "text");
	return json_get_str(one ? one : json_object_get(i, "list_reply"), "title");
}

static void read_kind(const json_t *m, struct str type, struct whatsapp_message *out)
{
	static const char *const media[] = { "image", "audio", "voice" };

	for (unsigned i = 0; i < ARRAY_LEN(media); i++)
		if (str_is(type, media[i])) {
			const json_t *o = json_object_get(m, media[i]);
			out->media = json_get_str(o, "id");
			out->text = json_get_str(o, "caption");
			out->kind = out->media.n ? WHATSAPP_MEDIA : WHATSAPP_OTHER;
			return;
		}
	if (str_is(type, "text"))
		out->text = json_get_str(json_object_get(m, "text"), "body");
	else if (str_is(type, "button") || str_is(type, "interactive"))
		out->text = chosen(m, type);
	out->kind = out->text.n ? WHATSAPP_TEXT : WHATSAPP_OTHER;
	/* A thumb, a change of number, what was taken back: nobody waits for a word. */
	if (str_is(type, "reaction") || str_is(type, "system") || str_is(type, "unsupported") || !type.n)
		out->kind = WHATSAPP_NOTHING;
}

static void read_message(struct arena *a, const json_t *m, struct whatsapp_post *out)
{
	struct whatsapp_message one = { .from = phone_of(a, json_get_str(m, "from")), .ref = json_get_str(m, "id"),
		.sent_at = instant_of(m) };

	read_kind(m, json_get_str(m, "type"), &one);
	if (one.kind != WHATSAPP_NOTHING && one.from.n && one.ref.n && one.ref.n <= REF_MAX && !json_object_get(m, "group_id"))
		out->message[out->nmessages++] = one;
}

static void read_status(const json_t *s, struct whatsapp_post *out)
{
	static const char *const states[] = { [WHATSAPP_SENT] = "sent", [WHATSAPP_DELIVERED] = "delivered",
		[WHATSAPP_READ] = "read", [WHATSAPP_FAILED] = "failed" };
	struct whatsapp_status one = { .ref = json_get_str(s, "id"), .at = instant_of(s) };
	struct str state = json_get_str(s, "status");
	const json_t *code = json_object_get(json_array_get(json_object_get(s, "errors"), 0), "code");
	const json_t *price = json_object_get(s, "pricing");

	if (!id_parse(json_get_str(s, "biz_opaque_callback_data"), &one.id))
		one.id = (struct id){ 0 };
	one.code = json_integer_value(code);
	one.free = json_is_false(json_object_get(price, "billable")) || str_starts(json_get_str(price, "type"), "free_");
	for (unsigned i = 0; i < ARRAY_LEN(states); i++)
		if (str_is(state, states[i]) && one.ref.n && one.ref.n <= REF_MAX) {
			one.state = (enum whatsapp_state)i;
			out->status[out->nstatuses++] = one;
		}
}

/* The values that are for that number, one after the other; NULL at the end. */
static const json_t *next_value(const json_t *tree, struct str phone_id, size_t *entry, size_t *change)
{
	const json_t *entries = json_object_get(tree, "entry");

	for (; *entry < json_array_size(entries); (*entry)++, *change = 0) {
		const json_t *changes = json_object_get(json_array_get(entries, *entry), "changes");
		while (*change < json_array_size(changes)) {
			const json_t *value = json_object_get(json_array_get(changes, (*change)++), "value");
			if (str_eq(json_get_str(json_object_get(value, "metadata"), "phone_number_id"), phone_id))
				return value;
		}
	}
	return NULL;
}

enum rc whatsapp_read(struct arena *a, struct str body, struct str phone_id, struct whatsapp_post *out)
{
	struct diag ignored = { 0 };
	const json_t *tree = json_read(a, body, &ignored), *value;
	size_t messages = 0, statuses = 0;

	*out = (struct whatsapp_post){ 0 };
	if (!json_is_object(tree) || !json_is_array(json_object_get(tree, "entry")))
		return INVALID;
	for (size_t e = 0, c = 0; (value = next_value(tree, phone_id, &e, &c));) {
		messages += json_array_size(json_object_get(value, "messages"));
		statuses += json_array_size(json_object_get(value, "statuses"));
	}
	if (messages > ITEMS_MAX || statuses > ITEMS_MAX)
		return INVALID;
	out->message = ARENA_ARRAY(a, struct whatsapp_message, messages);
	out->status = ARENA_ARRAY(a, struct whatsapp_status, statuses);
	for (size_t e = 0, c = 0; (value = next_value(tree, phone_id, &e, &c));) {
		const json_t *list = json_object_get(value, "messages");
		for (size_t i = 0; i < json_array_size(list); i++)
			read_message(a, json_array_get(list, i), out);
		list = json_object_get(value, "statuses");
		for (size_t i = 0; i < json_array_size(list); i++)
			read_status(json_array_get(list, i), out);
	}
	return OK;
}

/* ---- errors ---- */

int64_t whatsapp_error(struct arena *a, struct str body)
{
	struct diag ignored = { 0 };
	const json_t *tree = json_read(a, body, &ignored);

	return json_integer_value(json_object_get(json_object_get(tree, "error"), "code"));
}

struct whatsapp_fate whatsapp_fate(int64_t code, int status)
{
	static const struct {
		int64_t code;
		struct whatsapp_fate fate;
	} known[] = {
		{ 190, { SENT_LATER, "denied", true, 0 } },      /* the token ended */
		{ 10, { SENT_LATER, "denied", true, 0 } },
		{ 3, { SENT_LATER, "denied", true, 0 } },
		{ 368, { SENT_LATER, "refused", true, 3600000 } }, /* blocked for a while */
		{ 131031, { SENT_LATER, "refused", true, 3600000 } },
		{ 133010, { SENT_LATER, "settings", true, 0 } }, /* the number is not registered */
		{ 131042, { SENT_LATER, "money", true, 3600000 } },
		{ 4, { SENT_LATER, "busy", true, 60000 } },
		{ 80007, { SENT_LATER, "busy", true, 60000 } },
		{ 130429, { SENT_LATER, "busy", true, 10000 } },
		{ 131048, { SENT_LATER, "busy", true, 3600000 } },
		{ 131056, { SENT_LATER, "busy", false, 60000 } }, /* too many to this one person */
		{ 131047, { SENT_LATER, "window", false, 3600000 } },
		{ 131026, { SENT_NEVER, "address", false, 0 } },
		{ 131021, { SENT_NEVER, "address", false, 0 } },
		{ 131030, { SENT_NEVER, "address", false, 0 } },
		{ 131050, { SENT_NEVER, "blocked", false, 0 } },
		{ 131049, { SENT_NEVER, "refused", false, 0 } },
		{ 130472, { SENT_NEVER, "refused", false, 0 } },
		{ 131008, { SENT_NEVER, "refused", false, 0 } },
		{ 131009, { SENT_NEVER, "refused", false, 0 } },
		{ 131051, { SENT_NEVER, "refused", false, 0 } },
		{ 100, { SENT_NEVER, "refused", false, 0 } },
	};

	for (unsigned i = 0; i < ARRAY_LEN(known); i++)
		if (known[i].code == code)
			return known[i].fate;
	if (code >= 132000 && code < 133000)
		return (struct whatsapp_fate){ SENT_NEVER, "template", false, 0 };
	if ((code >= 200 && code < 300) || status == 401 || status == 403)
		return (struct whatsapp_fate){ SENT_LATER, "denied", true, 0 };
	if (status == 429)
		return (struct whatsapp_fate){ SENT_LATER, "busy", true, 0 };
	if (status >= 400 && status < 500 && code)
		return (struct whatsapp_fate){ SENT_NEVER, "refused", false, 0 };
	return (struct whatsapp_fate){ SENT_LATER, "away", status != 0, 0 };
}
