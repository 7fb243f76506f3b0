/*
 * grave_words.c - the phrases, in Spanish as it is spoken in Lima, and in Quechua (Chanka and Cusco spellings).
 *
 * Rather too many than too few: whoever gets the lines without need has lost nothing.
 */
#include "grave_words.h"

const char grave_despair[] =
	"suicidio|suicidarme|suicidar|suicida|suicidarse|suicidarnos|se suicido|me suicido|quiero morir|quiero morirme|"
	"me quiero morir|quisiera morir|quisiera morirme|quisiera estar muerta|deseo morir|prefiero morir|mejor me muero|"
	"mejor muerta|mejor estaria muerta|ganas de morir|ganas de morirme|pienso en morir|pienso en la muerte|"
	"no quiero vivir|ya no quiero vivir|no quiero seguir viviendo|sin ganas de vivir|no tengo ganas de vivir|"
	"no vale la pena vivir|no quiero estar viva|no quiero existir|quiero desaparecer|quitarme la vida|quitarse la vida|"
	"se quito la vida|matarme|matarse|me mato|me voy a matar|quiero matarme|me quiero matar|se quiere matar|"
	"se quiso matar|se va a matar|se quiere morir|quiere morirse|quiere morir|hacerme dano|hacerse dano|me hago dano|"
	"me corto los brazos|cortarme las venas|me corte las venas|se corto las venas|tomar veneno|tome veneno|tomo veneno|"
	"tomarme el veneno|tome raticida|tomar raticida|tomo raticida|ahorcarme|ahorcarse|se ahorco|colgarme|me voy a colgar|tirarme del|tirarme al|lanzarme del|"
	"acabar con mi vida|terminar con mi vida|quiero acabar con todo|ya no aguanto mas|no aguanto mas|no puedo mas|ya no puedo mas|"
	"no le veo sentido a la vida|no le veo sentido a nada|no le encuentro sentido a la vida|nadie me va a extranar|despedirme de todos|"
	"wanuyta munani|wanuyta munachkani|wanukuyta munani|wanuchikuyta munani|wanuchikusaq|wanukusaq|wanurusaq|"
	"manana kawsayta munanichu|manan kawsayta munanichu|kawsayta manana munanichu";

const char grave_violence[] =
	"violencia|violento|violenta|me pega|me pego|me pegan|me pegaron|me pegaba|me esta pegando|le pega|le pego|les pega|"
	"la pega|nos pega|pega a mi|pego a mi|pegarme|pegando a|me golpea|me golpeo|me golpio|me golpean|me golpearon|me esta golpeando|"
	"la golpea|la golpeo|le golpea|golpea a|golpeo a|golpearme|me agarra a golpes|me agarro a golpes|a golpes|"
	"me saca la mugre|me saco la mugre|me reviento|me patea|me pateo|cachetada|cachetadas|punete|punetes|me empujo|"
	"me jalo de los pelos|me jala de los pelos|me ahorca|me ahorcaba|me quemo mi esposo|me quemo mi marido|me corto con|"
	"maltrato|maltrata|me maltrato|maltratan|maltratada|maltratador|me amenaza|me amenazo|me amenazan|me amenazaron|"
	"la amenaza|amenaza de muerte|amenazas|amenazada|quiere matar|quiere matarme|quiere matarla|va a matar|va a matarme|"
	"quiso matar|quiso matarme|me mata|me va a matar|matarla|mato a su|mato a mi|con un cuchillo|con cuchillo|con su cuchillo|"
	"pistola|esta armado|me apunto|viola|me viola|me violo|la violo|violaron|violacion|violador|violada|abuso|abusa|abusan|"
	"abuso de mi|abusaron|abusador|abusada|acoso|acosa|acosan|acosador|me persigue|me esta siguiendo|feminicidio|tocamientos|"
	"tocamiento|me toca mis partes|le toca sus partes|toca a mi hija|toco a mi hija|toca a la nina|toco a la nina|manosea|"
	"manoseo|me forzo|me obliga a tener|me obligo a tener|trata de personas|explotacion sexual|secuestro|secuestraron|"
	"secuestrada|me encierra|me tiene encerrada|encerrada en|no me deja salir|tengo miedo de mi|le tengo miedo|"
	"tengo miedo que me|me boto de la casa|me quito a mis hijos|agredio|agredieron|agresion|agresor|me agrede|robaron|"
	"asaltaron|asalto|balacera|disparos|le dispararon|me dispararon|baleado|balearon|extorsion|extorsionan|desaparecida|"
	"desaparecio mi|"
	"maqawan|maqawachkan|maqawashan|maqawarqa|maqaykuwan|maqaykun|maqanakuchkan|wanuchiwanqa|wanuchiyta munawan|"
	"wanuchiwayta munan|manchakuni payta|manchachiwan";

