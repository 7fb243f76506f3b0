/*
 * cmd_people.c - init, invite, token: the first way in, and others.
 */
#include "cmds.h"
#include "backup_key.h"
#include "places_load.h"
#include "app_sql.h"
#include "fold.h"
#include "session.h"

enum { DAYS_USUAL = 90, TOKENS_SHOWN = 200, NAMED_MAX = 50 };

struct inviting {
	struct id person;
	bool reusable;
	bool first; /* with it the network is made: from now on the folder has one */
	struct invite invite;
};

static void make_invite(struct ctx *c, void *arg)
{
	struct inviting *in = arg;

	invite_make(c, in->person, in->reusable, &in->invite);
	if (in->first) {
		data_set_meta(c->db, "network", id_text(c->mem, c->net->id));
		data_set_meta(c->db, "making", STR(""));
	}
}

static struct str base_url(struct app *a)
{
	struct str u = a->set.public_url;

	if (a->config.public_url.n)
		return a->config.public_url; /* as the server knows it */
	while (str_ends(u, "/"))
		u.n--;
	return u.n ? u : str_fmt(a->mem, "http://%.*s", (int)a->set.listen.n, a->set.listen.p);
}

static int print_invite(struct app *a, struct console *k, struct ctx *c, struct id person, bool first)
{
	struct inviting in = { .person = person, .first = first };
	struct str url = base_url(a);

	if (app_write(a, c, make_invite, &in) != OK)
		return app_not_saved(a, k);
	buf_add(&k->out, tr(a->lang, N_("Código de seis letras:")));
	buf_char(&k->out, ' ');
	buf_add(&k->out, in.invite.letters);
	buf_char(&k->out, '\n');
	buf_add(&k->out, tr(a->lang, N_("Enlace, sirve una vez y vence en siete días:")));
	buf_fmt(&k->out, "\n%.*s/i/%.*s\n", (int)url.n, url.p, (int)in.invite.code.n, in.invite.code.p);
	return EXIT_GOOD;
}

static int leftovers(struct app *a, struct console *k, int words)
{
	const char *odd = option_left(k);

	if (odd)
		return usage_error(a, k, N_("No hay una opción %s"), odd);
	if (words >= 0 && k->argc - 1 > words)
		return usage_error(a, k, N_("Sobra una palabra: %s"), k->argv[words + 1]);
	if (words >= 0 && k->argc - 1 < words)
		return usage_error(a, k, N_("Falta algo. Vea «ayni help %s»"), k->argv[0]);
	return EXIT_GOOD;
}

/* Asked at the terminal when it is one and the option was not given. */
static const char *asked(struct app *a, struct console *k, const char *given, const char *question, const char *usual)
{
	char t[256];
	struct str q = tr(a->lang, question);

	if (given)
		return given;
	if (!app_asks(a))
		return usual;
	printf("%.*s [%s]: ", (int)q.n, q.p, usual);
	fflush(stdout);
	if (!fgets(t, sizeof(t), stdin))
		return usual;
	struct str s = str_trim(str_c(t));
	return s.n ? str_cstr(k->mem, s) : usual;
}

struct making {
	struct id network, person;
};

static void note_making(struct ctx *c, void *arg)
{
	struct making *m = arg;

	data_set_meta(c->db, "making", str_fmt(c->mem, "%s %s", str_cstr(c->mem, id_text(c->mem, m->network)),
		str_cstr(c->mem, id_text(c->mem, m->person))));
}

/* Noted before anything is done, so that an `init` that failed half way is finished by the next. */
static int making_begin(struct app *a, struct console *k, struct making *m)
{
	struct str rest = data_meta(a->reader, k->mem, "making"), network, person;
	struct diag d = { 0 };
	struct actor who = { 0 };

	if (str_cut(&rest, ' ', &network) && str_cut(&rest, ' ', &person) && id_parse(network, &m->network) &&
		id_parse(person, &m->person))
		return EXIT_GOOD;
	*m = (struct making){ id_new(a->clock()), id_new(a->clock()) };
	a->net.id = m->network;
	struct ctx c = app_ctx(a, k->mem, &d, &who);
	if (app_write(a, &c, note_making, m) == OK)
		return EXIT_GOOD;
	return app_not_saved(a, k);
}

static const char *const init_option[] = { "--name", "--country", "--zone", "--currency", "--operator" };

