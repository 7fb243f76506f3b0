/*
 * padron.c - the module's descriptor: who may, its pages and tasks.
 */
#include "padron_own.h"
#include "sample.h"

#define KEEPS(what)                          \
	{ "leader", REL_GROUP, what },       \
	{ "coordinator", REL_AREA, what },   \
	{ "coordinator", REL_BELOW, what },  \
	{ "operator", REL_NETWORK, what }
#define WATCHES(what)                        \
	{ "coordinator", REL_AREA, what },   \
	{ "coordinator", REL_BELOW, what },  \
	{ "operator", REL_NETWORK, what }

const struct rule padron_rules[] = {
	KEEPS("diner.add"), KEEPS("diner.edit"), KEEPS("diner.leave"), KEEPS("diner.erase"),
	KEEPS("page:diners"), KEEPS("page:diner"), KEEPS("page:diners_sheet"), KEEPS("page:diners_handout"), KEEPS("page:diners_book"),
	WATCHES("diner.settle"), WATCHES("page:twice"), WATCHES("page:twice_one"),
	{ NULL, REL_ANYONE, NULL },
};

const struct page padron_pages[] = {
	{ .path = "/padron", .name = "diners", .title = N_("El padrón"), .fill = page_diners, .flags = PAGE_PARTS },
	{ .path = "/padron/nueva", .name = "diner_new", .title = N_("Anotar en el padrón"), .fill = page_diner_new, .action = "diner.add",
		.done = diner_done, .flags = PAGE_PARTS | PAGE_KEEP },
	{ .path = "/padron/hoja", .name = "diners_sheet", .fill = page_diners_sheet, .flags = PAGE_PARTS },
	{ .path = "/padron/reparto", .name = "diners_handout", .fill = page_diners_handout, .flags = PAGE_PARTS },
	{ .path = "/padron/planilla", .name = "diners_book", .fill = page_diners_book, .flags = PAGE_PARTS },
	{ .path = "/padron/dos", .name = "twice", .title = N_("Personas en dos cocinas"), .fill = page_twice, .flags = PAGE_PARTS },
	{ .path = "/padron/dos/{twice}", .name = "twice_one", .title = N_("Una persona en dos cocinas"), .fill = page_twice_one,
		.action = "diner.settle", .then = "/padron/dos", .flags = PAGE_PARTS },
	{ .path = "/padron/{diner}", .name = "diner", .fill = page_diner, .flags = PAGE_PARTS },
	{ .path = "/padron/{diner}/corregir", .name = "diner_edit", .fill = page_diner_edit, .action = "diner.edit", .done = diner_done,
		.flags = PAGE_PARTS },
	{ .path = "/padron/{diner}/salida", .name = "diner_leave", .fill = page_diner_leave, .action = "diner.leave", .done = diner_done,
		.flags = PAGE_PARTS },
	{ .path = "/padron/{diner}/borrar", .name = "diner_erase", .fill = page_diner_erase, .action = "diner.erase", .then = "/padron",
		.flags = PAGE_PARTS },
	{ .path = NULL },
};

const struct task padron_tasks[] = {
	{ TASK_WORK, "lista", N_("El padrón"), N_("Quiénes comen en su cocina"), "/padron", .what = "diner.add" },
	{ TASK_WORK, "gente", N_("Personas en dos cocinas"), N_("Para conversarlo entre las dos"), "/padron/dos", .what = "page:twice",
		.tell = twice_task },
	{ .icon = NULL },
};

