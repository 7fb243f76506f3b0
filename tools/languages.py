#!/usr/bin/env python3
"""languages - the languages of po/LINGUAS as rows for C, from the headers of their catalogues.

    languages.py OUT.h CATALOGUE.po...

A catalogue's header names its language: `X-Language-Name` in its own words, as people look for it,
and `X-Language-Name-Spanish`, as a Spanish speaker types it. LANGUAGE_CHOICES holds a row
{ tag, own name, Spanish name folded } for each, in the order given.
"""
import os
import re
import sys
import unicodedata

import po_lib


def folded(text):
    apart = unicodedata.normalize('NFD', text.lower())
    return ''.join(c for c in apart if not unicodedata.combining(c))


def row(path):
    tag = os.path.splitext(os.path.basename(path))[0]
    fields = po_lib.header_fields(path)
    name, spanish = fields.get('X-Language-Name'), fields.get('X-Language-Name-Spanish')
    if not re.fullmatch(r'[a-z]{2,3}(-[A-Za-z0-9]+)*', tag) or fields.get('Language') != tag:
        sys.exit(f'{path}: its header must say "Language: {tag}"')
    if not name or not spanish:
        sys.exit(f'{path}: its header must have X-Language-Name and X-Language-Name-Spanish')
    return '{ ' + ', '.join(po_lib.escape(w) for w in (tag, name, folded(spanish))) + ', NULL },'


def main(args):
    if len(args) < 1:
        sys.exit(__doc__)
    lines = ['#define LANGUAGE_CHOICES'] + ['\t' + row(path) for path in args[1:]]
    with open(args[0], 'w', encoding='utf-8') as f:
        f.write('/* made by languages.py */\n#ifndef LANGUAGES_H\n#define LANGUAGES_H\n\n' +
                ' \\\n'.join(lines) + '\n\n#endif\n')


if __name__ == '__main__':
    main(sys.argv[1:])
