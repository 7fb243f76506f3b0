#!/usr/bin/env python3
"""bundle - one script out of the modules in web/js, by the esbuild that stands in node_modules.

    bundle.py ENTRY OUT DEPFILE [NAME=FILE]...

In the modules NAME stands for a short hash of FILE, as text.
No network and no node. The same sources give the same bytes. DEPFILE tells ninja what was read.
"""
import glob
import hashlib
import json
import os
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
# What a phone of 2018 still understands.
WORDS = ['--bundle', '--minify', '--format=iife', '--platform=browser', '--charset=utf8', '--target=chrome72,firefox68,safari14.1',
         '--legal-comments=none', '--log-level=warning']


def program():
    found = sorted(glob.glob(os.path.join(ROOT, 'node_modules', '@esbuild', '*', 'bin', 'esbuild')))
    for path in found:
        try:
            subprocess.run([path, '--version'], check=True, capture_output=True)
            return path
        except (OSError, subprocess.CalledProcessError):
            continue  # of another kind of machine
    sys.exit('Faltan las dependencias (node_modules): ejecute «make deps» (usa la red una sola vez).')


def mark(pair):
    name, path = pair.split('=', 1)
    with open(path, 'rb') as f:
        return f'--define:{name}="{hashlib.blake2b(f.read(), digest_size=4).hexdigest()}"'


def main(entry, out, depfile, *marks):
    tool = program()
    with tempfile.TemporaryDirectory() as folder:
        meta = os.path.join(folder, 'meta.json')
        done = subprocess.run([tool, os.path.abspath(entry), *WORDS, *map(mark, marks), '--outfile=' + os.path.abspath(out), '--metafile=' + meta],
                              cwd=ROOT)
        if done.returncode:
            sys.exit(done.returncode)
        with open(meta, encoding='utf-8') as f:
            read = json.load(f)['inputs']
    paths = [os.path.join(ROOT, p) for p in sorted(read) if os.path.exists(os.path.join(ROOT, p))]
    with open(depfile, 'w', encoding='utf-8') as f:
        f.write(out + ': ' + ' '.join(p.replace(' ', '\\ ') for p in [*paths, tool]) + '\n')


if __name__ == '__main__':
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
