/*
 * demo_gateways.c - the ways by which messages come to an invented network: a phone with a SIM on the table, WhatsApp,
 * Telegram; and the played telephones that write there (tools/phones.py).
 */
#include "demo_own.h"
#include "gateway.h"
#include "hash.h"
#include "json.h"

enum { HASHED = 16 };

/* Prices are examples: Peruvian tariffs differ by plan and month. */
static const struct {
	const char *kind, *name, *number;
	int64_t price_mills, ceiling_mills, pace_ms;
} ways[DEMO_GATEWAYS] = {
	[DEMO_ANDROID] = { "android", "Celular de la mesa", "+51900000090", 60, 30000, 3000 },
	[DEMO_WHATSAPP] = { "whatsapp", "WhatsApp de la red", "+51900000091", 40, 60000, 500 },
	[DEMO_TELEGRAM] = { "telegram", "Telegram de la red", "@ollas_muestra_bot", 0, -1, 100 },
};

struct id demo_gateway_id(uint64_t seed, enum demo_gateway n)
{
	return demo_id(seed, 0, "gateway", n, 0);
}

static struct str made_secret(struct arena *a, uint64_t seed, unsigned n)
{
	struct str id = id_text(a, demo_id(seed, 0, "gateway secret", n, 0));
	struct hash h = hash_of(id, STR(""));
	struct buf b = buf_new(a, 2 * HASHED);

	buf_hex(&b, h.b, HASHED);
	return buf_str(&b);
}

/* Where nobody plays the services, those that must be asked are out of use: an own machine calls nobody. */
static void row(struct ctx *c, uint64_t seed, unsigned n, const json_t *played, bool open)
{
	struct gateway g = { .id = demo_gateway_id(seed, n), .kind = str_c(ways[n].kind), .name = str_c(ways[n].name),
		.number = str_c(ways[n].number), .settings = STR("{}"), .price_mills = ways[n].price_mills,
		.ceiling_mills = ways[n].ceiling_mills, .pace_ms = ways[n].pace_ms };

	if (played) {
		struct buf b = buf_new(c->mem, 200);
		if (json_canonical(c->mem, &b, json_object_get(played, "settings")) == OK)
			g.settings = buf_str(&b);
		g.secret = str_dup(c->mem, json_get_str(played, "secret"));
	} else {
		g.secret = made_secret(c->mem, seed, n);
		g.closed = n != DEMO_ANDROID && !open;
	}
	gateway_put(c, &g);
}

void demo_gateways_put(struct ctx *c, uint64_t seed, struct str phones, bool open)
{
	struct diag ignored = { 0 };
	const json_t *all = phones.n ? json_read(c->mem, phones, &ignored) : NULL;

	for (unsigned i = 0; i < DEMO_GATEWAYS; i++)
		row(c, seed, i, json_object_get(all, ways[i].kind), open);
}

struct str demo_gateways_json(struct arena *a, uint64_t seed)
{
	struct buf b = buf_new(a, 200);
	struct json_out j = json_begin(&b);

	json_open(&j, '{');
	for (unsigned i = 0; i < DEMO_GATEWAYS; i++) {
		json_key(&j, ways[i].kind);
		json_id(&j, demo_gateway_id(seed, i));
	}
	json_close(&j, '}');
	return buf_str(&b);
}

const struct played demo_samples[DEMO_SAMPLES] = {
	{ "lider", N_("Rosa, lideresa"), N_("Rosa Quispe lleva la olla SJM-001, Virgen de la Puerta."), "+51900000001" },
	{ "cocinera", N_("Juana, cocinera"), N_("Juana Mamani cocina en la SJM-001."), "+51900000002" },
	{ "distrito", N_("Carmen, coordinadora"), N_("Carmen Sulca coordina las ollas de San Juan de Miraflores."), "+51900000003" },
	{ "quechua", N_("La lideresa de la SJM-002"), N_("Prefiere que le contesten en quechua."), "+51900000101" },
	{ "familia", N_("Un teléfono de dos"), N_("Lo usan dos lideresas: la de la SJM-013 y la de la SJM-014."), "+51900000113" },
	{ "desconocida", N_("Un número desconocido"), N_("Nadie lo tiene en la red."), "+51900009999" },
};
