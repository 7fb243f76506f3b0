/* recording.c - what was recorded of a page, who records, and what a page is told of it. */
#include "recording.h"

#include "aloud.h"
#include "blob.h"
#include "common_sql.h"
#include "known.h"

enum { READ_MOST = 400 };

static const struct field recording_fields[] = {
	[RECORDING_PAGE] = { "page", T_TEXT, F_KEY | F_REQUIRED | F_FILTER, .label = N_("Página"), .max = 40, .privacy = P_PUBLIC },
	[RECORDING_LANGUAGE] = { "language", T_TEXT, F_KEY | F_REQUIRED | F_FILTER, .label = N_("Idioma"), .max = 12,
		.privacy = P_PUBLIC },
	[RECORDING_FILE] = { "file", T_BLOB, F_REQUIRED, .label = N_("Audio"), .privacy = P_PUBLIC },
	[RECORDING_DAY] = { "day", T_DATE, F_DERIVED, .label = N_("Día"), .privacy = P_NETWORK },
	[RECORDING_AUTHOR] = { "author", T_REF, F_DERIVED, .label = N_("De quién"), .ref = "person", .privacy = P_NETWORK },
	[RECORDING_VOIDED] = { "voided", T_BOOL, F_DERIVED, .label = N_("Quitado"), .privacy = P_PUBLIC },
};

/* By its bytes: who still names them. */
static const struct entity_index recording_indexes[] = { { 1, { RECORDING_FILE } } };

/* It is of no day (entity.h): what readers remember of recordings is forgotten with each that comes or goes. */
const struct entity recording_entity = {
	.name = "recording", .label = N_("Audio de una página"), .plural = N_("Audios de páginas"),
	.fields = recording_fields, .nfields = RECORDING__N, .subject = AT(RECORDING_AUTHOR), .voided = AT(RECORDING_VOIDED),
	.indexes = recording_indexes, .nindexes = ARRAY_LEN(recording_indexes),
	.put_action = "recording.add",
};

bool recording_get(struct ctx *c, struct str page, struct str language, struct record *out)
{
	struct value key[RECORDING__N] = { [RECORDING_PAGE] = value_text(page), [RECORDING_LANGUAGE] = value_text(language) };

	return record_get(c->db, c->schema, c->mem, &recording_entity, c->net->id,
		entity_key_id(&recording_entity, c->net->id, key), out) && out->born;
}

static bool held(struct ctx *c, struct str file)
{
	struct blob_ref ref;

	return blob_parse(file, &ref) && blob_look(c->db, c->mem, c->net->id, &ref, NULL);
}

bool recording_heard(struct ctx *c, const struct record *r)
{
	const struct value *voided = &r->v[RECORDING_VOIDED];

	return !(voided->kind == V_INT && voided->i) && r->v[RECORDING_FILE].kind == V_TEXT && held(c, r->v[RECORDING_FILE].s);
}

static struct str url_of(struct ctx *c, struct str file)
{
	return str_fmt(c->mem, "/archivo/%.*s", (int)file.n, file.p);
}

struct str recording_url(struct ctx *c, const struct record *r)
{
	return url_of(c, r->v[RECORDING_FILE].s);
}

/* ---- what a page is told ---- */

static struct str key_of(struct ctx *c, struct str page, struct str language)
{
	return str_fmt(c->mem, "%.*s %.*s", (int)page.n, page.p, (int)language.n, language.p);
}

/* What a thread remembers of one: its bytes are looked for when its page is asked for first. */
struct remembered {
	struct str file;
	bool looked, held;
};

/* All of them into what the thread remembers. They are few: pages times languages. */
static void remember(struct ctx *c, struct known *k)
{
	struct str (*all)[2] = arena_alloc(c->mem, READ_MOST * sizeof(*all));
	unsigned n = 0;
	struct rows rows = db_rows(c->db, &common_sql.query[Q_RECORDINGS], ARGS(cell_id(&c->net->id), cell_int(READ_MOST)));

	while (n < READ_MOST && rows_next(&rows)) {
		all[n][0] = key_of(c, rows_text(&rows, 0), rows_text(&rows, 1));
		all[n][1] = str_dup(c->mem, rows_text(&rows, 2));
		n++;
	}
	if (n == READ_MOST)
		rows_end(&rows);
	for (unsigned i = 0; i < n; i++) {
		struct remembered *one = ARENA_NEW(k->mem, struct remembered);
		*one = (struct remembered){ .file = str_dup(k->mem, all[i][1]) };
		map_set(&k->aloud, all[i][0], one);
	}
	k->aloud_read = db_status(c->db) == OK;
}

struct str recording_of_page(struct ctx *c, const char *page)
{
	struct str language = str_c(lang_tag(c->lang));

	if (c->known) {
		if (!c->known->aloud_read)
			remember(c, c->known);
		struct remembered *one = map_get(&c->known->aloud, key_of(c, str_c(page), language));
		if (one && !one->looked)
			*one = (struct remembered){ one->file, true, held(c, one->file) };
		return one && one->held ? url_of(c, one->file) : STR("");
	}
	struct record *r = ARENA_NEW(c->mem, struct record);
	return recording_get(c, str_c(page), language, r) && recording_heard(c, r) ? recording_url(c, r) : STR("");
}
