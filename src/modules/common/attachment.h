/*
 * attachment.h - a photo, voice note or signed sheet beside any record of a group.
 *
 * Its bytes are T_BLOB: kept apart, never edited. It is added or taken back, and its author is the person whose it
 * is: when she is erased the bytes go.
 */
#ifndef AYNI_ATTACHMENT_H
#define AYNI_ATTACHMENT_H

#include "module.h"
#include "task.h"

enum {
	ATTACHMENT_GROUP, ATTACHMENT_ABOUT, ATTACHMENT_KIND, ATTACHMENT_FILE, ATTACHMENT_THUMB, ATTACHMENT_WIDTH,
	ATTACHMENT_HEIGHT, ATTACHMENT_SECONDS, ATTACHMENT_CAPTION, ATTACHMENT_DAY, ATTACHMENT_AUTHOR, ATTACHMENT_LATITUDE,
	ATTACHMENT_LONGITUDE, ATTACHMENT_VOIDED, ATTACHMENT__N
};

extern const struct entity attachment_entity;
extern const struct choice attachment_kinds[];
extern const struct action attachment_add, attachment_remove;
extern const struct rule attachment_rules[];

/* What an attachment is beside: "meal:0198…"; empty: the group itself. */
struct str attachment_about(struct ctx *c, const char *entity, struct id record);
/* The record that such a text names, its group checked; false when there is none, or it is another group's. */
bool attachment_beside(struct ctx *c, struct str about, struct id group, struct record *out);

/* ---- for pages of any module ---- */

/* The address of the list beside that record, where one can be added: "/adjuntos?group=SJM-001&about=meal:…". */
struct str attachments_url(struct ctx *c, struct id group, struct str about);
/*
 * Rows "files" (the newest first, at most `most`) of the group, or of one record: kind flags photo voice sheet, url,
 * thumb, width, height, alt, caption, by, day, size, length, remove_url. How many; none for who may not see them.
 */
unsigned attachments_view(struct page_call *p, struct id group, struct str about, unsigned most);

/* The task on the home page: for who has a group to add something to. */
void attachments_task(struct task_list *l, const struct task *t);
/* Fill the pages, and where their forms lead (page.h). */
enum rc page_attachments(struct page_call *p);
struct str attachments_done(struct ctx *c, const struct act *a, const struct outcome *o);
enum rc page_attachment_remove(struct page_call *p);
struct str attachment_remove_done(struct ctx *c, const struct act *a, const struct outcome *o);
/* For an invented network (sample.h). */
enum rc attachment_live(struct sample *s, int64_t day);

#endif
