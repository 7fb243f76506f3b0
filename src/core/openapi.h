/*
 * openapi.h - what the API can do, as an OpenAPI 3.0 document made from the declarations.
 */
#ifndef AYNI_OPENAPI_H
#define AYNI_OPENAPI_H

#include "module.h"

/* The document as JSON, in the arena; the same bytes for the same declarations. */
struct str openapi_document(struct arena *a, const struct registry *reg);

#endif
