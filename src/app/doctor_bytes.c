/* doctor_bytes.c - photos, voices and sheets: what is missing, damaged, or nobody's. */
#include "blob_refs.h"
#include "doctor.h"

enum { DAY_OLD_MS = 24 * 3600 * 1000 };

static struct str number(const struct findings *to, int64_t n)
{
	return str_fmt(to->c->mem, "%lld", (long long)n);
}

void doctor_bytes(const struct findings *to)
{
	struct ctx *c = to->c;
	struct blob_count n = blob_verify(c->db, c->schema, c->mem, c->net->id);
	unsigned orphans = blob_orphans(c->db, c->now - 2 * (int64_t)DAY_OLD_MS);
	struct str_pair pairs[] = { { "missing", number(to, n.missing) }, { "damaged", number(to, n.damaged) }, { "n", number(to, n.named) },
		{ "first", n.first }, { "orphans", number(to, orphans) } };

	if (n.missing)
		finding_say(to, FINDING_BAD, N_("Fotos y voces"), N_("Faltan {missing} de {n}; la primera, {first}."),
			N_("Tráigalas de un respaldo, a la carpeta blobs."), pairs, ARRAY_LEN(pairs));
	if (n.damaged)
		finding_say(to, FINDING_BAD, N_("Fotos y voces"), N_("Están dañadas {damaged} de {n}; la primera, {first}."),
			N_("Tráigalas de un respaldo, a la carpeta blobs. Revise el disco."), pairs, ARRAY_LEN(pairs));
	if (orphans)
		finding_say(to, FINDING_LOOK, N_("Fotos y voces"), N_("Hay {orphans} archivos que ningún registro nombra."),
			N_("Se van solos mientras «ayni serve» atiende."), pairs, ARRAY_LEN(pairs));
	if (!n.missing && !n.damaged && !orphans)
		finding_say(to, FINDING_GOOD, N_("Fotos y voces"), N_("Están todas: {n}."), NULL, pairs, ARRAY_LEN(pairs));
}
