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
import hand
import messages
import net

SINGLES, TURNS, BATCH, BATCHES, FEW, ALONE = 2600, 3, 100, 150, 2000, 400
PAGES_S, EXPORT_ROWS = 3, 100_000


class Bench:
    def __init__(self, options):
        self.o = options
        self.folder = os.path.join(options.build, 'bench')
        self.got = {}

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

    def changes(self, name, server, pots):
        for _ in range(TURNS if self.wants('singles') else 0):
            self.report(f'singles {name}', server, pots, 64, SINGLES)
            self.bare(name, server, SINGLES)
        if self.wants('alone'):
            self.report(f'alone {name}', server, pots, 1, ALONE)

    def more_changes(self, name, server, pots):
        if self.wants('batches'):
            self.report('batches', server, pots, 16, BATCHES, BATCH, 'far')
            self.bare('batches', server, BATCHES * BATCH)
        if self.wants('few'):
            self.report('few', server, pots, 8, FEW)

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

    def has(self, command):
        return subprocess.run([f'{self.o.build}/ayni', 'help', command], capture_output=True, check=False).returncode == 0

    def files(self, server, pots):
        """With nobody serving: rows in and out."""
        if self.wants('import') and self.has('import'):
            sheet = pots.csv(self.path('meals.csv'), BATCHES * BATCH)
            begun = time.monotonic()
            subprocess.run([f'{self.o.build}/ayni', 'import', 'meal', sheet, '--data', server.path], check=True,
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            self.note('import per_s', BATCHES * BATCH / (time.monotonic() - begun))
            self.bare('import', server, BATCHES * BATCH)
        if self.wants('export') and self.has('export'):
            begun = time.monotonic()
            done = subprocess.run([f'{self.o.build}/ayni', 'export', 'meal', '--data', server.path], check=True,
                                  capture_output=True)
            rows = done.stdout.count(b'\n') - 1
            self.note('export s', (time.monotonic() - begun) * EXPORT_ROWS / rows)

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
            if self.wants('both'):
                servers['big'].stop()
                there.walks(servers['big'].path)
        finally:
            there.end()

    def run(self):
        os.makedirs(self.folder, exist_ok=True)
        self.main = net.make(self.o.build, self.folder, 365 if self.o.full else 37, self.o.seed)
        self.empty = net.make(self.o.build, self.folder, 1, self.o.seed)
        copies = {name: net.copy(path, self.path(f'work-{name}'))
                  for name, path in (('big', self.main), ('empty', self.empty))}
        pots = {name: net.Reports(path, self.o.seed) for name, path in copies.items()}
        servers = {name: net.Server(self.o.build, path) for name, path in copies.items()}
        try:
            for turn in range(self.o.rounds):
                print(f'round {turn + 1} of {self.o.rounds} …', flush=True)
                for name, server in servers.items():
                    self.changes(name, server, pots[name])
                self.more_changes('big', servers['big'], pots['big'])
                if self.wants('messages'):
                    messages.run(self, 'lite', servers['big'], pots['big'])
                if self.wants('pages'):
                    self.pages(servers['big'], pots['big'])
            if self.wants('hand'):
                hand.run(self, servers['big'])
            if self.wants('wire'):
                self.wire(servers['big'])
            self.note('load MB', servers['big'].status_kb('VmHWM') / 1024)
            if self.wants('both') or self.wants('messages'):
                self.on_both(servers, pots)
        finally:
            for server in servers.values():
                server.stop()
        for _ in range(self.o.rounds):
            self.files(servers['big'], pots['big'])
        if self.wants('hear'):
            for _ in range(self.o.rounds):
                self.hearing()
        if self.wants('start'):
            self.start()

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
        ]

    def table(self):
        out = [f'{"what":<54} {"got":>10} {"target":>10}']
        short = False
        for name, value, target, least in self.rows():
            if value is None:
                out.append(f'{name:<54} {"–":>10}')
                continue
            verdict, wanted = '', ''
            if target is not None:
                good = value >= target if least else value <= target
                verdict = 'PASS' if good else 'short'
                wanted = f'{"≥" if least else "≤"} {figure(target)}'
                short |= not good
            out.append(f'{name:<54} {figure(value):>10} {wanted:>10}  {verdict}'.rstrip())
        return out, short


def figure(v):
    return f'{v:,.0f}' if v >= 100 else f'{v:.3g}'


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
    p.add_argument('--only', action='append', help='singles, alone, batches, few, pages, hand, wire, import, export, start, messages, both')
    p.add_argument('--verbose', action='store_true')
    b = Bench(p.parse_args())
    begun = time.monotonic()
    b.run()
    lines, short = b.table()
    head = f'{time.strftime("%Y-%m-%d %H:%M")}, {"365" if b.o.full else "37"} days of Lima, {machine()}, ' \
           f'{time.monotonic() - begun:.0f} s'
    print(head)
    print('\n'.join(lines))
    with open(b.path('report.md'), 'w') as f:
        f.write(f'# Bench\n\n{head}\n\n```\n' + '\n'.join(lines) + '\n```\n')
    return 1 if short else 0


if __name__ == '__main__':
    sys.exit(main())
