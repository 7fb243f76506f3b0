#!/usr/bin/env python3
"""embed - files as C arrays (src/formats/embedded.h).

    embed.py [--stem] [--as-given] [--packed] OUT.c OUT.h SYMBOL FILE...

OUT.h declares `extern const struct embedded SYMBOL[]` and `extern const unsigned SYMBOL_n`. A name is
the file's without folders; with --stem also without its last suffix. The same files give the same
bytes: sorted by name (or --as-given, where the order tells something), no dates. --packed: with gzip as well, for what is sent
as it stands; it is empty otherwise.
"""
import gzip
import os
import sys


def array(name, data):
    lines = [f'static const unsigned char {name}[] = {{']
    for at in range(0, len(data), 24):
        lines.append('\t' + ','.join(str(b) for b in data[at:at + 24]) + ',')
    lines.append('\t0 };')
    return '\n'.join(lines)


def main(args):
    flags = {a for a in args if a.startswith('--')}
    args = [a for a in args if a not in flags]
    if len(args) < 3 or flags - {'--stem', '--as-given', '--packed'}:
        sys.exit(__doc__)
    stem, as_given = '--stem' in flags, '--as-given' in flags
    out_c, out_h, symbol, *files = args
    named = {}
    for path in files:
        name = os.path.basename(path)
        if stem:
            name = os.path.splitext(name)[0]
        if name in named:
            sys.exit(f'embed: two files are named {name}')
        named[name] = path
    arrays, rows = [], []
    for i, name in enumerate(named if as_given else sorted(named)):
        with open(named[name], 'rb') as f:
            plain = f.read()
        arrays.append(array(f'plain_{i}', plain))
        gz = '{ 0 }'
        if '--packed' in flags:
            packed = gzip.compress(plain, 9, mtime=0)
            arrays.append(array(f'packed_{i}', packed))
            gz = f'{{ (const char *)packed_{i}, {len(packed)} }}'
        rows.append(f'\t{{ "{name}", {{ (const char *)plain_{i}, {len(plain)} }}, {gz} }},')
    with open(out_h, 'w') as f:
        f.write(f'/* made by embed.py */\n#ifndef EMBED_{symbol.upper()}\n#define EMBED_{symbol.upper()}\n\n'
                f'#include "embedded.h"\n\nextern const struct embedded {symbol}[];\n'
                f'extern const unsigned {symbol}_n;\n\n#endif\n')
    with open(out_c, 'w') as f:
        f.write(f'/* made by embed.py */\n#include "{os.path.basename(out_h)}"\n\n' + '\n'.join(arrays) +
                f'\n\nconst struct embedded {symbol}[] = {{\n' + '\n'.join(rows) +
                f'\n\t{{ 0 }}\n}};\nconst unsigned {symbol}_n = {len(rows)};\n')


if __name__ == '__main__':
    main(sys.argv[1:])
