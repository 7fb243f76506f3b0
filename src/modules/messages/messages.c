/*
 * messages.c - the module's descriptor.
 */
#include "messages.h"

const struct module messages_module = {
	.name = "messages",
	.area = &(const struct area){ "mensajes", "mensaje", N_("Mensajes") },
};
