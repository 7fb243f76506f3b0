#!/usr/bin/env python3
"""phrase_words - the 2048 Spanish words that phrases are made of, as a C table.

    phrase_words.py SPANISH.js OUT.c

SPANISH.js is BIP 39's list (npm's @scure/bip39): any word is known by its first four letters without
accents. Rows are sorted by these. Words that hurt where people write of violence are there to be read, but are
never drawn (a phrase of the others has 54.9 bits instead of 55).
"""
import re
import sys
import unicodedata

KEY = 4
UNKIND = ('aborto abuso asalto azote bomba cadáver cárcel cerdo crimen culpa droga '
          'golpe grito herir lágrima llorar luto maldad malo matar miseria miedo morir muerte '
          'odio pudor puñal rabia rapto rehén sangre sexo sufrir temor terror tumba '
          'veneno víctima').split()


def folded(word):
    return ''.join(c for c in unicodedata.normalize('NFD', word) if not unicodedata.combining(c))


def main(args):
    if len(args) != 2:
        sys.exit(__doc__)
    with open(args[0], encoding='utf-8') as f:
        found = re.search(r'`([^`]*)`', f.read())
    words = [unicodedata.normalize('NFC', w) for w in found.group(1).split()] if found else []
    rows = sorted((folded(w)[:KEY], w) for w in words)
    if len(rows) != 2048 or len({k for k, _ in rows}) != 2048 or not all(re.fullmatch('[a-z]{3,4}', k) for k, _ in rows):
        sys.exit(f'phrase_words: {args[0]} is not the list that phrases are made of')
    unkind = {folded(w) for w in UNKIND}
    with open(args[1], 'w', encoding='utf-8') as f:
        f.write('/* made by phrase_words.py */\n#include "sealing_words.h"\n\n'
                'const struct phrase_word phrase_words[PHRASE_LIST] = {\n')
        for key, word in rows:
            f.write(f'\t{{ "{key}", "{word}", {int(folded(word) not in unkind)} }},\n')
        f.write('};\n')


if __name__ == '__main__':
    main(sys.argv[1:])
