/*
 * grave_table.h - messages and how grave they are. Each surprise becomes a row here.
 */
#ifndef AYNI_TEXT_GRAVE_TABLE_H
#define AYNI_TEXT_GRAVE_TABLE_H

#include "grave.h"

static const struct {
	const char *text;
	enum grave grave;
} grave_rows[] = {
	/* as it is */
	{ "me pega mi esposo", GRAVE_VIOLENCE },
	{ "Mi marido ME PEGÓ otra vez 😢", GRAVE_VIOLENCE },
	{ "mi vecino le pega a su señora", GRAVE_VIOLENCE },
	{ "me quiere matar ayuda", GRAVE_VIOLENCE },
	{ "dijo que me va a matar si hablo", GRAVE_VIOLENCE },
	{ "me amenazó con un cuchillo", GRAVE_VIOLENCE },
	{ "su padrastro abusa de la niña", GRAVE_VIOLENCE },
	{ "toca a mi hija", GRAVE_VIOLENCE },
	{ "no me deja salir de la casa", GRAVE_VIOLENCE },
	{ "nos asaltaron en la olla", GRAVE_VIOLENCE },
	{ "me quiero morir", GRAVE_DESPAIR },
	{ "ya no quiero vivir", GRAVE_DESPAIR },
	{ "pensando en el suicidio", GRAVE_DESPAIR },
	{ "mi hija se quiere matar", GRAVE_DESPAIR },
	{ "tomé veneno", GRAVE_DESPAIR },
	{ "ya no aguanto más esta vida", GRAVE_DESPAIR },
	{ "hubo un accidente en la olla 120", GRAVE_ACCIDENT },
	{ "se quemó una compañera", GRAVE_ACCIDENT },
	{ "se quemo con la olla la señora Juana", GRAVE_ACCIDENT },
	{ "hay fuga de gas en el comedor", GRAVE_ACCIDENT },
	{ "una niña no respira", GRAVE_ACCIDENT },
	{ "llamen a la ambulancia", GRAVE_ACCIDENT },
	{ "auxilio", GRAVE_ACCIDENT },
	{ "se cayó el techo de la cocina", GRAVE_ACCIDENT },
	/* in the middle of a report, in capitals, apart, misspelt */
	{ "hoy 95 y 12 casos sociales y me pega mi marido", GRAVE_VIOLENCE },
	{ "raciones 120. me quiero morir", GRAVE_DESPAIR },
	{ "RACIONES 80 ME PEGA", GRAVE_VIOLENCE },
	{ "M E   P E G A", GRAVE_VIOLENCE },
	{ "m e p e g a", GRAVE_VIOLENCE },
	{ "s u i c i d i o", GRAVE_DESPAIR },
	{ "me...pega", GRAVE_VIOLENCE },
	{ "me,\npega", GRAVE_VIOLENCE },
	{ "violensia en mi casa", GRAVE_VIOLENCE },
	{ "biolencia", GRAVE_VIOLENCE },
	{ "me biolo mi tio", GRAVE_VIOLENCE },
	{ "suisidio", GRAVE_DESPAIR },
	{ "ay un asidente", GRAVE_ACCIDENT },
	{ "aksidente en la cosina", GRAVE_ACCIDENT },
	{ "me golpio mi esposo", GRAVE_VIOLENCE },
	{ "me kiero morir", GRAVE_DESPAIR },
	{ "ya no kiero bibir", GRAVE_DESPAIR },
	/* in Quechua */
	{ "qusay maqawan", GRAVE_VIOLENCE },
	{ "qosay maqawashan", GRAVE_VIOLENCE },
	{ "wañuyta munani", GRAVE_DESPAIR },
	{ "manaña kawsayta munanichu", GRAVE_DESPAIR },
	{ "k'irisqa kashan", GRAVE_ACCIDENT },
	/* what only sounds so */
	{ "me muero de hambre jajaja", GRAVE_NONE },
	{ "nos morimos de hambre", GRAVE_NONE },
	{ "me muero de risa", GRAVE_NONE },
	{ "matamos un pollo", GRAVE_NONE },
	{ "hoy vamos a matar un chancho para 120", GRAVE_NONE },
	{ "va a matar el pollo mañana", GRAVE_NONE },
	{ "se acabó el gas", GRAVE_NONE },
	{ "se murió el celular", GRAVE_NONE },
	{ "se quemó el arroz 80 raciones", GRAVE_NONE },
	{ "se nos quemó la olla", GRAVE_NONE },
	{ "la emergencia alimentaria sigue", GRAVE_NONE },
	{ "mañana taller contra la violencia a las 4", GRAVE_NONE },
	{ "sangrecita y sangre de pollo", GRAVE_NONE },
	{ "me pega el sol", GRAVE_NONE },
	{ "no puedo más tarde", GRAVE_NONE },
	{ "taller de primeros auxilios", GRAVE_NONE },
	{ "hoy 95 y 12 casos sociales", GRAVE_NONE },
	{ "falta arroz 10 kg y aceite", GRAVE_NONE },
	{ "raciones 120", GRAVE_NONE },
	{ "llego tarde", GRAVE_NONE },
	{ "no voy", GRAVE_NONE },
	{ "servimos a los heroes de siempre", GRAVE_NONE },
	{ "cocinamos para 120, menú lentejas", GRAVE_NONE },
	{ "soy Socorro, 80 raciones", GRAVE_NONE },
	{ "soy Violeta, 80 raciones", GRAVE_NONE },
	{ "mando la factura del gas", GRAVE_NONE },
	{ "se rompió la factura", GRAVE_NONE },
	{ "URGENTE donante de sangre O+", GRAVE_NONE },
	{ "falta raticida y lejía", GRAVE_NONE },
	{ "vamos a acabar con todo el arroz", GRAVE_NONE },
	{ "no le veo sentido a la reunión", GRAVE_NONE },
	{ "nos vemos en Valencia con Violeta y Herminia", GRAVE_NONE },
	{ "se fracturó la pierna", GRAVE_ACCIDENT },
	{ "Violeta dice que su esposo le pega", GRAVE_VIOLENCE },
	/* both: what is harmless does not hide what is not */
	{ "me muero de hambre y mi esposo me pega", GRAVE_VIOLENCE },
	{ "se quemó el arroz y se quemó una niña", GRAVE_ACCIDENT },
	{ "no es broma me quiero morir de verdad, no de hambre", GRAVE_DESPAIR },
};

#endif
