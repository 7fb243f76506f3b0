"""The table of `make bench`: for the eye, and as Markdown.

    python3 bench/table.py build/bench/report.md doc/measurements.md      puts the last report into the page
"""
import sys

HEAD = ('what', 'measured', 'target', '')


def figure(v):
    return f'{v:,.0f}' if v >= 100 else f'{v:.3g}'


def judged(rows):
    """(name, measured, target, verdict) in words of each (name, value, target, least); what was not measured is left out."""
    out = []
    for name, value, target, least in rows:
        if value is None:
            continue
        good = target is None or (value >= target if least else value <= target)
        wanted = '' if target is None else f'{"≥" if least else "≤"} {figure(target)}'
        out.append((name, figure(value), wanted, '' if target is None else 'PASS' if good else 'short'))
    return out


def text(lines):
    width = max([len(line[0]) for line in lines] + [40])
    return [f'{a:<{width}} {b:>10} {c:>10}  {d}'.rstrip() for a, b, c, d in [HEAD, *lines]]


def indented(name):
    return '– ' + name.strip() if name.startswith(' ') else name


def markdown(lines):
    rows = [f'| {indented(a)} | {b} | {c} | {d} |' for a, b, c, d in lines]
    return ['| ' + ' | '.join(HEAD) + ' |', '| --- | ---: | ---: | --- |', *rows]


def put(report, page):
    """The report in place of the last one: between the two marks of the page."""
    with open(report, encoding='utf-8') as f:
        new = f.read().strip()
    with open(page, encoding='utf-8') as f:
        before, begin, rest = f.read().partition('<!-- bench -->\n')
    _, end, after = rest.partition('<!-- /bench -->')
    if not begin or not end:
        sys.exit(f'{page} has not the marks <!-- bench --> and <!-- /bench -->')
    with open(page, 'w', encoding='utf-8') as f:
        f.write(f'{before}{begin}{new}\n{end}{after}')


if __name__ == '__main__':
    put(*sys.argv[1:])
