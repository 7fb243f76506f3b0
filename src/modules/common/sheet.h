/*
 * sheet.h - the code at the foot of a printed sheet, by which a photo of it, signed, finds its record again.
 *
 * The code says the record's entity and id and nothing else, in letters that make it small: "AYNI:BALANCE:0193…" (32 digits).
 * Below it stands a word for people, "Hoja 5D0C-002A". Whoever reads the code learns nothing that she may not see.
 */
#ifndef AYNI_SHEET_H
#define AYNI_SHEET_H

#include "module.h"
#include "paper.h"

/* Both at the foot of every page of the paper. */
void sheet_code(struct ctx *c, struct paper *p, const char *entity, struct id record);
/* The text of such a code. In the arena. */
struct str sheet_text(struct arena *a, const char *entity, struct id record);
/* "5D0C-002A": the last eight digits of its id. */
struct str sheet_word(struct arena *a, struct id record);
/*
 * What a code that was read is of: its record, as it stands, and what an attachment is beside (attachment.h). False: it is
 * no code of ours, or of nothing in this network.
 */
bool sheet_find(struct ctx *c, struct str text, struct record *out, struct str *about_out);

/* Fill and prepare of /hojas (page.h): a photo of a signed sheet is bound to what its code says. */
enum rc page_sheets(struct page_call *p);
void sheets_prepare(struct page_call *p, struct act *a);
struct str sheets_done(struct ctx *c, const struct act *a, const struct outcome *o);

#endif
