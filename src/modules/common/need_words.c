/*
 * need_words.c - what pots are made of in Lima, and how people measure it.
 */
#include "need_words.h"

enum { SURE_LETTERS = 6 };

bool need_word_in(struct str s, const char *list)
{
	struct str rest = str_c(list), one;

	while (rest.n && str_cut(&rest, '|', &one))
		if (str_eq(one, s))
			return true;
	return false;
}

/* ---- numbers ---- */

static const struct {
	const char *words;
	int64_t n;
} numbers[] = {
	{ "un|uno|una", 1 }, { "dos", 2 }, { "tres", 3 }, { "cuatro", 4 }, { "cinco|sinco", 5 }, { "seis", 6 },
	{ "siete", 7 }, { "ocho", 8 }, { "nueve", 9 }, { "diez|dies", 10 }, { "once|onse", 11 }, { "doce|dose", 12 },
	{ "trece|trese", 13 }, { "catorce", 14 }, { "quince|quinse", 15 }, { "dieciseis", 16 }, { "diecisiete", 17 },
	{ "dieciocho", 18 }, { "diecinueve", 19 }, { "veinte|beinte", 20 }, { "veintiuno|veintiun", 21 },
	{ "veintidos", 22 }, { "veintitres", 23 }, { "veinticuatro", 24 }, { "veinticinco", 25 }, { "veintiseis", 26 },
	{ "veintisiete", 27 }, { "veintiocho", 28 }, { "veintinueve", 29 }, { "treinta|trenta", 30 }, { "cuarenta", 40 },
	{ "cincuenta|sincuenta", 50 }, { "sesenta", 60 }, { "setenta", 70 }, { "ochenta", 80 }, { "noventa", 90 },
	{ "cien|ciento|sien", 100 }, { "doscientos|doscientas", 200 }, { "trescientos|trescientas", 300 },
	{ "cuatrocientos|cuatrocientas", 400 }, { "quinientos|quinientas", 500 }, { "mil", 1000 },
	/* as it is counted in Quechua */
	{ "huk|hukniy", 1 }, { "iskay", 2 }, { "kinsa|kimsa", 3 }, { "tawa", 4 }, { "pichqa|pisqa", 5 }, { "chunka", 10 },
};

int64_t need_number_word(struct str s)
{
	for (size_t i = 0; i < ARRAY_LEN(numbers); i++)
		if (need_word_in(s, numbers[i].words))
			return numbers[i].n;
	return -1;
}

/* ---- measures ---- */

/* Names are those of `measures` (need.c). A gallon is that of the United States, as shops sell it: 3,785 ml. */
static const struct need_measure table[] = {
	{ "g", "kg|kgs|k|kl|kilo|kilos|quilo|quilos|kilogramo|kilogramos|kg de", 1000, NULL },
	{ "g", "g|gr|grs|gramo|gramos", 1, NULL },
	{ "g", "tonelada|toneladas", 1000000, NULL },
	{ "ml", "l|lt|lts|ltr|ltrs|litro|litros", 1000, NULL },
	{ "ml", "ml|mililitro|mililitros|cc", 1, NULL },
	{ "ml", "galon|galones", 3785, NULL },
	{ "unit", "unidad|unidades|und|unds|uds|u", 1, NULL },
	{ "unit", "docena|docenas", 12, NULL },
	{ "sack", "saco|sacos|costal|costales", 1, NULL },
	{ "bottle", "botella|botellas", 1, NULL },
	{ "cylinder", "balon|balones|valon", 1, "gas" },
	{ "box", "caja|cajas", 1, NULL },
	{ "bag", "bolsa|bolsas|bolsita|bolsitas", 1, "bolsa" },
	{ "pack", "paquete|paquetes|paq", 1, NULL },
	{ "can", "lata|latas|tarro|tarros", 1, NULL },
	{ "bunch", "atado|atados|manojo|manojos|ramo|ramos", 1, NULL },
	{ "tray", "plancha|planchas|jaba|jabas|javas", 1, NULL },
	{ "drum", "bidon|bidones|balde|baldes", 1, "balde" },
	{ "tank", "cisterna|cisternas|tanque|tanques", 1, "agua" },
};

const struct need_measure *need_measure_of(struct str s)
{
	for (size_t i = 0; i < ARRAY_LEN(table); i++)
		if (need_word_in(s, table[i].words))
			return &table[i];
	return NULL;
}

/* ---- things ---- */

