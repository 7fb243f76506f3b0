/*
 * voice.c - the module's descriptor, and what waits for somebody: letters whose answer is late.
 */
#include "voice_own.h"

static const struct entity *const entities[] = { &authority_entity, &holiday_entity, &letter_entity, &open_letter_entity, &support_entity, &signed_entity,
	&promise_entity, &arrival_entity, NULL };
static const struct action *const actions[] = { &authority_note, &holiday_note, &letter_write, &letter_edit, &letter_approve, &letter_send, &letter_answer,
	&letter_drop, &petition_open, &petition_close, &petition_print, &petition_count, &petition_sign, &petition_phone, &promise_note, &promise_arrive,
	&promise_undo, &promise_answer, &promise_let_go, NULL };
static struct query_set *const queries[] = { &voice_sql, NULL };

static const struct tally by_way = {
	.name = "petition_support", .entity = &support_entity, .nby = 2, .nvalues = 1, .by = { SUPPORT_LETTER, SUPPORT_WAY }, .values = { SUPPORT_PEOPLE },
};
static const struct tally by_place = {
	.name = "petition_place", .entity = &support_entity, .nby = 2, .nvalues = 1, .by = { SUPPORT_LETTER, SUPPORT_PLACE }, .values = { SUPPORT_PEOPLE },
};

void letters_late_task(struct task_list *l, const struct task *t)
{
	enum { MOST = 200 };
	struct ctx *c = l->c;
	struct id *id = ARENA_ARRAY(c->mem, struct id, MOST);
	struct record *r = ARENA_NEW(c->mem, struct record);
	unsigned n = db_ids(c->db, SQL(Q_LETTERS_BY_STATE), ARGS(cell_id(&c->net->id), cell_text(STR("sent")), cell_int(MOST)), id, MOST);
	struct task_told told = { 0 };

	for (unsigned i = 0; i < n; i++) {
		if (!letter_get(c, id[i], r) || !allowed(c, "letter.answer", scope_of(c, r)))
			continue;
		struct wait w = wait_of(c, r, today(c));
		if (!w.late)
			continue;
		if (!told.count++) {
			told.hint = r->v[LETTER_SUBJECT].s;
			told.url = letter_url(c, r->id, "");
		}
	}
	if (told.count > 1)
		told.url = STR("/cartas");
	if (told.count)
		task_add(l, t, told);
}

