/*
 * console.h - commands carried to the server that holds the data folder, over DIR/ayni.sock (0600).
 *
 * Frames: counts and lengths are 4 bytes, big end first. Asked: count of words, each word, the file's
 * bytes, the language tag. Answered: exit status, standard output, standard error.
 */
#ifndef AYNI_CONSOLE_H
#define AYNI_CONSOLE_H

#include "app.h"

/* Run the command in the server when one is there: true, with its status and texts in k. */
bool console_call(struct app *a, struct console *k, int *status_out);

struct console_server;
/* Listen in a thread of its own; peers must be root or the process's own user. NULL with a line on stderr. */
struct console_server *console_start(struct app *a);
/* Finish the command under way, remove the socket, free. */
void console_stop(struct console_server **s);

/* What one command does, on k->out. */
int command_help(struct app *a, struct console *k, const struct command *c);

#endif