/* The name that is kept, how it is written to people, and other words for it. */
static const struct {
	const char *name, *label, *words;
} things[] = {
	{ "arroz", "arroz", "arros|aroz|arosito|arrocito" }, { "aceite", "aceite", "aseite|haceite|azeite" },
	{ "azucar", "azúcar", "asucar|azucarr" }, { "sal", "sal", NULL }, { "gas", "gas", "gaz" },
	{ "agua", "agua", "yaku" }, { "lena", "leña", "yanta" }, { "carbon", "carbón", NULL },
	{ "menestra", "menestra", "menestras|minestra|menestron" }, { "lenteja", "lenteja", "lentejas|lentega|lentejita" },
	{ "frejol", "frejol", "frejoles|frijol|frijoles|frejolito|purutu" }, { "garbanzo", "garbanzo", "garbanzos" },
	{ "pallar", "pallar", "pallares" }, { "arveja", "arveja", "arvejas|alverja|alverjas|alberja|alverjita" },
	{ "haba", "haba", "habas|avas" }, { "quinua", "quinua", "quinoa|kinua" }, { "trigo", "trigo", NULL },
	{ "maiz", "maíz", "sara|mais" }, { "choclo", "choclo", "choclos" }, { "mote", "mote", "muti" },
	{ "avena", "avena", "abena" }, { "fideo", "fideo", "fideos|tallarin|tallarines|fideito" },
	{ "harina", "harina", "arina" }, { "pan", "pan", "panes|tanta" }, { "semola", "sémola", NULL },
	{ "papa", "papa", "papas|papita|papitas" }, { "camote", "camote", "camotes" }, { "yuca", "yuca", "yucas" },
	{ "olluco", "olluco", "ollucos|ulluco" }, { "cebolla", "cebolla", "cebollas|sebolla|sebollas|cevolla" },
	{ "tomate", "tomate", "tomates" }, { "zanahoria", "zanahoria", "zanahorias|sanahoria|sanaoria|zanaoria" },
	{ "zapallo", "zapallo", "zapallos|sapallo" }, { "ajo", "ajo", "ajos" }, { "kion", "kion", "jengibre" },
	{ "aji", "ají", "ajies|uchu" }, { "culantro", "culantro", "cilantro" }, { "perejil", "perejil", NULL },
	{ "apio", "apio", "apios" }, { "poro", "poro", "poros" }, { "nabo", "nabo", "nabos" },
	{ "beterraga", "beterraga", "beterragas|betarraga" }, { "repollo", "repollo", "col|coles|repollos" },
	{ "lechuga", "lechuga", "lechugas" }, { "espinaca", "espinaca", "espinacas" }, { "acelga", "acelga", "acelgas" },
	{ "brocoli", "brócoli", "brocolis" }, { "vainita", "vainita", "vainitas" }, { "pimiento", "pimiento", "pimientos|pimenton" },
	{ "limon", "limón", "limones" }, { "verdura", "verdura", "verduras|berdura|berduras|yuyu" },
	{ "fruta", "fruta", "frutas" }, { "platano", "plátano", "platanos" }, { "manzana", "manzana", "manzanas" },
	{ "naranja", "naranja", "naranjas" }, { "palta", "palta", "paltas" },
	{ "pollo", "pollo", "pollos" }, { "gallina", "gallina", "gallinas" }, { "carne", "carne", "carnes|aycha" },
	{ "higado", "hígado", "igado|higados" }, { "menudencia", "menudencia", "menudencias" }, { "sangrecita", "sangrecita", NULL },
	{ "hueso", "hueso", "huesos" }, { "pescado", "pescado", "pescados|challwa" }, { "atun", "atún", "atunes" },
	{ "conserva", "conserva", "conservas|grated" }, { "bofe", "bofe", NULL }, { "charqui", "charqui", "charki" },
	{ "huevo", "huevo", "huevos|uevo|uevos|webos|runtu" }, { "leche", "leche", "leches|lechi" }, { "queso", "queso", "quesos" },
	{ "mantequilla", "mantequilla", "margarina" }, { "cocoa", "cocoa", "cocoas|chocolate" },
	{ "cafe", "café", NULL }, { "te", "té", NULL }, { "canela", "canela", NULL }, { "clavo", "clavo de olor", NULL },
	{ "comino", "comino", "cominos" }, { "pimienta", "pimienta", "pimientas" }, { "palillo", "palillo", NULL },
	{ "oregano", "orégano", NULL }, { "sillao", "sillao", NULL }, { "vinagre", "vinagre", "binagre" },
	{ "condimento", "condimento", "condimentos|sazonador|sibarita|ajinomoto|ajino" }, { "pasta", "pasta de tomate", NULL },
	{ "viveres", "víveres", "vivere|alimentos|abarrotes" },
	{ "jabon", "jabón", "jabones" }, { "detergente", "detergente", "detergentes|ace" }, { "lejia", "lejía", "lejias|legia" },
	{ "lavavajilla", "lavavajilla", "lavavajillas|ayudin|sapolio" }, { "esponja", "esponja", "esponjas" },
	{ "escoba", "escoba", "escobas" }, { "trapo", "trapo", "trapos" }, { "papel", "papel", "papeles" },
	{ "servilleta", "servilleta", "servilletas" }, { "bolsa", "bolsa", NULL }, { "balde", "balde", NULL },
	{ "fosforo", "fósforo", "fosforos|fosforito|cerilla|cerillas" }, { "mascarilla", "mascarilla", "mascarillas" },
	{ "guante", "guante", "guantes" }, { "gorro", "gorro", "gorros" }, { "mandil", "mandil", "mandiles" },
	{ "olla", "olla", "ollas|manka" }, { "cucharon", "cucharón", "cucharones" }, { "cuchara", "cuchara", "cucharas" },
	{ "cuchillo", "cuchillo", "cuchillos" }, { "taper", "táper", "tapers|taperes|tapers" }, { "vaso", "vaso", "vasos" },
	{ "plato descartable", "plato descartable", "descartable|descartables" }, { "colador", "colador", NULL },
	{ "hornilla", "hornilla", "hornillas" }, { "manguera", "manguera", NULL }, { "valvula", "válvula", "balvula" },
};

