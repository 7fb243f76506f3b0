/*
 * cht.c - the bodies of cht-gateway.
 */
#include "cht.h"

#include <zlib.h>

#include "hash.h"
#include "json.h"

static const struct {
	const char *name;
	enum cht_status status;
} statuses[] = {
	{ "UNSENT", CHT_WAITS }, { "PENDING", CHT_WAITS }, { "SENT", CHT_SENT }, { "DELIVERED", CHT_DELIVERED },
	{ "FAILED", CHT_FAILED },
};

enum rc cht_unpack(struct arena *a, struct str packed, struct str *out)
{
	enum { GZIP = 16 + MAX_WBITS };
	char *room = arena_alloc(a, CHT_BODY_MAX + 1);
	z_stream z = { .next_in = (Bytef *)packed.p, .avail_in = (uInt)packed.n, .next_out = (Bytef *)room, .avail_out = CHT_BODY_MAX + 1 };
	int code;

	if (packed.n > CHT_BODY_MAX || inflateInit2(&z, GZIP) != Z_OK)
		return BUSY;
	code = inflate(&z, Z_FINISH);
	*out = (struct str){ room, CHT_BODY_MAX + 1 - z.avail_out };
	inflateEnd(&z);
	if (!z.avail_out)
		return BUSY;
	return code == Z_STREAM_END && !z.avail_in ? OK : INVALID;
}

static enum rc refuse(struct diag *d, const char *msgid)
{
	return diag_add(d, NULL, "format", msgid, STR(""));
}

/* A list under key; NULL where it is absent, null or empty. INVALID when it is something else or too long. */
static enum rc list_of(const json_t *root, const char *key, const json_t **out, struct diag *d)
{
	const json_t *v = json_object_get(root, key);

	*out = NULL;
	if (!v || json_is_null(v))
		return OK;
	if (!json_is_array(v))
		return refuse(d, N_("“messages” y “updates” son listas."));
	if (json_array_size(v) > CHT_ITEMS_MAX)
		return refuse(d, N_("Son demasiados mensajes juntos."));
	*out = json_array_size(v) ? v : NULL;
	return OK;
}

/* The phone's id is the only thing that tells a repeat; without it, what the message consists of. */
static struct str ref_of(struct arena *a, const struct cht_message *m)
{
	struct buf b = buf_new(a, 40);
	struct hasher h;

	hasher_start(&h);
	hasher_piece(&h, m->from);
	hasher_piece(&h, m->content);
	hasher_piece(&h, str_fmt(a, "%lld", (long long)m->sent_at));
	struct hash sum = hasher_end(&h);
	buf_c(&b, "h.");
	buf_hex(&b, sum.b, 12);
	return buf_str(&b);
}

static int64_t instant_of(const json_t *item, const char *key)
{
	const json_t *v = json_object_get(item, key);

	return json_is_integer(v) && json_integer_value(v) > 0 ? json_integer_value(v) : 0;
}

static void read_messages(struct arena *a, const json_t *list, struct cht_body *out)
{
	size_t n = list ? json_array_size(list) : 0;

	out->message = ARENA_ARRAY(a, struct cht_message, n);
	for (size_t i = 0; i < n; i++) {
		const json_t *item = json_array_get(list, i);
		struct cht_message m = {
			.ref = str_trim(json_get_str(item, "id")),
			.from = str_trim(json_get_str(item, "from")),
			.content = json_get_str(item, "content"),
			.sent_at = instant_of(item, "sms_sent"),
		};
		if (!m.sent_at)
			m.sent_at = instant_of(item, "sms_received");
		if (!m.from.n)
			continue;
		if (!m.ref.n || m.ref.n > 100)
			m.ref = ref_of(a, &m);
		out->message[out->nmessages++] = m;
	}
}

/* "id" or "id.turn". */
static bool id_of(struct str s, struct cht_update *out)
{
	struct str rest = str_sub(s, ID_TEXT, s.n);

	out->turn = str_sub(rest, 1, rest.n);
	return s.n >= ID_TEXT && id_parse(str_sub(s, 0, ID_TEXT), &out->id) && (!rest.n || rest.p[0] == '.') && rest.n <= 40;
}

static void read_updates(struct arena *a, const json_t *list, struct cht_body *out)
{
	size_t n = list ? json_array_size(list) : 0;

	out->update = ARENA_ARRAY(a, struct cht_update, n);
	for (size_t i = 0; i < n; i++) {
		const json_t *item = json_array_get(list, i);
		struct str status = json_get_str(item, "status");
		struct cht_update u = { .reason = json_get_str(item, "reason") };

		if (!id_of(json_get_str(item, "id"), &u))
			continue;
		for (size_t k = 0; k < ARRAY_LEN(statuses); k++) {
			if (str_is(status, statuses[k].name)) {
				u.status = statuses[k].status;
				out->update[out->nupdates++] = u;
				break;
			}
		}
	}
}

enum rc cht_read(struct arena *a, struct str body, struct cht_body *out, struct diag *d)
{
	const json_t *messages = NULL, *updates = NULL;
	json_t *root = json_read(a, body, d);
	enum rc rc;

	*out = (struct cht_body){ 0 };
	if (!root)
		return INVALID;
	if (!json_is_object(root))
		return refuse(d, N_("Se esperaba un objeto JSON."));
	rc = list_of(root, "messages", &messages, d);
	if (rc == OK)
		rc = list_of(root, "updates", &updates, d);
	if (rc != OK)
		return rc;
	read_messages(a, messages, out);
	read_updates(a, updates, out);
	return OK;
}

struct str cht_id(struct arena *a, const struct message *m)
{
	struct str id = id_text(a, m->id);

	return str_fmt(a, "%.*s.%.*s", (int)id.n, id.p, (int)m->ref.n, m->ref.p);
}

struct str cht_write(struct arena *a, const struct message *m, unsigned n)
{
	struct buf b = buf_new(a, 64 + 256 * (size_t)n);
	struct json_out j = json_begin(&b);

	json_open(&j, '{');
	json_key(&j, "messages");
	json_open(&j, '[');
	for (unsigned i = 0; i < n; i++) {
		json_open(&j, '{');
		json_key(&j, "id");
		json_text(&j, cht_id(a, &m[i]));
		json_key(&j, "to");
		json_text(&j, m[i].address);
		json_key(&j, "content");
		json_text(&j, m[i].text);
		json_close(&j, '}');
	}
	json_close(&j, ']');
	json_close(&j, '}');
	return buf_str(&b);
}

struct str cht_refusal(struct arena *a, struct str text)
{
	struct buf b = buf_new(a, 64 + text.n);
	struct json_out j = json_begin(&b);

	json_open(&j, '{');
	json_key(&j, "error");
	json_bool(&j, true);
	json_key(&j, "message");
	json_text(&j, text);
	json_close(&j, '}');
	return buf_str(&b);
}

/* The phone's own words (SmsSender, SendingReportHandler, DeliveryReportHandler). */
bool cht_reason_final(struct str reason)
{
	return str_starts(reason, "destination.invalid") || str_starts(reason, "null-pdu") ||
		str_starts(reason, "Delivery failed");
}
