/*
 * view.h - what a page shows: a tree of named values that templates read.
 *
 * A view is made per request in its arena. A value is text (escaped when shown), safe markup, a
 * flag, or a list of views. Templates are parsed once at start.
 *
 * Template language (Mustache-like, files pages/NAME.html, embedded at build):
 *   {{name}}            text, escaped for where it stands (element text or quoted attribute)
 *   {{{name}}}          safe markup (struct html); text under that name is a bug
 *   {{#name}}…{{/name}} once per list item (inner names first, then outer), or once if the flag is
 *                       set / the text is not empty
 *   {{^name}}…{{/name}} when the list is empty, the flag unset, or the text empty
 *   {{>part}}           another template
 *   {{_ msgid}}         the translation of msgid into the request's language, escaped
 *   {{_ msgid|name}}    the same with its one %s replaced by the value of name
 *   {{_n one|many|name}} one or many by the number (view_int) under name, which replaces %s
 *   {{! comment}}       nothing. The first line of a template must be {{! keys: a b rows rows.c }},
 *                       the names it may use; a name not declared, an unknown part, an unclosed
 *                       section is a start-up error. Parts inherit the names of nobody: they declare
 *                       their own.
 * Leading blanks of lines and blank lines are dropped from literal text (small pages).
 * A value may stand in element text or inside "…" only: anywhere else (script, style, handlers,
 * comment, unquoted) is a start-up error, as are markup and parts inside a tag. Where a value begins an
 * href, src, action or formaction and has a scheme other than http, https, mailto, tel, sms or geo,
 * "#" is written.
 */
#ifndef AYNI_VIEW_H
#define AYNI_VIEW_H

#include "diag.h"
#include "html.h"
#include "i18n.h"

struct view;

/* An empty view in the arena. */
struct view *view_new(struct arena *a);
/* Keys are literals; values are borrowed for the arena's life. Setting again replaces. */
void view_text(struct view *v, const char *key, struct str s);
void view_int(struct view *v, const char *key, int64_t n); /* with thousands marks */
void view_html(struct view *v, const char *key, struct html h);
void view_flag(struct view *v, const char *key, bool on);
/* Append an empty item to the list under key (made when absent) and return it. */
struct view *view_row(struct view *v, const char *key);
/* The text of a key, for tests; empty when absent. */
struct str view_get(const struct view *v, const char *key);

struct template_set;

/* One embedded file: name without folder and ".html". */
struct template_source {
	const char *name;
	struct str text;
};

/* Parse all; NULL with items (code "template"; file and line in arg) in *d. Lives in the arena. */
struct template_set *templates_parse(struct arena *a, const struct template_source *src, unsigned n,
	struct diag *d);
/* Render; an unknown name is a bug. */
void template_render(const struct template_set *t, const char *name, const struct view *v,
	const struct lang *lang, struct buf *out);

#endif
