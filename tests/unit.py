#!/usr/bin/env python3
"""Runs the cmocka programs that Meson knows (suite `unit`), one result line a test case."""
import json
import os
import re
import subprocess
import sys
import time

BUILD = os.environ.get('AYNI_BUILD', 'build-asan')
CASE = re.compile(r'^(not ok|ok) \d+(?: - )?(.*?)(?:\s*# SKIP ?(.*))?$')
PLAN = re.compile(r'^1\.\.(\d+)$')


def programs():
    text = subprocess.run(['meson', 'introspect', '--tests', BUILD], check=True,
                          capture_output=True, text=True).stdout
    return [t for t in json.loads(text) if any(s.split(':')[-1] == 'unit' for s in t['suite'])]


def run(test):
    """Prints the test cases of one program; a crash or a short count is a failure of its own."""
    env = dict(os.environ, CMOCKA_MESSAGE_OUTPUT='TAP', **test['env'])
    name, planned, seen, failed, said = test['name'], 0, 0, False, []
    last = time.monotonic()
    child = subprocess.Popen(test['cmd'], env=env, cwd=test['workdir'], text=True, errors='replace',
                             stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    for line in child.stdout:
        line = line.rstrip('\n')
        plan, case = PLAN.match(line), CASE.match(line)
        if plan:
            planned += int(plan.group(1))
        if not case:
            said.append(line)
            continue
        seen += 1
        now = time.monotonic()
        took_s, last = now - last, now
        result, what, why = case.groups()
        what = f'{name}/{what.strip() or seen}'
        if why is not None:
            print(f'skip {what}: {why or "by itself"}')
        elif result == 'ok':
            print(f'ok {what} # {took_s:.2f} s')
        else:
            failed = True
            print(f'not ok {what}: ' + ' '.join(said[-6:])[:300])
        said = []
    status = child.wait()
    print('\n'.join(said))
    if (status and not failed) or seen < planned or not seen:
        print(f'not ok {name}: status {status}, {seen} of {planned} cases reported')


def main():
    wanted = sys.argv[1:]
    for test in programs():
        if not wanted or test['name'] in wanted:
            run(test)
    return 0


if __name__ == '__main__':
    sys.exit(main())
