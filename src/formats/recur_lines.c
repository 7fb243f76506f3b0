/* recur_lines.c - days of rules, line by line, for tests/recurrence.py: "FIRST FROM TO RULE" in, days out. */
#include "civil.h"
#include "recur.h"

enum { LINE_MAX_BYTES = 400, DAYS_MAX = 4000 };

int main(void)
{
	static int64_t days[DAYS_MAX];
	char line[LINE_MAX_BYTES], text[24];

	while (fgets(line, sizeof(line), stdin)) {
		struct str rest = str_trim(str_c(line)), first, from, to;
		int64_t a, b, z;
		struct recur r;
		if (!str_cut(&rest, ' ', &first) || !str_cut(&rest, ' ', &from) || !str_cut(&rest, ' ', &to) ||
			!day_parse(first, &a) || !day_parse(from, &b) || !day_parse(to, &z) || !recur_read(rest, &r))
			return 1;
		unsigned n = recur_days(&r, a, b, z, days, DAYS_MAX);
		for (unsigned i = 0; i < n; i++) {
			struct buf out = buf_fixed(text, sizeof(text));
			buf_day(&out, days[i]);
			printf("%s%.*s", i ? " " : "", (int)out.n, text);
		}
		printf("\n");
	}
	return 0;
}
