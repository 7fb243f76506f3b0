/*
 * ear.c - the words of all commands, folded and cut once.
 */
#include "hear_own.h"

static void term_add(struct arena *a, struct ear_command *c, unsigned room, struct str text,
	struct term t)
{
	struct str rest = word_fold(a, text), word;

	while (rest.n && str_cut(&rest, ' ', &word)) {
		if (t.n == TERM_WORDS)
			return;
		t.word[t.n++] = word_meant(a, word);
	}
	if (t.n && c->nterms < room)
		c->term[c->nterms++] = t;
}

static unsigned count(const char *list)
{
	unsigned n = 1;

	for (; list && *list; list++)
		n += *list == '|';
	return n;
}

static void terms_add(struct arena *a, struct ear_command *c, unsigned room, const char *list,
	struct term t)
{
	struct str rest = str_c(list), piece;

	while (rest.n && str_cut(&rest, '|', &piece))
		term_add(a, c, room, piece, t);
}

static int first_of(const struct action *action, enum field_type type)
{
	for (unsigned i = 0; action && i < action->nargs; i++)
		if (action->args[i].type == type && field_is_said(&action->args[i]))
			return (int)i;
	return -1;
}

static unsigned terms_room(const struct text_command *command, const struct action *action)
{
	unsigned room = count(command->words);

	for (unsigned i = 0; action && i < action->nargs; i++) {
		room += count(action->args[i].words);
		for (const struct choice *k = action->args[i].choices; k && k->name; k++)
			room += 1 + count(k->words);
	}
	return room;
}

static void ear_add(struct arena *a, struct ear_command *c, const struct text_command *command,
	const struct action *action)
{
	unsigned room = terms_room(command, action), room_none = count(command->none);

	*c = (struct ear_command){ .command = command, .action = action,
		.bare = command->bare - 1,
		.ref = action && action->on > 0 ? action->on - 1 : first_of(action, T_REF),
		.day = first_of(action, T_DATE), .rest = command->rest - 1, .pick = -1 };
	if (c->bare < 0 && c->rest < 0 && !command->sets)
		c->pick = first_of(action, T_ENUM);
	/* Kept apart: they name nothing that has a figure. */
	c->term = ARENA_ARRAY(a, struct term, room_none);
	terms_add(a, c, room_none, command->none ? command->none : "", (struct term){ .kind = TERM_COMMAND });
	c->none = c->term;
	c->nnone = c->nterms;
	c->nterms = 0;
	c->term = ARENA_ARRAY(a, struct term, room);
	terms_add(a, c, room, command->words, (struct term){ .kind = TERM_COMMAND });
	for (unsigned i = 0; action && i < action->nargs; i++) {
		const struct field *f = &action->args[i];
		if (!field_is_said(f))
			continue;
		terms_add(a, c, room, f->words, (struct term){ .kind = TERM_FIELD, .arg = i });
		for (const struct choice *k = f->choices; k && k->name; k++) {
			struct term t = { .kind = TERM_CHOICE, .arg = i, .choice = k };
			term_add(a, c, room, str_c(k->label), t);
			terms_add(a, c, room, k->words, t);
		}
	}
}

struct ear *ear_new(struct arena *a, const struct text_command *const *commands,
	const struct action *const *actions, unsigned n)
{
	struct ear *e = ARENA_NEW(a, struct ear);

	lists_new(a, e);
	e->command = ARENA_ARRAY(a, struct ear_command, n);
	for (unsigned i = 0; i < n; i++)
		if (actions[i] || commands[i]->tell)
			ear_add(a, &e->command[e->n++], commands[i], actions[i]);
	return e;
}
