/*
 * cooking_sample.c - recipes, menus, turns and hours of an invented network.
 *
 * Recipes are for 110 plates and belong to the whole network: what a pot of that size takes, as a leader told it (20 kg of
 * rice, 25 kg of olluco, 10 kg of potato, 1 kg of meat), and others of the same measure. Three kitchens say each evening what they
 * will cook in three days, so that there are menus to come; the first one keeps turns and tells its hours.
 */
#include "cooking_own.h"

#include "sample.h"

enum { RECIPES = 10, MENU_KITCHENS = 3, AHEAD = 3, SHARE_EVERY = 14, SUNDAY = 6, RECIPE_MINUTE = 1045, MENU_MINUTE = 1130, TURN_MINUTE = 1150,
	WORK_MINUTE = 1160, SECOND_MS = 1000 };

static const char *const recipe[RECIPES][3] = {
	{ "Olluquito con carne", "20 kg de arroz\n25 kg de olluco\n10 kg de papa\n1 kg de carne de res\n3 kg de cebolla\n500 g de ajo\n2 litros de aceite\n400 g de sal",
		"Picar el olluco en tiras delgadas y lavarlo. Dorar ajo, cebolla y carne; echar el olluco y la papa y cocinar tapado. Servir con arroz." },
	{ "Carapulcra", "20 kg de arroz\n8 kg de papa seca\n4 kg de carne de cerdo\n2 kg de maní\n3 kg de cebolla\n500 g de ajo\n2 litros de aceite\n400 g de sal",
		"Tostar la papa seca y remojarla la noche antes. Dorar la carne con ajo, cebolla y ají panca; añadir la papa y el maní molido, a fuego lento." },
	{ "Lentejas con arroz", "18 kg de arroz\n9 kg de lenteja\n4 kg de cebolla\n3 kg de zanahoria\n500 g de ajo\n2 litros de aceite\n400 g de sal",
		"Escoger y lavar las lentejas. Cocinarlas con el aderezo de ajo y cebolla y la zanahoria en cubos. Servir con arroz y limón." },
	{ "Arroz con pollo", "20 kg de arroz\n18 kg de pollo\n3 kg de arveja verde\n3 kg de zanahoria\n2 kg de culantro\n3 kg de cebolla\n500 g de ajo\n3 litros de aceite\n400 g de sal",
		"Dorar el pollo en presas. Hacer el aderezo con el culantro licuado, añadir agua, arroz, arvejas y zanahoria." },
	{ "Tallarines rojos", "15 kg de fideos\n8 kg de menudencia\n6 kg de tomate\n4 kg de zanahoria\n3 kg de cebolla\n500 g de ajo\n2 litros de aceite\n400 g de sal",
		"Cocinar la salsa con tomate, zanahoria rallada y menudencia picada. Mezclar con los fideos al servir." },
	{ "Estofado de pollo", "18 kg de arroz\n15 kg de pollo\n15 kg de papa\n4 kg de zanahoria\n3 kg de cebolla\n2 kg de arveja verde\n2 litros de aceite\n400 g de sal",
		"Dorar el pollo, hacer el aderezo y cocinar con la papa y la zanahoria hasta que espese." },
	{ "Frejoles con arroz", "18 kg de arroz\n10 kg de frejol\n4 kg de cebolla\n500 g de ajo\n2 litros de aceite\n400 g de sal",
		"Remojar los frejoles la noche antes y botar esa agua. Cocinar hasta que estén suaves; añadir el aderezo." },
	{ "Cau cau", "18 kg de arroz\n8 kg de mondongo\n25 kg de papa\n3 kg de cebolla\n500 g de ajo\n2 litros de aceite\n400 g de sal",
		"Sancochar el mondongo y picarlo. Cocinar la papa en cubos en el aderezo con palillo y hierbabuena; juntar." },
	{ "Sangrecita con yuca", "12 kg de arroz\n8 kg de sangrecita\n30 kg de yuca\n4 kg de cebolla\n1 kg de ajo\n3 litros de aceite\n400 g de sal",
		"Desmenuzar la sangrecita cocida y saltearla con ajo, cebolla y orégano. Servir con yuca sancochada y limón." },
	{ "Locro de zapallo", "18 kg de arroz\n30 kg de zapallo\n12 kg de papa\n2 kg de queso fresco\n6 kg de choclo\n3 kg de cebolla\n2 litros de aceite\n400 g de sal",
		"Cocinar el zapallo en cubos con el aderezo hasta que se deshaga; añadir papa y choclo, y el queso al final." },
};

