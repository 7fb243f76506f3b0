/*
 * entity.h - what a record is, declared once as data.
 *
 * An entity is a static table of fields indexed by an enum. Invariants: the order of fields, their
 * names, types and choices are permanent (a field is only ever retired and new ones come last);
 * key fields are required and never change; every personal or sealed field has a purpose.
 * From this one table come SQL, forms, lists, API, CSV, text grammar, dictionary, audit and
 * permission tests. An action's arguments are declared with the same `struct field`.
 */
#ifndef AYNI_ENTITY_H
#define AYNI_ENTITY_H

#include "value.h"

enum field_type {
	T_TEXT,    /* free text, NFC, at most max code points (200 unless said) */
	T_INT,     /* whole number in [min, max] */
	T_MONEY,   /* céntimos in [min, max] */
	T_BOOL,    /* 0 or 1 */
	T_DATE,    /* day */
	T_INSTANT, /* UTC ms */
	T_REF,     /* id of a record of entity `ref`; people may write its code */
	T_ENUM,    /* one of `choices`, by permanent name */
	T_CODE,    /* short code, upper case A-Z 0-9 and - */
	T_PHONE,   /* E.164, "+51900000001" */
	T_LAT,     /* micro-degrees */
	T_LON,
	T_BLOB,    /* a reference to bytes, as journal/blob.h writes it; the bytes are kept apart */
	T_SEALED,  /* text that only the team named by field `seals` can open: sealed_text.h; at most max code points inside */
	T__N
};

enum privacy { P_PUBLIC, P_NETWORK, P_GROUP, P_PERSONAL, P_SEALED, P__N };

enum {
	F_REQUIRED = 1,
	F_KEY = 2,      /* part of the natural key; implies required */
	F_FILTER = 4,   /* the API may filter by it */
	F_SORT = 8,     /* the API may sort by it; text has a stored folded key */
	F_UNIQUE = 16,  /* judged in the gate */
	F_RETIRED = 32, /* kept for old journals; never shown nor asked */
	F_DERIVED = 64, /* set by decide, never typed: absent from forms and imports */
	F_WIDE = 128,   /* a long text: several lines */
	F_PAST = 256,   /* a day that has come: the gate refuses one that is still ahead of the act */
	F_GRAMS = 512,  /* T_INT: a weight; people may write and are shown kilos (measure.h). Its name ends in _g, its unit is NULL */
	F_ML = 1024,    /* the same of a volume: litres; its name ends in _ml */
};

struct choice {
	const char *name;  /* permanent */
	const char *label; /* N_() */
	const char *words; /* other words people write for it, folded, separated by | */
	const char *icon;  /* a name of web/icons.txt: forms show it as a picture; or left out */
};

struct field {
	const char *name;
	enum field_type type;
	unsigned flags;
	const char *label; /* N_() */
	const char *help;  /* N_(), one short line, or NULL */
	const char *unit;  /* N_() plural word shown behind a number, or NULL */
	const char *ref;   /* entity name, for T_REF */
	const char *seals; /* T_SEALED: the T_REF field beside it whose record has the key, in fields `key` and `key_id` */
	const struct choice *choices; /* ended by a NULL name, for T_ENUM */
	int64_t min, max;  /* T_INT, T_MONEY: inclusive when max > min; T_TEXT: max code points */
	enum privacy privacy;
	const char *purpose;     /* N_(): why a personal field is kept; required from P_PERSONAL on */
	int retention_days;      /* how long it is kept after its record ends; 0: as long as the record */
	/* As an argument that is left out: the permanent name of that choice; of a T_DATE "today", the day it was done */
	const char *otherwise;
	const char *aliases;     /* other column names accepted by imports, separated by | */
	const char *words;       /* words of text messages that name it, folded, separated by | */
};

enum { ENTITY_FIELDS_MAX = 60, ENTITY_KEY_MAX = 4 };

/* Field positions in struct entity are index + 1, so that 0 means none. */
#define AT(index) ((int)(index) + 1)
enum { AT_SELF = -1 }; /* the record itself is the group, or the person */

struct entity_index {
	unsigned n;
	uint8_t field[4]; /* behind the network */
};

struct entity {
	const char *name;   /* permanent; also the table's name */
	const char *label;  /* N_() singular */
	const char *plural; /* N_() */
	const struct field *fields;
	unsigned nfields;
	int group;   /* the field that names the owning group; AT_SELF: the record is a group */
	int place;   /* the field that names its place, for relation `area`; 0: its group's place */
	int subject; /* the person whose personal data it holds; AT_SELF: the record is that person; not required: or nobody's */
	int code;    /* unique code people may write instead of the id */
	int title;   /* what to call the record by */
	int day;     /* the civil day it is about; gives derived ids their first 48 bits */
	int voided;  /* a T_BOOL: true takes the record out of tallies and lists */
	int same_as; /* a T_REF to the same entity: merged into that one */
	const char *extends; /* shares id, code and title with a record of that entity */
	bool event;  /* never edited, only reversed */
	int erases;  /* a put of it erases the personal data of the person in this field, for good */
	const char *put_action; /* the action an import of it goes through; NULL: the derived NAME.put */
	const struct entity_index *indexes;
	unsigned nindexes;
};

/* A running sum and count of known values, kept with the records. Its table is "tally_" + name. */
struct tally {
	const char *name; /* permanent */
	const struct entity *entity;
	unsigned nby, nvalues;
	uint8_t by[3];     /* T_REF, T_DATE or T_ENUM fields of the same record */
	uint8_t values[3]; /* T_INT or T_MONEY fields: columns VALUE and VALUE_n (count of known) */
};

/* One record as the tables have it. */
struct record {
	const struct entity *entity;
	struct id id;
	struct value v[ENTITY_FIELDS_MAX];
	int64_t stamp;    /* of the latest change that touched it */
	struct id change;
	bool born;        /* its creating put has arrived */
	struct str late;  /* see journal/apply.c */
};

/* May people say it, as an argument of an action? The others are set by decide alone, or no more. */
static inline bool field_is_said(const struct field *f)
{
	return !(f->flags & (F_DERIVED | F_RETIRED));
}
/* Must they say it? */
static inline bool field_is_must(const struct field *f)
{
	return f->flags & (F_REQUIRED | F_KEY) && !f->otherwise;
}
/* Index by permanent name, or -1. */
int fields_find(const struct field *f, unsigned n, struct str name);
/* Index by name or one of the declared aliases (ASCII case ignored), or -1. */
int fields_find_alias(const struct field *f, unsigned n, struct str name);
/* The choice by permanent name, or NULL. */
const struct choice *choice_find(const struct choice *c, struct str name);
/* The id that the natural key of v gives; bug when the entity has no key. */
struct id entity_key_id(const struct entity *e, struct id network, const struct value *v);
/* The least id that a record whose key has that day can have. Days before 1970-01-02 share one beginning. */
struct id entity_day_first(int64_t day);
bool entity_has_key(const struct entity *e);
/*
 * Does a field of that class belong to the record's person, so that erasing her empties it: personal and
 * sealed ones; of the person's own record everything that is not public, her name too.
 */
bool class_is_hers(const struct entity *e, enum privacy class);
/*
 * Is the declaration sound: names unique and permanent-looking, refs known, keys required, personal
 * fields with purpose, positions in range. Reports the faults in *d (arg: entity.field), one a field.
 */
enum rc entity_audit(const struct entity *const *all, unsigned n, struct diag *d) MUST_USE;

#endif
