/*
 * store_texts.c - what people say of their stores by message. Words are folded.
 */
#include "store_own.h"

/* Positions in the actions' lists of arguments (store_say.c). */
enum { FOOD = 2, LEND_FOOD = 3, COUNT_FOOD = 1 };

/* The words say what happened; each has a complete that knows it. */
#define COMPLETES(kind) \
	static enum rc complete_##kind(struct ctx *c, struct act *a, struct id *out, unsigned max, unsigned *n, unsigned *arg) \
	{ \
		return store_complete(c, a, #kind, out, max, n, arg); \
	}

COMPLETES(bought)
COMPLETES(given)
COMPLETES(used)
COMPLETES(spoiled)
COMPLETES(lost)
COMPLETES(counted)
COMPLETES(lent)
COMPLETES(borrowed)
COMPLETES(repaid)
COMPLETES(returned)

#define COMING(words_, kind) { .action = "stock.in", .words = words_, .rest = AT(FOOD), .judges = true, \
	.question = N_("¿Qué y cuánto? Escriba, por ejemplo: arroz 50 kg"), .complete = complete_##kind, .answer = store_answer }
#define GOING(words_, kind) { .action = "stock.out", .words = words_, .rest = AT(FOOD), .judges = true, \
	.question = N_("¿Qué y cuánto? Escriba, por ejemplo: arroz 50 kg"), .complete = complete_##kind, .answer = store_answer }
#define LENDING(words_, kind) { .action = "stock.lend", .words = words_, .rest = AT(LEND_FOOD), .judges = true, \
	.question = N_("¿Qué, cuánto y con qué cocina? Escriba, por ejemplo: 5 kg azúcar a SJM-002"), .complete = complete_##kind, \
	.answer = store_answer }

const struct text_command store_commands[] = {
	{ .action = "stock.in", .words = "compre|compramos|hemos comprado|compro|compraron|compra de", .rest = AT(FOOD), .judges = true,
		.means = N_("Anota lo que compró para el almacén"),
		.question = N_("¿Qué y cuánto? Escriba, por ejemplo: arroz 50 kg"), .example = N_("compré 50 kg arroz 180 soles"),
		.complete = complete_bought, .answer = store_answer },
	COMING("nos dieron|nos regalaron|recibimos|recibi|llego donacion|llego donacion de|donacion de|donaron", given),
	GOING("usamos|use|hemos usado|gastamos de|sacamos", used),
	GOING("se malogro|se malograron|se pudrio|se pudrieron|se vencio|se vencieron|malogrado", spoiled),
	GOING("se perdio|se perdieron|nos robaron|robaron", lost),
	{ .action = "stock.count", .words = "queda|quedan|nos queda|nos quedan|me queda|me quedan|en el almacen hay|en almacen hay|hay en el almacen|contamos|conte",
		.rest = AT(COUNT_FOOD), .judges = true, .means = N_("Dice cuánto queda en el almacén"),
		.question = N_("¿Qué queda y cuánto? Escriba, por ejemplo: queda 8 kg arroz"), .example = N_("queda 8 kg arroz"),
		.complete = complete_counted, .answer = store_answer },
	LENDING("preste|prestamos|le preste|les prestamos|le prestamos", lent),
	LENDING("nos presto|nos prestaron|me presto|me prestaron", borrowed),
	LENDING("devolvimos|devolvi|le devolvimos|les devolvimos", repaid),
	LENDING("nos devolvio|nos devolvieron|me devolvieron", returned),
	{ .action = "stock.undo", .words = "deshacer|deshaz|deshaga|deshacer almacen", .means = N_("Deshace lo último que anotó en el almacén"),
		.complete = store_undo_complete, .answer = store_undo_answer },
	{ .words = "almacen|mi almacen|que hay en el almacen|que hay en almacen|que tenemos en el almacen|kardex|que queda|cuanto queda|que nos queda",
		.means = N_("Pregunta qué hay en el almacén"), .tell = store_tell },
	{ .words = NULL },
};
