/*
 * field.h - reading, checking and showing one typed value: the same for every channel.
 *
 * Reading gives a value or an item in the diag tied to the field. A reference that is not an id
 * comes out as V_TEXT (the code as written, upper case) and is resolved by the gate.
 */
#ifndef AYNI_FIELD_H
#define AYNI_FIELD_H

#include "entity.h"
#include "i18n.h"
#include "json.h"

/*
 * From text as people type it (form, CSV). Blank text is null. Text in *out lives in the arena.
 * Dates: 2026-11-22, 22/11/2026, 22/11/26. Numbers: "1,234" and "1 234" too. Booleans: sí no 1 0.
 * Phones: nine digits starting with 9 get +51; other numbers need their +. Choices: permanent name,
 * label in any language, or one of the words.
 */
enum rc field_read(struct arena *a, const struct field *f, struct str text, struct value *out,
	struct diag *d) MUST_USE;
/* From JSON: numbers for T_INT, "12.50" or 12.50 for money, strings else; null is null. */
enum rc field_read_json(struct arena *a, const struct field *f, const json_t *j, struct value *out,
	struct diag *d) MUST_USE;
/* Range, length and required; null fails only when required. */
enum rc field_check(struct arena *a, const struct field *f, const struct value *v,
	struct diag *d) MUST_USE;

/* For people, in their language; empty for null. References come out as their id. */
struct str field_show(struct arena *a, const struct field *f, const struct value *v,
	const struct lang *l);
/* For programs (CSV, form values): the permanent form; empty for null. */
struct str field_plain(struct arena *a, const struct field *f, const struct value *v);
void field_json(struct json_out *j, const struct field *f, const struct value *v);
/* The kind a value of that type must have when not null. */
enum value_kind field_kind(const struct field *f);
const char *field_type_name(enum field_type t);
const char *privacy_name(enum privacy p);

#endif
