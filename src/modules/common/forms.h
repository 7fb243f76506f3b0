/*
 * forms.h - forms that people make at run time, and what was answered to them.
 *
 * A form (code, name) has questions in work (form_question: what the next version will be) and published versions
 * (form_version: number and definition, never changed). Who answers makes a form_record: which form, which version, of which
 * group, beside what ("visit:ID", or by itself), on which day; and one form_answer a question, the generic table of all forms:
 * (record, field, value). The value stands in the column of the question's privacy class, so that the journal keeps each
 * class apart and an erasure reaches what is hers.
 *
 * Invariants: a record keeps the version it was begun with; its form and what it is beside are its key, so two phones that
 * fill the same checklist of the same visit meet in one record, question by question. Apply needs no definition: answers that
 * arrive before their form stand as they were said, and are understood by whoever reads them once the version is there; so
 * both laws hold in any order. Everything is read, checked and shown by schema's field code over formdef's entity.
 *
 * Who builds on it (visits do; meetings, care and surveys may): give the form a `use`, lead people to form_url(), read with
 * form_filled_get(), show with form_filled_view().
 */
#ifndef AYNI_FORMS_H
#define AYNI_FORMS_H

#include "formdef.h"
#include "module.h"

enum { FORM_CODE, FORM_NAME, FORM_USE, FORM_VOIDED, FORM__N };
enum {
	QUESTION_FORM, QUESTION_NAME, QUESTION_PLACE, QUESTION_LABEL, QUESTION_KIND, QUESTION_CHOICES, QUESTION_MUST, QUESTION_UNIT,
	QUESTION_HELP, QUESTION_MIN, QUESTION_MAX, QUESTION_PRIVACY, QUESTION_PURPOSE, QUESTION_VOIDED, QUESTION__N
};
enum { VERSION_FORM, VERSION_NUMBER, VERSION_NAME, VERSION_DEFINITION, VERSION_DAY, VERSION__N };
enum {
	FILLED_FORM, FILLED_ABOUT, FILLED_VERSION, FILLED_GROUP, FILLED_DAY, FILLED_PERSON, FILLED_AUTHOR, FILLED_AT, FILLED_MARK,
	FILLED__N
};
enum {
	ANSWER_RECORD, ANSWER_FIELD, ANSWER_FORM, ANSWER_VERSION, ANSWER_GROUP, ANSWER_PERSON, ANSWER_PUBLIC, ANSWER_NETWORK,
	ANSWER_IN_GROUP, ANSWER_PERSONAL, ANSWER__N
};

extern const struct entity form_entity, form_question_entity, form_version_entity, form_record_entity, form_answer_entity;
extern const struct choice form_uses[]; /* visit, other */
extern const struct module forms_module;

/* A version of a form, ready to ask and to read by. */
struct form_now {
	struct id form;
	struct str code;
	int64_t number;      /* of the version */
	struct formdef def;  /* question i is field i of def.entity */
};

/* Its latest published version; false when none is there, or it cannot be read. In the context's arena. */
bool form_latest(struct ctx *c, struct id form, struct form_now *out);
/* The version of that number. */
bool form_at(struct ctx *c, struct id form, int64_t number, struct form_now *out);
/* The one that is meant for that use and was published first, by code; false: there is none. */
bool form_for(struct ctx *c, const char *use, struct id *form_out);

/* One record with its answers. */
struct form_filled {
	struct record record;            /* of form_record_entity */
	struct form_now form;            /* by the version it keeps */
	struct value v[FORM_QUESTIONS_MAX]; /* null: not answered, or not understood by that version */
};

/* Where the answers to that form beside that ("visit:0190…") are kept, answered or not. */
struct id form_record_id(struct ctx *c, struct id form, struct str about);
/* Read it; false: nothing was answered yet, or its version has not arrived. What the reader may see is the caller's question. */
bool form_filled_get(struct ctx *c, struct id record, struct form_filled *out);
/* Each answered question that the reader may see, as a table of two columns (parts.h). How many. */
unsigned form_filled_view(struct page_call *p, const struct form_filled *f);
/* Where to fill it in, or to go on: "/formularios/llenar?form=VISITA&group=SJM-001&about=visit:…". */
struct str form_url(struct ctx *c, struct str code, struct id group, struct str about);
/* The form's own boxes behind the arguments of form.answer, as form_fill and part_form take it. In the context's arena. */
const struct action *form_action(struct ctx *c, const struct form_now *f);

#endif
