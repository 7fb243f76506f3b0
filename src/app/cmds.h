/*
 * cmds.h - the commands themselves; what each does is said in commands.c. All return an exit status.
 */
#ifndef AYNI_CMDS_H
#define AYNI_CMDS_H

#include "app.h"

/* The run functions of `commands`. */
int cmd_init(struct app *a, struct console *k);
int cmd_serve(struct app *a, struct console *k);
int cmd_demo(struct app *a, struct console *k);
int cmd_say(struct app *a, struct console *k);
/* Does it only say what would happen; and the file with the messages, or NULL. */
bool say_explains(const struct console *k);
const char *say_path(const struct console *k);
/* The rest of such a command: `ayni say --explain`. */
int say_explain(struct app *a, struct console *k);
int cmd_invite(struct app *a, struct console *k);
int cmd_token(struct app *a, struct console *k);
int cmd_import(struct app *a, struct console *k);
/* `import --chat`, whose author is in c: reports of an exported chat. */
int cmd_chat(struct app *a, struct console *k, struct ctx *c);
struct import_report;
/*
 * `import shapes`: the outlines of a GeoJSON file as records `shape`; source: who published it, or empty. INVALID with the
 * reason in c->diag, or with rows at fault in *out.
 */
enum rc shapes_import(struct app *a, struct console *k, struct ctx *c, struct str source, struct import_report *out);
/* The file that `import` names, or NULL. */
const char *import_path(const struct console *k);
/* What a failed import wrote, the file again with its errors, goes to FILE.errores.csv. */
void import_leave_copy(struct app *a, struct console *k, const char *path);
int cmd_export(struct app *a, struct console *k);
int cmd_schema(struct app *a, struct console *k);
int cmd_config(struct app *a, struct console *k);
int cmd_verify(struct app *a, struct console *k);
int cmd_rebuild(struct app *a, struct console *k);
int cmd_backup(struct app *a, struct console *k);
int cmd_restore(struct app *a, struct console *k);
int cmd_move(struct app *a, struct console *k);
int cmd_doctor(struct app *a, struct console *k);
int cmd_solve(struct app *a, struct console *k);
int cmd_gateway(struct app *a, struct console *k);
int cmd_metrics(struct app *a, struct console *k);
int cmd_help(struct app *a, struct console *k);

#endif
