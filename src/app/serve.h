/*
 * serve.h - the server process: writer, workers, console socket, signals.
 */
#ifndef AYNI_SERVE_H
#define AYNI_SERVE_H

#include "app.h"

/*
 * Serve the opened folder until SIGTERM or SIGINT; `started` (may be NULL) runs once the address is
 * known. EXIT_GOOD after a clean end.
 */
int serve_run(struct app *a, struct console *k, void (*started)(struct app *a, struct console *k, void *arg),
	void *arg);
/* Is listening there allowed: loopback, TLS, or behind a proxy with a public address. */
int serve_check(struct app *a, struct console *k);

#endif
