/*
 * openapi_own.h - between the two files that write the OpenAPI document.
 */
#ifndef AYNI_OPENAPI_OWN_H
#define AYNI_OPENAPI_OWN_H

#include "json.h"
#include "openapi.h"

/* A member with a text. */
void oa_pair(struct json_out *j, const char *key, const char *value);
/* A member that opens with a bracket. */
void oa_open(struct json_out *j, const char *key, char bracket);
/* Type string, with a format or NULL. */
void oa_text(struct json_out *j, const char *format);
/* {"$ref": …} to the schema of that name, put together of two pieces. */
void oa_reference(struct json_out *j, struct arena *a, const char *schema, const char *name);
/* The members that say what values a field takes. */
void oa_type(struct json_out *j, const struct field *f);
/* The member "components": every record, every action, and what answers are made of. */
void oa_components(struct json_out *j, struct arena *a, const struct registry *reg);

#endif