const char grave_accident[] =
	"accidente|accidentes|accidento|accidentada|accidentado|incendio|incendios|se incendia|se incendio|incendiando|se quemo|"
	"se quema|se esta quemando|quemadura|quemaduras|quemada|hay fuego|fuego en la|herido|herida|heridos|heridas|desmayo|"
	"desmayada|desmayado|no respira|no respiran|no puede respirar|no puedo respirar|no despierta|no reacciona|inconsciente|"
	"convulsiona|convulsiones|infarto|paro cardiaco|se muere|se murio|se esta muriendo|esta muriendo|emergencia|explosion|"
	"exploto|intoxicado|intoxicada|intoxicados|intoxicacion|intoxicaron|envenenado|envenenada|sangra|sangrando|sangre|"
	"hemorragia|le cayo agua caliente|le cayo agua hirviendo|le cayo el agua caliente|le cayo aceite caliente|le cayo el aceite|"
	"le cayo aceite|le cayo la olla encima|le cayo encima|me cayo encima|me cayo agua caliente|me cayo aceite|me queme la|me queme el brazo|"
	"se corto el dedo|se corto la mano|me corte el dedo|me corte la mano|se golpeo la cabeza|se lastimo|se atraganto|se lesiono|me lastime|atropello|atropellaron|atropellada|atropellado|choque|choco un|choco el carro|fuga de gas|olor a gas|"
	"electrocuto|electrocutada|electrocutado|le dio la corriente|se ahoga|se ahogo|se esta ahogando|se atoro un nino|"
	"se cayo del techo|se cayo de la escalera|se cayo el techo|derrumbe|huayco|se rompio el brazo|se rompio la pierna|fractura|"
	"fracturo|esta dando a luz|ambulancia|bomberos|auxilio|socorro ayuda|ayuda socorro|la mordio un perro|lo mordio un perro|"
	"kirisqa|kirikurun|kirikuchkan|yawarchachkan|yawar lloqsichkan|rupakurun|rupasqa|nina hapichkan|wanuchkan|wanushan|"
	"urmaykurun|manana samanchu";

const char grave_hurts[] =
	"quemo|quemaron|quema|queman|quemando|quemado|cayo|cayeron|cae|corto|cortaron|golpeo|golpearon|golpio|resbalo|resbalaron|"
	"accidento|accidentaron|lastimo|lastimaron|lesiono|lesionaron|hirio|hirieron|intoxico|intoxicaron|desmayo|desmayaron|"
	"ahogo|ahogaron|asfixio|asfixiaron|queme|quemamos|cai|caimos|caigo|resbale|resbalamos|lastime|lastimamos|accidente|accidentamos";

const char grave_hurt_of[] = "quemada|quemadas|quemado|quemados|lastimada|lastimadas|lesionada|lesionadas|golpeada|golpeadas|accidentadas";

const char grave_somebody[] =
	"senora|senoras|senor|senores|senorita|senito|nino|ninos|nina|ninas|ninito|ninita|bebe|bebes|bebito|bebita|wawa|guagua|criatura|"
	"hijo|hijos|hija|hijas|hijito|hijita|vecina|vecinas|vecino|vecinos|vecinita|mama|mami|mamita|abuela|abuelas|abuelita|abuelitas|"
	"abuelo|abuelito|persona|personas|gente|companera|companeras|companero|companeros|cocinera|cocineras|socia|socias|hermana|hermano|"
	"tia|sobrina|sobrino|nieto|nieta|nietos|nietito|nietita|esposo|esposa|mujer|mujeres|anciana|anciano|ancianita|viejita|viejito|joven|jovencita|"
	"muchacha|muchacho|chica|chicas|comadre|presidenta|lideresa|dona|don|profesora|yo";

