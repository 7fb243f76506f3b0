/*
 * chat_page.h - for struct site: a POST to /importar-chat.
 */
#ifndef AYNI_CHAT_PAGE_H
#define AYNI_CHAT_PAGE_H

#include "web.h"

/* Its form was read, and is of this session. k->c has its snapshot. */
enum http_next chat_answer(struct call *k);

#endif
