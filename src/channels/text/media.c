/*
 * media.c - a photo or voice note that came with a message: kept beside what is being talked of.
 *
 * That is the report it came with, else her last one of a day, else the group itself. The bytes go through the
 * action of that name as from any page: judged by their content, pictures made anew (upload.h). A voice may be for a
 * module instead (text_care.voice): then what was written beside it is that module's, too.
 */
#include "blob.h"
#include "turn.h"
#include "upload.h"

static const char action_name[] = "attachment.add";

static int arg_of(const struct action *a, const char *name)
{
	return action_arg(a, str_c(name));
}

/* A voice that a module takes in: its act in the place of the attachment, and of what the words alone would have done. */
static void spoken_judge(struct turn *t)
{
	const struct text_care *care = t->c->reg->care;
	bool asked = t->talk.ask == ASK_SLOT && t->talk.draft.r.action;
	struct str said = str_trim(t->text), action = asked ? str_c(t->talk.draft.r.action->name) : STR("");
	struct act *a = care->voice ? care->voice(t->c, t->media->id, said, action, t->own.has_last ? t->own.last_at : 0) : NULL;
	int file = a ? arg_of(a->action, "file") : -1;

	if (file < 0)
		return;
	a->acted_at = t->sent_at;
	act_bring(t->c, a, (unsigned)file, t->in->media->bytes);
	t->media = a;
	t->spoken = true;
	t->act = NULL;
	t->answer = STR("");
	t->state = "answered";
	talk_close(&t->talk);
}

void media_judge(struct turn *t)
{
	const struct action *add = registry_action(t->c->reg, str_c(action_name));
	struct str piece[] = { STR("ayni media"), id_bytes(&t->c->net->id), t->address, t->message };
	int file = add ? arg_of(add, "file") : -1;
	struct blob_ref ref;

	t->media = NULL;
	if (!t->in->media || id_is_zero(t->who.person))
		return;
	if (t->in->media->too_large || file < 0) {
		t->media_fault = tr(t->c->lang, N_("Lo que mandó es muy grande y no se pudo guardar. Mande una foto más pequeña o un audio más corto."));
		return;
	}
	struct act *a = act_new(t->c, add, t->message.n ? id_derive(0, piece, ARRAY_LEN(piece)) : id_new(t->c->now));
	a->acted_at = t->sent_at;
	act_bring(t->c, a, (unsigned)file, t->in->media->bytes);
	if (a->diag.n)
		t->media_fault = str_fmt(t->c->mem, "%.*s.", (int)diag_message(t->c, &a->diag.item[0]).n, diag_message(t->c, &a->diag.item[0]).p);
	else
		t->media = a;
	t->voice = t->media && blob_parse(a->v[file].s, &ref) && blob_is_voice(ref.type);
	if (t->voice)
		spoken_judge(t);
}

/* What it goes beside; false: nothing is known. */
static bool beside(struct turn *t, const struct outcome *done, struct str *about, struct id *group)
{
	bool fresh = done && (done->status == ACT_ACCEPTED || done->status == ACT_KEPT);

	*about = STR("");
	*group = t->group;
	if (t->own.has_last && t->own.last_about.n && (fresh || (!t->act && t->sent_at - t->own.last_at < TALK_LAST_MS))) {
		*about = t->own.last_about;
		*group = t->own.last_group;
	} else if (t->who.nmember != 1 && !fresh) {
		return false;
	}
	return !id_is_zero(*group);
}

static void join(struct turn *t, struct str sentence)
{
	t->answer = t->answer.n ? str_fmt(t->c->mem, "%.*s %.*s", (int)t->answer.n, t->answer.p, (int)sentence.n, sentence.p) : sentence;
}

static void tell_kept(struct turn *t, bool voice, bool report)
{
	join(t, tr(t->c->lang, t->discreet ? N_("Guardado. Gracias") : voice ? report ?
		N_("Su audio quedó junto a su reporte.") : N_("Su audio quedó guardado.") : report ?
		N_("Su foto quedó junto a su reporte.") : N_("Su foto quedó guardada.")));
}

void media_keep(struct turn *t, struct gate *g, struct chain_head *head, const struct outcome *done)
{
	struct ctx *c = t->c;
	struct act *a = t->media;
	struct outcome o;
	struct str about;
	struct id group;

	if (t->media_fault.n)
		join(t, t->media_fault);
	if (!a)
		return;
	if (!t->spoken) {
		if (!beside(t, done, &about, &group)) {
			join(t, tr(c->lang, N_("Mande primero su reporte, y después la foto o el audio.")));
			return;
		}
		act_arg(c, a, STR("group"), id_text(c->mem, group));
		if (about.n)
			act_arg(c, a, STR("about"), about);
	}
	if (gate_check(c, a) == OK)
		gate_decide(g, c, a, head, &o);
	if (a->diag.n) {
		join(t, str_fmt(c->mem, "%.*s.", (int)diag_message(c, &a->diag.item[0]).n, diag_message(c, &a->diag.item[0]).p));
		return;
	}
	t->progress = true;
	if (t->state[0] != 'a' || !t->act)
		t->state = t->talk.ask != ASK_NONE ? t->state : "done";
	if (t->spoken) {
		join(t, t->discreet ? tr(c->lang, N_("Guardado. Gracias")) : c->reg->care->voiced(c, a));
		return;
	}
	t->media_kept = id_text(c->mem, a->id);
	tell_kept(t, t->voice, about.n > 0);
}
