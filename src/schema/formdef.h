/*
 * formdef.h - a form that people make at run time: its questions, and the entity that they are.
 *
 * A definition is a list of questions in their order. It becomes a `struct entity` of the arena, so that what is asked is read,
 * checked and shown by the code that serves declared fields, and is judged by the same audit. Kept and exchanged as JSON:
 *   {"name": "Visita", "questions": [{"name": "agua", "kind": "choice", "label": "¿Tienen agua?", "privacy": "group",
 *    "choices": [{"name": "si", "label": "Sí"}, …], "help": …, "unit": …, "must": true, "min": 0, "max": 9, "purpose": …}, …]}
 * where what is empty is left out. A published definition never changes; an answer is read by the version it was given to.
 * Nothing here keeps state; any thread.
 */
#ifndef AYNI_FORMDEF_H
#define AYNI_FORMDEF_H

#include "entity.h"

enum { FORM_QUESTIONS_MAX = 60, FORM_CHOICES_MAX = 40, FORM_JSON_MAX = 60000, FORM_LABEL_MAX = 200 };

/* "text", "long", "number", "money", "yes_no", "date", "choice", "phone": permanent. */
extern const struct choice question_kinds[];
/* The classes a question can have; what only a team opens comes with sealed forms. */
extern const struct choice question_classes[];

struct question {
	struct str name;                 /* permanent: its answers go by it */
	struct str kind, label, help, unit;
	struct str privacy;              /* of question_classes */
	struct str purpose;              /* why a personal answer is kept */
	const struct choice *choices;    /* of kind "choice": ended by a NULL name */
	bool must, has_min, has_max;
	int64_t min, max;                /* of a number, céntimos of money, letters of a text */
};

struct formdef {
	struct str name;
	unsigned n;
	const struct question *question; /* in their order */
	const struct entity *entity;     /* field i is question i */
};

/* The formal name of a text: "¿Tienen agua?" gives "tienen_agua"; empty when it has no letter or digit. At most 32 bytes. */
struct str question_name(struct arena *a, struct str text);
/*
 * Choices from lines of text, one a line: "Sí" (named by question_name) or "si: Sí, siempre". INVALID with a fault at
 * `choices`: fewer than two, more than FORM_CHOICES_MAX, or two of the same name.
 */
enum rc question_choices(struct arena *a, struct str lines, const struct choice **out, struct diag *d) MUST_USE;
/* The same lines again. */
struct str question_choice_lines(struct arena *a, const struct choice *c);
/* Is that one question sound? INVALID with the faults at the names of struct question's members. */
enum rc question_check(struct arena *a, const struct question *q, struct diag *d) MUST_USE;

/* The definition of n sound questions; texts are borrowed. INVALID: none or too many, a name twice, what an audit refuses. */
enum rc formdef_new(struct arena *a, struct str name, const struct question *q, unsigned n, struct formdef *out,
	struct diag *d) MUST_USE;
/* From JSON as it is kept, or as somebody brings it: nothing of it is trusted. */
enum rc formdef_read(struct arena *a, struct str json, struct formdef *out, struct diag *d) MUST_USE;
/* As it is kept: the same definition, the same bytes. */
struct str formdef_json(struct arena *a, const struct formdef *f);

#endif
