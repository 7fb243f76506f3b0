#!/usr/bin/env python3
"""transcripts.py - plays tests/transcripts/*.txt against the built program.

A transcript reads as a conversation. Each runs in a sample network of its own; at its end the
chain, the rebuild law and the shuffle law must hold, both exports must tell the same rows, and
the server must end cleanly; on PostgreSQL every fourth is then moved to SQLite. Steps begin a line; what belongs to a step is indented by two blanks.

  # title                            a line of prose begins with #
  as lider                           from here on with that person's session (or: as anyone,
                                     as another phone: nobody yet, with cookies of its own,
                                     as program of lider allow read: with a token of hers)
  with Accept-Language: en           a header of the next request only
  GET /path                          one request; POST takes the body below it: JSON, or
    name = value                     lines of a form, or `csv:`/`raw:` and text (\\xNN are bytes)
  FILL /hoy                          get the page, fill these fields of its form, submit
                                     (* keeps what is there; REFILL: the page she has open;
                                     `FILL / form /salir`: the form with that action)
  FOLLOW                             get what the last answer redirects to
  BATCH 1001 {…}                     post an array of that many copies, each with its own id
  SAY +51900000001 raciones 120      one text message; its answer is checked like a page
  MARKED +51900000001 SJM-001 …      the same as a page writes it, with its mark (doc/messages.md)
  FILE figures.csv                   a file for RUN, its lines below
  RUN import meal $file(figures.csv) the program itself; --data is added unless said; > name keeps
                                     what it printed, SHOW name looks into a file
  STOP, START, KILL                  the server; GONE words: no file of the folder holds them
  let name = value
  → 200                              what came back: a status (or `→ exit 2`, or by database:
                                     `→ exit 2 on sqlite or exit 0 on postgres`), then, indented,
    {"rows": [{"served": 120}]}        JSON that must be part of it ("*": anything but null;
                                       a list's last element "…": more may follow)
    contains: text   lacks: text   matches: regex   header Name: text
    take seen from rows.0.seen         remember for later as $seen
    take code matching code: (\\w+)   take tag header ETag

Words that begin with $ are variables: $today, $yesterday, $daymonth, $day-8, $at-3h (an instant, also d, m,
s), $file(name), what was taken or let; any other is a new id, the same through the transcript.
"""
import concurrent.futures
import glob
import os
import sys

import kit
from transcript import Play, parse

FOLDER = os.path.join(kit.ROOT, "tests", "transcripts")


def play(path, whole=True):
    """Play one file; its title and what went wrong, or None."""
    with open(path, encoding="utf-8") as f:
        title, steps = parse(f.read())
    try:
        Play(steps, whole).run()
        return title, None
    except Exception as why:
        return title, str(why) if isinstance(why, kit.Failed) else f"{type(why).__name__}: {why}"


def main():
    kit.need_program()
    names = [a for a in sys.argv[1:] if not a.startswith("-")]
    paths = sorted(glob.glob(os.path.join(FOLDER, "*.txt")))
    paths = [p for p in paths if not names or any(n in os.path.basename(p) for n in names)]
    # Every fourth ends with more: both exports compared, the laws asked of the program with the sanitizers too, and on
    # PostgreSQL the move to SQLite (its rebuild law compares each with a replay there anyhow). All of them hold both laws.
    whole = [bool(names) or i % 4 == 1 for i in range(len(paths))]
    report = kit.Report()
    report.check("the sample network is made", kit.template)
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for path, (title, why) in zip(paths, pool.map(play, paths, whole)):
            name = f"{os.path.basename(path)[:-4]} ({title})"
            report.fail(name, why) if why else report.ok(name)
    return report.close()


if __name__ == "__main__":
    sys.exit(main())
