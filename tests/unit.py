#!/usr/bin/env python3
"""Runs the cmocka programs that Meson knows (suite `unit`), one result line a test case.

They find a private PostgreSQL in AYNI_TEST_PG (tests/pg.py), on which each makes databases of its own.
"""
import json
import os
import re
import subprocess
import sys
import time

import pg

BUILD = os.environ.get('AYNI_BUILD', 'build-asan')
CASE = re.compile(r'^(not ok|ok) \d+ (?:- (.+)|# SKIP (.+))$')
PLAN = re.compile(r'^1\.\.(\d+)$')


def programs():
    text = subprocess.run(['meson', 'introspect', '--tests', BUILD], check=True,
                          capture_output=True, text=True).stdout
    built = os.path.abspath(BUILD) + os.sep
    return [t for t in json.loads(text) if t['cmd'][0].startswith(built)
            and any(s.split(':')[-1] == 'unit' for s in t['suite'])]


class Program:
    """What one program has said so far. cmocka gives the reason in the lines after `not ok`."""

    def __init__(self, name):
        self.name, self.planned, self.seen, self.failed = name, 0, 0, 0
        self.broken, self.said = None, []
        self.last = time.monotonic()

    def flush(self):
        if self.broken:
            print(f'not ok {self.broken}: ' + ' '.join(' '.join(self.said).split())[:300], flush=True)
        else:
            print(''.join(f'# {line}\n' for line in self.said), end='', flush=True)
        self.broken, self.said = None, []

    def line(self, line):
        plan, case = PLAN.match(line), CASE.match(line)
        if plan:
            self.planned += int(plan.group(1))
        if not case:
            self.said.append(line.removeprefix('# '))
            return
        self.flush()
        self.seen += 1
        now = time.monotonic()
        took_s, self.last = now - self.last, now
        result, what, skipped = case.groups()
        if skipped:
            print(f'skip {self.name}/{skipped}: says the test', flush=True)
        elif result == 'ok':
            print(f'ok {self.name}/{what} # {took_s:.2f} s', flush=True)
        else:
            self.failed += 1
            self.broken = f'{self.name}/{what}'


def run(test):
    """Prints the cases of one program; a crash or a short count is a failure of its own."""
    program = Program(test['name'])
    child = subprocess.Popen(test['cmd'], env=dict(os.environ, **test['env']), cwd=test['workdir'],
                             text=True, errors='replace', stdout=subprocess.PIPE,
                             stderr=subprocess.STDOUT)
    for line in child.stdout:
        program.line(line.rstrip('\n'))
    status = child.wait()
    program.flush()
    if (status and not program.failed) or program.seen < program.planned or not program.seen:
        print(f'not ok {program.name}: status {status}, '
              f'{program.seen} of {program.planned} cases reported')


def main():
    wanted = sys.argv[1:]
    os.environ['AYNI_TEST_PG'] = pg.shared().url()
    for test in programs():
        if not wanted or test['name'] in wanted:
            run(test)
    return 0


if __name__ == '__main__':
    sys.exit(main())
