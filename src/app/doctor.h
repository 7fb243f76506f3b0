/*
 * doctor.h - what the files of `ayni doctor` share: each looks at one thing of the machine and tells it.
 */
#ifndef AYNI_DOCTOR_H
#define AYNI_DOCTOR_H

#include "app.h"
#include "upkeep.h"

/* How often a small file in the folder can be synced; writes and removes a file of its own (doctor_disk.c). */
void doctor_disk(const struct findings *to, struct str folder);
/* On what file system the folder lies: networks and memory keep no promise. */
void doctor_file_system(const struct findings *to, struct str folder);
/* The folder, keys/ and ayni.conf: whose, and who may read them (doctor_folder.c). False: the secret is missing. */
bool doctor_folder(const struct findings *to, const struct app *a);
/* Memory and open files that the process may have. */
void doctor_limits(const struct findings *to);
/* The certificate, where one is set: readable, the key's own, not over soon, of the right name (doctor_tls.c). */
void doctor_tls(const struct findings *to, const struct app *a);
/* Photos, voices and sheets that are missing, damaged or nobody's; reads all their bytes (doctor_bytes.c). */
void doctor_bytes(const struct findings *to);
/* Does the system keep its clock by others' (adjtimex)? */
void doctor_clock(const struct findings *to);
/* Groups that stand below themselves, records that are each other's double (doctor_tree.c). */
void doctor_tree(const struct findings *to);
/* The table of foods that a network of Peru begins with (doctor_tree.c). */
void doctor_foods(const struct findings *to);

#endif
