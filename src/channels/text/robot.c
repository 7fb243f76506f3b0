/*
 * robot.c - phrases by which automatic messages are known, and which no report has.
 */
#include "robot.h"

#include "words.h"

static const char *const marks[] = {
	"respuesta automatica", "mensaje automatico", "contestador automatico", "auto reply", "autoreply", "automatic reply",
	"out of office", "fuera de la oficina", "no responda este", "no responda a este", "no responder a este",
	"no contestar este", "do not reply", "este es un mensaje automatico", "en este momento no puedo atender",
	"no puedo contestar en este momento", "no puedo responder en este momento", "gracias por comunicarte con",
	"gracias por comunicarse con", "gracias por contactar", "nuestro horario de atencion", "te llamare mas tarde estoy",
	"estoy conduciendo", "estoy manejando", "su codigo de verificacion", "tu codigo de verificacion",
	"codigo de seguridad es", "whatsapp code", "clave dinamica", "tienes un mensaje de voz nuevo", "llamada perdida de",
	"suscribete", "ganaste un premio", "tu recarga de", "su recarga de", "delivery failure", "undeliverable",
};

bool robot_speaks(struct arena *a, struct str text)
{
	struct word *w = ARENA_ARRAY(a, struct word, WORDS_MAX);
	struct buf b = buf_new(a, text.n + 2);
	unsigned n;

	/* A long one is judged by its beginning. */
	if (!words_split(a, text, w, &n) && n == 0)
		return false;
	for (unsigned i = 0; i < n; i++)
		if (w[i].kind == WORD_LETTERS) {
			buf_char(&b, ' ');
			buf_add(&b, w[i].s);
		}
	buf_char(&b, ' ');
	for (size_t i = 0; i < ARRAY_LEN(marks); i++)
		if (str_contains(buf_str(&b), str_fmt(a, " %s ", marks[i])))
			return true;
	return false;
}
