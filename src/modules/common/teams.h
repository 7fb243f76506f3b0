/*
 * teams.h - what a team keeps sealed: teams, who is in them, and their *notas reservadas*. Two modules of this folder.
 */
#ifndef AYNI_TEAMS_H
#define AYNI_TEAMS_H

#include "module.h"

/*
 * A team is some people of one group who share what others must not read. Its public key and that key's id are
 * facts of its record; its secret key rests sealed to each member (core/sealing.h), in no journal.
 */
enum { TEAM_GROUP, TEAM_NAME, TEAM_KEY, TEAM_KEY_ID, TEAM__N };
/* Who was asked to join, and who was given the key. */
enum { MEMBER_TEAM, MEMBER_PERSON, MEMBER_GROUP, MEMBER_INVITED, MEMBER_SINCE, MEMBER__N };
/* A *nota reservada*: written by many, read by the team alone. */
enum { NOTE_TEAM, NOTE_GROUP, NOTE_DAY, NOTE_AUTHOR, NOTE_ABOUT, NOTE_TEXT, NOTE_VOIDED, NOTE__N };

extern const struct entity team_entity, team_member_entity, note_entity;
extern const struct action team_create, team_invite, team_admit, note_add, note_void;
extern const struct page team_pages[], note_pages[];
extern const struct rule team_rules[], note_rules[];

/* For an invented network (sample.h). */
enum rc team_live(struct sample *s, int64_t day);

extern const struct module teams_module, notes_module;

#endif
