/*
 * gardens_sample.c - the gardens of an invented district: some weeks of sowing, harvest, compost and visits.
 */
#include "gardens_own.h"

#define HARVEST(ago, who, garden, crop, grams) \
	{ ago, who, "harvest.tell", "garden=@" garden "|day=$day|crop=" crop "|weight_g=" grams, NULL }

const struct sample_row gardens_samples[] = {
	{ 18, "SJM-001", "garden.tell", "group=SJM-001|name=El de la azotea|kind=kitchen|beds=6|area_m2=18|started=$day-60", "azotea" },
	{ 18, "SJM-002", "garden.tell", "group=SJM-002|name=El del costado|kind=kitchen|beds=4|area_m2=12", "costado" },
	{ 18, "SJM-001", "sowing.tell", "garden=@azotea|day=$day-50|crop=chard|beds=1", NULL },
	{ 18, "SJM-001", "sowing.tell", "garden=@azotea|day=$day-20|crop=radish|beds=2", NULL },
	{ 18, "SJM-001", "sowing.tell", "garden=@azotea|day=$day-12|crop=lettuce|beds=3", NULL },
	{ 18, "SJM-002", "sowing.tell", "garden=@costado|day=$day-30|crop=coriander|beds=1", NULL },
	{ 18, "SJM-001", "compost.tell", "group=SJM-001|day=$day-75|way=box|turned=$day-3", NULL },
	{ 17, "SJM-001", "garden.tell", "group=SJM-001|name=Familia de la manzana C|kind=family|beds=2", "manzana_c" },
	{ 17, "distrito", "contest.call", "group=RED-150133|name=Huertos de primavera|day=$day|until=$day+45|"
		"criteria=Uso del compost\nVariedad de cultivos\nCuidado del agua\nTrabajo en familia", "primavera" },
	{ 16, "SJM-001", "contest.enter", "contest=@primavera|garden=@azotea", NULL },
	{ 16, "SJM-001", "garden.teach", "group=SJM-001|day=$day|topic=garden|families=4|new_families=4", NULL },
	{ 15, "SJM-002", "contest.enter", "contest=@primavera|garden=@costado", NULL },
	HARVEST(15, "SJM-001", "azotea", "chard", "2500"),
	{ 14, "SJM-001", "garden.care", "garden=@azotea|day=$day|kind=water", NULL },
	{ 14, "SJM-001", "waste.tell", "group=SJM-001|day=$day|organic_g=6500|recyclable_g=1200|other_g=900|oil_ml=500", NULL },
	HARVEST(13, "SJM-002", "costado", "spring_onion", "1800"),
	{ 12, "SJM-001", "garden.care", "garden=@azotea|day=$day|kind=feed|note=Con el compost del cajón", NULL },
	{ 12, "SJM-001", "compost.tell", "group=SJM-001|day=$day|way=pile", NULL },
	HARVEST(11, "SJM-001", "azotea", "chard", "3100"),
	{ 10, "distrito", "contest.visit", "contest=@primavera|garden=@azotea|visited=$day|praise=Seis camas en una azotea y ni una gota perdida: "
		"riegan con el agua de lavar las verduras|advice=Poner malla a las lechugas antes del sol fuerte", NULL },
	{ 9, "SJM-001", "garden.teach", "group=SJM-001|day=$day|topic=compost|families=5|new_families=3", NULL },
	{ 8, "SJM-001", "waste.tell", "group=SJM-001|day=$day|organic_g=7200|recyclable_g=800|other_g=700|oil_ml=750", NULL },
	HARVEST(8, "SJM-002", "costado", "coriander", "900"),
	HARVEST(5, "SJM-001", "azotea", "radish", "1400"),
	HARVEST(3, "SJM-001", "azotea", "radish", "2200"),
	{ 2, "SJM-001", "waste.tell", "group=SJM-001|day=$day|organic_g=5900|recyclable_g=1500|other_g=600|oil_ml=0", NULL },
	HARVEST(1, "SJM-001", "azotea", "chard", "1600"),
	{ .action = NULL },
};
