/*
 * hear_lists.c - small words of everyday Spanish, folded.
 */
#include "hear_lists.h"

#include <stddef.h>

/* Said around the facts; they mean nothing here. */
const char hear_fillers[] =
	"a|e|o|u|de|del|la|las|el|los|lo|le|les|un|una|uno|en|con|por|para|al|se|me|te|nos|que|su|sus|mi|mis|"
	"nuestra|nuestro|hola|buenas|buen|senora|senorita|sra|srta|favor|porfa|porfavor|saludos|gracias|"
	"bendiciones|bien|ok|okey|okay|ya|si|informo|informamos|reporta|reportando|informa|informando|informe|avisa|aviso|todo|pues|hermanita|mamita|dios|a|reporto|reportamos|reporte|reportar|"
	"anote|anota|anotar|anoten|apunte|apunta|apuntar|registrar|registre|registra|comunico|mando|envio|"
	"aqui|este|esta|estos|estas|olla|ollita|ollas|comun|cocina|cocinas|comedor|popular|numero|nro|num|"
	"cantidad|codigo|cod|ahora|tambien|luego|despues|dia|fecha|del|sres|vecina|vecinas|companera|companeras|"
	"esos|esas|ellos|ellas|cuales|companeros|compa|amiga|amigas|atentamente|atte|y|i|fin|servidas|servidos|repartidas|repartidos|"
	"entregadas|entregados|servi|servimos|dimos|di|repartimos|entregamos|atendimos|"
	"salieron|fueron|perdon|disculpe|disculpa|disculpen|solo|solamente|apenas|unicamente|exactamente|nomas|"
	"x|xfa|fa|xfavor|fis|porfis|hemos|poquito|tmb|tb|tbn|incluyendo|incluye|incluido|incluidos|c|son|sra|bnas|bnos|wenas|"
	"punchay|punchaw|kachkan|karqan|pe";

/* They speak of the same thing in another way: worth asking, not worth believing. */
const char hear_softeners[] =
	"porciones|porcion|viandas|vianda|bandejas|tapers|taper|usuarios|usuarias|beneficiarias|cubiertos|potajes|menudeos|"
	"aproximadamente|aprox|casi|unos|unas|creo|serian|seria|cerca|calculo|quizas|alrededor|tipo|masomenos|aprx|"
	"comensales|comensal|personas|persona|gente|comieron|vinieron|"
	"asistieron|atendio|atendieron|cocinamos|cocine|preparamos|hicimos|repartieron|sirvieron|servido|"
	"comer|comida|comidas|alimentos|alimentamos|atendidas|atendidos|beneficiarios|cocinado|preparado|vendidas|vendidos|vendimos|pagadas|pagados|pagaron|cobradas|cobrados";

/* A wish, a need, a question, a memory of something else: whatever number comes is no report. */
const char hear_blockers[] =
	"nunca|necesito|necesitamos|necesita|necesitan|falta|faltan|faltaron|falto|faltaba|quiero|queremos|"
	"quisiera|quisieramos|pido|pedimos|piden|mande|manden|mandan|envien|traigan|traiga|trajeron|traer|"
	"donacion|donaron|donar|compramos|compre|comprar|compraron|cuanto|cuantos|cuanta|cuantas|cuando|"
	"como|donde|quien|quienes|cual|debo|debemos|deben|deuda|prestaron|presto|recibimos|recibi|recibir|"
	"llegaron|llego|reunion|asamblea|cita|podemos|puedo|pueden|puede|borrar|borre|borra|anular|anule|"
	"anula|tampoco";

/* What else is counted. */
const char hear_units[] =
	"kilo|kilos|kg|kgs|k|gramo|gramos|gr|grs|g|libra|libras|litro|litros|l|lt|lts|ml|saco|sacos|bolsa|"
	"bolsas|balon|balones|lata|latas|caja|cajas|paquete|paquetes|botella|botellas|hora|horas|hrs|h|"
	"minuto|minutos|min|pm|am|anos|ano|mes|meses|semana|semanas|ra|ro|da|er|ta|vo|mo|to|do|dias|veces|"
	"ollas|"
	"cocinas|comedores|mesas|cucharas|sillas|dolares";

