/* bring.h - the gate's side of bytes that an act brings (act_bring in upload.h): kept, checked and erased with changes. */
#ifndef AYNI_BRING_H
#define AYNI_BRING_H

#include "action.h"

/* In the writer's transaction, before decide: what the act brought is durable with it. INVALID: there is no room. */
enum rc brought_put(struct ctx *c, struct act *a) MUST_USE;
/* Are all bytes that the change names here, or with the act? INVALID with the field that names others. */
enum rc brought_check(struct ctx *c, const struct act *a, const struct change *ch, struct diag *d) MUST_USE;
/* What only the person's own records name goes, for good. True: some did, and files are to be reaped after the commit. */
bool brought_forget(struct ctx *c, struct id person);
/* In the writer's transaction, by a job: bytes that nobody names, or only records taken back a month ago, go. */
void brought_sweep(struct ctx *c);

#endif
