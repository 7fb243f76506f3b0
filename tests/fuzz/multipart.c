/*
 * multipart.c - any bytes as a form with a file; the first line is the Content-Type header.
 */
#include "fuzz.h"
#include "multipart.h"

static void one(struct arena *a, struct str input)
{
	struct diag d = { 0 };
	struct str body = input, type;
	struct multipart m;

	if (!str_cut(&body, '\n', &type) || multipart_read(a, type, body, &m, &d) != OK)
		return;
	fuzz_must(m.n <= MULTIPART_PARTS_MAX, "not more parts than told");
	for (unsigned i = 0; i < m.n; i++) {
		const struct part *p = &m.part[i];
		const char *end = body.p + body.n;

		fuzz_must(p->content.n <= body.n, "a part is inside the body");
		fuzz_must(!p->content.n || (p->content.p >= body.p && p->content.p + p->content.n <= end),
			"a part is a view of the body");
		fuzz_must(!p->filename.n || !str_contains(p->filename, STR("/")), "a file name has no folder");
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	return fuzz_one((struct str){ (const char *)data, n }, one);
}
