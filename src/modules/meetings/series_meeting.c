/*
 * series_meeting.c - one meeting is changed: its day, hour, place, topic; moved to the street. Who was told of it is told again
 * (invite_due.c looks at day, hour and place).
 */
#include "series_own.h"

#include "hour.h"
#include "week.h"

static const struct field args[] = {
	[MCHANGE_MEETING] = { "meeting", T_REF, F_REQUIRED, .label = N_("Reunión"), .ref = "meeting", .privacy = P_NETWORK },
	[MCHANGE_DAY] = { "day", T_DATE, 0, .label = N_("Día"), .help = N_("Vacío: como ahora"), .privacy = P_NETWORK },
	[MCHANGE_HOUR] = { "hour", T_TEXT, 0, .label = N_("Hora"), .help = N_("Vacío: como ahora"), .max = 20, .privacy = P_NETWORK },
	[MCHANGE_MINUTES] = { "minutes", T_INT, 0, .label = N_("Cuánto dura"), .unit = N_("minutos"), .min = 10, .max = 720, .privacy = P_NETWORK },
	[MCHANGE_TOPIC] = { "topic", T_TEXT, 0, .label = N_("De qué se trata"), .help = N_("Vacío: como ahora"), .max = 120, .privacy = P_NETWORK },
	[MCHANGE_PLACE] = { "place", T_TEXT, 0, .label = N_("Dónde"), .help = N_("Vacío: como ahora"), .max = 100, .privacy = P_NETWORK },
	[MCHANGE_STREET] = { "street", T_BOOL, 0, .label = N_("Pasa a la calle"), .privacy = P_NETWORK },
	[MCHANGE_LINK] = { "link", T_TEXT, 0, .label = N_("Enlace de la videollamada"), .help = N_("Vacío: como ahora"), .max = 200, .privacy = P_NETWORK },
	[MCHANGE_DIAL] = { "dial", T_TEXT, 0, .label = N_("Teléfono para escuchar y hablar"), .help = N_("Vacío: como ahora"), .max = 60,
		.privacy = P_NETWORK },
	[MCHANGE_ANYWAY] = { "anyway", T_TEXT, 0, .label = N_("Por qué va igual"), .help = N_("Solo si Ayni avisa que esa hora choca"), .max = 120,
		.privacy = P_GROUP },
};

static enum rc decide(struct ctx *c, const struct act *a, struct change *ch)
{
	int64_t now = zone_day(c->net->zone, a->acted_at);
	struct record *r = ARENA_NEW(c->mem, struct record);
	struct meeting m;
	struct hour hour;

	if (!meeting_get(c, act_ref(a, MCHANGE_MEETING), &m) ||
		!record_get(c->db, c->schema, c->mem, &meeting_entity, c->net->id, m.id, r))
		return fail(c, "meeting", "unknown", N_("Esa reunión no está anotada, o se suspendió"));
	int64_t day = act_has(a, MCHANGE_DAY) ? act_int(a, MCHANGE_DAY) : m.day;
	if (m.day < now || day < now)
		return fail(c, m.day < now ? "meeting" : "day", "past", m.day < now ? N_("Esa reunión ya pasó") : N_("Ese día ya pasó"));
	if (act_has(a, MCHANGE_HOUR) && (!hour_read(c->mem, act_text(a, MCHANGE_HOUR), &hour) || hour.left.n > 6))
		return fail(c, "hour", "shape", N_("Escriba la hora, por ejemplo: 10:30, o 7 pm"));
	if (act_has(a, MCHANGE_LINK) && !str_starts(act_text(a, MCHANGE_LINK), "https://") && !str_starts(act_text(a, MCHANGE_LINK), "http://"))
		return fail(c, "link", "shape", N_("El enlace empieza con https://"));
	int minute = act_has(a, MCHANGE_HOUR) ? hour.minute : m.minute;
	int lasts = act_has(a, MCHANGE_MINUTES) ? (int)act_int(a, MCHANGE_MINUTES) :
		r->v[MEETING_MINUTES].kind == V_INT ? (int)r->v[MEETING_MINUTES].i : MEETING_USUAL_MIN;
	bool moved = day != m.day || minute != m.minute;
	if (moved && !act_has(a, MCHANGE_ANYWAY) && (meeting_clash_fails(c, m.group, day, minute, lasts, m.id) ||
		meeting_week_fails(c, m.group, day, minute, lasts)))
		return INVALID;
	struct put *p = change_put(ch, &meeting_entity, m.id, false);
	put_int(p, MEETING_EDITION, r->v[MEETING_EDITION].i + 1);
	if (day != m.day)
		put_int(p, MEETING_DAY, day);
	if (minute != m.minute)
		put_text(p, MEETING_HOUR, hour_show(c->mem, minute));
	if (act_has(a, MCHANGE_MINUTES))
		put_int(p, MEETING_MINUTES, lasts);
	if (act_has(a, MCHANGE_TOPIC))
		put_text(p, MEETING_TOPIC, act_text(a, MCHANGE_TOPIC));
	if (act_has(a, MCHANGE_STREET) && act_int(a, MCHANGE_STREET)) {
		const struct str_pair pair = { "place", act_has(a, MCHANGE_PLACE) ? act_text(a, MCHANGE_PLACE) : STR("") };
		put_text(p, MEETING_PLACE, pair.value.n ? tr_named(c->mem, c->lang, N_("la calle: {place}"), &pair, 1) : tr(c->lang, N_("la calle")));
	} else if (act_has(a, MCHANGE_PLACE))
		put_text(p, MEETING_PLACE, act_text(a, MCHANGE_PLACE));
	if (act_has(a, MCHANGE_LINK))
		put_text(p, MEETING_LINK, act_text(a, MCHANGE_LINK));
	if (act_has(a, MCHANGE_DIAL))
		put_text(p, MEETING_DIAL, act_text(a, MCHANGE_DIAL));
	if (act_has(a, MCHANGE_ANYWAY))
		put_text(p, MEETING_ANYWAY, act_text(a, MCHANGE_ANYWAY));
	return OK;
}

static struct str describe(struct ctx *c, const struct told *t)
{
	const struct put *p = change_find(t->change, &meeting_entity);
	struct meeting m;

	if (!p || !meeting_get(c, p->id, &m))
		return t->author;
	const struct str_pair pairs[] = { { "who", t->author }, { "meeting", meeting_line(c, &m) } };
	return tr_named(c->mem, c->lang, N_("{who} cambió una reunión. Ahora es: {meeting}"), pairs, ARRAY_LEN(pairs));
}

const struct action meeting_change = {
	.name = "meeting.change", .label = N_("Cambiar"), .args = args, .nargs = MCHANGE__N, .on = AT(MCHANGE_MEETING), .decide = decide,
	.describe = describe,
};
