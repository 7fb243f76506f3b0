/* radio_own.h - what the files of the radio room share and nobody else sees. */
#ifndef AYNI_RADIO_OWN_H
#define AYNI_RADIO_OWN_H

#include "radio.h"
#include "speech_own.h"

enum { SET_MEETING, SET_KEEP, SET__N };
enum { KEEP_SPEECH, KEEP_FILE, KEEP__N };

extern const struct action radio_set, radio_keep;
extern const struct page radio_pages[];

#endif
