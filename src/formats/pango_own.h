/*
 * pango_own.h - cairo and Pango for the files of this room that draw: card, paper.
 *
 * The libraries are loaded when the first thing is drawn: with what they bring they would slow the start of the program
 * and stand in its memory all day. One draws at a time: between pango_begin and pango_end no arena may be asked, for a
 * full one leaves by a jump while the libraries hold memory of their own, and others wait.
 */
#ifndef AYNI_PANGO_OWN_H
#define AYNI_PANGO_OWN_H

#include "str.h"

#define __G_ALLOCA_H__ /* nothing of it is used, and it names what is banned here */
#include <cairo/cairo-pdf.h>
#include <pango/pangocairo.h>

#define PANGO_FUNCTIONS(X) \
	X(cairo_create) X(cairo_destroy) X(cairo_scale) X(cairo_set_source_rgb) X(cairo_paint) X(cairo_rectangle) X(cairo_fill) \
	X(cairo_move_to) X(cairo_new_path) X(cairo_arc) X(cairo_close_path) X(cairo_show_page) X(cairo_surface_destroy) \
	X(cairo_surface_finish) X(cairo_surface_status) X(cairo_image_surface_create_for_data) \
	X(cairo_pdf_surface_create_for_stream) X(cairo_pdf_surface_set_metadata) X(cairo_font_options_create) \
	X(cairo_font_options_destroy) X(cairo_font_options_set_antialias) X(cairo_font_options_set_hint_style) \
	X(cairo_font_options_set_hint_metrics) X(pango_cairo_font_map_new) X(pango_font_map_create_context) \
	X(pango_cairo_context_set_font_options) X(pango_cairo_context_set_resolution) X(pango_layout_new) \
	X(pango_layout_set_text) X(pango_layout_set_width) X(pango_layout_set_height) X(pango_layout_set_ellipsize) \
	X(pango_layout_set_wrap) X(pango_layout_set_font_description) X(pango_layout_set_alignment) \
	X(pango_layout_get_pixel_size) X(pango_cairo_update_layout) X(pango_cairo_show_layout) \
	X(pango_font_description_new) X(pango_font_description_free) X(pango_font_description_set_family_static) \
	X(pango_font_description_set_absolute_size) X(pango_font_description_set_weight) X(pango_context_set_language) \
	X(pango_language_from_string) X(g_object_unref) \
	X(cairo_set_line_width) X(cairo_line_to) X(cairo_stroke) X(cairo_pdf_surface_set_size) X(pango_layout_get_size)

#define PANGO_MEMBER(name) __typeof__(&name) name;
struct pango {
	PANGO_FUNCTIONS(PANGO_MEMBER)
};
extern struct pango pango;

/* From here on this thread draws; false: this machine cannot draw, or others had it draw for two seconds. */
bool pango_begin(void) MUST_USE;
void pango_end(void);
/* A context for text on that language's terms, the same on every machine: no desktop's settings, no hints. g_object_unref it. */
PangoContext *pango_context(const char *language);

#endif
