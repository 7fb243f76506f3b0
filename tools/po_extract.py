#!/usr/bin/env python3
"""po_extract - gather every msgid into po/ayni.pot and bring the catalogues up to date.

    po_extract.py [--root DIR]          write the pot, merge it into each catalogue of po/LINGUAS
    po_extract.py --missing LANG        print what LANG lacks, one "msgid<TAB>" a line
    po_extract.py --fill LANG FILE      put translations in from such a list, tabs filled in
                                        (a plural has as many tabs as the language has forms)

Translations of messages that are gone are dropped; the history has them. In lists a line break is
written \\n.
"""
import argparse
import os
import re
import sys

import po_lib

HEADER = '''msgid ""
msgstr ""
"Project-Id-Version: ayni\\n"
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=n != 1;\\n"
"X-Language-Name: {language}\\n"
"X-Language-Name-Spanish: {language}\\n"
"X-Draft: yes\\n"
'''


def header_of(path, language):
    if not os.path.exists(path):
        return HEADER.format(language=language)
    with open(path, encoding='utf-8') as f:
        return re.split(r'\n\s*\n', f.read(), maxsplit=1)[0] + '\n'


def merge(root, found):
    for language in po_lib.languages(root):
        path = os.path.join(root, 'po', language + '.po')
        old = po_lib.po_read(path) if os.path.exists(path) else {}
        for m in found.values():
            was = old.get(m.msgid)
            same = was is not None and (was.plural is None) == (m.plural is None)
            m.text, m.flags = (was.text, was.flags) if same else ([], set())
            m.notes = was.notes if was else []
        po_lib.po_write(path, header_of(path, language), found, po_lib.forms(path))
        lacking = sum(not all(m.text or ['']) for m in found.values())
        print(f'{language}: {len(found)} messages, {lacking} to translate')


def missing(root, language):
    path = os.path.join(root, 'po', language + '.po')
    catalogue = po_lib.po_read(path)
    for m in sorted(catalogue.values(), key=lambda m: m.msgid):
        if m.msgid and not all(m.text or ['']):
            key = m.msgid.replace('\n', '\\n')
            print(key + '\t' * (1 if m.plural is None else po_lib.forms(path)))


def fill(root, language, listed):
    path = os.path.join(root, 'po', language + '.po')
    catalogue = po_lib.po_read(path)
    wrong = 0
    with open(listed, encoding='utf-8') as f:
        for n, line in enumerate(f, 1):
            msgid, *text = [w.replace('\\n', '\n') for w in line.rstrip('\r\n').split('\t')]
            if not msgid or not all(text):
                continue
            m = catalogue.get(msgid)
            if m is None or len(text) != (1 if m.plural is None else po_lib.forms(path)):
                print(f'{listed}:{n}: {"no such message" if m is None else "wrong number of tabs"}',
                      file=sys.stderr)
                wrong += 1
                continue
            m.text = text
            m.flags.discard('fuzzy')
    po_lib.po_write(path, header_of(path, language), catalogue)
    return wrong


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument('--root', default=os.path.join(os.path.dirname(os.path.abspath(__file__)), '..'))
    ap.add_argument('--missing', metavar='LANG')
    ap.add_argument('--fill', nargs=2, metavar=('LANG', 'FILE'))
    o = ap.parse_args()
    if o.missing:
        return missing(o.root, o.missing)
    if o.fill:
        return fill(o.root, *o.fill) and 1
    found = po_lib.messages(o.root)
    po_lib.po_write(os.path.join(o.root, 'po', 'ayni.pot'), HEADER.format(language=''), found)
    return merge(o.root, found)


if __name__ == '__main__':
    sys.exit(main())
