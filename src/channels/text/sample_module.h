/*
 * sample_module.h - a small network of declared records for receive_test.c, since channels include
 * no module. The fields that core's statements read have the names they have there.
 */
#ifndef AYNI_SAMPLE_MODULE_H
#define AYNI_SAMPLE_MODULE_H

#include "module.h"

enum { SN_NAME, SN_COUNTRY, SN_ZONE, SN_CURRENCY, SN_DEMO, SN__N };
enum { SP_NAME, SP_PARENT, SP_CODE, SP_LEVEL, SP__N };
enum { PE_NAME, PE_SHORT_NAME, PE_LANGUAGE, PE_SAME_AS, PE_VOIDED, PE__N };
enum { CO_PERSON, CO_PHONE, CO_VOIDED, CO__N };
enum { GR_NAME, GR_KIND, GR_CODE, GR_PARENT, GR_PLACE, GR_ACTIVE, GR_SAME_AS, GR_VOIDED, GR__N };
enum { ME_PERSON, ME_GROUP, ME_ROLE, ME_SINCE, ME_UNTIL, ME__N };
enum { KI_OPENED, KI__N };
enum { MEAL_KITCHEN, MEAL_DAY, MEAL_SITTING, MEAL_PLANNED, MEAL_SERVED, MEAL_FREE, MEAL_LEFTOVER,
	MEAL_COST, MEAL_REASON, MEAL__N };

enum { PH_LANGUAGE, PH_SAID, PH_MEANS, PH_VOIDED, PH__N };

extern const struct entity s_network, s_place, s_person, s_contact, s_group, s_membership, s_kitchen,
	s_meal, s_phrase;
extern const struct module sample_module;

#endif
