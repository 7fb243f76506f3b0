#!/usr/bin/env python3
"""Suite `runner`: tools/run_tests.py counts right and finds what planted suites do wrong."""
import os
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
# What a suite does, and the closing line it must lead to.
CASES = (
    ('passes', 5, 'echo "ok a"; echo "ok b # 1.5 s"', '2 passed, 0 failed'),
    ('fails', 5, 'echo "ok a"; echo "not ok b: why"', '1 passed, 1 failed'),
    ('skips', 5, 'echo "ok a"; echo "skip b: no leave"', '1 passed, 0 failed, 1 skipped'),
    ('only skips', 5, 'echo "skip b: no leave"', '0 passed, 0 failed, 1 skipped'),
    ('says nothing', 5, 'true', '0 passed, 1 failed'),
    ('is missing', 5, './no-such-suite', '0 passed, 1 failed'),
    ('crashes after a pass', 5, 'echo "ok a"; kill -SEGV $$', '1 passed, 1 failed'),
    ('fails and says so once', 5, 'echo "not ok a: why"; exit 1', '0 passed, 1 failed'),
    ('hangs', 1, 'echo "ok a"; sleep 60', '1 passed, 1 failed'),
    ('hangs and will not end', 1, 'trap "" TERM; echo "ok a"; sleep 60; sleep 60', '1 passed, 1 failed'),
)


def run(folder, rows, *more):
    table = os.path.join(folder, 'suites.txt')
    with open(table, 'w', encoding='utf-8') as f:
        f.writelines(f'{name} | {limit_s} | {command}\n' for name, limit_s, command, _ in rows)
    done = subprocess.run([sys.executable, os.path.join(ROOT, 'tools/run_tests.py'), '--build', folder,
                           table, *more], capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout.strip().split('\n')


def beside(folder, other):
    """Ends well once a suite called `other` has begun."""
    mark = os.path.join(folder, 'begun.')
    return (f'touch {mark}$0; for i in $(seq 50); do test -e {mark}{other} && echo "ok met" && exit; sleep 0.02; done; '
            'echo "not ok met: never"')


def lanes(folder):
    meet = [(me, 5, beside(folder, other).replace('$0', me), '') for me, other in ('ab', 'ba')]
    mark = os.path.join(folder, 'lone')
    lone = ('lone', '5 alone', f'touch {mark}; sleep 0.3; rm {mark}; echo "ok lone"', '')
    after = [(me, 5, f'test -e {mark} && echo "not ok beside" || echo "ok after"', '') for me in 'cd']
    said = run(folder, [*meet, lone, *after])[1]
    check('two run side by side, one that asks for it alone', said[-1] == '5 passed, 0 failed', said)
    for me in 'ab':
        os.remove(os.path.join(folder, 'begun.' + me))
    said = run(folder, meet, '--lanes', '1')[1]
    check('planted: in one lane they do not meet', said[-1] == '1 passed, 1 failed', said)


def check(name, good, why):
    print(f'ok {name}' if good else f'not ok {name}: {why}', flush=True)


def main():
    with tempfile.TemporaryDirectory() as folder:
        for case in CASES:
            status, lines = run(folder, [case])
            good = lines[-1] == case[3] and (status == 0) == (case[0] in ('passes', 'skips'))
            check('a suite that ' + case[0], good, f'status {status}, {lines[-1]}')
        status, lines = run(folder, CASES[:3])
        check('suites add up', lines[-1] == '4 passed, 1 failed, 1 skipped' and status == 1, lines[-1])
        check('slowest first', any('1.50 s' in line and 'passes: b' in line for line in lines), lines[-12:])
        many = ('breaks', 5, 'for i in $(seq 30); do echo "not ok case $i: why $i"; done', '')
        status, lines = run(folder, [CASES[1], CASES[3], CASES[4], many])
        check('what failed is told last, with its reason, and briefly',
              lines[-15:-11] == ['Failed', '  fails: b: why', '  says nothing: said nothing', '  breaks: case 1: why 1']
              and lines[-2] == '  and 20 more', lines[-15:])
        lanes(folder)
        status, lines = run(folder, CASES[:1])
        check('nothing failed: no such list', 'Failed' not in lines, lines[-4:])
        status, lines = run(folder, CASES[:1], '--limit-minutes', '0')
        check('too long in all', lines[-1] == '2 passed, 1 failed' and status == 1, lines[-1])


if __name__ == '__main__':
    main()