/* One letter added, left out or changed, in words long enough that it means no other. */
static bool near(struct str said, const char *meant)
{
	struct str m = str_c(meant);
	size_t head = 0, tail = 0, longer = said.n > m.n ? said.n : m.n, shorter = said.n > m.n ? m.n : said.n;

	if (m.n < SURE_LETTERS || longer - shorter > 1)
		return false;
	while (head < shorter && said.p[head] == m.p[head])
		head++;
	while (tail < shorter - head && said.p[said.n - 1 - tail] == m.p[m.n - 1 - tail])
		tail++;
	/* Another end makes another word, "sillas" is not "sillao"; "arros" is one that sounds alike. */
	return head > 0 && head + tail + 1 >= longer && (tail > 0 || (m.p[m.n - 1] == 'z' && said.p[said.n - 1] == 's'));
}

const char *need_thing_of(struct str s)
{
	for (size_t i = 0; i < ARRAY_LEN(things); i++)
		if (str_is(s, things[i].name) || (things[i].words && need_word_in(s, things[i].words)))
			return things[i].name;
	for (size_t i = 0; i < ARRAY_LEN(things); i++)
		if (near(s, things[i].name))
			return things[i].name;
	return NULL;
}

struct str need_label_of(struct str thing)
{
	for (size_t i = 0; i < ARRAY_LEN(things); i++)
		if (str_is(thing, things[i].name))
			return str_c(things[i].label);
	return thing;
}

/* ---- what is said around them ---- */

static const char *const fillers[] = {
	"un poco de", "un poquito de", "algo de", "mas", "tambien", "ademas", "solo", "solamente", "urgente", "urgentemente",
	"por favor", "porfavor", "porfa", "porfis", "gracias", "hoy", "para hoy", "para manana", "hoy dia", "ahora",
	"para la olla", "para el almuerzo", "para la cocina", "en la olla", "en la cocina", "en mi olla", "en el comedor", "para cocinar",
	"para el desayuno", "para el lunes", "ya", "pues", "pe", "el", "la", "los", "las", "del", "de", "etc", "hermana", "senora",
	"amiga", "companera", "coordinadora", "buenos dias", "buenas tardes", "buenas noches", "buenas", "hola", "vecina",
	"bastante", "mucho", "mucha", "muchos", "muchas", "siempre", "todavia", "aun", "x favor", "xfa", "unos", "unas",
};

unsigned need_filler(struct str first, struct str second, struct str third)
{
	const struct str said[] = { first, second, third };
	unsigned best = 0;

	for (size_t i = 0; i < ARRAY_LEN(fillers); i++) {
		struct str rest = str_c(fillers[i]), word;
		unsigned n = 0;
		bool same = true;
		while (same && rest.n && str_cut(&rest, ' ', &word)) {
			same = n < ARRAY_LEN(said) && str_eq(said[n], word);
			n++;
		}
		if (same && n > best)
			best = n;
	}
	return best;
}

bool need_word_is_doubtful(struct str s)
{
	return need_word_in(s,
		"no|ni|nada|nadie|nunca|sin|pero|si|que|porque|cuando|donde|como|cuanto|cuanta|cuantos|cuantas|quien|cual|"
		"en|mi|mis|su|sus|tu|tus|nuestro|nuestra|se|me|te|nos|lo|le|les|a|al|con|por|para|hay|tengo|tenemos|tiene|"
		"tienen|es|esta|estan|era|fue|voy|vamos|va|van|quiero|queremos|puedo|puede|pueden|alcanza|alcanzo|sobra|"
		"sobro|sobraron|racion|raciones|plato|platos|almuerzo|almuerzos|desayuno|desayunos|cena|cenas|menu|menus|"
		"persona|personas|nino|ninos|nina|ninas|hijo|hijos|hija|hijas|gente|familia|familias|comensal|comensales|"
		"socia|socias|senora|senoras|caso|casos|sociales|vecina|vecinas|esposo|mama|firma|firmas|dinero|plata|"
		"sol|soles|minuto|minutos|hora|horas|dia|dias|semana|semanas|mes|meses|ano|anos|reunion|poco|mucho|alguien|"
		"respeto|ayuda|apoyo|trabajo|luz|internet|senal|saldo|llamar|llegar|venir|ir|hacer|terminar|anotar|avisar");
}
