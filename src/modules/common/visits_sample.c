/*
 * visits_sample.c - in an invented network: the checklist of a kitchen's visit in two versions, visits with their answers, what
 * was agreed on them and looked at again on the next. Nobody's name, figure or word is real.
 */
#include "sample.h"
#include "visit.h"

const struct sample_row visits_samples[] = {
	{ 1, "operadora", "form.bring",
		"code=VISITA|use=visit|definition={\"name\":\"Visita a la cocina\",\"questions\":[{\"name\":\"agua\",\"kind\":\"choice\",\"lab"
		"el\":\"¿De dónde viene el agua?\",\"privacy\":\"network\",\"must\":true,\"choices\":[{\"name\":\"red\",\"label\":\"De la red\"},{"
		"\"name\":\"camion\",\"label\":\"Del camión cisterna\"},{\"name\":\"pilon\",\"label\":\"De un pilón\"},{\"name\":\"otra\",\"label\":\""
		"De otra parte\"}]},{\"name\":\"agua_tapada\",\"kind\":\"yes_no\",\"label\":\"¿El agua guardada está tapada?\",\"privacy\":\"gr"
		"oup\"},{\"name\":\"lavado_de_manos\",\"kind\":\"yes_no\",\"label\":\"¿Hay dónde lavarse las manos, con jabón?\",\"privacy\":\""
		"group\"},{\"name\":\"cabello\",\"kind\":\"yes_no\",\"label\":\"¿Quienes cocinan llevan el cabello recogido?\",\"privacy\":\"gr"
		"oup\"},{\"name\":\"cocinan\",\"kind\":\"number\",\"label\":\"¿Cuántas personas cocinan hoy?\",\"privacy\":\"network\",\"unit\":\"p"
		"ersonas\",\"min\":1,\"max\":60},{\"name\":\"tablas\",\"kind\":\"yes_no\",\"label\":\"¿Usan una tabla para lo crudo y otra para"
		" lo cocido?\",\"privacy\":\"group\"},{\"name\":\"refrigeracion\",\"kind\":\"choice\",\"label\":\"¿Cómo guardan la carne y el p"
		"escado?\",\"privacy\":\"group\",\"choices\":[{\"name\":\"refrigeradora\",\"label\":\"En refrigeradora\"},{\"name\":\"hielo\",\"lab"
		"el\":\"Con hielo\"},{\"name\":\"mismo_dia\",\"label\":\"Se compra el mismo día\"},{\"name\":\"no\",\"label\":\"No cocinan carne\""
		"}]},{\"name\":\"menestra\",\"kind\":\"number\",\"label\":\"¿Cuántos días de esta semana hubo menestra?\",\"privacy\":\"networ"
		"k\",\"unit\":\"días\",\"max\":7},{\"name\":\"verdura\",\"kind\":\"yes_no\",\"label\":\"¿El plato de hoy lleva verdura?\",\"privacy"
		"\":\"network\"},{\"name\":\"basura\",\"kind\":\"choice\",\"label\":\"¿Qué hacen con los restos de comida?\",\"privacy\":\"networ"
		"k\",\"choices\":[{\"name\":\"compost\",\"label\":\"Compost\"},{\"name\":\"animales\",\"label\":\"Para animales\"},{\"name\":\"camion"
		"\",\"label\":\"Al camión de basura\"},{\"name\":\"quema\",\"label\":\"Se queman\"}]},{\"name\":\"aceite\",\"kind\":\"number\",\"labe"
		"l\":\"¿Cuántos litros de aceite usado juntaron?\",\"privacy\":\"group\",\"unit\":\"litros\",\"max\":500},{\"name\":\"huerto\",\""
		"kind\":\"choice\",\"label\":\"¿Cómo está el biohuerto?\",\"privacy\":\"group\",\"choices\":[{\"name\":\"crece\",\"label\":\"Crece "
		"bien\"},{\"name\":\"le_falta\",\"label\":\"Le falta algo\"},{\"name\":\"no_hay\",\"label\":\"No hay todavía\"}]},{\"name\":\"gas\","
		"\"kind\":\"money\",\"label\":\"¿A cuánto compraron el último balón de gas?\",\"privacy\":\"group\"},{\"name\":\"para_recordar"
		"\",\"kind\":\"long\",\"label\":\"Algo que no hay que olvidar\",\"privacy\":\"group\",\"max\":600}]}",
		"visita" },
	{ 1, "operadora", "form.question",
		"form=VISITA|label=¿Hay extintor o arena cerca del fuego?|kind=yes_no|place=5|name=fuego",
		NULL },
	{ 1, "operadora", "form.publish",
		"form=VISITA",
		NULL },
	{ 1, "distrito", "visit.note",
		"group=SJM-001|day=$day-20|kind=kitchen|topic=Bioseguridad y agua",
		"vuno" },
	{ 1, "distrito", "form.answer",
		"form=VISITA|version=1|group=SJM-001|about=visit:@vuno|day=$day-20|answers={\"agua\":\"camion\",\"agua_tapada\":\"no\","
		"\"basura\":\"camion\",\"cabello\":\"yes\",\"cocinan\":\"4\",\"gas\":\"58.00\",\"huerto\":\"no_hay\",\"lavado_de_manos\":\"yes\",\"menes"
		"tra\":\"3\",\"para_recordar\":\"El tanque queda junto a la puerta y no tiene tapa\",\"tablas\":\"no\",\"verdura\":\"yes\"}",
		NULL },
	{ 1, "distrito", "visit.hold",
		"visit=@vuno|received=La presidenta y dos cocineras|note=Cocinan con cuidado; el agua guardada no tiene tapa.",
		NULL },
	{ 1, "distrito", "agreement.add",
		"group=SJM-001|source=visit:@vuno|what=Poner tapa al tanque de agua|who=La presidenta|by=$day+2|sign=Se ve el t"
		"anque con tapa",
		"auno" },
	{ 1, "distrito", "agreement.add",
		"group=SJM-001|source=visit:@vuno|what=Comprar una tabla para lo crudo|who=La almacenera|by=$day|sign=Hay dos t"
		"ablas de distinto color",
		"ados" },
	{ 1, "distrito", "visit.note",
		"group=SJM-001|day=$day-6|kind=kitchen|topic=Mirar los acuerdos",
		"vdos" },
	{ 1, "distrito", "form.answer",
		"form=VISITA|group=SJM-001|about=visit:@vdos|day=$day-6|answers={\"aceite\":\"6\",\"agua\":\"camion\",\"agua_tapada\":\"ye"
		"s\",\"basura\":\"compost\",\"cabello\":\"yes\",\"cocinan\":\"5\",\"fuego\":\"no\",\"gas\":\"57.50\",\"huerto\":\"crece\",\"lavado_de_man"
		"os\":\"yes\",\"menestra\":\"4\",\"tablas\":\"no\",\"verdura\":\"yes\"}",
		NULL },
	{ 1, "distrito", "agreement.look",
		"agreement=@auno|state=done|note=El tanque tiene tapa nueva|source=visit:@vdos",
		NULL },
	{ 1, "distrito", "visit.hold",
		"visit=@vdos|received=La presidenta|note=El tanque ya tiene tapa. Empezaron un huerto de rabanitos.|next=$day+8",
		NULL },
	{ 1, "distrito", "agreement.add",
		"group=SJM-001|source=visit:@vdos|what=Un balde de arena junto al fuego|who=Las cocineras del lunes|by=$day+8",
		NULL },
	{ 1, "distrito", "visit.note",
		"group=SJM-002|day=$day-13|kind=kitchen|topic=Residuos",
		"vtres" },
	{ 1, "distrito", "form.answer",
		"form=VISITA|version=1|group=SJM-002|about=visit:@vtres|day=$day-13|answers={\"aceite\":\"2\",\"agua\":\"red\",\"agua_ta"
		"pada\":\"yes\",\"basura\":\"animales\",\"cocinan\":\"3\",\"huerto\":\"le_falta\",\"lavado_de_manos\":\"no\",\"menestra\":\"2\",\"verdu"
		"ra\":\"no\"}",
		NULL },
	{ 1, "distrito", "visit.hold",
		"visit=@vtres|note=Separan restos para los animales. Falta jabón junto al caño.",
		NULL },
	{ 1, "distrito", "agreement.add",
		"group=SJM-002|source=visit:@vtres|what=Jabón y toalla junto al caño|who=La tesorera|by=$day+4",
		NULL },
	{ 1, "distrito", "visit.note",
		"group=SJM-003|day=$day|kind=garden|topic=Ver las camas nuevas",
		NULL },
	{ 1, "distrito", "visit.note",
		"group=SJM-002|day=$day+3|kind=kitchen|topic=Mirar los acuerdos",
		NULL },
	{ .action = NULL },
};
