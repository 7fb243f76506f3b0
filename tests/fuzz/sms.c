/*
 * sms.c - what an Android phone posts, what gammu-smsd's files are called and hold, what Kannel asks, and texts on
 * their way out, as any bytes: what comes of them is valid text from somebody, in parts that can be put together.
 */
#include "fuzz.h"

#include "cht.h"
#include "gammu_file.h"
#include "json.h"
#include "kannel_query.h"
#include "sms.h"
#include "utf8.h"

static void phone(struct arena *a, struct str input)
{
	struct diag d = { 0 };
	struct cht_body body;

	if (cht_read(a, input, &body, &d) != OK) {
		fuzz_must(d.n > 0, "cht: refused without a reason");
		return;
	}
	fuzz_must(body.nmessages <= CHT_ITEMS_MAX && body.nupdates <= CHT_ITEMS_MAX, "cht: too many");
	for (unsigned i = 0; i < body.nmessages; i++) {
		const struct cht_message *m = &body.message[i];
		fuzz_must(m->from.n && m->ref.n && m->ref.n <= 100 && m->sent_at >= 0, "cht: nobody's message");
		fuzz_must(utf8_valid(m->content) && utf8_valid(m->from), "cht: not text");
	}
	for (unsigned i = 0; i < body.nupdates; i++) {
		struct message m = { .id = body.update[i].id, .ref = body.update[i].turn, .address = STR("+51900000001"), .text = STR("x") };
		struct diag none = { 0 };
		fuzz_must(m.ref.n <= 40 && json_read(a, cht_write(a, &m, 1), &none) != NULL, "cht: what is handed out is no JSON");
	}
}

/* The first line is the name. */
static void modem(struct arena *a, struct str input)
{
	struct str name, bytes = input;
	struct gammu_name about;
	struct gammu_file file;
	struct id id;

	str_cut(&bytes, '\n', &name);
	if (gammu_name_read(name, &about)) {
		fuzz_must(about.sender.n > 0 && about.second < 86401 && about.part < 1000, "gammu: a name of nobody");
	} else {
		about.sender = STR("+51900000001");
	}
	if (!bytes.p || !gammu_file_read(a, bytes, about.sender, &file))
		return;
	fuzz_must(file.n >= 1 && file.n <= GAMMU_PARTS_MAX, "gammu: no part");
	for (unsigned i = 0; i < file.n; i++) {
		const struct gammu_part *p = &file.part[i];
		fuzz_must(utf8_valid(p->text) && p->text.n <= 3 * (size_t)GAMMU_FILE_MAX, "gammu: not text");
		fuzz_must(!p->parts || (p->part >= 1 && p->part <= p->parts), "gammu: a part beyond the last");
	}
	struct str text = file.part[0].text;
	id = id_from(STR("0123456789abcdef"));
	struct id back;
	fuzz_must(gammu_out_id(gammu_out_name(a, id, STR("+51900000001"), true, 0), &back) && id_eq(id, back), "gammu: our own name");
	if (text.n * 2 < GAMMU_FILE_MAX) {
		struct str out = gammu_out_bytes(a, text);
		fuzz_must(gammu_file_read(a, out, about.sender, &file) && str_eq(file.part[0].text, text), "gammu: what goes out reads otherwise");
	}
}

static void kannel(struct arena *a, struct str input)
{
	struct kannel_in in;
	enum kannel_report what;
	struct id id;

	if (kannel_read_in(a, input, &in))
		fuzz_must(in.from.n && utf8_valid(in.text) && in.sent_at >= 0, "kannel: nobody's message");
	if (kannel_read_report(a, input, &id, &what))
		fuzz_must(what > 0 && what <= KANNEL_REJECTED, "kannel: no report");
}

static void out(struct arena *a, struct str input)
{
	struct str folded;

	if (!utf8_valid(input))
		return;
	folded = sms_fold(a, input);
	struct sms_size was = sms_segments(input), is = sms_segments(folded);
	fuzz_must(utf8_valid(folded) && str_eq(sms_fold(a, folded), folded), "sms: folded twice is another text");
	fuzz_must(is.gsm7 || str_eq(folded, input), "sms: folded in vain");
	fuzz_must(!was.gsm7 || str_eq(folded, input), "sms: what fits was folded");
}

static void one(struct arena *a, struct str input)
{
	struct str body;

	if (cht_unpack(a, input, &body) == OK) {
		fuzz_must(body.n <= CHT_BODY_MAX, "cht: unpacked too much");
		phone(a, body);
	}
	phone(a, input);
	modem(a, input);
	kannel(a, input);
	out(a, input);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	return fuzz_one((struct str){ (const char *)data, n }, one);
}
