#!/usr/bin/env python3
"""drill.py - a network on a disk in memory, cut off, killed, and failed by disk and memory.

    drill.py [--long] [--seed 1] [--only NAME]...

Runs the programs of tests/drill/ (what each does stands in its README): most trials in the plain build,
where AYNI lies, on as many processors as there are; a tenth in AYNI_BUILD, which may have sanitizers.
Each is first given planted faults and must find them. What one trial found is shown with the words
that bring it back.
"""
import argparse
import concurrent.futures
import os
import re
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
AYNI = os.path.abspath(os.environ.get('AYNI', os.path.join(ROOT, 'build', 'ayni')))
PLAIN = os.path.dirname(AYNI)
SANE = os.path.abspath(os.environ.get('AYNI_BUILD', PLAIN))
END = re.compile(r'^(\w+): (\d+) tried, (\d+) bad, (\d+) s$', re.MULTILINE)
SEEDS_APART = 100000


class Drill:
    """A program of tests/drill: trials short and long, one in how many, and what must be found."""

    def __init__(self, name, what, short, long, stride=(1, 1), plants=(), pieces=()):
        self.name, self.what, self.short, self.long = name, what, short, long
        self.stride, self.plants, self.pieces = stride, plants, pieces


DRILLS = (
    Drill('power', 'states after a power cut', 700, 100000,
          plants=('normal', 'liar', 'early', 'row', 'double')),
    Drill('kills', 'kills at storage calls', 2000, 200000, stride=(5, 1), plants=('early', 'row', 'double')),
    Drill('faults', 'storage calls that fail', 800, 60000, stride=(23, 1),
          plants=('answer', 'early', 'row')),
    Drill('memory', 'allocations that fail', 50, 100000, plants=('leak', 'early'),
          pieces=('send', 'site', 'text', 'import', 'export', 'rebuild', 'laws', 'open')),
)


def build(folder, names):
    """Makes the programs in that folder; what is wrong, or None."""
    targets = [f'tests/drill/drill_{n}' for n in names]
    r = subprocess.run(['ninja', '-C', folder, *targets], capture_output=True, text=True)
    return None if r.returncode == 0 else f'{folder}: ' + r.stdout[-600:] + r.stderr[-200:]


def run(folder, name, limit_s, *words):
    """(tried, bad, seconds, all that was said) of one run; bad is None when it broke off."""
    command = [os.path.join(folder, 'tests', 'drill', 'drill_' + name), *map(str, words)]
    began = time.monotonic()
    try:
        r = subprocess.run(command, capture_output=True, text=True, errors='replace', timeout=limit_s)
    except subprocess.TimeoutExpired:
        return 0, None, limit_s, f'{name}: more than {limit_s} s'
    end = END.search(r.stdout)
    bad = int(end.group(3)) if end and r.returncode == (1 if int(end.group(3)) else 0) else None
    return (int(end.group(2)) if end else 0, bad, time.monotonic() - began,
            r.stdout + (r.stderr[-1500:] if bad is None else ''))


def report(name, good, why, took_s):
    print(f'ok {name} # {took_s:.2f} s' if good else f'not ok {name}: {" ".join(why.split())[:600]}',
          flush=True)
    return good


def crowd(pool, folder, drill, trials, stride, seed, limit_s):
    """Shares the trials out among the processors, by pieces or each with seeds of its own."""
    n = os.cpu_count() or 1
    if drill.pieces:
        runs = [pool.submit(run, folder, drill.name, limit_s, '--most', trials, '--seed', seed, '--piece', p)
                for p in drill.pieces]
        return [r.result() for r in runs]
    runs = [pool.submit(run, folder, drill.name, limit_s, '--most', trials // n, '--stride', stride,
                        '--seed', seed + i * SEEDS_APART) for i in range(n)]
    return [r.result() for r in runs]


def judge(name, runs, took_s):
    tried = sum(r[0] for r in runs)
    for r in runs:
        print(''.join(f'# {line}\n' for line in r[3].splitlines()), end='')
    whole = all(r[1] is not None for r in runs)
    bad = sum(r[1] or 0 for r in runs)
    return report(f'{name}: {tried} tried', whole and not bad and tried > 0,
                  f'{bad} bad' if whole else 'it broke off: ' + runs[0][3][-400:], took_s)


def planted(pool, drill, seed, limit_s):
    """Every planted fault is found."""
    found = {p: pool.submit(run, PLAIN, drill.name, limit_s, '--most', 60, '--stride', 61, '--seed', seed,
                            '--plant', p, *(('--piece', 'send') if drill.pieces else ()))
             for p in drill.plants}
    good = True
    for plant, r in found.items():
        tried, bad, took_s, said = r.result()
        good &= report(f'{drill.name}: planted «{plant}» is found', bool(bad), f'{tried} tried: {said}', took_s)
    return good


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--long', action='store_true')
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--only', action='append', choices=[d.name for d in DRILLS])
    args = parser.parse_args()
    drills = [d for d in DRILLS if not args.only or d.name in args.only]
    limit_s = 7000 if args.long else 500
    for folder in {PLAIN, SANE}:
        wrong = build(folder, [d.name for d in drills])
        if wrong:
            return report('the drills are built', False, wrong, 0) or 1
    good = True
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for drill in drills:
            trials, stride = (drill.long, drill.stride[1]) if args.long else (drill.short, drill.stride[0])
            good &= planted(pool, drill, args.seed, limit_s)
            began = time.monotonic()
            runs = crowd(pool, PLAIN, drill, trials, stride, args.seed, limit_s)
            good &= judge(drill.what, runs, time.monotonic() - began)
            if SANE == PLAIN:
                continue
            began = time.monotonic()
            runs = crowd(pool, SANE, drill, trials // 20, stride * 17, args.seed + 50, limit_s)
            good &= judge(f'{drill.what}, with the sanitizers', runs, time.monotonic() - began)
    return 0 if good else 1


if __name__ == '__main__':
    sys.exit(main())
