/* bring.c - bytes become the value of an argument: judged by what is in them, made anew, staged; kept with the change. */
#include "bring.h"

#include "blob_refs.h"
#include "image.h"
#include "session.h"
#include "upload.h"

enum { VOICE_MOST_MS = 10 * 60 * 1000, VOICE_BYTES_MAX = 6 * 1024 * 1024, PDF_BYTES_MAX = 4 * 1024 * 1024 };

_Static_assert((int)MEDIA__N == (int)BLOB__N && (int)MEDIA_PDF == (int)BLOB_PDF && (int)MEDIA_OGG == (int)BLOB_OGG, "kinds differ");

struct brought {
	struct blob_ref ref;
	struct str bytes;
	struct blob_about about;
	struct brought *next;
	struct str raw; /* as it came */
};

static void wrong(struct act *a, unsigned arg, const char *code, const char *msgid)
{
	diag_add(&a->diag, a->action->args[arg].name, code, msgid, STR(""));
}

/* Staged, and remembered for gate_decide. False: it could not be. */
static bool keep(struct ctx *c, struct act *a, unsigned arg, enum blob_type type, struct str bytes, const struct blob_about *about,
	struct blob_ref *out)
{
	struct brought *b = ARENA_NEW(c->mem, struct brought);

	*b = (struct brought){ blob_ref_of(c->net->id, type, bytes), bytes, *about, a->brought, STR("") };
	if (blob_stage(c->db, c->net->id, &b->ref, bytes) != OK) {
		wrong(a, arg, "io", N_("No hay dónde guardar el archivo; espere un momento y repita"));
		return false;
	}
	a->brought = b;
	*out = b->ref;
	return true;
}

/* ---- pictures ---- */

static int arg_of(const struct act *a, const char *name, enum field_type type)
{
	int i = action_arg(a->action, str_c(name));

	return i >= 0 && a->action->args[i].type == type ? i : -1;
}

/* Where it was taken, if she asked for it and said nothing herself. */
static void fill_place(struct act *a, const struct image *im)
{
	int asked = arg_of(a, "with_place", T_BOOL), lat = arg_of(a, "latitude", T_LAT), lon = arg_of(a, "longitude", T_LON);

	if (!im->placed || asked < 0 || lat < 0 || lon < 0 || !act_int(a, (unsigned)asked) || act_has(a, (unsigned)lat) ||
		act_has(a, (unsigned)lon))
		return;
	a->v[lat] = value_int(im->lat_udeg);
	a->v[lon] = value_int(im->lon_udeg);
}

static bool picture(struct ctx *c, struct act *a, unsigned arg, struct str bytes, enum media m, struct blob_ref *out)
{
	struct image im;
	struct blob_ref thumb;

	switch (image_make(c->mem, bytes, m, &im)) {
	case IMAGE_MADE:
		break;
	case IMAGE_BROKEN:
		wrong(a, arg, "broken", N_("Esa foto está dañada y no se puede leer; tómela o elíjala otra vez"));
		return false;
	case IMAGE_LARGE:
		wrong(a, arg, "too_big", N_("Esa foto es demasiado grande; tómela con menos tamaño"));
		return false;
	case IMAGE_AWAY:
		wrong(a, arg, "io", N_("Ahora no se pueden preparar fotos; espere un momento y repita"));
		return false;
	}
	if (!keep(c, a, arg, BLOB_JPEG, im.thumb, &(struct blob_about){ 0 }, &thumb))
		return false;
	fill_place(a, &im);
	struct blob_about about = { .width = im.width, .height = im.height, .thumb = blob_text(c->mem, &thumb) };
	return keep(c, a, arg, BLOB_JPEG, im.picture, &about, out);
}

/* ---- the rest ---- */

static bool voice(struct ctx *c, struct act *a, unsigned arg, struct str bytes, enum media m, struct blob_ref *out)
{
	int64_t ms = media_duration_ms(bytes, m);

	if (ms > VOICE_MOST_MS || bytes.n > VOICE_BYTES_MAX) {
		wrong(a, arg, "too_long", N_("Ese audio es muy largo: grabe como máximo diez minutos"));
		return false;
	}
	if (m == MEDIA_MP4_AUDIO) {
		char *p = arena_dup(c->mem, bytes.p, bytes.n);
		media_mp4_blank(p, bytes.n);
		bytes.p = p;
	}
	return keep(c, a, arg, (enum blob_type)m, bytes, &(struct blob_about){ .duration_ms = ms > 0 ? ms : 0 }, out);
}

