/*
 * net.c - what Telegram answers and what WhatsApp posts, as any bytes: nobody but a person in a private chat is heard,
 * a number is a number, and a refusal has a fate.
 */
#include "fuzz.h"
#include "whatsapp.h"

static void telegram(struct arena *a, struct str input)
{
	struct telegram_update *u;
	unsigned n;

	if (telegram_read(a, input, 1000, &u, &n) != OK)
		return;
	for (unsigned i = 0; i < n; i++) {
		fuzz_must(u[i].kind == TELEGRAM_NOTHING || (u[i].from > 0 && u[i].message > 0), "telegram: nobody's message");
		fuzz_must(u[i].kind != TELEGRAM_TEXT || u[i].text.n, "telegram: an empty text");
		fuzz_must(u[i].sent_at >= 0 && u[i].edited_at >= 0, "telegram: before all time");
		if (u[i].kind == TELEGRAM_EDIT && i)
			(void)telegram_edit(a, u[i - 1].text, u[i].text);
	}
}

static void whatsapp(struct arena *a, struct str input)
{
	struct whatsapp_post p;
	struct whatsapp_fate f = whatsapp_fate(whatsapp_error(a, input), 400);

	fuzz_must(f.sent != SENT_GOOD && f.fault, "whatsapp: a refusal is good");
	if (whatsapp_read(a, input, STR("1"), &p) != OK)
		return;
	for (unsigned i = 0; i < p.nmessages; i++) {
		const struct whatsapp_message *m = &p.message[i];
		fuzz_must(m->kind != WHATSAPP_NOTHING && m->ref.n && m->from.n >= 8 && m->from.p[0] == '+', "whatsapp: nobody's message");
		fuzz_must(m->kind != WHATSAPP_MEDIA || m->media.n, "whatsapp: no media");
	}
	for (unsigned i = 0; i < p.nstatuses; i++)
		fuzz_must(p.status[i].ref.n > 0 && p.status[i].at >= 0, "whatsapp: nothing's state");
}

static void one(struct arena *a, struct str input)
{
	telegram(a, input);
	whatsapp(a, input);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	return fuzz_one((struct str){ (const char *)data, n }, one);
}
