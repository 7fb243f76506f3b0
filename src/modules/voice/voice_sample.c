/*
 * voice_sample.c - an invented district writes letters, gathers support, and keeps account of what it was promised.
 *
 * Offices and answers are invented. The petition is code: who stands behind it by telephone is known by the telephone alone, and
 * a counted sheet has its picture, drawn here: lines with scribbles, nobody's signature.
 */
#include "voice_own.h"

#include "attachment.h"
#include "png.h"
#include "upload.h"

#define MUNI "Municipalidad distrital (de muestra)"

const struct sample_row voice_samples[] = {
	{ 18, "distrito", "letter.write", "group=RED-150133|kind=letter|to=" MUNI "|office=Gerencia de Desarrollo Social|subject=Agua para las ollas de la zona alta|"
		"body=Catorce ollas de la zona alta cocinan con agua de cisterna, que cuesta más que el agua de caño.\n\nPedimos dos cisternas por semana hasta que "
		"llegue la red.|signed=Coordinadora del distrito|public=1", "agua" },
	{ 18, "distrito", "letter.approve", "letter=@agua", NULL },
	{ 17, "distrito", "letter.send", "letter=@agua|sent=$day|desk=EXP-0457|desk_day=$day|days=5", NULL },
	{ 2, "distrito", "letter.answer", "letter=@agua|answered=$day|answer=La Gerencia informa que programará una cisterna semanal desde la próxima quincena.", NULL },
	{ 10, "distrito", "letter.write", "group=RED-150133|kind=letter|to=Programa de alimentos (de muestra)|office=Jefatura zonal|subject=Víveres atrasados de dos meses|"
		"body=No llegan los víveres de los dos últimos meses.\n\nPedimos la fecha de entrega y la lista de ollas consideradas.|public=1", "viveres" },
	{ 10, "distrito", "letter.approve", "letter=@viveres", NULL },
	{ 9, "distrito", "letter.send", "letter=@viveres|sent=$day|desk=EXP-1123|desk_day=$day", NULL },
	{ 16, "distrito", "promise.note", "group=RED-150133|to=" MUNI "|office=Gerencia de Desarrollo Social|what=Bidones para guardar agua|amount=40|unit=bidones|day=$day|by=$day+6|"
		"desk=Acta 12", "bidones" },
	{ 11, "distrito", "promise.arrive", "promise=@bidones|day=$day|amount=40|note=Contados en el local comunal", NULL },
	{ 15, "distrito", "promise.note", "group=RED-150133|to=" MUNI "|office=Alcaldía|what=Cocinas mejoradas para las ollas|amount=14|unit=cocinas|day=$day|by=$day+60", "cocinas" },
	{ 6, "distrito", "promise.arrive", "promise=@cocinas|day=$day|amount=5", NULL },
	{ 14, "distrito", "promise.note", "group=RED-150133|to=Programa de alimentos (de muestra)|office=Jefatura zonal|what=Balones de gas|amount=28|unit=balones|day=$day|by=$day+7",
		"gas" },
	{ 3, "distrito", "promise.answer", "promise=@gas|answer=El proveedor no entregó; se volverá a convocar.|answer_day=$day", NULL },
	{ .action = NULL },
};

enum { OPENED_AGO = 13, TOLD_AGO = 4, MORNING = 600, HALF_HOUR_MS = 1800000, WIDE = 420, HIGH = 600, PHONES = 7, LINES = 17 };

/* A sheet as a photo of it might look: lines, and a scribble on each that was signed. */
static struct str sheet_picture(struct arena *a)
{
	static const uint32_t flat[] = { 0xfbfaf4, 0x8a8f98, 0x223a7a };
	uint32_t *point = ARENA_ARRAY(a, uint32_t, WIDE * HIGH);

	for (int y = 0; y < HIGH; y++)
		for (int x = 0; x < WIDE; x++) {
			int line = (y - 80) / 24, wave = 12 + ((x * 7 + line * 13) % 17) - 8;
			bool rule = y >= 80 && (y - 80) % 24 == 0, ink = y > 80 && line < LINES && x > 250 && x < 380 && ((y - 80) % 24 == wave || (y - 80) % 24 == wave + 1);
			point[y * WIDE + x] = ink ? flat[2] : rule ? flat[1] : flat[0];
		}
	return png_indexed(a, point, WIDE, HIGH, flat, ARRAY_LEN(flat));
}

static struct str day_text(struct sample *s, int64_t day)
{
	struct buf b = buf_new(s->mem, 12);

	buf_day(&b, day);
	return buf_str(&b);
}

