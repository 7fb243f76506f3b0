#include "grave.h"

#include "words.h"

enum { PHRASE_MOST = 4 };

static const char despair[] =
	"suicidio|suicidarme|suicidar|suicida|suicidarse|quiero morir|quiero morirme|me quiero morir|"
	"quisiera morir|deseo morir|no quiero vivir|ya no quiero vivir|quitarme la vida|matarme|me mato|"
	"me voy a matar|quiero matarme|hacerme dano|no aguanto mas|no puedo mas";

static const char violence[] =
	"violencia|violento|violenta|me pega|me pego|me pegan|me pegaron|me esta pegando|le pega|les pega|"
	"me golpea|me golpeo|me golpean|la golpea|maltrato|maltrata|me maltrato|maltratan|me amenaza|"
	"me amenazo|me amenazan|amenaza de muerte|amenazas|quiere matar|va a matar|quiso matar|viola|"
	"me violo|violaron|violacion|violador|abuso|abusa|abusan|abusaron|abusador|acoso|acosa|acosador|"
	"feminicidio|tocamientos|secuestro|secuestraron|me encierra|no me deja salir|tengo miedo de mi|"
	"robaron|asaltaron|asalto|balacera|disparos";

static const char accident[] =
	"accidente|accidentes|accidento|incendio|se quemo|quemadura|quemaduras|quemada|herido|herida|"
	"heridos|heridas|desmayo|desmayada|desmayado|no respira|no respiran|se muere|se esta muriendo|"
	"emergencia|explosion|exploto|intoxicado|intoxicada|intoxicados|intoxicacion|intoxicaron|sangra|"
	"sangrando|atropello|atropellaron|fuga de gas|envenenado|envenenada";

/* Long words may be misspelt. */
static bool same_word(struct str said, struct str meant)
{
	return str_eq(said, meant) || (meant.n >= 8 && word_near(said, meant) == 1);
}

static bool phrase_at(const struct word *w, unsigned n, unsigned at, struct str phrase)
{
	struct str word;

	while (phrase.n && str_cut(&phrase, ' ', &word)) {
		while (at < n && w[at].kind == WORD_BREAK)
			at++;
		if (at == n || !same_word(w[at].s, word))
			return false;
		at++;
	}
	return true;
}

static bool any(const struct word *w, unsigned n, const char *list)
{
	struct str rest = str_c(list), phrase;

	while (rest.n && str_cut(&rest, '|', &phrase))
		for (unsigned at = 0; at < n; at++)
			if (phrase_at(w, n, at, phrase))
				return true;
	return false;
}

static enum grave grave_words(const struct word *w, unsigned n)
{
	if (any(w, n, despair))
		return GRAVE_DESPAIR;
	if (any(w, n, violence))
		return GRAVE_VIOLENCE;
	return any(w, n, accident) ? GRAVE_ACCIDENT : GRAVE_NONE;
}

enum grave grave_find(struct arena *a, struct str message)
{
	struct word *w = ARENA_ARRAY(a, struct word, WORDS_MAX);
	unsigned n = 0;

	/* Window by window, each beginning with the last words of the one before. */
	for (;;) {
		bool all = words_split(a, message, w, &n);
		enum grave g = grave_words(w, n);
		if (g != GRAVE_NONE || all)
			return g;
		message = str_sub(message, w[WORDS_MAX - PHRASE_MOST].at, message.n);
	}
}

const char *grave_msgid(enum grave g)
{
	switch (g) {
	case GRAVE_VIOLENCE:
		return N_("Llamada gratis, día y noche. Línea 100: orientación. 105: policía. 106: ambulancia. "
			  "113 opción 5: salud.");
	case GRAVE_DESPAIR:
		return N_("Llamada gratis, día y noche. 113 opción 5: salud, le escuchan. 106: ambulancia. "
			  "Línea 100: orientación. 105: policía.");
	case GRAVE_ACCIDENT:
		return N_("Llamada gratis, día y noche. 106: ambulancia. 105: policía. 113 opción 5: salud. "
			  "Línea 100: orientación.");
	case GRAVE_NONE:
		break;
	}
	return "";
}
