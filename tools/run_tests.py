#!/usr/bin/env python3
"""Runs the suites of a table (tests/suites.txt), counts their tests and times them.

A suite is any command. It says one line a test on standard output:

    ok NAME                 passed           ok NAME # 1.25 s    with its own time
    not ok NAME: why        failed
    skip NAME: why          could not be tried here; never counts as passed

Everything else it prints goes to its log and is shown when the suite fails. A suite that prints
no such line, ends with another status than 0 without a `not ok`, or passes its time limit has
one failed test. Without its own time a test's time is the one since the line before.

It finds in its environment AYNI (the program), AYNI_BUILD and AYNI_FUZZ_BUILD (build folders);
its working directory is the top of the source tree.

Two suites run side by side (--lanes), for many mostly wait. A limit written `300 alone` keeps a suite
by itself: one that measures, or that must find the machine as it is.
"""
import argparse
import os
import re
import signal
import subprocess
import sys
import threading
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
RESULT = re.compile(r'^(ok|not ok|skip) (.+?)(?:\s+# ([0-9.]+) s)?\s*$')
FAILED_SHOWN = 12  # at the end, where whoever sees only the last lines finds them


def read_table(path):
    """Rows (name, limit in seconds, alone, command) of `name | limit_s [alone] | command` lines."""
    rows = []
    with open(path, encoding='utf-8') as f:
        for number, line in enumerate(f, 1):
            if not line.strip() or line.startswith('#'):
                continue
            parts = [p.strip() for p in line.split('|', 2)]
            limit = re.fullmatch(r'(\d+)( alone)?', parts[1]) if len(parts) == 3 else None
            if not limit:
                sys.exit(f'{path}:{number}: expected «name | limit_s [alone] | command»')
            rows.append((parts[0], int(limit[1]), bool(limit[2]), parts[2]))
    return rows


def processor_s(path):
    """What the shell's `times` says of its children; 0 for a suite that was killed."""
    try:
        with open(path, encoding='utf-8') as f:
            return sum(60 * int(m) + float(s) for m, s in re.findall(r'(\d+)m([0-9.]+)s', f.read()))
    except OSError:
        return 0.0