static int64_t opened_at(const struct sample *s, unsigned step)
{
	return zone_instant(s->net->zone, s->last_day - OPENED_AGO, MORNING) + step * (int64_t)HALF_HOUR_MS;
}

static enum rc opened(struct sample *s)
{
	const struct actor *who = sample_who(s, "distrito");
	struct str letter = id_text(s->mem, sample_did_id(s, opened_at(s, 0), "letter.write"));
	enum rc rc = sample_did(s, who, opened_at(s, 0), "letter.write", "group", STR("RED-150133"), "kind", STR("petition"), "to", STR(MUNI), "office", STR("Alcaldía"),
		"subject", STR("Un presupuesto para las ollas comunes"), "body", STR("Pedimos que el presupuesto del próximo año tenga una partida para las ollas comunes.\n\n"
		"Que se decida con nosotras y se publique cada mes en qué se gastó."), (char *)NULL);

	/* Each speaks of what the one before made. */
	if (rc == OK && (rc = batch_flush(s->batch)) == OK)
		rc = sample_did(s, who, opened_at(s, 1), "letter.approve", "letter", letter, (char *)NULL);
	if (rc == OK && (rc = batch_flush(s->batch)) == OK)
		rc = sample_did(s, who, opened_at(s, 2), "petition.open", "letter", letter, "until", day_text(s, s->last_day + 45), (char *)NULL);
	return rc == OK && (rc = batch_flush(s->batch)) == OK ? sample_did(s, who, opened_at(s, 3), "petition.print", "letter", letter, "sheets", STR("3"), (char *)NULL) : rc;
}

/* Its picture, then what was counted on it. Without the tool for pictures it stays uncounted. */
static enum rc counted(struct sample *s, struct id letter, int64_t at_ms)
{
	const struct value key[SIGNED__N] = { [SIGNED_LETTER] = value_id(letter), [SIGNED_N] = value_int(1) };
	struct str sheet = id_text(s->mem, entity_key_id(&signed_entity, s->net->id, key));
	const struct actor *who = sample_who(s, "distrito");
	struct batch_item *i = batch_act(s->batch, who, at_ms, "attachment.add", sample_id(s, at_ms, "petition sheet", 0, 0));

	i->c.db = writer_db(s->batch->writer);
	batch_arg(i, "group", STR("RED-150133"));
	batch_arg(i, "about", str_fmt(s->mem, "petition_sheet:%s", str_cstr(s->mem, sheet)));
	batch_arg(i, "kind", STR("sheet"));
	act_bring(&i->c, i->act, (unsigned)action_arg(i->act->action, STR("file")), sheet_picture(i->c.mem));
	if (i->act->diag.n) {
		s->batch->n--;
		return s->batch->rc;
	}
	return batch_flush(s->batch) != OK ? s->batch->rc : sample_did(s, who, at_ms + HALF_HOUR_MS, "petition.count", "sheet", sheet, "people", STR("17"), (char *)NULL);
}

static enum rc supported(struct sample *s)
{
	struct id letter = sample_did_id(s, opened_at(s, 0), "letter.write");
	struct str letter_text = id_text(s->mem, letter);
	int64_t at_ms = zone_instant(s->net->zone, s->last_day - TOLD_AGO, MORNING);
	enum rc rc = OK;

	for (unsigned n = 0; n < PHONES && rc == OK; n++) {
		struct actor *stranger = ARENA_NEW(s->mem, struct actor);
		*stranger = (struct actor){ .by_phone = true, .phone = str_fmt(s->mem, "+5190007%04u", n) };
		rc = sample_did(s, stranger, at_ms + n * 60000, "petition.phone", "call", STR("1"), "people", n % 3 ? STR("1") : STR("3"), (char *)NULL);
	}
	for (unsigned n = 0; n < s->ngroups && n < 9 && rc == OK; n++)
		rc = sample_did(s, s->groups[n].leader, at_ms + HALF_HOUR_MS + n * 60000, "petition.sign", "person", id_text(s->mem, s->groups[n].leader->person), "letter",
			letter_text, (char *)NULL);
	return rc == OK ? counted(s, letter, at_ms + 4 * (int64_t)HALF_HOUR_MS) : rc;
}

enum rc voice_live(struct sample *s, int64_t day)
{
	if (!s->shown || s->from_day != s->first_day || s->last_day - OPENED_AGO < s->first_day)
		return OK;
	return day == s->last_day - OPENED_AGO ? opened(s) : day == s->last_day - TOLD_AGO ? supported(s) : OK;
}
