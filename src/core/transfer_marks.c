/* transfer_marks.c - what a database says about where its network lives. */
#include "data.h"
#include "journal.h"
#include "json.h"
#include "transfer.h"

enum { NETWORKS_MAX = 64 };

struct str transfer_moved_to(struct db *db, struct arena *a)
{
	return data_meta(db, a, "moved_to");
}

enum rc transfer_refused(struct db *db, bool write, struct arena *a, struct diag *d)
{
	struct str moving = data_meta(db, a, "moving"), moved = transfer_moved_to(db, a);
	struct diag unsaid = { 0 };

	if (moved.n && write)
		return diag_add(d, NULL, "moved", N_("Esta red se mudó a %s: póngalo en ayni.conf. Para volver aquí: ayni move --undo"), moved);
	if (!moving.n)
		return OK;
	const json_t *o = json_read(a, moving, &unsaid);
	if (o && str_is(json_get_str(o, "work"), "move"))
		return diag_add(d, NULL, "half", N_("Esta base de datos es la mitad de una mudanza desde %s: termínela con «ayni move»"),
			str_dup(a, json_get_str(o, "from")));
	return diag_add(d, NULL, "half", N_("Esta base de datos es la mitad de un respaldo: termínela con «ayni restore %s»"),
		o ? str_dup(a, json_get_str(o, "from")) : STR(""));
}

/* A closed chain has its epoch moved far below zero: whoever locks it to write sees that first (chain_closed). */
static void turn(struct db *db, bool closed)
{
	struct id network[NETWORKS_MAX];
	unsigned n = journal_networks(db, network, NETWORKS_MAX);

	for (unsigned i = 0; i < n; i++) {
		struct chain_head h = journal_lock(db, network[i]);
		if (chain_closed(&h) == closed)
			continue;
		h.epoch += closed ? -CHAIN_CLOSED : CHAIN_CLOSED + 1; /* one more: readers forget */
		journal_head_save(db, network[i], &h);
	}
}

void transfer_leave(struct db *db, struct str where)
{
	turn(db, true);
	data_set_meta(db, "moved_to", where);
}

void transfer_return(struct db *db)
{
	turn(db, false);
	data_set_meta(db, "moved_to", STR(""));
}