/* The network, its places, the first operator's link: each step may have been done before. */
static int make_network(struct app *a, struct console *k, const char *const *value)
{
	static const char *const arg[] = { "name", "country", "zone", "currency", "person_name" };
	struct diag d = { 0 };
	struct actor who = { 0 };
	struct outcome out;
	struct making m;
	int status = making_begin(a, k, &m);

	if (status != EXIT_GOOD)
		return status;
	if (!network_load(a->reader, a->mem, m.network, &a->net)) {
		a->net = (struct network){ .id = m.network, .zone = zone_load(a->mem, STR("UTC")) };
		struct ctx c = app_ctx(a, k->mem, &d, &who);
		struct act *act = act_new(&c, registry_action(a->reg, STR("network.create")), m.person);
		for (unsigned i = 0; i < ARRAY_LEN(arg); i++)
			act_arg(&c, act, str_c(arg[i]), str_c(value[i]));
		if (app_act(a, k, &c, act, &out) != EXIT_GOOD)
			return EXIT_USAGE;
		if (!network_load(a->reader, a->mem, m.network, &a->net))
			return app_not_saved(a, k);
	}
	if (str_is(a->net.country, "PE") && places_load(a->reg, a->writer, &a->net, a->clock()) != OK)
		return app_not_saved(a, k);
	if ((status = backup_key_first(a, k)) != EXIT_GOOD)
		return status;
	struct ctx c = app_ctx(a, k->mem, &d, &who);
	return print_invite(a, k, &c, m.person, true);
}

int cmd_init(struct app *a, struct console *k)
{
	static const char *const usual[] = { "Red de ollas", "PE", "America/Lima", "PEN", "Operadora" };
	static const char *const question[] = { N_("Nombre de la red"), N_("País, dos letras"), N_("Zona horaria"),
		N_("Moneda, tres letras"), N_("Nombre de la primera operadora") };
	const char *value[ARRAY_LEN(init_option)];
	bool bad = false;

	for (unsigned i = 0; i < ARRAY_LEN(init_option); i++) {
		value[i] = option_take(k, init_option[i], &bad);
		if (bad)
			return usage_error(a, k, N_("A la opción %s le falta su valor"), init_option[i]);
	}
	int status = leftovers(a, k, 0);
	if (status == EXIT_GOOD)
		status = app_make(a, k, false);
	for (unsigned i = 0; status == EXIT_GOOD && i < ARRAY_LEN(init_option); i++)
		value[i] = asked(a, k, value[i], question[i], usual[i]);
	if (status == EXIT_GOOD)
		status = make_network(a, k, value);
	app_close(a);
	return status;
}

int app_author(struct app *a, struct console *k, struct ctx *c, struct actor *who)
{
	bool bad = false;
	const char *as = option_take(k, "--as", &bad);
	struct id person;

	if (bad)
		return usage_error(a, k, N_("A la opción %s le falta su valor"), "--as");
	if (as) {
		int n = person_named(c, k, str_c(as), &person);
		if (n != 1)
			return usage_error(a, k, n ? N_("Hay varias personas así: %s") : N_("No hay nadie así: %s"), as);
		who->person = person;
		return EXIT_GOOD;
	}
	who->person = db_id(c->db, &app_sql.query[Q_FIRST_OPERATOR], ARGS(cell_id(&c->net->id)));
	return EXIT_GOOD;
}

/* How many people of that very name have that role in that group: whoever is locked out is one of them. */
static int there_already(struct ctx *c, struct str name, struct str role, struct id group, struct id *out)
{
	struct id id[NAMED_MAX];
	unsigned n = people_named(c, name, id, NAMED_MAX);
	int found = 0;

	for (unsigned i = 0; i < n; i++) {
		struct actor her = { 0 };
		actor_load(c, &her, id[i]);
		if (!str_eq(fold(c->mem, her.name), fold(c->mem, name)))
			continue;
		for (unsigned m = 0; m < her.nmember; m++)
			if (str_eq(her.member[m].role, role) && id_eq(her.member[m].group, group)) {
				*out = id[i];
				found++;
				break;
			}
	}
	return found;
}

/* Without one there is nothing to come in for: the link would say that it was spent. */
static bool has_role(struct ctx *c, struct id person)
{
	struct actor her = { 0 };

	actor_load(c, &her, person);
	return her.nmember > 0;
}

int cmd_invite(struct app *a, struct console *k)
{
	struct diag d = { 0 };
	struct actor who = { 0 };
	struct ctx c = app_ctx(a, k->mem, &d, &who);
	bool bad = false;
	const char *role = option_take(k, "--role", &bad), *group = option_take(k, "--group", &bad),
		   *phone = option_take(k, "--phone", &bad);
	struct id person;
	struct outcome out;

	if (bad)
		return usage_error(a, k, N_("A una opción le falta su valor. Vea «ayni help %s»"), "invite");
	int status = app_author(a, k, &c, &who);
	if (status == EXIT_GOOD)
		status = leftovers(a, k, 1);
	if (status != EXIT_GOOD)
		return status;
	int n = person_named(&c, k, str_c(k->argv[1]), &person);
	if (n > 1)
		return usage_error(a, k, N_("Hay varias personas así: %s"), k->argv[1]);
	if (n == 1 && !has_role(&c, person))
		return usage_error(a, k, N_("%s no tiene cargo en la red, así que no podría entrar. Quien da comida la ofrece por mensaje, sin entrar"),
			k->argv[1]);
	if (n == 1)
		return print_invite(a, k, &c, person, false);
	if (!role)
		return usage_error(a, k, N_("No hay nadie así: %s. Para una persona nueva diga su cargo con --role"), k->argv[1]);
	struct id where = a->net.id;
	if (!group || ref_resolve(&c, "group", str_c(group), &where))
		n = there_already(&c, str_c(k->argv[1]), str_c(role), where, &person);
	if (n > 1)
		return usage_error(a, k, N_("Hay varias personas así: %s"), k->argv[1]);
	if (n == 1)
		return print_invite(a, k, &c, person, false);
	struct act *act = act_new(&c, registry_action(a->reg, STR("person.add")), (struct id){ 0 });
	act_arg(&c, act, STR("name"), str_c(k->argv[1]));
	act_arg(&c, act, STR("role"), str_c(role));
	act_arg(&c, act, STR("group"), group ? str_c(group) : id_text(k->mem, a->net.id));
	if (phone)
		act_arg(&c, act, STR("phone"), str_c(phone));
	status = app_act(a, k, &c, act, &out);
	if (status != EXIT_GOOD)
		return EXIT_USAGE;
	const struct put *p = change_find(out.change, schema_entity(a->reg->schema, STR("person")));
	return print_invite(a, k, &c, p->id, false);
}