class Suite:
    """One run of one row."""

    def __init__(self, row, env, log_dir):
        self.name, self.limit_s, self.alone, self.command = row
        self.env = env
        self.log_path = os.path.join(log_dir, self.name + '.log')
        self.passed, self.failed, self.skipped = 0, 0, 0
        self.times, self.wrong = [], []
        self.took_s, self.cpu_s = 0.0, 0.0
        self.over = False
        self.said = []

    def run(self):
        start = time.monotonic()
        last = start
        with open(self.log_path, 'w', encoding='utf-8', errors='replace') as log:
            times = self.log_path + '.times'
            whole = f"({self.command}); s=$?; times > '{times}'; exit $s"
            child = subprocess.Popen(['sh', '-c', whole], cwd=ROOT, env=self.env,
                                     stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                     stderr=subprocess.STDOUT, start_new_session=True,
                                     encoding='utf-8', errors='replace')
            timer = threading.Timer(self.limit_s, self.stop, [child])
            timer.start()
            for line in child.stdout:
                log.write(line)
                now = time.monotonic()
                if self.note(line, now - last):
                    last = now
            status = child.wait()
            timer.cancel()
        self.sweep(child)
        self.took_s, self.cpu_s = time.monotonic() - start, processor_s(times)
        self.judge(status)

    def stop(self, child):
        self.over = True
        for sign, wait_s in ((signal.SIGTERM, 5), (signal.SIGKILL, 5)):
            try:
                os.killpg(child.pid, sign)
                child.wait(wait_s)
            except (ProcessLookupError, subprocess.TimeoutExpired):
                continue

    def sweep(self, child):
        """Ends what the suite left running in its own session."""
        try:
            os.killpg(child.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            pass

    def note(self, line, gap_s):
        match = RESULT.match(line)
        if not match:
            return False
        kind, name, own_s = match.groups()
        self.times.append((float(own_s) if own_s else gap_s, f'{self.name}: {name}'))
        if kind == 'ok':
            self.passed += 1
        elif kind == 'skip':
            self.skipped += 1
            self.said.append(f'    skip {name}')
        else:
            self.fail(name)
        return True

    def fail(self, what):
        self.failed += 1
        self.wrong.append(f'{self.name}: {what}')
        self.said.append(f'    NOT OK {what}')

    def judge(self, status):
        why = None
        if self.over:
            why = f'over its limit of {self.limit_s} s'
        elif status and not self.failed:
            why = f'ended with status {status}'
        elif not (self.passed or self.failed or self.skipped):
            why = 'said nothing'
        if why:
            self.fail(why)
        if self.failed:
            self.show_log()

    def show_log(self):
        with open(self.log_path, encoding='utf-8') as f:
            lines = f.read().splitlines()
        self.said.append(f'    --- the end of {os.path.relpath(self.log_path, ROOT)}')
        self.said += ['    | ' + line[:300] for line in lines[-40:]]


class Lanes:
    """Runs suites in the order of the table, so many at a time; each says its lines when it ends."""

    def __init__(self, suites, lanes):
        self.waiting, self.lanes = list(suites), lanes
        self.running, self.closed = 0, False  # closed: one runs alone
        self.change = threading.Condition()

    def take(self):
        """The next suite once it may start; None when there is none."""
        with self.change:
            while self.waiting:
                first = self.waiting[0]
                if not self.closed and not (first.alone and self.running):
                    self.running, self.closed = self.running + 1, first.alone
                    return self.waiting.pop(0)
                self.change.wait()
            return None

    def end(self, suite):
        with self.change:
            self.running, self.closed = self.running - 1, False
            print('\n'.join([f'== {suite.name}'] + suite.said), flush=True)
            self.change.notify_all()

    def lane(self):
        while suite := self.take():
            try:
                suite.run()
            except Exception as e:  # a lane that dies would leave the others waiting
                suite.fail(f'could not be run: {e}')
            self.end(suite)

    def run(self):
        lanes = [threading.Thread(target=self.lane) for _ in range(self.lanes)]
        for lane in lanes:
            lane.start()
        for lane in lanes:
            lane.join()


def environment(args):
    env = dict(os.environ)
    build = os.path.join(ROOT, args.build)
    env.update(AYNI=os.path.join(build, 'ayni'), AYNI_BUILD=build, CMOCKA_MESSAGE_OUTPUT='TAP',
               PYTHONDONTWRITEBYTECODE='1', PYTHONUNBUFFERED='1', LC_ALL='C.UTF-8')
    if args.fuzz:
        env['AYNI_FUZZ_BUILD'] = os.path.join(ROOT, args.fuzz)
    return env, build


def report(suites, total_s):
    print('\nMinutes per suite, and of the processor')
    for s in suites:
        print(f'  {s.took_s / 60:6.2f} {s.cpu_s / 60:6.2f}  {s.name}: {s.passed} passed, {s.failed} failed, '
              f'{s.skipped} skipped')
    print(f'  {total_s / 60:6.2f} {sum(s.cpu_s for s in suites) / 60:6.2f}  in all')
    print('The ten slowest tests')
    for took_s, name in sorted((t for s in suites for t in s.times), reverse=True)[:10]:
        print(f'  {took_s:7.2f} s  {name[:110]}')


def report_failed(wrong):
    """What failed and why, once more, as the last thing before the totals."""
    if wrong:
        print('Failed')
    for what in wrong[:FAILED_SHOWN]:
        print('  ' + what[:400])
    if len(wrong) > FAILED_SHOWN:
        print(f'  and {len(wrong) - FAILED_SHOWN} more')


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('table')
    parser.add_argument('--build', default='build-asan')
    parser.add_argument('--fuzz')
    parser.add_argument('--only', action='append', help='run only the suites of these names')
    parser.add_argument('--lanes', type=int, default=2)
    parser.add_argument('--limit-minutes', type=float, default=30)
    args = parser.parse_args()
    env, build = environment(args)
    log_dir = os.path.join(build, 'test-logs')
    os.makedirs(log_dir, exist_ok=True)
    rows = [r for r in read_table(args.table) if not args.only or r[0] in args.only]
    start = time.monotonic()
    suites = [Suite(row, env, log_dir) for row in rows]
    Lanes(suites, args.lanes).run()
    total_s = time.monotonic() - start
    report(suites, total_s)
    passed, failed, skipped = (sum(getattr(s, k) for s in suites)
                               for k in ('passed', 'failed', 'skipped'))
    wrong = [w for s in suites for w in s.wrong]
    if total_s > args.limit_minutes * 60:
        failed += 1
        wrong.append(f'the whole took more than {args.limit_minutes:g} minutes')
    report_failed(wrong)
    print(f'{passed} passed, {failed} failed' + (f', {skipped} skipped' if skipped else ''))
    return 1 if failed or not passed else 0


if __name__ == '__main__':
    sys.exit(main())
