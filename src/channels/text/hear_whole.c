/*
 * hear_whole.c - messages that are one word for the channel itself, or the answer to a question.
 */
#include "hear_own.h"

enum { LINE_MOST = 60, WHOLE_MOST = 8, GREETING_MOST = 6, CALL_MOST = 10 };

static struct str line_of(struct arena *a, const struct word *w, unsigned n)
{
	struct buf b = buf_new(a, LINE_MOST + 40);

	for (unsigned i = 0; i < n && b.n < LINE_MOST; i++) {
		if (w[i].kind == WORD_BREAK)
			continue;
		if (b.n)
			buf_char(&b, ' ');
		buf_add(&b, w[i].s);
	}
	return buf_str(&b);
}

/* Around the word itself: "ayuda por favor señora". */
static const char around[] =
	"por|favor|porfa|porfavor|porfis|xfa|xfavor|fa|senora|senorita|sra|srta|sres|senoras|senores|vecina|vecinas|amiga|amigas|"
	"pls|plis|please|companera|companeras|companero|companeros|comadre|hermana|hermanas|a|todas|todos|mi|reina|linda|quisiera|quiero|necesito|"
	"un|una|poco|de|el|la|me|ver|deme|dame|mande|mandeme|nomas|pues";
static const char greeting[] =
	"hola|ola|holi|holis|holaa|holaaa|hey|buenas|buenos|buen|bnas|bnos|wenas|winas|dia|dias|tarde|tardes|tardesitas|noche|noches|"
	"que|tal|saludos|como|esta|estan|estas|feliz|imaynalla|imaynallan|imaynam|allin|punchay|punchaw|tuta|sukha|rimaykullayki|"
	"napaykullayki";
static const char thanking[] =
	"gracias|grasias|gracia|grax|grcs|grs|thx|muchas|muchisimas|mil|muy|amable|dios|le|les|lo|la|pague|bendiga|bendiciones|ok|okey|"
	"okay|okis|oki|oka|vale|dale|listo|lista|ya|bueno|bien|perfecto|excelente|entendido|entendida|recibido|conforme|anay|anaychay|"
	"todo|toda|apoyo|ayuda|atencion|informacion|avisar|yusulpayki|sulpayki|yusulpaykis|amen|igualmente|de|nada|esta|super|chevere|bacan|genial|si|a|usted|ustedes|ti";

static const struct {
	enum heard_kind kind;
	const char *lines;
} words[] = {
	{ HEARD_HELP, "ayuda|help|info|informacion|?|instrucciones|como|como se usa|como se hace|como escribo|comandos|ayudame|"
		"ayudeme|ayudenme|que puedo escribir|q puedo escribir|que escribo|que pongo|yanapaway|yanapawanki|yanapawankichu|aiuda|"
		"alluda" },
	{ HEARD_MENU, "menu|opciones|pasos|paso a paso|menus" },
	{ HEARD_STOP, "baja|stop|dar baja|darme baja|dar de baja|darme de baja|no mas mensajes|no mas sms|no escriban|no escriban mas|"
		"no manden mas|no me manden mas|no me manden mensajes|ya no manden mensajes|ya no me manden mensajes|ya no me manden|ya no me escriban|"
		"no quiero recibir mensajes|no quiero recibir mas mensajes|ya no quiero mensajes|no me manden mas mensajes|no me escriban|no me escriban mas|no mensajes|ya no mensajes|no recibir mensajes|no recibir mas mensajes" },
	{ HEARD_START, "alta|volver|start|dar alta|dar de alta|empezar|inicio" },
};

/* All words of a line are of that list, small words beside them. */
static bool made_of(const struct word *w, unsigned n, const char *list)
{
	unsigned hits = 0;

	for (unsigned i = 0; i < n; i++) {
		bool hit = w[i].kind == WORD_LETTERS && word_in(w[i].s, list);
		hits += hit;
		if (w[i].kind != WORD_BREAK && !hit && !(w[i].kind == WORD_LETTERS && word_in(w[i].s, around)))
			return false;
	}
	return hits > 0;
}

