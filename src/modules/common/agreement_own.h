/*
 * agreement_own.h - the arguments of the actions of agreements, for the files that are about them.
 */
#ifndef AYNI_AGREEMENT_OWN_H
#define AYNI_AGREEMENT_OWN_H

enum { ADD_GROUP, ADD_WHAT, ADD_WHO, ADD_PERSON, ADD_BY, ADD_SIGN, ADD_SOURCE, ADD__N };
enum { LOOK_AGREEMENT, LOOK_STATE, LOOK_NOTE, LOOK_BY, LOOK_SOURCE, LOOK__N };

#endif
