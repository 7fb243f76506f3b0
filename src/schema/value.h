/*
 * value.h - one typed value, or unknown.
 *
 * Unknown is null, and null is not zero. Dates are days, instants UTC milliseconds, money céntimos,
 * positions micro-degrees, booleans 0 or 1: all V_INT. Choices and codes are V_TEXT.
 */
#ifndef AYNI_VALUE_H
#define AYNI_VALUE_H

#include "db.h"

enum value_kind { V_NULL, V_INT, V_TEXT, V_ID };

struct value {
	enum value_kind kind;
	int64_t i;
	struct str s;
	struct id id;
};

/* Values of each kind; text is borrowed. */
static inline struct value value_null(void)
{
	return (struct value){ .kind = V_NULL };
}
static inline struct value value_int(int64_t i)
{
	return (struct value){ .kind = V_INT, .i = i };
}
static inline struct value value_text(struct str s)
{
	return (struct value){ .kind = V_TEXT, .s = s };
}
static inline struct value value_id(struct id id)
{
	return (struct value){ .kind = V_ID, .id = id };
}

/* Same kind and same content; nulls are equal. */
bool value_eq(struct value a, struct value b);
/* As a database cell; borrows *v. */
struct cell value_cell(const struct value *v);

#endif