static const struct page pages[] = {
	{ .path = "/cartas", .name = "writings", .title = N_("Cartas y peticiones"), .fill = page_letters, .flags = PAGE_PARTS },
	{ .path = "/cartas/nueva", .name = "letter_new", .title = N_("Escribir una carta"), .fill = page_letter_new, .action = "letter.write",
		.done = letter_write_done, .flags = PAGE_PARTS },
	{ .path = "/cartas/firmas/contar", .name = "petition_count", .title = N_("Contar una hoja"), .fill = page_petition_count, .action = "petition.count",
		.done = count_done, .flags = PAGE_PARTS },
	{ .path = "/cartas/{letter}", .name = "letter", .title = N_("Una carta"), .fill = page_letter, .action = "letter.approve", .done = action_done_letter,
		.flags = PAGE_PARTS },
	{ .path = "/cartas/{letter}/editar", .name = "letter_edit", .title = N_("Corregir una carta"), .fill = page_letter_edit, .action = "letter.edit",
		.done = action_done_letter, .flags = PAGE_PARTS },
	{ .path = "/cartas/{letter}/enviar", .name = "letter_send", .title = N_("Anotar el envío"), .fill = page_letter_send, .action = "letter.send",
		.done = action_done_letter, .flags = PAGE_PARTS },
	{ .path = "/cartas/{letter}/respuesta", .name = "letter_answer", .title = N_("Anotar la respuesta"), .fill = page_letter_answer, .action = "letter.answer",
		.done = action_done_letter, .flags = PAGE_PARTS },
	{ .path = "/cartas/{letter}/descartar", .name = "writing_drop", .title = N_("Descartar una carta"), .fill = page_letter_drop, .action = "letter.drop",
		.then = "/cartas", .flags = PAGE_PARTS },
	{ .path = "/cartas/{letter}/hoja", .name = "letter_paper", .fill = page_letter_paper, .flags = PAGE_PARTS },
	{ .path = "/cartas/{letter}/firmas", .name = "petition", .title = N_("Firmas y apoyos"), .fill = page_petition, .flags = PAGE_PARTS },
	{ .path = "/cartas/{letter}/firmas/abrir", .name = "petition_open", .title = N_("Juntar firmas"), .fill = page_petition_open, .action = "petition.open",
		.done = petition_done, .flags = PAGE_PARTS },
	{ .path = "/cartas/{letter}/firmas/cerrar", .name = "petition_close", .title = N_("Cerrar las firmas"), .fill = page_petition_close,
		.action = "petition.close", .done = petition_done, .flags = PAGE_PARTS },
	{ .path = "/cartas/{letter}/firmas/hojas", .name = "petition_print", .title = N_("Hacer hojas de firmas"), .fill = page_petition_print,
		.action = "petition.print", .done = petition_done, .flags = PAGE_PARTS },
	{ .path = "/cartas/{letter}/firmas/papel", .name = "petition_paper", .fill = page_petition_paper, .flags = PAGE_PARTS },
	{ .path = "/autoridades", .name = "authorities", .title = N_("Autoridades y plazos"), .fill = page_authorities, .action = "authority.note",
		.then = "/autoridades", .flags = PAGE_PARTS },
	{ .path = "/feriados", .name = "holidays", .title = N_("Días no laborables"), .fill = page_holidays, .action = "holiday.note", .then = "/feriados",
		.flags = PAGE_PARTS },
	{ .path = "/voz", .name = "voices", .title = N_("La voz de los grupos"), .fill = page_voices, .flags = PAGE_PARTS },
	{ .path = "/voz/{letter}", .name = "voice", .title = N_("Lo que se pidió"), .fill = page_voice, .flags = PAGE_PARTS },
	{ .path = "/voz/{letter}/apoyo", .name = "support", .title = N_("Apoyar una petición"), .fill = page_support, .action = "petition.sign", .done = sign_done,
		.flags = PAGE_PARTS },
	{ .path = "/promesas", .name = "promises", .title = N_("Promesas de las autoridades"), .fill = page_promises, .flags = PAGE_PARTS },
	{ .path = "/promesas/nueva", .name = "promise_new", .title = N_("Anotar una promesa"), .fill = page_promise_new, .action = "promise.note",
		.done = promise_note_done, .flags = PAGE_PARTS },
	{ .path = "/promesas/quitar-llegada", .name = "promise_undo", .title = N_("Quitar lo anotado por error"), .fill = page_promise_undo,
		.action = "promise.undo", .done = arrival_done, .flags = PAGE_PARTS },
	{ .path = "/promesas/datos/{file}", .name = "promise_data", .fill = page_promise_data, .flags = PAGE_PARTS },
	{ .path = "/promesas/{promise}", .name = "promise", .title = N_("Una promesa"), .fill = page_promise, .flags = PAGE_PARTS },
	{ .path = "/promesas/{promise}/llego", .name = "promise_arrive", .title = N_("Anotar lo que llegó"), .fill = page_promise_arrive,
		.action = "promise.arrive", .done = promise_done, .flags = PAGE_PARTS },
	{ .path = "/promesas/{promise}/dice", .name = "promise_answer", .title = N_("Qué dice la autoridad"), .fill = page_promise_answer,
		.action = "promise.answer", .done = promise_done, .flags = PAGE_PARTS },
	{ .path = "/promesas/{promise}/quitar", .name = "promise_let_go", .title = N_("Quitar esta promesa"), .fill = page_promise_let_go,
		.action = "promise.let_go", .then = "/promesas", .flags = PAGE_PARTS },
	{ .path = "/prensa", .name = "press", .title = N_("Para la prensa"), .fill = page_press, .flags = PAGE_PARTS },
	{ .path = "/prensa/{file}", .name = "press_paper", .fill = page_press_paper, .flags = PAGE_PARTS },
	{ .path = NULL },
};

static const struct task tasks[] = {
	{ TASK_NOW, "papel", N_("Carta sin respuesta"), N_("Ya venció el plazo"), "/cartas", .what = "letter.answer", .tell = letters_late_task },
	{ TASK_LOOK, "papel", N_("Cartas y peticiones"), N_("Qué se pidió y qué respondieron"), "/cartas", .what = "page:writings" },
	{ TASK_LOOK, "listo", N_("Promesas de las autoridades"), N_("Qué prometieron y qué llegó"), "/promesas", .what = NULL },
	{ .icon = NULL },
};

const struct module voice_module = {
	.name = "voice",
	.entities = entities,
	.actions = actions,
	.rules = voice_rules,
	.tallies = (const struct tally *const[]){ &by_way, &by_place, NULL },
	.queries = queries,
	.pages = pages,
	.area = &(const struct area){ .name = "reuniones" },
	.tasks = tasks,
	.commands = petition_commands,
	.samples = voice_samples,
	.live = voice_live,
};
