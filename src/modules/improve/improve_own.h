/*
 * improve_own.h - what a kitchen has to get better: what the files of this room share.
 */
#ifndef AYNI_IMPROVE_OWN_H
#define AYNI_IMPROVE_OWN_H

#include "module.h"
#include "record_put.h"
#include "records.h"
#include "sample.h"

enum { IMPROVEMENT_GROUP, IMPROVEMENT_KIND, IMPROVEMENT_WHAT, IMPROVEMENT_SINCE, IMPROVEMENT_STATE, IMPROVEMENT_DONE, IMPROVEMENT_NOTE,
	IMPROVEMENT__N };

extern const struct entity improvement_entity;
extern const struct choice improvement_kinds[], improvement_states[];
extern const struct action improvement_tell;
extern const struct page improve_pages[];
extern const struct task improve_tasks[];

#endif
