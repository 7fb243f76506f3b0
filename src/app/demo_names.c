/*
 * demo_names.c - invented names, as they sound in the hills of Lima. None is a record of anyone.
 */
#include "demo_own.h"

static const char *const given[] = {
	"Rosa", "María", "Juana", "Carmen", "Luz", "Elena", "Gladys", "Norma", "Flor", "Teófila",
	"Yolanda", "Nélida", "Maritza", "Esther", "Justina", "Paulina", "Hilda", "Bertha", "Delia",
	"Irma", "Olga", "Lidia", "Vilma", "Zoila", "Felícita", "Marlene", "Santosa", "Eulalia",
	"Domitila", "Rufina", "Victoria", "Angélica", "Sonia", "Nancy", "Roxana", "Jenny", "Karina",
	"Milagros", "Edith", "Saturnina",
};

static const char *const family[] = {
	"Quispe", "Mamani", "Flores", "Huamán", "Rojas", "Ccori", "Condori", "Yupanqui", "Palomino",
	"Cárdenas", "Ñaupari", "Sulca", "Taipe", "Huayta", "Poma", "Cusi", "Chávez", "Ramos",
	"Villanueva", "Aguirre", "Ticona", "Apaza", "Lazo", "Meza", "Bautista", "Curi", "Huanca",
	"Pariona", "Rimachi", "Sánchez", "Tello", "Umeres", "Vilca", "Yauri", "Zevallos", "Atauje",
	"Barrientos", "Ccahuana", "Espinoza", "Guevara",
};

/* What a kitchen is called: of these two lists, then with the number of its sector. */
static const char *const first_name[] = {
	"Manos Unidas", "Nueva Esperanza", "Madres en Acción", "Corazón de Madre", "Las Mercedes",
	"Flor de Amancaes", "Sembrando Vida", "Luz del Cerro", "Santa Rosa", "San Martín",
	"Virgen del Carmen", "Señor de Luren", "Las Hormiguitas", "Olla de Barro", "Fuerza de Mujeres",
	"Los Girasoles", "La Buena Sazón", "Tierra Prometida", "Warmi Wasi", "Pachamama",
	"Inti Raymi", "Las Palomitas", "Nuevo Amanecer", "Jesús Nazareno", "Dulce Hogar",
	"Mujeres Valientes", "La Esperanza Viva", "Ayllu Solidario", "Pan y Trabajo", "Las Torcazas",
};

static const char *const second_name[] = {
	"", " del Mirador", " de la Loma", " Alta", " del Arenal", " de Villa", " del Progreso",
	" de los Andes", " de la Quebrada", " del Sur", " de Pampas", " del Parque", " de la Cumbre",
	" Primavera", " Ampliación", " 8 de Marzo", " 1 de Mayo", " Bicentenario", " de la Ladera",
	" del Manantial",
};

static const char *const beside[] = {
	"frente al tanque de agua", "al lado del local comunal", "cerca de la losa deportiva",
	"a una cuadra del paradero", "junto a la capilla", "subiendo la escalera amarilla",
	"detrás del mercadito", "frente al wawa wasi",
};

/* Where 2,447 kitchens stand, more where the hills are. Sum of `lima`: 2,447; of `small`: 36. */
const struct demo_district demo_districts[] = {
	{ "150133", 14, 190 }, /* San Juan de Miraflores comes first: its codes are in every example */
	{ "150143", 6, 260 }, { "150142", 4, 150 }, { "150132", 5, 390 }, { "150110", 3, 230 },
	{ "150106", 2, 220 }, { "150123", 1, 95 }, { "150118", 1, 120 }, { "150103", 0, 165 },
	{ "150125", 0, 110 }, { "150102", 0, 75 }, { "150112", 0, 85 }, { "150135", 0, 60 },
	{ "150117", 0, 30 }, { "150108", 0, 55 }, { "150128", 0, 40 }, { "150111", 0, 45 },
	{ "150137", 0, 18 }, { "150109", 0, 14 }, { "150107", 0, 12 }, { "150119", 0, 16 },
	{ "150139", 0, 8 }, { "150101", 0, 9 }, { "150115", 0, 7 }, { "150105", 0, 2 },
	{ "150124", 0, 6 }, { "150127", 0, 4 }, { "150126", 0, 3 }, { "150129", 0, 3 },
	{ "150140", 0, 6 }, { "150141", 0, 2 }, { "150134", 0, 2 }, { "150136", 0, 2 },
	{ "150104", 0, 2 }, { "150114", 0, 2 }, { "150113", 0, 1 }, { "150116", 0, 1 },
	{ "150120", 0, 1 }, { "150121", 0, 1 }, { "150122", 0, 1 }, { "150130", 0, 1 },
	{ "150131", 0, 1 }, { "150138", 0, 2 }, { NULL, 0, 0 },
};

#define ONE_OF(list, c) (list)[chance_below((c), ARRAY_LEN(list))]

struct str demo_person_name(struct arena *a, struct chance *c)
{
	const char *first = ONE_OF(given, c), *father = ONE_OF(family, c), *mother = ONE_OF(family, c);

	return str_fmt(a, "%s %s %s", first, father, mother);
}

struct str demo_kitchen_name(struct arena *a, uint64_t seed, unsigned nth)
{
	static const char *const known[] = {
		"Virgen de la Puerta", "Señor de los Milagros", "Cocina Familiar 13 de Octubre",
		"Manuel Seoane",
	};
	enum { PAIRS = ARRAY_LEN(first_name) * ARRAY_LEN(second_name), STEP = 77 };
	unsigned shift = (unsigned)(chance_of(seed, "names", 0, 0).state % PAIRS);

	if (nth < ARRAY_LEN(known))
		return str_c(known[nth]);
	/* 77 and 600 have no common factor: all pairs come before one comes again. */
	unsigned pair = (nth * STEP + shift) % PAIRS, round = nth / PAIRS;
	const char *first = first_name[pair % ARRAY_LEN(first_name)];
	const char *second = second_name[pair / ARRAY_LEN(first_name)];
	return round == 0 ? str_fmt(a, "%s%s", first, second) :
		str_fmt(a, "%s%s, sector %u", first, second, round + 1);
}

struct str demo_address(struct arena *a, struct chance *c)
{
	unsigned block = chance_below(c, 26), plot = 1 + chance_below(c, 30);

	return str_fmt(a, "Mz. %c Lt. %u, %s", 'A' + (int)block, plot, ONE_OF(beside, c));
}