struct tokening {
	struct id person, token;
	struct str name, text;
	enum token_allow allow;
	int days;
	bool good;
};

static void make_token(struct ctx *c, void *arg)
{
	struct tokening *t = arg;

	t->text = token_make(c, t->person, t->name, t->allow, t->days);
}

static void end_token(struct ctx *c, void *arg)
{
	struct tokening *t = arg;

	t->good = token_revoke(c, t->token);
}

static const char *const allow_name[] = { "read", "report", "all" };

static int list_tokens(struct console *k, struct ctx *c)
{
	struct token_row *t = ARENA_ARRAY(k->mem, struct token_row, TOKENS_SHOWN);
	unsigned n = token_list(c, t, TOKENS_SHOWN);

	for (unsigned i = 0; i < n; i++) {
		buf_id(&k->out, t[i].id);
		struct str who = person_name(c, t[i].person);
		buf_fmt(&k->out, " %s %.*s · %.*s · ", allow_name[t[i].allow], (int)who.n, who.p, (int)t[i].name.n, t[i].name.p);
		buf_day(&k->out, zone_day(c->net->zone, t[i].until_at));
		if (t[i].revoked) {
			buf_char(&k->out, ' ');
			buf_add(&k->out, tr(c->lang, N_("(retirada)")));
		}
		buf_char(&k->out, '\n');
	}
	return EXIT_GOOD;
}

int cmd_token(struct app *a, struct console *k)
{
	struct diag d = { 0 };
	struct actor who = { 0 };
	struct ctx c = app_ctx(a, k->mem, &d, &who);
	bool bad = false;
	const char *name = option_take(k, "--for", &bad), *allow = option_take(k, "--allow", &bad),
		   *days = option_take(k, "--days", &bad), *revoke = option_take(k, "--revoke", &bad);
	bool list = flag_take(k, "--list");
	struct tokening t = { .name = str_c(name ? name : "programa"), .allow = ALLOW_REPORT, .days = DAYS_USUAL };
	int64_t ndays = DAYS_USUAL;

	if (bad)
		return usage_error(a, k, N_("A una opción le falta su valor. Vea «ayni help %s»"), "token");
	int status = leftovers(a, k, list || revoke ? 0 : 1);
	if (status != EXIT_GOOD)
		return status;
	if (list)
		return list_tokens(k, &c);
	if (revoke) {
		if (!id_parse(str_c(revoke), &t.token))
			return usage_error(a, k, N_("No es un identificador: %s"), revoke);
		if (app_write(a, &c, end_token, &t) != OK || !t.good)
			return usage_error(a, k, N_("No hay una llave abierta con ese identificador: %s"), revoke);
		return EXIT_GOOD;
	}
	for (unsigned i = 0; allow && i <= ARRAY_LEN(allow_name); i++) {
		if (i == ARRAY_LEN(allow_name))
			return usage_error(a, k, N_("--allow es read, report o all, no %s"), allow);
		if (strcmp(allow, allow_name[i]) == 0) {
			t.allow = (enum token_allow)i;
			break;
		}
	}
	if (days && (!str_int64(str_c(days), &ndays) || ndays < 1 || ndays > 3650))
		return usage_error(a, k, N_("--days va de 1 a 3650, no %s"), days);
	t.days = (int)ndays;
	int n = person_named(&c, k, str_c(k->argv[1]), &t.person);
	if (n != 1)
		return usage_error(a, k, n ? N_("Hay varias personas así: %s") : N_("No hay nadie así: %s"), k->argv[1]);
	if (app_write(a, &c, make_token, &t) != OK)
		return app_not_saved(a, k);
	buf_add(&k->out, tr(a->lang, N_("Guarde esta llave: no se vuelve a mostrar.")));
	buf_fmt(&k->out, "\n%.*s\n", (int)t.text.n, t.text.p);
	return EXIT_GOOD;
}
