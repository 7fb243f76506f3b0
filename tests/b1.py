#!/usr/bin/env python3
"""b1.py - `ayni solve b1`: forms that must pass, be warned of or be refused, and made ones against a model of our own.

tests/b1/*.json are forms as they were typed, each with "expect": its outcome, problems as "field", "field:row" or
"field:row:code", and sums in céntimos. tests/b1/typed.tsv has one box a line, changed in a form that is right. Made forms (seeded) are checked céntimo by céntimo against decimal.Decimal here.
"""
import json
import os
import random
import subprocess
import sys
import tempfile
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
AYNI = os.environ.get('AYNI', str(ROOT / 'build/ayni'))
WEIGHTS = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]
MADE, AT_ONCE = 3000, 500 # forms; a file holds 100,000 values at most


def solve(forms):
    """The answers of one run; a program that fails is a failure here."""
    with tempfile.NamedTemporaryFile('w', suffix='.json', encoding='utf-8') as f:
        json.dump(forms, f)
        f.flush()
        run = subprocess.run([AYNI, 'solve', 'b1', f.name], capture_output=True, timeout=60, env={'LANG': 'es_PE.UTF-8'})
    if run.returncode:
        raise SystemExit(f'not ok solve: {run.returncode} {run.stderr.decode()[:400]}')
    return json.loads(run.stdout)


# ---- the model: nothing of the program's ----

def check_digit(ten):
    return (11 - sum(w * int(d) for w, d in zip(WEIGHTS, ten)) % 11) % 10


def soles(cents):
    return f'{cents // 100:,}.{cents % 100:02}'


def price_text(price):
    """A price as it is printed: two decimals, more where they say something."""
    whole, rest = f'{price:,.4f}'.split('.')
    return f'{whole}.{rest[:2]}{rest[2:].rstrip("0")}'


def typed_money(r, cents):
    """A sum as one of the ways people write it."""
    whole, rest = divmod(cents, 100)
    ways = [f'{whole}.{rest:02}', f'{whole:,}.{rest:02}', f'S/ {whole:,}.{rest:02}', f' {whole}.{rest:02} ']
    if whole < 1000:
        ways.append(f'{whole},{rest:02}')
    if rest == 0:
        ways += [f'{whole}', f'S/{whole}', f'{whole:,}']
    if rest % 10 == 0:
        ways.append(f'{whole}.{rest // 10}')
    return r.choice(ways)


def made_row(r, day):
    """Typed cells, céntimos, the texts printed, and whether quantity by price is told to be something else."""
    ruc = r.choice(['10', '15', '17', '20']) + ''.join(r.choice('0123456789') for _ in range(8))
    ruc += str(check_digit(ruc))
    kind = r.choice([0, 0, 0, 0, 0, 0, 1, 2, 2, 2, 2, 2, 3])
    odd, empty = False, set()
    if kind == 0:
        quantity, price, cents = 'varios', r.choice(['varios', 'VARIOS', 'Varias']), r.randrange(1, 3_000_000)
        said = ('varios', 'varios')
    elif kind == 1:
        quantity, price, cents = '', '', r.randrange(1, 9_999_999)
        said, empty = ('', ''), {'quantity', 'unit_price'}
    else:
        thousandths, parts = r.randrange(1, 90_000), r.randrange(1, 400_000)
        q, u = Decimal(thousandths) / 1000, Decimal(parts) / 10000
        quantity, price = str(q), str(u)
        exact = q * u * 100
        cents = max(1, int(exact.to_integral_value('ROUND_HALF_EVEN')))
        if kind == 3 and r.random() < 0.5:
            cents += r.choice([1, 2, 10, 100])
        odd = abs(exact - cents) * 2 > 1
        said = (quantity, price_text(u))
    receipt = r.choice(['B001', 'F001', 'E001', '0001']) + '-' + str(r.randrange(1, 10**8))
    date = f'{day:02}/11/2026'
    row = {'date': r.choice([date, f'2026-11-{day:02}']), 'description': r.choice(['arroz', 'papa canchán', 'aceite «Ñ» & co.']),
           'quantity': quantity, 'unit': r.choice(['kg', 'saco', 'varios'] * 5 + ['']), 'ruc': ruc, 'receipt': receipt,
           'unit_price': price, 'amount': typed_money(r, cents)}
    printed = dict(row, date=date, quantity=said[0], unit_price=said[1], amount=soles(cents))
    if not row['unit']:
        empty.add('unit')
    return row, cents, printed, odd, empty


