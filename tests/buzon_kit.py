"""buzon_kit.py - what the harness of the outbox's server side shares: who judges, items that may be told."""
import collections
import uuid

import kit
import sealing
from kit import expect

DONE = ("a", "k", "p")


# ---- who judges -------------------------------------------------------------------------------

def judge(acts, answers, journal):
    """Each act that was acknowledged stands once in the journal, each other not at all.

    acts in order, answers to them (a letter or a list), journal the ids as often as found."""
    times = collections.Counter(journal)
    return [(a, r, times[a]) for a, r in zip(acts, answers)
            if times[a] != (1 if r in DONE else 0)]


def judge_once(acts, rounds):
    """Of the same items sent several times: one answer is the first, all others its repeat."""
    return [(a, r) for a, r in zip(acts, zip(*rounds)) if sorted(r) != sorted(["a"] + ["p"] * (len(r) - 1))]


def unit(report):
    def equal(name, have, want):
        report.check(f"judge: {name}", lambda: expect(have == want, f"{have}, not {want}"))
    good = (["x", "y", "z"], ["a", "p", ["r", "1"]], ["x", "y"])
    equal("all is well", judge(*good), [])
    for name, acts, answers, journal, bad in (
            ("lost", *good[:2], ["x"], "y"), ("doubled", *good[:2], ["x", "x", "y"], "x"),
            ("refused and done", *good[:2], ["x", "y", "z"], "z")):
        equal(f"planted: {name}", [w[0] for w in judge(acts, answers, journal)], [bad])
    equal("once each", judge_once(["x", "y"], [["a", "p"], ["p", "a"]]), [])
    equal("planted: twice the first", judge_once(["x"], [["a"], ["a"]])[0][0], "x")
    equal("planted: never the first", judge_once(["x"], [["p"], ["p"]])[0][0], "x")


def journal_of(net):
    with kit.open_tables(net.folder) as db:
        return [str(uuid.UUID(bytes=c)) for (c,) in db.execute("select change from journal")]


def rows_of(net, person=None):
    with kit.open_tables(net.folder) as db:
        return db.execute("select kind, decision, args from parked" +
                          (" where person = ? order by arrived_at" if person else ""),
                          (uuid.UUID(person).bytes,) if person else ())


def must(acts, answers, net):
    wrong = judge(acts, answers, journal_of(net))
    expect(not wrong, f"{len(wrong)} of {len(acts)}: {wrong[:3]}")


# ---- items ------------------------------------------------------------------------------------

_free = {}


def free(kitchen):
    """A day and a sitting of that kitchen that nobody told yet, none longer ago than is told without a reason."""
    all_of = [(kit.today(back), sitting) for back in range(6) for sitting in ("breakfast", "dinner")]
    n = _free[kitchen] = _free.get(kitchen, -1) + 1
    return {"kitchen": kitchen, "day": all_of[n][0], "sitting": all_of[n][1]}


def pot(served, kitchen="SJM-001", **more):
    """The words of such a pot, as the form of its page would send them."""
    return {**free(kitchen), "planned": "", "served": str(served), "free": "", "leftover": "", "cost": "", **more}


class Pots:
    """Pots of a phone, each of a day and sitting of its own: nothing stands in their way."""

    def __init__(self, phone, kitchen="SJM-001"):
        self.phone, self.kitchen, self.free = phone, kitchen, None

    def make(self, n, back=0, **more):
        acts = [kit.new_id() for _ in range(n)]
        items = []
        for i, act in enumerate(acts):
            args = {"kitchen": self.kitchen, "day": kit.today(back + i // 2 % 28),
                    "sitting": ("breakfast", "dinner")[i % 2], "reason": "estuvo sin señal", "served": str(40 + i % 60)}
            items.append(self.phone.item("meal.report", args, act=act, flags=sealing.SHORT, **more))
        return acts, items
