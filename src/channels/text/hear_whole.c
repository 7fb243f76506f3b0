/*
 * hear_whole.c - messages that are one word for the channel itself, or the answer to a question.
 */
#include "hear_own.h"

enum { LINE_MOST = 60 };

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

static const struct {
	enum heard_kind kind;
	const char *lines;
} words[] = {
	{ HEARD_HELP, "ayuda|help|info|informacion|?|hola|buenas|buenos dias|buen dia|buenas tardes|"
		"buenas noches|hola buenos dias|hola buenas tardes|hola buenas noches|instrucciones|como|"
		"como se usa|comandos|ayuda por favor|ayudame|que puedo escribir" },
	{ HEARD_MENU, "menu|opciones|pasos|menu por favor|ver menu" },
	{ HEARD_STOP, "baja|stop|dar de baja|darme de baja|de baja|no mas mensajes|no me escriban|"
		"no me escriban mas|no quiero mensajes" },
	{ HEARD_START, "alta|volver|start|dar de alta|de alta|empezar|inicio" },
	{ HEARD_THANKS, "gracias|muchas gracias|ok|ok gracias|ya|ya gracias|listo|bueno|de nada|"
		"muy amable|mil gracias|gracias ok|perfecto|excelente|recibido|dios le pague|bendiciones" },
};

bool hear_whole(struct arena *a, const struct word *w, unsigned n, struct heard *out)
{
	struct number number;
	unsigned at = 0;

	out->line = line_of(a, w, n);
	out->yes = word_in(out->line, "si|s|ok|claro|correcto|asi es|dale|sip|si por favor|esta bien|ya");
	out->no = word_in(out->line, "no|n|nada|ninguno|ninguna|cancelar|cancela|dejar|dejalo|no gracias|"
		"mal|esta mal|error|no es asi|no es");
	if (number_read(a, w, n, &at, &number) && at == n) {
		out->has_alone = true;
		out->alone = number.n;
	}
	for (size_t i = 0; i < ARRAY_LEN(words) && out->kind == HEARD_NOTHING; i++)
		if (word_in(out->line, words[i].lines))
			out->kind = words[i].kind;
	if (n == 0)
		out->kind = HEARD_HELP;
	return out->kind != HEARD_NOTHING;
}
