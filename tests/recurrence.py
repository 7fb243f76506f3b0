#!/usr/bin/env python3
"""recurrence.py - generated rules of recurrence, expanded here and by python-dateutil (another hand's work).

    recurrence.py [--rules 400] [--seed 1]

The judge is fed a planted fault first. A rule on days: no clock is in it, so none that changes can move it.
"""
import argparse
import datetime as dt
import os
import random
import subprocess
import sys

import kit
from kit import expect

DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
SPAN_DAYS = 1200
MOST = 4000


def some(rng, of, most):
    return sorted(rng.sample(of, rng.randint(1, most)), key=of.index)


def rule(rng, first):
    parts = []
    every = rng.choice(["DAILY", "WEEKLY", "WEEKLY", "MONTHLY", "MONTHLY", "MONTHLY"])
    parts.append("FREQ=" + every)
    if rng.random() < .4:
        parts.append(f"INTERVAL={rng.randint(2, 12 if every == 'DAILY' else 6)}")
    if every == "WEEKLY":
        parts.append("BYDAY=" + ",".join(some(rng, DAYS, 4)))
    elif every == "MONTHLY":
        kind = rng.choice(["nth", "day", "last"])
        if kind == "nth":
            nth = some(rng, ["1", "2", "3", "4", "-1"], 2)
            days = some(rng, DAYS, 3)
            parts.append("BYDAY=" + ",".join(n + d for n in nth for d in days))
        else:
            parts.append("BYMONTHDAY=" + ("-1" if kind == "last" else str(rng.randint(1, 31))))
    elif rng.random() < .2:
        parts.append("BYDAY=" + ",".join(some(rng, DAYS, 5)))
    end = rng.random()
    if end < .3:
        parts.append(f"COUNT={rng.randint(1, 60)}")
    elif end < .6:
        parts.append("UNTIL=" + (first + dt.timedelta(rng.randint(0, 900))).strftime("%Y%m%d"))
    return ";".join(parts)


def judged(text, first, since, until):
    from dateutil import rrule
    whole = rrule.rrulestr(text, dtstart=dt.datetime.combine(first, dt.time()))
    out = []
    for day in whole:
        if day.date() > until:
            break
        if day.date() >= since:
            out.append(day.date().isoformat())
            if len(out) == MOST:
                break
    return out


def compare(cases, answers):
    for case, answer in zip(cases, answers, strict=True):
        want = judged(*case)
        expect(answer.split() == want, f"{case[0]} from {case[1]}: {answer[:200]} | dateutil: {' '.join(want)[:200]}")


def planted():
    day = dt.date(2026, 11, 24)
    try:
        compare([("FREQ=WEEKLY;BYDAY=TU", day, day, day + dt.timedelta(8))], ["2026-11-24 2026-11-30"])
    except kit.Failed:
        return
    raise kit.Failed("a wrong day was not seen")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rules", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    try:
        import dateutil  # noqa: F401
    except ImportError:
        print("skip recurrence: python3-dateutil is not here")
        return 0
    rng = random.Random(args.seed)
    cases = []
    for _ in range(args.rules):
        first = dt.date(2024, 1, 1) + dt.timedelta(rng.randint(0, 2000))
        since = first + dt.timedelta(rng.randint(-30, 400))
        cases.append((rule(rng, first), first, since, since + dt.timedelta(SPAN_DAYS)))
    lines = "".join(f"{first} {since} {until} {text}\n" for text, first, since, until in cases)
    built = os.path.join(kit.ROOT, os.environ.get("AYNI_BUILD", "build-asan"), "src/formats/recur_lines")
    done = subprocess.run([built], input=lines, capture_output=True, text=True, timeout=900)
    expect(done.returncode == 0, done.stderr[-300:])
    planted()
    print("ok planted")
    compare(cases, done.stdout.splitlines())
    print(f"ok {args.rules} rules agree with dateutil")
    print("1..2")
    return 0


if __name__ == "__main__":
    sys.exit(main())
