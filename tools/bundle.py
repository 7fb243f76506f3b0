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


def cut(text, begin, end):
    """What stands from `begin` to before `end`; both must be there once."""
    assert text.count(begin) == 1 and text.count(end) == 1, (begin, end)
    return text[text.index(begin):text.index(end)]


def parts(folder):
    """
    Of the two packages only what is used: written as modules, their other functions fall away (4 kB packed
    of signatures and tests). Nothing is changed in what stays. Words for esbuild, and the files that were read.
    """
    nacl, blake, util = (os.path.join(ROOT, 'node_modules', p) for p in ('tweetnacl/nacl.js', 'blakejs/blake2b.js', 'blakejs/util.js'))
    with open(nacl, encoding='utf-8') as f:
        text = cut(f.read(), 'var gf = function', 'function crypto_box(').replace('gf(', '/* @__PURE__ */ gf(')
    names = 'crypto_secretbox, crypto_scalarmult_base, crypto_box_beforenm'
    with open(os.path.join(folder, 'nacl.mjs'), 'w', encoding='utf-8') as f:
        f.write(text + f'export {{ {names} }};\n')
    with open(blake, encoding='utf-8') as f:
        text = cut(f.read(), '// 64-bit unsigned addition\n// Sets v[a,a+1] += v[b,b+1]', 'module.exports =')
    with open(util, encoding='utf-8') as f:
        text += cut(f.read(), 'const ERROR_MSG_INPUT', '// Converts a Uint8Array') + 'const util = { normalizeInput };\n'
    with open(os.path.join(folder, 'blake.mjs'), 'w', encoding='utf-8') as f:
        f.write(text + 'export { blake2b };\n')
    return [f'--alias:tweetnacl={folder}/nacl.mjs', f'--alias:blakejs={folder}/blake.mjs'], [nacl, blake, util]


def mark(pair):
    name, path = pair.split('=', 1)
    with open(path, 'rb') as f:
        return f'--define:{name}="{hashlib.blake2b(f.read(), digest_size=4).hexdigest()}"'


def main(entry, out, depfile, *marks):
    tool = program()
    with tempfile.TemporaryDirectory() as folder:
        meta = os.path.join(folder, 'meta.json')
        alias, read = parts(folder)
        done = subprocess.run([tool, os.path.abspath(entry), *WORDS, *alias, *map(mark, marks), '--metafile=' + meta,
                               '--outfile=' + os.path.abspath(out)], cwd=ROOT)
        if done.returncode:
            sys.exit(done.returncode)
        with open(meta, encoding='utf-8') as f:
            read += [os.path.join(ROOT, p) for p in sorted(json.load(f)['inputs']) if not p.endswith('.mjs')]
    with open(depfile, 'w', encoding='utf-8') as f:
        f.write(out + ': ' + ' '.join(p.replace(' ', '\\ ') for p in [*read, tool]) + '\n')


if __name__ == '__main__':
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