def made(seed):
    r = random.Random(seed)
    rows, printed, total, said_of, seen = [], [], 0, set(), set()
    for n in range(r.randrange(1, 18)):
        row, cents, said, off, empty = made_row(r, r.randrange(3, 29))
        rows.append(row)
        printed.append(said)
        total += cents
        if off:
            said_of.add((n + 1, 'amount'))
        said_of |= {(n + 1, box) for box in empty}
        key = (row['ruc'], row['receipt'])
        if key in seen:
            said_of.add((n + 1, 'receipt'))
        seen.add(key)
        if r.random() < 0.1:
            rows.append(dict.fromkeys(row, ''))     # an empty line of the form is none
            break
    subsidy = r.choice([0, total, total - 1, total + 1, r.randrange(0, 5_000_000)])
    header = {'kind': 'comedor popular', 'name': 'Manuel Seoane', 'code': 'SJM-12',
              'period': {'type': 'month', 'label': 'noviembre', 'from': '01/11/2026', 'to': '30/11/2026'},
              'subsidy': typed_money(r, subsidy), 'assigned': '02/11/2026', 'account_date': '30/11/2026',
              'president': {'name': 'Rosa Quispe', 'dni': '40000001'}, 'treasurer': {'name': 'Ana Mamani', 'dni': '40000002'},
              'phone': '987654321'}
    want = {'outcome': 'warn' if said_of else 'valid', 'total': total, 'from_subsidy': min(subsidy, total),
            'contribution': max(0, total - subsidy), 'said': said_of, 'rows': printed,
            'printed': (soles(total), soles(min(subsidy, total)), soles(total - subsidy) if total > subsidy else '')}
    return {'header': header, 'rows': rows}, want


def judge_made(answer, want):
    sums = answer['totals']
    for name in ('total', 'from_subsidy', 'contribution'):
        if sums[name] != want[name]:
            return f'{name} {sums[name]}, want {want[name]}'
    if answer['outcome'] != want['outcome']:
        return f'{answer["outcome"]}, want {want["outcome"]}: {answer["problems"]}'
    if {(p['row'], p['field']) for p in answer['problems']} != want['said']:
        return f'{answer["problems"]}, want {want["said"]}'
    said = answer['printed']
    if (said['total'], said['from_subsidy'], said['contribution']) != want['printed']:
        return f'printed {said["total"]} {said["from_subsidy"]} {said["contribution"]}, want {want["printed"]}'
    if said['rows'] != want['rows']:
        return f'printed rows {said["rows"]}, want {want["rows"]}'
    return None


def made_forms():
    pairs = [made(seed) for seed in range(MADE)]
    answers = [a for i in range(0, MADE, AT_ONCE) for a in solve([form for form, _ in pairs[i:i + AT_ONCE]])]
    for seed, (answer, (_, want)) in enumerate(zip(answers, pairs)):
        wrong = judge_made(answer, want)
        if wrong:
            print(f'not ok made form {seed}: {wrong}')
            return False
    warned = sum(a['outcome'] == 'warn' for a in answers)
    print(f'ok {MADE} made forms, {sum(len(f["rows"]) for f, _ in pairs)} rows, céntimo by céntimo; {warned} warned of')
    return 0 < warned < MADE


def planted():
    """The judge must see a céntimo, a word and an outcome that are wrong."""
    form, want = made(1)
    answer = solve([form])[0]
    good = judge_made(answer, want) is None
    wrong = [dict(answer, totals=dict(answer['totals'], total=want['total'] + 1)), dict(answer, outcome='refuse'),
             dict(answer, printed=dict(answer['printed'], contribution='0.00' if not want['printed'][2] else ''))]
    if good and all(judge_made(w, want) for w in wrong):
        print('ok planted faults are seen')
        return True
    print('not ok planted faults: the judge would pass a wrong answer')
    return False


# ---- the corpus ----

def named(problem):
    row = problem['row']
    base = problem['field'] + (f':{row}' if row else '')
    return {base, f'{problem["field"]}:{row or ""}:{problem["code"]}'}


