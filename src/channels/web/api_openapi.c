/*
 * api_openapi.c - GET /api/v1/openapi.json: the API tells what it is.
 */
#include "openapi.h"
#include "web.h"

/* Some 60 kB, the same for all readers and for the life of the process. */
void api_openapi(struct call *k)
{
	call_json(k, 200, openapi_document(k->q->mem, k->site->reg));
	http_set(k->r, "Access-Control-Allow-Origin", STR("*"));
}
