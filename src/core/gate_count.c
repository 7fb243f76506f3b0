/*
 * gate_count.c - what became of each action's acts, and the time they took the writer: counted where all of them pass,
 * as Redis counts its commands in call().
 */
#include <stdatomic.h>

#include "gate.h"
#include "log.h"
#include "module.h"

struct act_count {
	_Atomic uint64_t n[ACT__N], decided, decided_us;
};

struct act_count *gate_counts_new(struct arena *a, unsigned n)
{
	return ARENA_ARRAY(a, struct act_count, n);
}

static void add(_Atomic uint64_t *to, uint64_t n)
{
	atomic_fetch_add_explicit(to, n, memory_order_relaxed);
}

void gate_count(const struct registry *reg, const struct action *action, enum act_status became, int64_t took_us)
{
	unsigned i = 0;

	while (i < reg->nactions && reg->actions[i] != action)
		i++;
	if (i == reg->nactions)
		bug("%s is no action of this registry", action->name);
	add(&reg->counts[i].n[became], 1);
	if (took_us < 0)
		return;
	add(&reg->counts[i].decided, 1);
	add(&reg->counts[i].decided_us, (uint64_t)took_us);
}

struct act_numbers gate_numbers(const struct registry *reg, unsigned i)
{
	struct act_numbers out = { .decided = atomic_load(&reg->counts[i].decided),
		.decided_us = atomic_load(&reg->counts[i].decided_us) };

	for (unsigned k = 0; k < ACT__N; k++)
		out.n[k] = atomic_load(&reg->counts[i].n[k]);
	return out;
}
