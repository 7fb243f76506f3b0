/* forms_own.h - inside the module: what its files share. */
#ifndef AYNI_FORMS_OWN_H
#define AYNI_FORMS_OWN_H

#include "forms.h"
#include "forms_sql.h"

enum { FORM_BOX_FORM, FORM_BOX_VERSION, FORM_BOX_GROUP, FORM_BOX_ABOUT, FORM_BOX_PERSON, FORM_BOX_DAY, FORM_BOX_ANSWERS, FORM_BOX__N };

extern const struct action form_create, form_question_set, form_publish, form_bring, form_answer_tell;
extern const struct rule forms_rules[];
extern const struct page forms_pages[];

/* The questions in work, in their order: at most FORM_QUESTIONS_MAX. */
struct drafted {
	struct record record; /* of form_question_entity */
};
unsigned form_drafts(struct ctx *c, struct id form, struct drafted *out);
/* What would be published now; INVALID with the reason in *d. */
enum rc form_draft(struct ctx *c, struct id form, struct formdef *out, struct diag *d) MUST_USE;
/* Has the draft something that the latest version has not? */
bool form_unpublished(struct ctx *c, struct id form);
/* Number of the latest version, 0: none. */
int64_t form_number(struct ctx *c, struct id form);

/* Pages. */
enum rc page_forms(struct page_call *p);
enum rc page_form(struct page_call *p);
enum rc page_form_question(struct page_call *p);
enum rc page_form_versions(struct page_call *p);
enum rc page_form_bring(struct page_call *p);
enum rc page_form_fill(struct page_call *p);
enum rc page_form_answers(struct page_call *p);
enum rc page_form_file(struct page_call *p);
struct str form_question_done(struct ctx *c, const struct act *a, const struct outcome *o);
struct str form_fill_done(struct ctx *c, const struct act *a, const struct outcome *o);
struct str form_made_done(struct ctx *c, const struct act *a, const struct outcome *o);
/* The form that the address names; false: none. */
bool form_asked(struct page_call *p, struct record *out);

#endif