def corpus():
    good = True
    files = sorted((ROOT / 'tests/b1').glob('*.json'))
    forms = [json.loads(p.read_text(encoding='utf-8')) for p in files]
    answers = solve([{k: v for k, v in f.items() if k != 'expect'} if isinstance(f, dict) else f for f in forms])
    kinds = set()
    for path, form, answer in zip(files, forms, answers):
        want = form['expect']
        kinds.add(want['outcome'])
        wrong = [] if answer['outcome'] == want['outcome'] else [f'{answer["outcome"]}, want {want["outcome"]}']
        found = [named(p) for p in answer['problems']]
        for name in want.get('problems', []):
            if not any(name in f for f in found):
                wrong.append(f'{name} was not said')
        if len(found) != len(want.get('problems', [])):
            wrong.append(f'{[(p["field"], p["row"], p["code"]) for p in answer["problems"]]}')
        for name, cents in want.get('totals', {}).items():
            if answer['totals'][name] != cents:
                wrong.append(f'{name} {answer["totals"][name]}, want {cents}')
        for name, text in want.get('printed', {}).items():
            if answer['printed'][name] != text:
                wrong.append(f'printed {name} {answer["printed"][name]!r}, want {text!r}')
        for p in answer['problems']:
            if not p['message'] or '%s' in p['message']:
                wrong.append(f'no message for {p["field"]}')
        if wrong:
            good = False
            print(f'not ok {path.stem}: {"; ".join(wrong)}')
    print(f'{"ok" if good else "not ok"} {len(files)} forms of the corpus')
    return good and kinds == {'valid', 'warn', 'refuse'}


def typed_in(form, box, typed):
    """The form with one box changed; no text: without the box."""
    *way, last = [int(w) if w.isdigit() else w for w in box.split('.')]
    for step in way:
        form = form[step]
    if not typed:
        del form[last]
    else:
        form[last] = json.loads(typed)


def boxes():
    plain = (ROOT / 'tests/b1/valid-plain.json').read_text(encoding='utf-8')
    lines = [line.rstrip('\n').split('\t') for line in (ROOT / 'tests/b1/typed.tsv').open(encoding='utf-8') if line[0] != '#']
    forms, good = [], True
    for box, typed, _outcome, problems, _total, _printed in lines:
        form = json.loads(plain)
        del form['expect']
        typed_in(form, box, typed)
        if box in ('rows.0.quantity', 'rows.0.unit_price', 'rows.0.amount') and ':product' not in problems:
            other = {'quantity': ['unit_price'], 'unit_price': ['quantity'], 'amount': ['quantity', 'unit_price']}[box[7:]]
            form['rows'][0].update(dict.fromkeys(other, 'varios'))
        forms.append(form)
    for (box, typed, outcome, problems, total, printed), answer in zip(lines, solve(forms)):
        found = ' '.join(f'{p["field"]}:{p["row"] or ""}:{p["code"]}' for p in answer['problems']) or '-'
        sum_said = '-' if answer['totals']['total'] is None else str(answer['totals']['total'])
        text = answer['printed']
        for step in box.split('.') if printed != '-' else []:
            text = text[int(step)] if step.isdigit() else text[step]
        if (outcome, problems, total) != (answer['outcome'], found, sum_said) or printed not in ('-', text):
            good = False
            print(f'not ok {box} {typed}: {answer["outcome"]} {found} {sum_said} {text if printed != "-" else ""}')
    print(f'{"ok" if good else "not ok"} {len(lines)} boxes typed in one way or another')
    return good


def files():
    """What is no form, or no JSON, gets an answer that says so; what Windows writes in front is passed over."""
    plain = (ROOT / 'tests/b1/valid-plain.json').read_bytes()
    tries = [('a mark in front', b'\xef\xbb\xbf' + plain, 0, 'valid'), ('nothing', b'', 1, 'refuse'), ('no letters', b'\xff\xfe' + plain, 1, 'refuse'),
             ('a box twice', plain.replace(b'"subsidy"', b'"subsidy": "1", "subsidy"', 1), 1, 'refuse'), ('deep', b'[' * 100000, 1, 'refuse'),
             ('a text', b'"x"', 0, 'refuse'), ('too much', b'[' + b'{},' * 200000 + b'{}]', 1, 'refuse'), ('two', plain + b' x', 1, 'refuse'),
             ('ten megabytes', b'{"header": {"name": "' + b'x' * 10_000_000 + b'"}, "rows": []}', 0, 'refuse')]
    good = True
    for name, data, status, outcome in tries:
        run = subprocess.run([AYNI, 'solve', 'b1', '-'], input=data, capture_output=True, timeout=60, env={'LANG': 'es_PE.UTF-8'})
        if run.returncode != status or json.loads(run.stdout)['outcome'] != outcome:
            good = False
            print(f'not ok {name}: {run.returncode} {run.stdout[:200]}')
    print(f'{"ok" if good else "not ok"} {len(tries)} files that are none, or odd')
    return good


def main():
    good = [corpus(), boxes(), files(), made_forms(), planted()]
    sys.exit(0 if all(good) else 1)


if __name__ == '__main__':
    main()