static const char *const cooks[] = { "Julia Mamani Quispe", "Carmen Rojas Huamán", "Elena Flores Ccori" };

static struct str day_of_sample(struct sample *s, int64_t day)
{
	struct buf b = buf_new(s->mem, 12);

	buf_day(&b, day);
	return buf_str(&b);
}

static int64_t at(const struct sample *s, int64_t day, int minute, unsigned n)
{
	return zone_instant(s->net->zone, day, minute) + n * SECOND_MS;
}

static enum rc recipes(struct sample *s, int64_t day)
{
	enum rc rc = OK;

	for (unsigned i = 0; i < RECIPES && rc == OK; i++)
		rc = sample_did(s, sample_who(s, "operadora"), at(s, day, RECIPE_MINUTE, i), "recipe.put", "group", id_text(s->mem, s->net->id),
			"name", str_c(recipe[i][0]), "plates", STR("110"), "ingredients", str_c(recipe[i][1]), "steps", str_c(recipe[i][2]),
			(char *)NULL);
	for (unsigned i = 0; i < ARRAY_LEN(cooks) && rc == OK; i++)
		rc = sample_did(s, sample_who(s, "lider"), at(s, day, RECIPE_MINUTE + 1, i), "person.add", "name", str_c(cooks[i]), "group",
			STR("SJM-001"), "role", STR("cook"), (char *)NULL);
	return rc;
}

/* Mostly a recipe; now and then what came from the market, in her own words. */
static enum rc menu(struct sample *s, unsigned n, int64_t day, int64_t said)
{
	struct chance c = chance_of(s->seed, "menu", n, (uint64_t)day);
	const char *dish = n == 0 && day == s->last_day ? recipe[0][0] : chance_in_1000(&c, 100) ? "Lo que llegue del mercado" : recipe[chance_below(&c, RECIPES)][0];
	struct str plates = str_fmt(s->mem, "%u", 90 + 10 * chance_below(&c, 5));

	return sample_did(s, s->groups[n].leader, at(s, said, MENU_MINUTE + (int)(day - said), n), "menu.plan", "group", s->groups[n].code,
		"day", day_of_sample(s, day), "dish", str_c(dish), "plates", plates, (char *)NULL);
}

static enum rc hours(struct sample *s, int64_t day)
{
	static const char *const time[] = { "6 horas", "5 horas y 30 minutos", "7 horas" };
	static const char *const who[] = { "lider", "cocinera" };
	uint64_t n = (uint64_t)day;

	if (day_weekday(day) == SUNDAY)
		return OK;
	return sample_did(s, sample_who(s, who[n % ARRAY_LEN(who)]), at(s, day, WORK_MINUTE, 0), "turn.work", "group", STR("SJM-001"), "day",
		day_of_sample(s, day), "time", str_c(time[n / 2 % ARRAY_LEN(time)]), (char *)NULL);
}

enum rc cooking_live(struct sample *s, int64_t day)
{
	bool first = day == s->first_day;
	enum rc rc = OK;

	if (s->city || day >= s->last_day)
		return OK;
	if (first)
		rc = recipes(s, day);
	for (unsigned n = 0; n < MENU_KITCHENS && n < s->ngroups && rc == OK; n++)
		for (int64_t of = first ? day + 1 : day + AHEAD; of <= day + AHEAD && rc == OK; of++)
			rc = menu(s, n, of, day);
	if (rc == OK && (day - s->first_day) % SHARE_EVERY == 0)
		rc = sample_did(s, sample_who(s, "lider"), at(s, day, TURN_MINUTE, 0), "turn.share", "group", STR("SJM-001"), "days", STR("28"),
			"cooks", STR("2"), (char *)NULL);
	return rc == OK ? hours(s, day) : rc;
}
