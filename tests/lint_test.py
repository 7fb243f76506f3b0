#!/usr/bin/env python3
"""Suite `lint`: each rule catches its planted offender and passes its clean twin, then the tree.

tests/lint/RULE[-more].bad.txt and .good.txt hold small trees: `==> path` starts a file,
{{repeat N text}} stands for N lines, {{a|b}} for ab (so that an offender does not offend here).
"""
import glob
import os
import re
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(ROOT, 'tools'))
import lint  # noqa: E402

# The name of an offender that shows a second side of a rule.
SECOND = {'include-fence': 'include-order', 'raw-html-struct': 'raw-html',
          'sql-written-journal': 'sql-written', 'unit-suffix-list': 'unit-suffix'}


def plant(path, top):
    with open(path, encoding='utf-8') as f:
        text = f.read()
    text = re.sub(r'\{\{repeat (\d+) (.*?)\}\}', lambda m: '\n'.join([m.group(2)] * int(m.group(1))), text)
    text = re.sub(r'\{\{([^|}]*)\|([^}]*)\}\}', r'\1\2', text)
    for piece in text.split('==> ')[1:]:
        name, body = piece.split('\n', 1)
        out = os.path.join(top, name)
        os.makedirs(os.path.dirname(out), exist_ok=True)
        with open(out, 'w', encoding='utf-8') as f:
            f.write(body)


def found(path, rules):
    with tempfile.TemporaryDirectory() as top:
        plant(path, top)
        return lint.findings(top, rules)


def check_rule(name, rule):
    folder = os.path.join(ROOT, 'tests/lint', name)
    bad = found(folder + '.bad.txt', [rule])
    good = found(folder + '.good.txt', [rule])
    if not bad:
        print(f'not ok {name}: the offender was not caught')
    elif good:
        print(f'not ok {name}: the clean twin was refused: {good[0]}')
    else:
        print(f'ok {name}')


def main():
    names = {os.path.basename(p)[:-len('.bad.txt')] for p in glob.glob(ROOT + '/tests/lint/*.bad.txt')}
    for rule in lint.RULES:
        if rule not in names:
            print(f'not ok {rule}: has no planted offender')
    for name in sorted(names):
        check_rule(name, SECOND.get(name, name))
    tree = lint.findings(ROOT, lint.RULES)
    for path, line, rule, what in tree:
        print(f'not ok tree {path}:{line}: {rule}: {what}')
    if not tree:
        print('ok the tree follows the rules')


if __name__ == '__main__':
    main()
