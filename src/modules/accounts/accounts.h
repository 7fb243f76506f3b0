/*
 * accounts.h - what a subsidised centre accounts for on paper: Formato B-1, from the purchases it noted.
 *
 * A balance is one period of one group: group and first day name it for ever, so two who open it at once meet in one. Its rows
 * are the purchases, by their number on the sheet; two who write the same number are asked. While it is open it can be
 * corrected; once it is sworn, only after it was opened again with a reason. What it must hold is said by b1.h.
 */
#ifndef AYNI_ACCOUNTS_H
#define AYNI_ACCOUNTS_H

#include "module.h"

enum {
	BALANCE_GROUP, BALANCE_SINCE, BALANCE_UNTIL, BALANCE_TYPE, BALANCE_SUBSIDY, BALANCE_ASSIGNED, BALANCE_ACCOUNT_DAY,
	BALANCE_PRESIDENT, BALANCE_PRESIDENT_DNI, BALANCE_TREASURER, BALANCE_TREASURER_DNI, BALANCE_PHONE,
	BALANCE_EYES,      /* another person is to look before it is sworn */
	BALANCE_STATE, BALANCE_SWORN_BY, BALANCE_SWORN_DAY, BALANCE_LOOKED_BY, BALANCE_LOOKED_DAY, BALANCE_REASON, BALANCE__N
};

enum {
	ROW_BALANCE, ROW_N, ROW_DATE, ROW_DESCRIPTION, ROW_QUANTITY, ROW_UNIT, ROW_RUC, ROW_RECEIPT, ROW_UNIT_PRICE, ROW_AMOUNT,
	ROW_REASON, ROW_GROUP, ROW_SOURCE /* the store's movement it was taken from */, ROW_VOIDED, ROW__N
};

extern const struct entity balance_entity, balance_row_entity;
extern const struct module accounts_module;

#endif
