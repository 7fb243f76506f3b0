/*
 * chat.c - any bytes as an exported chat: every message has a sender, a minute of a day, and words in UTF-8.
 */
#include "chat_export.h"
#include "fuzz.h"
#include "utf8.h"

static void one(struct arena *a, struct str input)
{
	struct chat_export e;

	if (chat_export_read(a, input, &e) != OK)
		return;
	for (unsigned i = 0; i < e.n; i++) {
		const struct chat_line *l = &e.line[i];
		fuzz_must(l->sender.n > 0 && l->sender.n <= CHAT_SENDER_MAX && utf8_valid(l->sender), "chat: the sender");
		fuzz_must(l->minute >= 0 && l->minute < 1440 && l->day >= 0, "chat: the minute");
		fuzz_must(utf8_valid(l->text) && !(l->media && l->text.n), "chat: the words");
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	return fuzz_one((struct str){ (const char *)data, n }, one);
}