const char grave_between[] =
	"la|el|las|los|un|una|uno|unas|unos|dos|tres|cuatro|cinco|seis|varias|varios|muchas|muchos|algunas|algunos|otra|otras|otro|otros|"
	"mi|mis|su|sus|nuestra|nuestras|como|casi|hoy|ayer|ahorita|ahora|aqui|tambien|feo|fuerte|mal|a|pobre|este|esta|esa|ese|mas";

const char grave_harmless[] =
	"muero de hambre|muere de hambre|muriendo de hambre|muertos de hambre|muerta de hambre|muero de risa|muere de risa|"
	"muriendo de risa|muero de calor|muere de calor|muero de frio|muriendo de frio|muero de sueno|muriendo de sueno|"
	"muero de cansancio|muerta de cansancio|muero de ganas|muero de verguenza|me mato de risa|me mata de risa|me mata la risa|"
	"me mato trabajando|me mato cocinando|me mato chambeando|me mata el calor|me mata el cansancio|me mata la espalda|"
	"me mata el sueno|me mata el precio|matar el hambre|mata el hambre|matar el tiempo|matar _ pollo|matar pollo|matar pollos|"
	"matar _ pollos|matar _ gallina|matar gallina|matar gallinas|matar _ chancho|matar chancho|matar _ cuy|matar cuyes|"
	"matar cuy|matar _ pato|matar _ pavo|matar _ carnero|matar ratas|matar _ ratas|matar moscas|matar cucarachas|mato _ pollo|"
	"mato _ gallina|mato a su pollo|mato a su gallina|mato a su chancho|mato a mi pollo|mato a mi gallina|mato a mi chancho|"
	"cai de risa|caimos de risa|cai de sueno|caimos de sueno|violeta|violetas|factura|facturas|facturo|facturar|donante de sangre|donantes de sangre|pistola de silicona|pistola de agua|"
	"se murio el pollo|se murio la gallina|se murio el perro|se murio el gato|se murio el celular|se murio mi celular|"
	"se murio la bateria|se murio el foco|se murio la planta|se muere la planta|se mueren las plantas|se murio el telefono|"
	"se murio mi telefono|se quemo la olla|se quemo el arroz|se quemo la comida|se quemo el guiso|se quemo la sopa|"
	"se quemo el foco|se quemo el almuerzo|se quemo el aderezo|se quemo un poco|se quema el arroz|se quema la olla|"
	"se quemo la cocina electrica|se quemo la licuadora|se quemo el ventilador|olla quemada|quemada la olla|comida quemada|"
	"sopa quemada|arroz quemada|leche quemada|emergencia alimentaria|emergencia sanitaria|estado de emergencia|"
	"declaratoria de emergencia|declaran emergencia|declaren emergencia|declarar _ emergencia|declaren _ emergencia|"
	"declaren la emergencia|comite de emergencia|centro de emergencia mujer|centro emergencia mujer|olla de emergencia|"
	"plan de emergencia|numero de emergencia|numeros de emergencia|balon de emergencia|taller de violencia|"
	"charla de violencia|charla sobre violencia|charla sobre la violencia|charla contra la violencia|taller sobre violencia|"
	"taller sobre la violencia|taller contra la violencia|marcha contra la violencia|campana contra la violencia|"
	"no violencia|dia contra la violencia|reunion sobre violencia|capacitacion en violencia|capacitacion sobre violencia|"
	"abuso el precio|un abuso los precios|abuso de precios|abuso de confianza|abuso del precio|amenaza de lluvia|"
	"amenazas de lluvia|amenaza lluvia|sangre de pollo|sangre de res|sangre de grado|sangre de toro|donar sangre|"
	"donacion de sangre|campana de sangre|analisis de sangre|examen de sangre|no puedo mas que|no puedo mas tarde|"
	"no puedo mas temprano|no puedo mas de|de choque|primeros auxilios|simulacro de incendio|charla de incendio|"
	"taller de primeros auxilios|simulacro de emergencia|pega el sol|me pega el sol|me pega el hambre|pega el hambre|"
	"pega a mi gusto|pega el frio|me pega el frio|pega _ sol";
