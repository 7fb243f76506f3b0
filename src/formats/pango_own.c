/* pango_own.c - the libraries that draw: found, kept, lent to one thread at a time. */
#include "pango_own.h"

#include <dlfcn.h>
#include <pthread.h>

enum { PATIENCE_S = 2 };

#ifdef __SANITIZE_ADDRESS__
/* Fontconfig keeps offsets where others keep pointers: the leak sanitizer takes what it keeps for good as lost. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_options(void);

const char *__lsan_default_suppressions(void)
{
	return "leak:libfontconfig\n";
}

const char *__lsan_default_options(void)
{
	return "print_suppressions=0";
}
#endif

struct pango pango;
static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;
static PangoFontMap *fonts;
static enum { NOT_TRIED, LOADED, NOT_THERE } library;

static bool load(void)
{
#define WANT(name) { #name, &pango.name },
	const struct {
		const char *name;
		void *at;
	} want[] = { PANGO_FUNCTIONS(WANT) };
	void *lib = library == NOT_TRIED ? dlopen("libpangocairo-1.0.so.0", RTLD_NOW | RTLD_LOCAL) : NULL;

	if (library != NOT_TRIED)
		return library == LOADED;
	library = NOT_THERE;
	for (size_t i = 0; lib && i < ARRAY_LEN(want); i++) {
		void *p = dlsym(lib, want[i].name); /* also what it stands on: cairo, Pango, GObject */
		if (!p)
			return false;
		memcpy(want[i].at, &p, sizeof(p));
	}
	fonts = lib ? pango.pango_cairo_font_map_new() : NULL;
	if (fonts)
		library = LOADED;
	return fonts != NULL;
}

bool pango_begin(void)
{
	struct timespec t;

	/* Whoever asks for many pictures may not keep all workers waiting. */
	clock_gettime(CLOCK_REALTIME, &t);
	t.tv_sec += PATIENCE_S;
	if (pthread_mutex_timedlock(&one_at_a_time, &t) != 0)
		return false;
	if (load())
		return true;
	pthread_mutex_unlock(&one_at_a_time);
	return false;
}

void pango_end(void)
{
	pthread_mutex_unlock(&one_at_a_time);
}

PangoContext *pango_context(const char *language)
{
	PangoContext *text = pango.pango_font_map_create_context(fonts);
	cairo_font_options_t *plain = pango.cairo_font_options_create();

	pango.cairo_font_options_set_antialias(plain, CAIRO_ANTIALIAS_GRAY);
	pango.cairo_font_options_set_hint_style(plain, CAIRO_HINT_STYLE_NONE);
	pango.cairo_font_options_set_hint_metrics(plain, CAIRO_HINT_METRICS_OFF);
	pango.pango_cairo_context_set_font_options(text, plain);
	pango.pango_cairo_context_set_resolution(text, 72);
	pango.pango_context_set_language(text, pango.pango_language_from_string(language));
	pango.cairo_font_options_destroy(plain);
	return text;
}
