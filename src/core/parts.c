#include "parts.h"

#include "html.h"

static void say(struct page_call *p, const char *key, const char *text)
{
	view_text(p->v, key, tr(p->c->lang, text));
}

void part_title(struct page_call *p, struct str title)
{
	view_text(p->v, "title", title);
}

void part_back(struct page_call *p, const char *label, struct str url)
{
	say(p, "back", label);
	view_text(p->v, "back_url", url);
	view_text(p->v, "up_url", STR("")); /* one way back is enough: its own, not the area's */
}

void part_tab(struct page_call *p, struct str label, struct str url, bool on)
{
	struct view *row = view_row(p->v, "tabs");

	view_flag(p->v, "has_tabs", true);
	view_text(row, "tab", label);
	view_text(row, "tab_url", url);
	view_flag(row, "tab_on", on);
}

void part_fact(struct page_call *p, const char *label, struct str value)
{
	if (!value.n)
		return;
	struct view *row = view_row(p->v, "facts");

	view_text(row, "fact_label", label ? tr(p->c->lang, label) : STR(""));
	view_text(row, "fact", value);
}

void part_intro(struct page_call *p, const char *text)
{
	say(p, "intro", text);
}

void part_care(struct page_call *p, const char *text)
{
	say(p, "care", text);
}

void part_after(struct page_call *p, const char *text)
{
	say(p, "after", text);
}

void part_done(struct page_call *p, const char *text)
{
	say(p, "done_text", text);
}

void part_number(struct page_call *p, const char *label, struct str value)
{
	struct view *row = view_row(p->v, "numbers");

	view_flag(p->v, "has_numbers", true);
	view_text(row, "number_label", tr(p->c->lang, label));
	view_text(row, "number", value);
}

void part_chart(struct page_call *p, struct html drawing)
{
	view_html(p->v, "chart", drawing);
}

void part_map(struct page_call *p, struct html drawing)
{
	view_html(p->v, "map", drawing);
}

void part_quote(struct page_call *p, struct str text)
{
	view_text(p->v, "quote", text);
}

void part_picture(struct page_call *p, struct str url, struct str alt, int width, int height)
{
	view_text(p->v, "picture", url);
	view_text(p->v, "picture_alt", alt);
	view_int(p->v, "picture_width", width);
	view_int(p->v, "picture_height", height);
}

void part_sound(struct page_call *p, struct str name, struct str url, struct str text)
{
	struct view *row = view_row(p->v, "sounds");

	view_text(row, "sound_name", name);
	view_text(row, "sound", url);
	view_text(row, "sound_text", text);
}

void part_share(struct page_call *p, struct str text)
{
	struct buf b = buf_new(p->c->mem, 64 + 3 * text.n);

	buf_c(&b, "https://wa.me/?text=");
	url_part(&b, text);
	view_text(p->v, "share", text);
	view_text(p->v, "share_url", buf_str(&b));
}

/* What goes along unseen, as rows of `v`; after the names in `without`. */
static void view_carry(struct view *v, const char *rows, const struct part_form *f, struct buf *without)
{
	for (unsigned i = 0; i < PART_CARRY_MAX && f->carry[i].name; i++) {
		struct view *row = view_row(v, rows);
		view_text(row, "carry_name", str_c(f->carry[i].name));
		view_text(row, "carry_value", f->carry[i].value);
		buf_char(without, '|');
		buf_c(without, f->carry[i].name);
	}
}

void part_press(struct page_call *p, const struct part_form *f, struct str beside)
{
	struct view *row = view_row(p->v, "presses");
	struct buf without = buf_new(p->c->mem, 64);

	view_carry(row, "press_carry", f, &without);
	view_text(row, "press_to", f->to);
	view_text(row, "press", tr(p->c->lang, f->button ? f->button : f->action->label));
	view_text(row, "press_icon", str_c(f->icon ? f->icon : "listo"));
	view_text(row, "press_beside", beside);
	view_text(row, "press_id", id_text(p->c->mem, id_new(p->c->now)));
	view_flag(row, "press_waits", f->waits);
}

void part_form(struct page_call *p, const struct part_form *f)
{
	struct buf without = buf_new(p->c->mem, 64);

	buf_c(&without, f->without ? f->without : "");
	view_carry(p->v, "carry", f, &without);
	view_text(p->v, "to", f->to);
	say(p, "button", f->button ? f->button : f->action->label);
	view_text(p->v, "button_icon", str_c(f->icon ? f->icon : "listo"));
	view_flag(p->v, "waits", f->waits);
	form_fill(p, f->action, f->standing, str_cstr(p->c->mem, buf_str(&without)));
}

void part_heading(struct page_call *p, const char *text)
{
	say(p, "heading", text);
}

struct view *part_row(struct page_call *p, struct str name, struct str url, struct str small, struct str text)
{
	struct view *row = view_row(p->v, "rows");

	view_text(row, "row", name);
	view_text(row, "row_url", url);
	view_text(row, "row_small", small);
	view_text(row, "row_count", STR(""));
	view_text(row, "row_text", text);
	return row;
}

void part_empty(struct page_call *p, const char *text)
{
	say(p, "empty", text);
}

void part_column(struct page_call *p, const char *label)
{
	view_flag(p->v, "has_table", true);
	view_text(view_row(p->v, "columns"), "column", tr(p->c->lang, label));
}

struct view *part_line(struct page_call *p, struct str head, struct str url)
{
	struct view *line = view_row(p->v, "lines");

	view_text(line, "line", head);
	view_text(line, "line_url", url);
	return line;
}

void part_cell(struct view *line, struct str text)
{
	view_text(view_row(line, "cells"), "cell", text);
}

void part_sheet(struct page_call *p, const char *caption)
{
	say(p, "caption", caption);
	view_flag(p->v, "sheet", true);
}

void part_more(struct page_call *p, struct str url)
{
	view_text(p->v, "more_url", url);
}

void part_link(struct page_call *p, const char *icon, const char *label, struct str url)
{
	if (!url.n)
		return;
	struct view *row = view_row(p->v, "links");

	view_flag(p->v, "has_links", true);
	view_text(row, "link_icon", str_c(icon));
	view_text(row, "link", tr(p->c->lang, label));
	view_text(row, "link_url", url);
}
