#!/usr/bin/env python3
"""Runs the libFuzzer targets of a build folder: `fuzz.py [--build DIR] [--seconds N] [NAME]...`.

Each target first tries every file of tests/fuzz/corpus/NAME, where seeds and old findings are kept
for ever, then new inputs for N seconds. What breaks one is left in BUILD/found/; mend it and
put the file into the corpus. The target `planted` has a fault on purpose and must break.
"""
import argparse
import os
import re
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PLANTED_S = 60


def targets(build):
    folder = os.path.join(build, 'tests/fuzz')
    names = sorted(os.listdir(folder)) if os.path.isdir(folder) else []
    return [n[len('fuzz_'):] for n in names if re.fullmatch(r'fuzz_\w+', n)]


def run(build, name, seconds):
    """The exit status and what libFuzzer said; new inputs stay in the build folder."""
    fresh, found = os.path.join(build, 'corpus', name), os.path.join(build, 'found')
    kept = os.path.join(ROOT, 'tests/fuzz/corpus', name)
    os.makedirs(fresh, exist_ok=True)
    os.makedirs(found, exist_ok=True)
    command = [os.path.join(build, 'tests/fuzz/fuzz_' + name), f'-max_total_time={seconds}',
               '-timeout=10', '-rss_limit_mb=1024', '-max_len=65536', '-verbosity=1',
               f'-artifact_prefix={found}/{name}-', fresh] + ([kept] if os.path.isdir(kept) else [])
    try:
        done = subprocess.run(command, capture_output=True, text=True, errors='replace',
                              timeout=seconds + 60)
    except subprocess.TimeoutExpired as over:
        return 1, f'no end within {over.timeout} s'
    return done.returncode, done.stdout + done.stderr


def reason(text):
    for pattern in (r'^bug: .*', r'^SUMMARY: .*', r'^.*runtime error: .*', r'^==\d+== ?ERROR: .*'):
        found = re.search(pattern, text, re.MULTILINE)
        if found:
            return found.group()
    return text[-200:].replace('\n', ' ')


def check(build, name, seconds):
    if name == 'planted':
        status, text = run(build, name, PLANTED_S)
        caught = status != 0 and 'AddressSanitizer' in text
        print('ok the planted fault is found' if caught else f'not ok the planted fault is found: {text[-300:]!r}')
        return caught
    status, text = run(build, name, seconds)
    if status:
        print(text[-3000:])
        left = re.search(r'Test unit written to (\S+)', text)
        print(f'not ok {name}: {reason(text)}; {left.group(1) if left else "no input was left"}', flush=True)
        return False
    runs = re.search(r'Done (\d+) runs', text)
    print(f'ok {name}, {runs.group(1) if runs else "?"} inputs', flush=True)
    return True


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--build', default=os.environ.get('AYNI_FUZZ_BUILD', 'build-fuzz'))
    parser.add_argument('--seconds', type=int, default=10)
    parser.add_argument('names', nargs='*')
    args = parser.parse_args()
    names = args.names or targets(args.build)
    if not names:
        print(f'not ok fuzz: no targets in {args.build}')
        return 1
    return 0 if all([check(args.build, name, args.seconds) for name in names]) else 1


if __name__ == '__main__':
    sys.exit(main())