/* The line without what stands around a word out of courtesy. */
static struct str core_of(struct arena *a, const struct word *w, unsigned n)
{
	struct word *left = ARENA_ARRAY(a, struct word, WORDS_MAX);
	unsigned k = 0;

	for (unsigned i = 0; i < n; i++)
		if (w[i].kind != WORD_LETTERS || !(word_in(w[i].s, around) || word_in(w[i].s, "hola|ola|gracias|buenas|buenos|dias|tardes|noches")))
			left[k++] = w[i];
	return line_of(a, left, k);
}

bool hear_greets(const struct word *w, unsigned n)
{
	bool greets = n > 0 && n <= GREETING_MOST && w[0].kind == WORD_LETTERS && word_in(w[0].s, greeting) &&
		!word_in(w[0].s, "como|esta|que|tal|dia|tarde|noche");

	for (unsigned i = 0; i < n; i++)
		greets &= w[i].kind == WORD_LETTERS || w[i].kind == WORD_BREAK;
	return greets;
}

bool hear_calls(const struct word *w, unsigned n)
{
	bool calls = false, figures = false;

	for (unsigned i = 0; i < n && n <= CALL_MOST; i++) {
		calls |= w[i].kind == WORD_LETTERS && word_in(w[i].s, "ayuda|ayudar|ayudame|ayudeme|ayudenme|alluda|aiuda|instrucciones");
		figures |= w[i].kind == WORD_DIGITS;
	}
	return calls && !figures;
}

/* Pictures alone: as thanks, or the answer to a question. */
static enum heard_kind pictures(struct str message, struct heard *out)
{
	bool some = false;

	for (size_t i = 0; i < message.n; i++)
		some |= (unsigned char)message.p[i] >= 0xe2;
	out->yes = str_contains(message, STR("\360\237\221\215")) || str_contains(message, STR("\360\237\221\214")) || /* thumb, OK hand */
		str_contains(message, STR("\342\234\205")) || str_contains(message, STR("\342\234\224")); /* check marks */
	out->no = str_contains(message, STR("\360\237\221\216")) || str_contains(message, STR("\342\235\214")); /* thumb down, cross */
	if (out->yes && out->no)
		out->yes = out->no = false;
	if (out->yes || out->no) /* as the word itself, for a question with numbered answers */
		out->line = out->yes ? STR("si") : STR("no");
	bool asks = str_contains(message, STR("\342\235\223")) || str_contains(message, STR("\342\235\224")); /* question marks */
	return some && !asks ? HEARD_THANKS : HEARD_HELP;
}

bool hear_whole(struct arena *a, struct str message, const struct word *w, unsigned n, struct heard *out)
{
	struct number number;
	unsigned at = 0;

	out->line = line_of(a, w, n);
	out->yes = word_in(out->line, "si|s|ok|claro|correcto|asi es|dale|sip|si por favor|esta bien|ya|sii|siii|si si|ari|"
		"si senora|si claro|oki|okey|exacto|eso|eso es|asi|asi mismo|conforme");
	out->no = word_in(out->line, "no|n|noo|nooo|no no|mana|manan|no senora|nada|ninguno|ninguna|cancelar|cancela|dejar|"
		"dejalo|no gracias|mal|esta mal|error|no es asi|no es");
	if (number_read(a, w, n, &at, &number) && at == n) {
		out->has_alone = true;
		out->alone = number.n;
	}
	if (n == 0) {
		out->kind = pictures(message, out);
	} else if (!out->has_alone && n <= WHOLE_MOST) {
		struct str core = core_of(a, w, n);
		for (size_t i = 0; i < ARRAY_LEN(words) && out->kind == HEARD_NOTHING; i++)
			if (word_in(out->line, words[i].lines) || word_in(core, words[i].lines))
				out->kind = words[i].kind;
		if (out->kind == HEARD_NOTHING && made_of(w, n, thanking))
			out->kind = HEARD_THANKS;
		else if (out->kind == HEARD_NOTHING && made_of(w, n, greeting))
			out->kind = HEARD_HELP;
	}
	return out->kind != HEARD_NOTHING;
}
