/* upkeep_messages.c - gateways that are down, messages that were given up, held for money, or wait for long. */
#include "upkeep.h"

#include "message.h"

enum { WAIT_LONG_MS = 3600 * 1000 };

static struct str number(struct ctx *c, int64_t n)
{
	return str_fmt(c->mem, "%lld", (long long)n);
}

static const char *todo_of(struct str kind)
{
	if (str_is(kind, "android"))
		return N_("Mire si el celular está prendido, con señal, con internet y con la aplicación abierta.");
	if (str_is(kind, "gammu"))
		return N_("Mire si el módem está conectado y si gammu-smsd anda («systemctl status gammu-smsd»).");
	if (str_is(kind, "kannel"))
		return N_("Mire si Kannel anda y si sus claves son las de aquí («ayni gateway set»).");
	return N_("Mire si hay internet y si la clave del servicio todavía vale («ayni gateway set --secret-file»).");
}

/* False: it is well. */
static bool gateway_ill(const struct findings *to, const struct gateway *g)
{
	struct ctx *c = to->c;
	bool never = !g->seen_at && !g->fault.n;
	struct str_pair pairs[] = { { "name", g->name }, { "fault", tr(c->lang, gateway_fault_msgid(g->fault)) },
		{ "ago", ago_text(c, c->now - (g->fault.n ? g->fault_at : g->seen_at)) } };

	if (!gateway_down(c, g) || (never && c->net->demo)) /* nobody is at the other end of an invented one */
		return false;
	if (never)
		finding_say(to, FINDING_LOOK, N_("Pasarela"), N_("{name}: todavía no dio señal."), todo_of(g->kind), pairs, ARRAY_LEN(pairs));
	else if (g->fault.n)
		finding_say(to, FINDING_BAD, N_("Pasarela"), N_("{name}: {fault} Hace {ago}. Lo que hay que mandar espera."),
			todo_of(g->kind), pairs, ARRAY_LEN(pairs));
	else
		finding_say(to, FINDING_BAD, N_("Pasarela"), N_("{name}: no da señal hace {ago}. Lo que hay que mandar espera."),
			todo_of(g->kind), pairs, ARRAY_LEN(pairs));
	return true;
}

static bool messages_ill(const struct findings *to)
{
	struct ctx *c = to->c;
	struct message_counts n = message_counts(c, (struct id){ 0 });
	bool slow = n.queued && n.queued_due_at + WAIT_LONG_MS < c->now;
	struct str_pair failed[] = { { "n", number(c, n.failed) }, { "ago", ago_text(c, n.failed ? c->now - n.failed_since_at : 0) } };
	struct str_pair held[] = { { "n", number(c, n.held) }, { "ago", ago_text(c, n.held ? c->now - n.held_since_at : 0) } };
	struct str_pair queued[] = { { "n", number(c, n.queued) }, { "ago", ago_text(c, slow ? c->now - n.queued_due_at : 0) } };

	if (n.failed)
		finding_say(to, FINDING_LOOK, N_("Mensajes"), N_("No se pudieron entregar: {n}; el más viejo, de hace {ago}."),
			N_("Mírelos en la página de mensajes: mándelos otra vez o apártelos."), failed, 2);
	if (n.held)
		finding_say(to, FINDING_LOOK, N_("Mensajes"), N_("Esperan por el tope del mes: {n}; el más viejo, de hace {ago}."),
			N_("Suba el tope («ayni gateway set PASARELA --ceiling 80») o espere al otro mes: salen solos."), held, 2);
	if (slow)
		finding_say(to, FINDING_LOOK, N_("Mensajes"), N_("Esperan su turno: {n}; el más viejo, desde hace {ago}."),
			N_("Mire si sus pasarelas andan («ayni gateway») y si «ayni serve» atiende."), queued, 2);
	return n.failed || n.held || slow;
}

void upkeep_messages(const struct findings *to)
{
	struct gateway row[GATEWAYS_MAX];
	unsigned n = gateways_read(to->c, row), open = 0;
	bool ill = false;

	for (unsigned i = 0; i < n; i++) {
		open += !row[i].closed;
		ill |= gateway_ill(to, &row[i]);
	}
	ill |= messages_ill(to);
	struct str_pair pairs[] = { { "n", number(to->c, open) } };
	if (!ill && open)
		finding_say(to, FINDING_GOOD, N_("Mensajes"), N_("Pasarelas abiertas: {n}. Nada está detenido."), NULL, pairs, 1);
}