const char *const hear_greetings[] = {
	"buenos dias", "buen dia", "buenas tardes", "buenas noches", "buena noche", "mil gracias",
	"mil disculpas", "mil bendiciones", "muchas gracias", "por favor", "dios le pague",
	"dios la bendiga", "dios les bendiga", "que tal", "lo siento", "feliz dia", "me falto reportar", "me falto mandar", "me olvide de mandar",
	"me olvide mandar", "me olvide", "se me olvido", "se me paso", NULL,
};

const char *const hear_fixes[] = {
	"error", "fue error", "esta mal", "puse mal", "escribi mal", "me confundi", "la cifra correcta", "lo correcto", "el correcto",
	"mejor pon", "mejor ponga", "en realidad", "digo", "corrijo", "corrigo", "corregir", "corrige", "corrija", "correccion", "coreccion", "corrigiendo",
	"corregido", "rectifico", "rectificar", "rectificacion", "me equivoque", "nos equivocamos",
	"equivocacion", "quise decir", "quise poner", "quise escribir", "fe de erratas", "hubo un error",
	"por error", "cambiar", "cambio", "cambia", "cambie", "modificar", "modifica", "modifico", NULL,
};

const char *const hear_instead[] = { "no", "en vez de", "en lugar de", "en ves de", NULL };

const char hear_be[] = "era|eran|es|son|fue|fueron|hubo|habia|hay|sino|tuvimos|salieron";

const char hear_courtesy[] =
	"gracias|grasias|muchas|mil|por|favor|porfa|porfavor|porfis|please|pls|plis|saludos|senora|senorita|sra|srta|bendiciones|ok|ya|nomas|"
	"urgente|vecina|vecinas|companera|companeras|amiga|amigas|atte|hoy|ahora|tambien";

const char hear_rest_doubts[] =
	"no|nada|nadie|ninguno|ninguna|poco|que|quien|quienes|cuanto|cuantos|cuanta|cuantas|cuando|como|donde|cual|"
	"porque|pero|si|hora|horas|minuto|minutos|dia|dias|semana|semanas|mes|meses|ayer|manana|problema|tiempo|"
	"plata|dinero|soles|respeto|amor|fe|dios|clases|clase|agradecer|venir|llegar|cobrar|pagar|firmar|confirmar";

const char hear_coming[] =
	"ratito|rato|reunion|reuniones|reu|asamblea|mesa|sesion|tarde|minuto|minutos|min|mins|hora|horas|hrs|media|cuarto|menos|retraso|poco|poquito|"
	"voy|ire|ir|asistir|asistire|poder|podre|puedo|presente|puntual|seguro|claro|si|no|ni|dios|mediante|primero|confirmo|"
	"asistencia|manana|noche|tipo|aprox|mas|o|como|yo|hermana|hermanas|companeras|companera|proxima|proximo|virtual|presencial|zoom|"
	"meet|local|sesion|esa|ese|am|pm|sin|falta|tambien|disculpen|disculpas|disculpe|mil|perdon|lo|siento|am|vez|esta";

const char hear_people[] = "familias|familia|ninos|nino|ninas|adultos|madres|socias|vecinos|vecinas";
const char hear_eating[] =
	"almorzaron|comieron|cenaron|desayunaron|atendimos|atendieron|atendio|alimentamos|comer|servimos|beneficiarios";

const char hear_labels[] =
	"la|las|numero|nro|n|no|km|linea|mz|manzana|lote|lt|salmo|capitulo|versiculo|clave|codigo|dni|telefono|tel|cel|celular|fono|av|"
	"avenida|calle|jr|jiron|piso|cuadra|cuenta|ticket|turno|cupo|rifa|sorteo|sector|zona|grupo|etapa|boleta|recibo|multa|presion|"
	"azucar|glucosa|temperatura|grados|anexo|bus|ruta|canal|radio|tinka|yape|plin|pin|monto|precio|cuota|pagina|pag|nota|examen|"
	"cuesta|cuestan|vale|valen|subio|gas|debo|debe|toca|somos|eramos|quedamos|pague|pago|deposite|firmamos|"
	"paradero|ley|articulo|sillas|cumple|anos|peso|vendo|alquilo|oferta|descuento|gana|bono|premio|www|http|https|com";
