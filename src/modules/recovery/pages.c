/*
 * pages.c - the pages of this module: where they are, what they are called, what their forms do.
 */
#include "recovery_own.h"

#include "recovery_pages.h"

const struct page recovery_pages[] = {
	{ .path = "/recuperar", .name = "recovery", .title = N_("Comida recuperada"), .fill = offer_list_fill, .flags =
		PAGE_PARTS | PAGE_KEEP },
	{ .path = "/recuperar/{offer}", .name = "offer", .title = N_("Comida ofrecida"), .fill = offer_one_fill, .action =
		"offer.answer", .done = offer_done, .flags = PAGE_PARTS | PAGE_KEEP },
	{ .path = "/recuperar/{offer}/recoger", .name = "offer_fetch", .title = N_("Anotar lo recogido"), .fill =
		offer_fetch_fill, .action = "offer.fetch", .done = offer_done, .flags = PAGE_PARTS | PAGE_KEEP },
	{ .path = "/recuperar/{offer}/dejar", .name = "offer_cannot", .title = N_("No podemos ir"), .fill =
		offer_cannot_fill, .action = "offer.cannot", .done = offer_done, .flags = PAGE_PARTS | PAGE_KEEP },
	{ .path = "/recuperar/{offer}/retirar", .name = "offer_withdraw", .title = N_("Ya no se ofrece"), .fill =
		offer_withdraw_fill, .action = "offer.withdraw", .done = offer_done, .flags = PAGE_PARTS },
	{ .path = "/donantes", .name = "givers", .title = N_("Quiénes dan comida"), .fill = giver_list_fill, .flags =
		PAGE_PARTS },
	{ .path = "/donantes/nuevo", .name = "giver_new", .title = N_("Anotar a alguien que da"), .fill = giver_new_fill,
		.action = "giver.add", .done = giver_new_done, .flags = PAGE_PARTS },
	{ .path = "/donantes/{giver}", .name = "giver", .title = N_("Quien da comida"), .fill = giver_one_fill, .flags =
		PAGE_PARTS },
	{ .path = "/donantes/{giver}/enlace", .name = "giver_relink", .title = N_("Cambiar su enlace"), .fill =
		giver_relink_fill, .action = "giver.relink", .done = giver_giver_done, .flags = PAGE_PARTS },
	{ .path = "/donantes/{giver}/fin", .name = "giver_leave", .title = N_("Ya no da comida"), .fill = giver_leave_fill,
		.action = "giver.leave", .then = "/donantes", .flags = PAGE_PARTS },
	{ .path = "/donantes/{giver}/ofrecer", .name = "giver_offer", .title = N_("Ofrecer comida"), .fill =
		giver_for_her_fill, .action = "offer.make", .done = giver_made_done, .flags = PAGE_PARTS | PAGE_KEEP },
	{ .path = "/ofrecer", .name = "offer_new", .title = N_("Ofrecer comida"), .fill = giver_mine_fill, .action =
		"offer.make", .done = giver_made_done, .flags = PAGE_PARTS | PAGE_KEEP },
	{ .path = "/ofrecer/{giver}/{key}", .name = "giver_link", .title = N_("Ofrecer comida"), .fill = giver_link_fill,
		.action = "offer.send", .done = giver_sent_done, .flags = PAGE_PARTS },
	{ .path = "/recojos", .name = "pickups", .title = N_("Recojos de cada semana"), .fill = pickup_list_fill, .flags =
		PAGE_PARTS | PAGE_KEEP },
	{ .path = "/recojos/nuevo", .name = "pickup_new", .title = N_("Anotar un recojo fijo"), .fill = pickup_new_fill,
		.action = "pickup.plan", .done = pickup_new_done, .flags = PAGE_PARTS },
	{ .path = "/recojos/{pickup}/fin", .name = "pickup_end", .title = N_("Terminar un recojo fijo"), .fill =
		pickup_end_fill, .action = "pickup.end", .then = "/recojos", .flags = PAGE_PARTS },
	{ .path = "/recuperado", .name = "recovered", .title = N_("Comida que no se botó"), .fill = recovered_fill, .flags =
		PAGE_PARTS },
	{ .path = "/reparto", .name = "shares", .title = N_("El reparto"), .fill = shares_fill, .flags = PAGE_PARTS },
	{ .path = NULL },
};