static bool take(struct ctx *c, struct act *a, unsigned arg, struct str bytes, struct blob_ref *out)
{
	enum media m = media_sniff(bytes);

	if (bytes.n > BLOB_BYTES_MAX) {
		wrong(a, arg, "too_big", N_("Ese archivo pesa demasiado: como máximo 8 MB"));
		return false;
	}
	switch (m) {
	case MEDIA_JPEG:
	case MEDIA_PNG:
	case MEDIA_WEBP:
		return picture(c, a, arg, bytes, m, out);
	case MEDIA_OGG:
	case MEDIA_WEBM:
	case MEDIA_MP4_AUDIO:
	case MEDIA_AMR:
		return voice(c, a, arg, bytes, m, out);
	case MEDIA_PDF:
		if (bytes.n <= PDF_BYTES_MAX)
			return keep(c, a, arg, BLOB_PDF, bytes, &(struct blob_about){ 0 }, out);
		wrong(a, arg, "too_big", N_("Ese PDF pesa demasiado: como máximo 4 MB"));
		return false;
	case MEDIA__N:
		break;
	}
	wrong(a, arg, "format", bytes.n ? N_("Ese archivo no es una foto, un audio ni un PDF que se pueda leer; elija otro") :
					  N_("Ese archivo está vacío; elija otro"));
	return false;
}

void act_bring(struct ctx *c, struct act *a, unsigned arg, struct str bytes)
{
	struct hash sum = hash_of(bytes, id_bytes(&c->net->id));
	struct buf sent = buf_new(c->mem, 80);
	struct blob_ref ref;

	/* As they came: another version of this program may make another picture of the same bytes. */
	buf_c(&sent, "bytes ");
	buf_hex(&sent, sum.b, sizeof(sum.b));
	a->given[arg] = true;
	a->sent[arg] = buf_str(&sent);
	bool kept = take(c, a, arg, bytes, &ref);
	a->v[arg] = kept ? value_text(blob_text(c->mem, &ref)) : value_null();
	if (kept)
		a->brought->raw = bytes;
}

bool act_raw(const struct act *a, struct str *out)
{
	*out = a->brought ? a->brought->raw : STR("");
	return out->n > 0;
}

/* ---- with the change ---- */

enum rc brought_put(struct ctx *c, struct act *a)
{
	for (const struct brought *b = a->brought; b; b = b->next)
		if (blob_put(c->db, c->net->id, &b->ref, b->bytes, &b->about, c->now) != OK)
			return diag_add(&a->diag, NULL, "io", N_("No hay dónde guardar el archivo; espere un momento y repita"), STR(""));
	return OK;
}

static bool with_act(const struct act *a, const struct blob_ref *r)
{
	const struct brought *b = a->brought;

	while (b && !hash_eq(b->ref.hash, r->hash))
		b = b->next;
	return b != NULL;
}

enum rc brought_check(struct ctx *c, const struct act *a, const struct change *ch, struct diag *d)
{
	for (const struct put *p = ch->puts; p; p = p->next)
		for (unsigned i = 0; i < p->n; i++) {
			const struct field *f = &p->entity->fields[p->set[i].field];
			struct blob_ref ref;
			if (f->type != T_BLOB || p->set[i].v.kind != V_TEXT)
				continue;
			if (!blob_parse(p->set[i].v.s, &ref) || (!with_act(a, &ref) && !blob_look(c->db, c->mem, c->net->id, &ref, NULL)))
				return diag_add(d, f->name, "no_bytes", N_("Ese archivo no llegó; elíjalo otra vez"), STR(""));
		}
	return OK;
}

/* ---- erased with her ---- */

struct leaving {
	struct ctx *c;
	struct id person;
	bool others;
	unsigned n;
};

static bool is_others(void *arg, const struct record *r)
{
	struct leaving *l = arg;

	l->others = !id_eq(record_person(r), l->person);
	return !l->others;
}

static void leave(void *arg, const struct blob_ref *r)
{
	struct leaving *l = arg;

	l->others = false;
	blob_records(l->c->db, l->c->schema, l->c->mem, l->c->net->id, blob_text(l->c->mem, r), is_others, l);
	if (l->others)
		return;
	blob_erase(l->c->db, l->c->net->id, r);
	l->n++;
}

bool brought_forget(struct ctx *c, struct id person)
{
	struct leaving l = { .c = c, .person = person };

	blob_refs_of_person(c->db, c->schema, c->mem, c->net->id, person, leave, &l);
	return l.n > 0;
}
