/*
 * crops.c - what gardens on the coast of Lima grow, when it is sown there and how long it takes.
 *
 * Ranges as gardeners' guides give them, to plan by and not to be measured with: days of chard, spring onion, cabbage and
 * coriander from "¿Qué puedo sembrar en mi biohuerto en invierno?" (Cultivando paso a paso, Lima, 2019); what is sown where
 * it stays and what in a seed-bed from "Tipos de siembra" (course of a biohuerto, Lima, 2013); the rest is what guides of
 * home gardens have in common. On the coast of Lima it neither freezes nor rains: leaves and roots do well all year and
 * best from autumn to spring, fruits want the warm months. Whoever knows better mends this one table.
 */
#include "gardens_own.h"

#define M(month) (1u << ((month) - 1))
enum { ALL_YEAR = 0xfff, COOL = M(3) | M(4) | M(5) | M(6) | M(7) | M(8) | M(9), WARM = M(8) | M(9) | M(10) | M(11) | M(12) | M(1) | M(2) };

const struct choice crops[] = {
	{ "lettuce", N_("lechuga"), "lechugas", NULL },
	{ "radish", N_("rabanito"), "rabanitos|rabano|rabanos", NULL },
	{ "chard", N_("acelga"), "acelgas|aselga", NULL },
	{ "spinach", N_("espinaca"), "espinacas", NULL },
	{ "coriander", N_("culantro"), "cilantro|kulantru", NULL },
	{ "parsley", N_("perejil"), "peregil", NULL },
	{ "spring_onion", N_("cebolla china"), "cebollita china|cebollitas chinas|cebollas chinas", NULL },
	{ "carrot", N_("zanahoria"), "zanahorias|sanahoria", NULL },
	{ "beet", N_("betarraga"), "betarragas|beterraga|beterragas|remolacha", NULL },
	{ "celery", N_("apio"), "apios", NULL },
	{ "leek", N_("poro"), "poros|porro", NULL },
	{ "cabbage", N_("col"), "coles|repollo|repollos", NULL },
	{ "broccoli", N_("brócoli"), "brocolis|brocoles", NULL },
	{ "tomato", N_("tomate"), "tomates", NULL },
	{ "cucumber", N_("pepinillo"), "pepinillos|pepino|pepinos", NULL },
	{ "green_bean", N_("vainita"), "vainitas|bainita|bainitas", NULL },
	{ "courgette", N_("zapallito"), "zapallitos|zapallito italiano", NULL },
	{ "pumpkin", N_("zapallo"), "zapallos|sapallo", NULL },
	{ "chili", N_("ají"), "ajies|uchu", NULL },
	{ "basil", N_("albahaca"), "albaca", NULL },
	{ "mint", N_("hierbabuena"), "hierba buena|yerbabuena|yerba buena", NULL },
	{ "caigua", N_("caigua"), "caiguas|achocha", NULL },
	{ "sweet_potato", N_("camote"), "camotes|apichu", NULL },
	{ "other", N_("otro cultivo"), "otro|otros", NULL },
	{ NULL, NULL, NULL, NULL },
};

const struct crop crop_table[] = {
	{ "lettuce", "LECHUGA", ALL_YEAR, 60, 90, true },
	{ "radish", "RABANITO", ALL_YEAR, 25, 35, false },
	{ "chard", "ACELGA", ALL_YEAR, 60, 75, false },
	{ "spinach", "ESPINACA", COOL, 45, 70, false },
	{ "coriander", "CULANTRO", ALL_YEAR, 40, 50, false },
	{ "parsley", "PEREJIL", ALL_YEAR, 75, 90, false },
	{ "spring_onion", "CEBOLLA-CHINA", ALL_YEAR, 90, 100, false },
	{ "carrot", "ZANAHORIA", COOL | M(10), 90, 120, false },
	{ "beet", "BETERRAGA", ALL_YEAR, 75, 100, false },
	{ "celery", "APIO", COOL, 120, 150, true },
	{ "leek", "PORO", COOL, 130, 160, true },
	{ "cabbage", "REPOLLO", COOL, 120, 140, true },
	{ "broccoli", "BROCOLI", COOL, 90, 120, true },
	{ "tomato", "TOMATE", WARM, 100, 130, true },
	{ "cucumber", "PEPINO", WARM, 50, 70, false },
	{ "green_bean", "VAINITA", WARM | M(3) | M(4), 55, 75, false },
	{ "courgette", "ZAPALLITO", WARM | M(3), 50, 70, false },
	{ "pumpkin", "ZAPALLO", WARM, 120, 150, false },
	{ "chili", "AJI", WARM, 120, 150, true },
	{ "basil", "ALBAHACA", WARM | M(3), 60, 80, true },
	{ "mint", "HIERBABUENA", ALL_YEAR, 60, 90, false },
	{ "caigua", "CAIGUA", WARM, 80, 110, false },
	{ "sweet_potato", "CAMOTE", WARM | M(3), 120, 150, false },
	{ NULL, NULL, 0, 0, 0, false },
};

const struct crop *crop_find(struct str name)
{
	for (const struct crop *one = crop_table; one->name; one++)
		if (str_is(name, one->name))
			return one;
	return NULL;
}

bool crop_in_month(const struct crop *crop, int month)
{
	return crop->months & M(month);
}
