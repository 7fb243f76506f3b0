#!/usr/bin/env python3
"""make bench: how fast and how small, against SQLite alone in the same run (see bench/bare.c).

Each round measures everything once, one after the other, and the table shows medians of rounds:
what is compared was measured side by side, briefly and often, since machines are seldom quiet. A
tenth of a year of Lima; --full takes the year.
"""
import argparse
import gzip
import http.client
import os
import re
import statistics
import subprocess
import sys
import time

import both
import city
import hand
import messages
import net
import table
import told

SINGLES, TURNS, BATCH, BATCHES, FEW, ALONE = 2600, 3, 100, 150, 2000, 400
PAGES_S, EXPORT_ROWS = 3, 100_000
BOTH = ('messages', 'both', 'two', 'pages', 'rebuilding', 'walks')


class Bench:
    def __init__(self, options):
        self.o = options
        self.folder = os.path.join(options.build, 'bench')
        self.got, self.wrong, self.spent_s = {}, [], {}

    def note(self, name, value):
        self.got.setdefault(name, []).append(value)
        if self.o.verbose:
            print(f'  {name} {value:.6g}', flush=True)

    def median(self, name):
        return statistics.median(self.got[name]) if name in self.got else None

    def ratio(self, a, b):
        """The median of what each round gives, not a quotient of medians."""
        pairs = list(zip(self.got.get(a, []), self.got.get(b, [])))
        return statistics.median(x / y for x, y in pairs) if pairs else None

    def path(self, name):
        return os.path.join(self.folder, name)

    def wants(self, name):
        return not self.o.only or name in self.o.only

    def part(self, name, work, *args):
        """One part of the bench, if it is wanted. What goes wrong in it is told at the end: the others are measured all the same."""
        if not self.wants(name):
            return
        begun = time.monotonic()
        try:
            work(*args)
        except (AssertionError, OSError, ValueError, LookupError, net.databases.Error, subprocess.SubprocessError) as e:
            self.wrong.append(f'{name}: {type(e).__name__} {e}'[:160])
            print('  ' + self.wrong[-1], flush=True)
        self.spent_s[name] = self.spent_s.get(name, 0) + time.monotonic() - begun

    # ---- changes ----

    def bare(self, name, server, n):
        done = subprocess.run([f'{self.o.build}/bench/bare', '-f', '-r', '1', '-n', str(n), f'{server.path}/ayni.db',
                               self.path('bare.db'), *net.tables(server.path, n)],
                              check=True, capture_output=True, text=True)
        self.note(f'bare {name}', float(re.findall(r'changes_per_s=(\d+)', done.stdout)[-1]))

    def report(self, name, server, pots, connections, n, each=1, when='near'):
        bodies = pots.bodies(self.path('bodies'), n, each, when)
        before = server.journal_n()
        got = server.report(bodies, connections, n)
        assert server.journal_n() - before == n * each, f'{name}: not all were accepted'
        self.note(f'{name} per_s', n * each / got['seconds'])
        self.note(f'{name} p50_ms', got['us']['p50'] / 1000)
        self.note(f'{name} p99_ms', got['us']['p99'] / 1000)

    def singles(self, name, server, pots):
        for _ in range(TURNS):
            self.report(f'singles {name}', server, pots, 64, SINGLES)
            self.bare(name, server, SINGLES)

    def batches(self, server, pots):
        self.report('batches', server, pots, 16, BATCHES, BATCH, 'far')
        self.bare('batches', server, BATCHES * BATCH)

    # ---- pages ----

    def pages(self, server, pots):
        """Pages while a hundred reports of today a second pour in: the server's own time, and how many a second."""
        cookie = self.sign_in(server, 'lider')
        n = 100 * (3 * PAGES_S + 1)
        bodies = pots.bodies(self.path('pour'), n, 1, 'today')
        pour = server.load_begin(*server.report_args(bodies), '--connections', '8', '--rate', '100',
                                 '--requests', str(n))
        for name, path, extra in (('public', '/', []), ('kitchen', '/cocina/SJM-001', []),
                                  ('hoy', '/hoy', ['--header', f'Cookie: {cookie}'])):
            mark = server.log_mark()
            got = server.load('--path', path, '--connections', '16', '--seconds', str(PAGES_S),
                              '--header', 'Accept-Encoding: gzip', *extra)
            assert got['status'].keys() == {'200'}, got
            self.note(f'{name} pages_per_s', got['per_s'])
            shown = path if path.count('/') == 1 else path[:path.index('/', 1)]
            us = server.served_us(mark, shown)
            self.note(f'{name} ms', us[len(us) // 2] / 1000)
        pour.communicate(timeout=60)

    def sign_in(self, server, who):
        link = http.client.HTTPConnection(server.address)
        link.request('GET', server.links[who][len('http://' + server.address):])
        answer = link.getresponse()
        answer.read()
        return '; '.join(v.split(';')[0] for k, v in answer.getheaders() if k.lower() == 'set-cookie')

    def wire(self, server):
        """Bytes of a first visit, and of the leader's page after it, heads included."""
        def fetch(path, cookie=None):
            link = http.client.HTTPConnection(server.address)
            link.request('GET', path, headers={'Accept-Encoding': 'gzip', 'User-Agent': 'bench',
                                               **({'Cookie': cookie} if cookie else {})})
            answer = link.getresponse()
            body = answer.read()
            n = len(body) + sum(len(k) + len(v) + 4 for k, v in answer.getheaders()) + 17 + 2
            if answer.getheader('Content-Encoding') == 'gzip':
                body = gzip.decompress(body)
            return n, body.decode('utf-8', 'replace')

        n, text = fetch('/')
        parts = sorted(set(re.findall(r'(?:href|src)="(/(?:web|estatico|static|a)/[^"#]+)', text)) |
                       set(re.findall(r'<(?:link|script|img|use)\b[^>]*?(?:href|src)="(/[^"#]+)', text)))
        self.note('first visit bytes', n + sum(fetch(p)[0] for p in parts))
        self.note('hoy bytes', fetch('/hoy', self.sign_in(server, 'lider'))[0])

    # ---- the process ----

    def start(self):
        path = net.copy(self.main, self.path('start'))
        for _ in range(self.o.rounds):
            begun = time.monotonic()
            process = subprocess.Popen([f'{self.o.build}/ayni', 'serve', '--data', path, '--listen', '127.0.0.1:0'],
                                       stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
            address = process.stdout.readline().strip().split('//')[1].strip('/')
            link = http.client.HTTPConnection(address)
            link.request('GET', '/')
            assert link.getresponse().status == 200
            self.note('start s', time.monotonic() - begun)
            with open(f'/proc/{process.pid}/status') as f:
                self.note('idle MB', int(re.search(r'VmRSS:\s+(\d+)', f.read()).group(1)) / 1024)
            process.terminate()
            process.wait(30)

    def imports(self, server, pots):
        """With nobody serving: rows in."""
        sheet = pots.csv(self.path('meals.csv'), BATCHES * BATCH)
        begun = time.monotonic()
        subprocess.run([f'{self.o.build}/ayni', 'import', 'meal', sheet, '--data', server.path], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.note('import per_s', BATCHES * BATCH / (time.monotonic() - begun))
        self.bare('import', server, BATCHES * BATCH)

    def export(self, server):
        """And out."""
        begun = time.monotonic()
        with open(self.path('meals.out'), 'wb') as out:
            subprocess.run([f'{self.o.build}/ayni', 'export', 'meal', '--data', server.path], check=True, stdout=out)
        took_s = time.monotonic() - begun
        with open(self.path('meals.out'), 'rb') as f:
            rows = sum(1 for _ in f) - 1
        self.note('export s', took_s * EXPORT_ROWS / rows)

    def hearing(self):
        """A message against all commands and 200 phrases, by the messages of the corpus."""
        done = subprocess.run([f'{self.o.build}/bench/hear', 'tests/messages/corpus.tsv'], check=True,
                              capture_output=True, text=True)
        self.note('hear us', float(re.search(r'median_us=([\d.]+)', done.stdout).group(1)))

    def bare_rebuild(self, path):
        """The same walk with SQLite alone: entries and parts read, rows looked up and written, in one transaction."""
        done = subprocess.run([f'{self.o.build}/bench/bare', '-b', '-f', '-r', '1', '-g', '4096', '-n', '100000000',
                               f'{path}/ayni.db', self.path('bare.db'), *net.projected(path)],
                              check=True, capture_output=True, text=True)
        self.note('bare rebuild', float(re.findall(r'changes_per_s=(\d+)', done.stdout)[-1]))

    def on_both(self, servers, pots):
        """PostgreSQL beside SQLite."""
        there = both.Both(self)
        try:
            there.run(servers['big'], pots['big'])
            servers['big'].stop()
            self.part('walks', there.walks, servers['big'].path)
        finally:
            there.end()

    def round(self, servers, pots):
        big = servers['big'], pots['big']
        for name in ('big', 'empty'):
            self.part('singles', self.singles, name, servers[name], pots[name])
            self.part('alone', self.report, f'alone {name}', servers[name], pots[name], 1, ALONE)
        self.part('batches', self.batches, *big)
        self.part('few', self.report, 'few', *big, 8, FEW)
        self.part('messages', messages.run, self, 'lite', servers['talk'], pots['talk'])
        self.part('pages', self.pages, *big)

    def served(self, servers, pots):
        """What is asked of servers at work."""
        for turn in range(self.o.rounds):
            print(f'round {turn + 1} of {self.o.rounds} …', flush=True)
            self.round(servers, pots)
        self.part('hand', hand.run, self, servers['big'])
        self.part('wire', self.wire, servers['big'])
        self.note('load MB', servers['big'].status_kb('VmHWM') / 1024)
        if any(map(self.wants, BOTH)):
            print('PostgreSQL …', flush=True)
            self.on_both(servers, pots)

    def run(self):
        os.makedirs(self.folder, exist_ok=True)
        self.main = net.make(self.o.build, self.folder, 365 if self.o.full else 37, self.o.seed)
        self.empty = net.make(self.o.build, self.folder, 1, self.o.seed)
        # Messages have a copy of their own: leaders tell pots of a week, and reports take nearly all of those.
        copies = {name: net.copy(path, self.path(f'work-{name}'))
                  for name, path in (('big', self.main), ('empty', self.empty), ('talk', self.main))}
        pots = {name: net.Reports(path, self.o.seed) for name, path in copies.items()}
        servers = {name: net.Server(self.o.build, path) for name, path in copies.items()}
        try:
            self.served(servers, pots)
        finally:
            for server in servers.values():
                server.stop()
        for _ in range(self.o.rounds):
            self.part('import', self.imports, servers['big'], pots['big'])
            self.part('export', self.export, servers['big'])
            self.part('hear', self.hearing)
            self.part('fair', city.sharing, self)
            self.part('near', city.nearest, self)
            self.part('b1', city.accounts, self)
        self.part('city', city.pages, self)
        self.part('start', self.start)
        for name, *_ in told.HARNESSES:
            self.part(name, told.run, self, name)

    # ---- the table ----

    def rows(self):
        big, empty = self.ratio('singles big per_s', 'bare big'), self.ratio('singles empty per_s', 'bare empty')
        alone = self.ratio('alone big p50_ms', 'alone empty p50_ms')
        least, most = True, False
        return [
            ('bare loop, groups of 64, changes/s', self.median('bare big'), None, None),
            ('single changes/s, 64 connections', self.median('singles big per_s'), 10000, least),
            ('  of the bare loop', big, 1 / 3, least),
            ('  their p99, ms', self.median('singles big p99_ms'), None, None),
            ('batches of 100, changes/s', self.median('batches per_s'), None, None),
            ('  of the bare loop', self.ratio('batches per_s', 'bare batches'), 2 / 3, least),
            ('CSV import, rows/s', self.median('import per_s'), None, None),
            ('  of the bare loop', self.ratio('import per_s', 'bare import'), 2 / 3, least),
            ('8 connections, p99 ms', self.median('few p99_ms'), 5, most),
            ('one at a time, median ms', self.median('alone big p50_ms'), None, None),
            ('  against an almost empty database', alone, 1.5, most),
            ('in groups: share of the bare loop, empty against this', empty / big if big and empty else None, 1.2, most),
            ('public page under reports, server median ms', self.median('public ms'), 5, most),
            ('  pages/s', self.median('public pages_per_s'), 4000, least),
            ('kitchen page under reports, server median ms', self.median('kitchen ms'), 5, most),
            ('  pages/s', self.median('kitchen pages_per_s'), 4000, least),
            ('Hoy under reports, server median ms', self.median('hoy ms'), 5, most),
            ('  pages/s', self.median('hoy pages_per_s'), None, None),
            ('export of 100,000 rows as CSV, s', self.median('export s'), 0.5, most),
            ('a text message heard, all commands and 200 phrases, µs', self.median('hear us'), 50, most),
            ('start to first answer, s', self.median('start s'), 0.3, most),
            ('resident when idle, MB', self.median('idle MB'), 32, most),
            ('resident at most under all this, MB', self.median('load MB'), 64, most),
            ('first visit to /, bytes on the wire', self.median('first visit bytes'), 10_000, most),
            ('/hoy after that, bytes', self.median('hoy bytes'), 4_000, most),
            *hand.rows(self),
            *both.rows(self),
            *messages.rows(self),
            *city.rows(self),
            *told.rows(self),
        ]


def machine():
    with open('/proc/cpuinfo') as f:
        model = re.search(r'model name\s*: (.*)', f.read())
    with open('/proc/meminfo') as f:
        memory = int(re.search(r'MemTotal:\s+(\d+)', f.read()).group(1)) // 1048576
    return f'{os.cpu_count()} × {model.group(1) if model else "?"}, {memory} GB, load {os.getloadavg()[0]:.1f}'


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument('--full', action='store_true', help='a year of Lima')
    p.add_argument('--build', default='build')
    p.add_argument('--rounds', type=int, default=3)
    p.add_argument('--seed', type=int, default=1)
    p.add_argument('--only', action='append', help='a part: as named in the line of seconds')
    p.add_argument('--verbose', action='store_true')
    b = Bench(p.parse_args())
    begun = time.monotonic()
    b.run()
    lines = table.judged(b.rows())
    head = f'{time.strftime("%Y-%m-%d %H:%M")}, {365 if b.o.full else 37} days of Lima, {machine()}, ' \
           f'{time.monotonic() - begun:.0f} s'
    spent = 'Seconds: ' + ', '.join(f'{name} {s:.0f}' for name, s in b.spent_s.items())
    wrong = [f'NOT MEASURED {w}' for w in b.wrong]
    print('\n'.join([head, *table.text(lines), spent, *wrong]))
    with open(b.path('report.md'), 'w') as f:
        f.write('\n'.join([head, '', *table.markdown(lines), '', spent, *wrong]) + '\n')
    print(f'written to {b.path("report.md")}')
    return 1 if wrong or any(line[3] == 'short' for line in lines) else 0


if __name__ == '__main__':
    sys.exit(main())
