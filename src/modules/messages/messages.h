/*
 * messages.h - what coordinators and members have to do with messages: conversations, phrases, broadcasts, gateways,
 * when each wants to be written to, and who is told when something grave was written.
 *
 * The texts themselves are rows of core/message.h, outside the journal.
 */
#ifndef AYNI_MESSAGES_H
#define AYNI_MESSAGES_H

#include "message.h"

extern const struct module messages_module, chat_module;

#endif