/* Invented people (sample.h); one of them eats in two kitchens. */
static const struct sample_row samples[] = {
	{ 18, "SJM-001", "diner.add", "group=SJM-001|surnames=Quispe Ñaupari|names=Rosa|age=adult|kind=usual|block=A|lot=1|document_kind=none|entered=$day|consent=spoken", NULL },
	{ 18, "SJM-001", "diner.add", "group=SJM-001|surnames=Mamani Poma|names=Juana|age=adult|kind=usual|block=B|lot=8|document_kind=none|entered=$day|consent=signed", NULL },
	{ 18, "SJM-001", "diner.add", "group=SJM-001|surnames=Ccori Huamán|names=Julio|age=elder|kind=social|block=C|lot=15|document_kind=none|entered=$day|consent=signed", NULL },
	{ 17, "SJM-001", "diner.add", "group=SJM-001|surnames=Taipe Ramos|names=Nelly|age=adult|kind=usual|block=D|lot=22|document_kind=none|entered=$day|consent=spoken", NULL },
	{ 17, "SJM-001", "diner.add", "group=SJM-001|surnames=Condori Apaza|names=Wilfredo|age=adult|kind=usual|block=E|lot=7|document_kind=none|entered=$day|consent=signed", NULL },
	{ 17, "SJM-001", "diner.add", "group=SJM-001|surnames=Huamaní Sulca|names=Brígida|age=elder|kind=usual|block=F|lot=14|document_kind=none|entered=$day|consent=signed", NULL },
	{ 16, "SJM-001", "diner.add", "group=SJM-001|surnames=Rojas Vega|names=Dayana|age=teen|kind=usual|block=A|lot=21|document_kind=none|entered=$day|consent=spoken", NULL },
	{ 16, "SJM-001", "diner.add", "group=SJM-001|surnames=Rojas Vega|names=Liam|age=child|kind=usual|block=B|lot=6|document_kind=none|entered=$day|consent=guardian", NULL },
	{ 16, "SJM-001", "diner.add", "group=SJM-001|surnames=Poma Ataucusi|names=Fortunata|age=elder|kind=social|block=C|lot=13|document_kind=none|entered=$day|consent=signed", NULL },
	{ 15, "SJM-001", "diner.add", "group=SJM-001|surnames=Chávez Luna|names=Marisol|age=adult|kind=usual|block=D|lot=20|document_kind=none|entered=$day|consent=spoken", NULL },
	{ 15, "SJM-001", "diner.add", "group=SJM-001|surnames=Chávez Luna|names=Thiago|age=child|kind=usual|block=E|lot=5|document_kind=none|entered=$day|consent=guardian", NULL },
	{ 15, "SJM-001", "diner.add", "group=SJM-001|surnames=Inga Soto|names=Percy|age=adult|kind=usual|block=F|lot=12|document_kind=none|entered=$day|consent=signed", NULL },
	{ 14, "SJM-001", "diner.add", "group=SJM-001|surnames=Layme Cutipa|names=Hermelinda|age=elder|kind=social|block=A|lot=19|document_kind=none|entered=$day|consent=spoken", NULL },
	{ 14, "SJM-001", "diner.add", "group=SJM-001|surnames=Pari Luna|names=Alejandrina|age=adult|kind=usual|block=B|lot=4|document_kind=none|entered=$day|consent=signed", NULL },
	{ 14, "SJM-001", "diner.add", "group=SJM-001|surnames=Vilca Ñahui|names=Jhon|age=teen|kind=usual|block=C|lot=11|document_kind=none|entered=$day|consent=signed", NULL },
	{ 13, "SJM-001", "diner.add", "group=SJM-001|surnames=Yupanqui Meza|names=Celia|age=adult|kind=usual|block=D|lot=18|document_kind=none|entered=$day|consent=spoken", NULL },
	{ 13, "SJM-001", "diner.add", "group=SJM-001|surnames=Zevallos Ruiz|names=Elvis|age=adult|kind=usual|block=E|lot=3|document_kind=none|entered=$day|consent=signed", NULL },
	{ 13, "SJM-001", "diner.add", "group=SJM-001|surnames=Arias Colque|names=Saturnina|age=elder|kind=usual|block=F|lot=10|document_kind=none|entered=$day|consent=signed", NULL },
	{ 14, "SJM-002", "diner.add", "group=SJM-002|surnames=Ccori Huamán|names=Julio|age=elder|kind=usual|block=F|lot=3|document_kind=none|entered=$day|consent=signed", NULL },
	{ 13, "SJM-002", "diner.add", "group=SJM-002|surnames=Soto Anccasi|names=Flor|age=adult|kind=usual|block=G|lot=4|document_kind=none|entered=$day|consent=signed", NULL },
	{ 12, "SJM-002", "diner.add", "group=SJM-002|surnames=Soto Anccasi|names=Milan|age=child|kind=usual|block=H|lot=5|document_kind=none|entered=$day|consent=guardian", NULL },
	{ 11, "SJM-002", "diner.add", "group=SJM-002|surnames=Berrocal Tineo|names=Eusebio|age=elder|kind=social|block=I|lot=6|document_kind=none|entered=$day|consent=signed", NULL },
	{ .action = NULL },
};

const struct module padron_module = {
	.name = "padron",
	.entities = (const struct entity *const[]){ &diner_entity, &diner_twice_entity, NULL },
	.actions = (const struct action *const[]){ &diner_add, &diner_edit, &diner_leave, &diner_erase, &diner_settle, NULL },
	.tallies = (const struct tally *const[]){ &diners_present, NULL },
	.rules = padron_rules,
	.queries = (struct query_set *const[]){ &padron_sql, NULL },
	.pages = padron_pages,
	.area = &(const struct area){ .name = "cocinas" },
	.tasks = padron_tasks,
	.samples = samples,
};
