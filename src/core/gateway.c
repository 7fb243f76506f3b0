/*
 * gateway.c - the rows of gateways: read, set, heard of, held by who listens.
 */
#include "gateway.h"

#include "gateway_sql.h"

#define SQL(name) (&gateway_sql.query[name])

enum { HEARD_MS = 5000, LEASE_MOST_MS = 10 * 60 * 1000 };

const char *gateway_channel(struct str kind)
{
	if (str_is(kind, "telegram"))
		return "telegram";
	return str_is(kind, "whatsapp") ? "whatsapp" : "sms";
}

static struct str kept(struct ctx *c, const struct rows *r, unsigned col)
{
	return str_dup(c->mem, rows_text(r, col));
}

static void read_row(struct ctx *c, const struct rows *r, struct gateway *out)
{
	*out = (struct gateway){ .id = rows_id(r, 0), .kind = kept(c, r, 1), .name = kept(c, r, 2), .number = kept(c, r, 3),
		.settings = kept(c, r, 4), .secret = kept(c, r, 5), .price_mills = rows_null(r, 6) ? -1 : rows_int(r, 6),
		.ceiling_mills = rows_null(r, 7) ? -1 : rows_int(r, 7), .pace_ms = rows_int(r, 8), .closed = rows_int(r, 9) != 0,
		.seen_at = rows_int(r, 10), .fault = kept(c, r, 11), .fault_at = rows_int(r, 12), .position = kept(c, r, 13), .paced_at = rows_int(r, 14) };
}

unsigned gateways_read(struct ctx *c, struct gateway out[GATEWAYS_MAX])
{
	struct rows r = db_rows(c->db, SQL(Q_GATEWAYS_ALL), ARGS(cell_id(&c->net->id), cell_int(GATEWAYS_MAX)));
	unsigned n = 0;

	while (rows_next(&r))
		read_row(c, &r, &out[n++]);
	return n;
}

bool gateway_get(struct ctx *c, struct id id, struct gateway *out)
{
	struct rows r = db_rows(c->db, SQL(Q_GATEWAY_GET), ARGS(cell_id(&c->net->id), cell_id(&id)));

	*out = (struct gateway){ 0 };
	if (!rows_next(&r))
		return false;
	read_row(c, &r, out);
	rows_end(&r);
	return true;
}

bool gateway_down(const struct ctx *c, const struct gateway *g)
{
	/* Kannel says nothing while nobody writes: of its silence nothing follows. */
	bool quiet = !str_is(g->kind, "kannel") && g->seen_at + GATEWAY_QUIET_MS < c->now;

	return !g->closed && (g->fault.n || quiet);
}

const char *gateway_fault_msgid(struct str code)
{
	static const struct {
		const char *code, *msgid;
	} fault[] = {
		{ "away", N_("No responde.") },
		{ "denied", N_("No acepta la clave.") },
		{ "refused", N_("No acepta lo que se le pide.") },
		{ "busy", N_("Pide esperar: se le mandó demasiado en poco tiempo.") },
		{ "settings", N_("Le falta un ajuste, o está mal escrito.") },
		{ "folder", N_("No se puede leer o escribir en su carpeta.") },
		{ "money", N_("Dice que no hay saldo.") },
		{ "tls", N_("Su certificado no es bueno.") },
		{ "taken", N_("Otro programa recibe por ella.") },
		{ "address", N_("Ese número no recibe por aquí.") },
		{ "blocked", N_("Esa persona no quiere mensajes de aquí.") },
		{ "template", N_("WhatsApp no aprobó esa plantilla, o no la encuentra.") },
		{ "window", N_("Pasó un día desde que ella escribió: WhatsApp ya no deja.") },
	};

	for (unsigned i = 0; i < ARRAY_LEN(fault); i++)
		if (str_is(code, fault[i].code))
			return fault[i].msgid;
	return code.n ? N_("Algo anda mal.") : N_("Anda bien.");
}

/* ---- in the writer's transaction ---- */

static struct cell known_or_null(int64_t n)
{
	return n < 0 ? cell_null() : cell_int(n);
}

void gateway_put(struct ctx *c, const struct gateway *g)
{
	db_exec(c->db, SQL(Q_GATEWAY_PUT),
		ARGS(cell_id(&c->net->id), cell_id(&g->id), cell_text(g->kind), cell_text(g->name), cell_text(g->number),
			cell_text(g->settings.n ? g->settings : STR("{}")), cell_text(g->secret), known_or_null(g->price_mills),
			known_or_null(g->ceiling_mills), cell_int(g->pace_ms), cell_int(g->closed), cell_int(c->now)));
}

void gateway_heard(struct ctx *c, struct id id, const char *fault_code)
{
	if (fault_code)
		db_exec(c->db, SQL(Q_GATEWAY_FAULTY),
			ARGS(cell_id(&c->net->id), cell_id(&id), cell_text(str_c(fault_code)), cell_int(c->now)));
	else
		db_exec(c->db, SQL(Q_GATEWAY_HEARD),
			ARGS(cell_id(&c->net->id), cell_id(&id), cell_int(c->now), cell_int(c->now - HEARD_MS)));
}

void gateway_position(struct ctx *c, struct id id, struct str position)
{
	db_exec(c->db, SQL(Q_GATEWAY_POSITION), ARGS(cell_id(&c->net->id), cell_id(&id), cell_text(position)));
}

bool gateway_hold(struct ctx *c, struct id id, struct id holder, int64_t lease_ms)
{
	/* A lease beyond any that is given was noted by a clock that was wrong. */
	return db_change(c->db, SQL(Q_GATEWAY_HOLD),
		ARGS(cell_id(&c->net->id), cell_id(&id), cell_id(&holder), cell_int(c->now), cell_int(c->now + lease_ms),
			cell_int(c->now + LEASE_MOST_MS))) == 1;
}

void gateway_let_go(struct ctx *c, struct id id, struct id holder)
{
	db_exec(c->db, SQL(Q_GATEWAY_LET_GO), ARGS(cell_id(&c->net->id), cell_id(&id), cell_id(&holder)));
}

void gateway_paced(struct ctx *c, struct id id, int64_t at)
{
	db_exec(c->db, SQL(Q_GATEWAY_PACED), ARGS(cell_id(&c->net->id), cell_id(&id), cell_int(at)));
}
