/* b1_own.h - between the head's and the rows' half of the judging. */
#ifndef AYNI_B1_OWN_H
#define AYNI_B1_OWN_H

#include "b1.h"

struct b1_work {
	struct arena *mem;
	const struct b1_form *form;
	struct b1_answer *out;
	bool has_assigned, has_account, has_subsidy;
	int64_t assigned_day, account_day, subsidy_cents;
};

/* A problem more; row 0: of the head. */
void b1_say(struct b1_work *w, enum b1_outcome weight, const char *field, unsigned row, const char *code, const char *msgid, struct str arg);
/* A day, and how it is printed; false: it is none, and that was said. Empty text is none without a word. */
bool b1_day(struct b1_work *w, const char *field, unsigned row, struct str typed, int64_t *day_out, struct str *printed_out);
/* What a line of the form can hold, a line break a blank in it; false: it cannot be read, or has more than `most` letters. */
bool b1_text(struct arena *a, struct str *s, size_t most) MUST_USE;
/* The purchases and the sums, once the head was read. */
void b1_rows(struct b1_work *w);

#endif
