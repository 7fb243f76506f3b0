#!/usr/bin/env python3
"""sprite - the icons that pages use, out of @tabler/icons in node_modules, as one small SVG.

    sprite.py LIST OUT.svg [OUT.html NAME]...

LIST has a line "NAME TABLER" for each icon; "#" begins a remark. In OUT.svg each is a <symbol id="NAME">
for <use href="{{sprite}}#NAME"/>. OUT.html is a template part with that one icon drawn in place. The same
list gives the same bytes. Exit 1 and one line for a name that is twice there or an icon that is not.
"""
import os
import re
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
DRAWN = os.path.join(ROOT, 'node_modules', '@tabler', 'icons', 'icons', 'outline')
NOTICE = '<!-- Tabler Icons, (c) 2020-2026 Pawel Kuna, MIT License -->'


class Wrong(Exception):
    pass


def names(path):
    """[(our name, tabler's)] in the order of the list."""
    found, seen = [], {}
    with open(path, encoding='utf-8') as f:
        for at, line in enumerate(f, 1):
            words = line.split('#')[0].split()
            if not words:
                continue
            where = f'{os.path.basename(path)}:{at}'
            if len(words) != 2 or not re.fullmatch(r'[a-z][a-z0-9]*', words[0]):
                raise Wrong(f'{where}: «{line.strip()}» is not "NAME TABLER"; a name is small letters and digits')
            if words[0] in seen:
                raise Wrong(f'{where}: {words[0]} stands there already (line {seen[words[0]]})')
            seen[words[0]] = at
            found.append((words[0], words[1], where))
    return found


def drawing(tabler, where, folder):
    """The strokes of an icon as the text of one path."""
    path = os.path.join(folder, tabler + '.svg')
    if not os.path.exists(path):
        raise Wrong(f'{where}: @tabler/icons has no outline icon named {tabler}')
    with open(path, encoding='utf-8') as f:
        body = f.read().split('>', 1)[1].rsplit('</svg>', 1)[0]
    strokes = []
    for tag, words in re.findall(r'<(\w+)([^>]*?)/?>', body):
        d = re.search(r'\bd="([^"]+)"', words)
        if tag != 'path' or not d or not d[1].startswith('M'):
            raise Wrong(f'{where}: {tabler} is not made of plain strokes')
        if 'stroke="none"' not in words:
            strokes.append(re.sub(r' ?(-|[A-Za-z]) ?', r'\1', d[1]))
    return ''.join(strokes)


def sprite(listed, folder):
    symbols = [f'<symbol id="{name}" viewBox="0 0 24 24"><path d="{drawing(tabler, where, folder)}"/></symbol>'
               for name, tabler, where in listed]
    return '\n'.join(['<svg xmlns="http://www.w3.org/2000/svg">' + NOTICE, *symbols, '</svg>\n'])


def inline(listed, name, folder):
    for ours, tabler, where in listed:
        if ours == name:
            return ('{{! keys: }}\n<svg class="i" viewBox="0 0 24 24" aria-hidden="true">'
                    f'<path d="{drawing(tabler, where, folder)}"/></svg>\n')
    raise Wrong(f'no icon is named {name}')


def main(args, folder=DRAWN):
    if len(args) < 2 or len(args) % 2:
        sys.exit(__doc__)
    if not os.path.isdir(folder):
        sys.exit('Faltan las dependencias (node_modules): ejecute «make deps» (usa la red una sola vez).')
    try:
        listed = names(args[0])
        made = [(args[1], sprite(listed, folder))]
        made += [(args[i], inline(listed, args[i + 1], folder)) for i in range(2, len(args), 2)]
    except Wrong as why:
        sys.exit(f'sprite: {why}')
    for path, text in made:
        with open(path, 'w', encoding='utf-8') as f:
            f.write(text)


if __name__ == '__main__':
    main(sys.argv[1:])
