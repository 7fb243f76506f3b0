#!/usr/bin/env python3
"""po_check - every message has its translation in each catalogue of po/LINGUAS.

    po_check.py [--root DIR]

Prints what is missing and ends with 1. Drafts (fuzzy) count. A translation must keep the places of
its msgid: %s and {names}; a plural's form for one may leave its %s out.
"""
import argparse
import os
import sys

import po_lib


def places(text):
    return sorted(po_lib.PLACES.findall(text))


def problem(m, in_catalogue, forms):
    if in_catalogue is None or not in_catalogue.text or not all(in_catalogue.text):
        return 'no translation'
    if (m.plural is None) != (in_catalogue.plural is None):
        return 'singular here, plural there: run po_extract.py'
    if m.plural is not None and len(in_catalogue.text) != forms:
        return f'{forms} forms in the header, {len(in_catalogue.text)} here'
    if places(in_catalogue.text[-1]) != places(m.plural or m.msgid):
        return 'other places than the msgid'
    if m.plural is not None and set(places(in_catalogue.text[0])) - set(places(m.plural)):
        return 'places that the msgid lacks'
    return None


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument('--root', default=os.path.join(os.path.dirname(os.path.abspath(__file__)), '..'))
    root = ap.parse_args().root
    found, wrong = po_lib.messages(root), 0
    for language in po_lib.languages(root):
        path = os.path.join(root, 'po', language + '.po')
        catalogue = po_lib.po_read(path) if os.path.exists(path) else {}
        forms = po_lib.forms(path)
        for m in sorted(found.values(), key=lambda m: m.msgid):
            what = problem(m, catalogue.get(m.msgid), forms)
            if what:
                print(f'{language}: {what}: {po_lib.escape(m.msgid)} ({min(m.files)})')
                wrong += 1
    return wrong and 1


if __name__ == '__main__':
    sys.exit(main())
