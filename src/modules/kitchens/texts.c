/*
 * texts.c - what people say to this module by message.
 *
 * Words are folded and their order in a list means nothing. A pot and a need are low-risk: by the number alone; taking a
 * pot back is not.
 */
#include "register.h"
#include "texts.h"

const struct text_command kitchens_commands[] = {
	{
		.action = "meal.report",
		.words = "raciones|racion|almuerzos|almuerzo|desayunos|desayuno|cenas|cena|platos|olla|"
			 "servimos|hoy|ayer",
		.bare = AT(MEAL_SERVED), .alone = true,
		.none = "no cocinamos|no cocino|no cocine|no cocinaron|no cocinare|no cocinaremos|no se cocino|no se cocina|no se va a cocinar|"
			"no vamos a cocinar|no voy a cocinar|no pudimos cocinar|no puedo cocinar|no podemos cocinar|no podre cocinar|no podremos cocinar|no voy a poder cocinar|"
			"no se pudo cocinar|no hemos cocinado|no hubo olla|no hubo comida|"
			"no hubo almuerzo|no hubo desayuno|no hubo cena|no hubo atencion|no hubo cocina|no hubo nada|hoy no hay olla|"
			"hoy no hay almuerzo|hoy no hay atencion|no habra olla|no atendimos|no atendemos|no se atendio|no atendio|no atendieron|"
			"no servimos|no se sirvio|no preparamos|no hicimos olla|no hicimos comida|no abrimos|nadie cocino|no repartimos|no prendimos",
		.menu = N_("Anotar la olla de hoy"),
		.question = N_("¿Cuántas raciones sirvieron?"),
		.example = N_("raciones 120"),
		.example_far = N_("SJM-001 raciones 120"),
		.answer = meal_answer,
	},
	{
		.action = "need.report",
		.words = "falta|faltan|nos falta|nos faltan|hace falta|hacen falta|nos hace falta|me falta|me faltan|"
			 "necesitamos|necesito|se acabo|se acabaron|se nos acabo|se nos acabaron|se termino|se terminaron|se nos termino|"
			 "se nos terminaron|no tengo|ya no tengo|no queda|ya no queda|no nos queda|no tenemos|no hay|"
			 "nos quedamos sin|ya no tenemos|ya no hay|estamos sin|pisin|faltan kachkan",
		.rest = AT(LACK_ITEMS),
		.menu = N_("Avisar qué falta"),
		.question = N_("¿Qué falta? Escriba, por ejemplo: arroz 10 kg y aceite"),
		.example = N_("falta arroz 10 kg y aceite"),
		.complete = need_report_complete,
		.answer = need_report_answer,
	},
	{
		.action = "need.meet",
		.words = "ya conseguimos|conseguimos|ya tenemos|ya hay|ya no falta|ya no faltan|nos donaron|nos trajeron|"
			 "ya compramos",
		.rest = AT(MEET_ITEMS),
		.question = N_("¿Qué consiguieron? Escriba, por ejemplo: arroz y gas"),
		.complete = need_meet_complete,
		.answer = need_meet_answer,
	},
	{
		.action = "meal.void",
		.words = "anula|anular|anulo|anulen|borra|borrar|quita|quitar|elimina|eliminar",
		.means = N_("Quita lo que anotó"),
		.complete = void_complete,
		.answer = void_answer,
	},
	{
		.words = "faltas|que falta|que nos falta|lo que falta|que esta faltando|lista de faltas|necesidades",
		.means = N_("Pregunta qué falta en las ollas"),
		.tell = tell_needs,
	},
	{
		.words = "resumen|resumen del dia|como vamos en el distrito|como vamos hoy|cuantas raciones van|resumen de hoy|como va el distrito|cuantas ollas avisaron",
		.means = N_("Pregunta cómo va el distrito"),
		.tell = tell_summary,
	},
	{
		.words = "mi olla|mis ollas|que anote|cuantas raciones anote|cuantas raciones mande|cuantas raciones puse|que he anotado|cuanto anote|que mande|mi reporte|mi reporte de hoy",
		.means = N_("Pregunta qué anotó ella"),
		.tell = tell_mine,
	},
	{
		.action = "kitchen.join",
		.words = "registrar mi olla|registrar mi cocina|registrar mi comedor|registrar olla|registrar cocina|registrar comedor|"
			 "inscribir mi olla|inscribir mi cocina|inscribir olla|inscribir cocina|inscribir comedor",
		.rest = AT(JOIN_NAME),
		.means = N_("Registra su cocina en la red"),
		.question = N_("¿Cómo se llama su cocina?"),
		.example = N_("registrar olla Virgen de Fátima"),
		.complete = join_complete,
		.answer = join_answer,
	},
	{
		.action = "kitchen.join",
		.words = "registrar paso a paso|registro paso a paso",
		.bare = AT(JOIN_CAPACITY),
		.menu = N_("Registrar mi cocina"),
		.question = N_("¿Cuántas personas comen ahí de costumbre?"),
		.complete = join_complete,
		.answer = join_answer,
	},
	{ .words = NULL },
};
