"""What is measured on both databases side by side: writes against pgbench, two processes, pages, walks of the journal."""
import os
import subprocess
import threading
import time

import messages
import net
import pgbench
import pg

N, PGBENCH_S, PAGES_S, PAGES_RATE, TURNS = 2600, 3, 3, 200, 3


class Both:
    """The network of the bench on a PostgreSQL of its own, beside the one on SQLite."""

    def __init__(self, bench):
        self.bench, self.build = bench, bench.o.build
        self.cluster = pg.Cluster(shared_buffers='256MB', max_wal_size='1GB')
        self.path = net.copy(bench.main, bench.path('work-pg'))
        self.database = self.url('bench')
        self.cluster.make('bench')
        self.ayni('move', '--to', self.database, note='move per_s', n=self.journal_n(bench.main))
        with open(os.path.join(self.path, 'ayni.conf'), 'w') as f:
            f.write(f'db = {self.database}\n')
        self.beside = net.copy(self.path, bench.path('work-pg-2'))
        with net.databases.connect(self.database) as db:
            db.execute('vacuum analyze')
        self.cluster.make('pgbench', template='bench')
        self.alone = self.url('pgbench')
        self.pots = net.Reports(self.path, bench.o.seed)

    def url(self, name):
        """By the socket, as a server on the same machine is reached."""
        return f'postgres://postgres@/{name}?host={self.cluster.folder}&port={self.cluster.port}'

    def journal_n(self, path):
        return net.query(path, 'select max(seq) from journal')[0][0]

    def ayni(self, *words, note=None, n=0, path=None):
        """Run a command; its rate is noted."""
        begun = time.monotonic()
        done = subprocess.run([f'{self.build}/ayni', *words, '--data', path or self.path], capture_output=True, text=True,
                              check=False)
        assert done.returncode == 0, f'{words}: {done.stderr}'
        if note:
            self.bench.note(note, n / (time.monotonic() - begun))

    # ---- writes ----

    def report(self, servers, n, name):
        """n changes over 64 connections, shared by the servers; changes a second."""
        share = n // len(servers)
        bodies = [self.pots.bodies(self.bench.path(f'bodies-{i}'), share, when='far') for i in range(len(servers))]
        got = [None] * len(servers)

        def one(i):
            got[i] = servers[i].report(bodies[i], 64 // len(servers), share)
        threads = [threading.Thread(target=one, args=(i,)) for i in range(len(servers))]
        before = self.journal_n(self.path)
        for t in threads:
            t.start()
        for t in threads:
            t.join()
        assert self.journal_n(self.path) - before == share * len(servers), 'not all were accepted'
        self.bench.note(f'{name} per_s', share * len(servers) / max(g['seconds'] for g in got))
        self.bench.note(f'{name} p99_ms', max(g['us']['p99'] for g in got) / 1000)

    def script(self, server):
        """What pgbench must write: counted while Ayni writes."""
        with net.databases.connect(self.database) as db:
            rows, before = pgbench.written(db), server.metrics()
            self.report([server], N, 'counted')
            after = server.metrics()
            time.sleep(1.2)
            server.report(self.pots.bodies(self.bench.path('one'), 1, when='far'), 1, 1)  # the server counts what was before it
            rows = {t: n - rows.get(t, 0) for t, n in pgbench.written(db).items()}
        groups = after['commit_seconds_count'] - before['commit_seconds_count']
        group = max(1, round(N / groups))
        sums = {t: round(n / groups) for t, n in rows.items() if t.startswith('tally')}
        self.bench.note('pg group', group)
        return pgbench.Script(net.databases.connect(self.alone), group, {**sums, 'journal_part': round(rows['journal_part'] / N)})

    def changes(self, server):
        """Beside pgbench."""
        script = self.script(server)
        for _ in range(TURNS):
            self.report([server], N, 'pg one')
            for name, pipeline in (('pgbench plain', False), ('pgbench pipeline', True)):
                self.bench.note(name, pgbench.run(self.cluster, self.alone, script, self.bench.folder, pipeline, PGBENCH_S))

    def two(self, server):
        other = net.Server(self.build, self.beside)
        try:
            for _ in range(TURNS):
                self.report([server], N, 'pg alone')
                self.report([server, other], N, 'pg two')
        finally:
            other.stop()

    # ---- pages ----

    def page(self, server, name):
        """What a reader waits for it, when PAGES_RATE of them come a second."""
        got = server.load('--path', '/', '--connections', '8', '--rate', str(PAGES_RATE), '--requests',
                          str(PAGES_RATE * PAGES_S), '--header', 'Accept-Encoding: gzip')
        assert got['status'].keys() == {'200'}, got
        self.bench.note(f'{name} ms', got['us']['p50'] / 1000)

    def pages(self, sqlite, sqlite_pots, server):
        for name, one, pots in TURNS * (('lite', sqlite, sqlite_pots), ('pg', server, self.pots)):
            self.page(one, f'{name} rest')
            n = 100 * (PAGES_S + 1)
            pour = one.load_begin(*one.report_args(pots.bodies(self.bench.path('pour'), n, 1, 'far')),
                                  '--connections', '8', '--rate', '100', '--requests', str(n))
            self.page(one, f'{name} pour')
            pour.communicate(timeout=60)

    def rebuilding(self, name, server):
        """Pages while the tables are built again."""
        done = threading.Event()

        def rebuild():
            self.ayni('rebuild', path=server.path)
            done.set()
        worker = threading.Thread(target=rebuild)
        mark = server.log_mark()
        worker.start()
        while not done.is_set():
            got = server.load('--path', '/', '--connections', '4', '--seconds', '1')
            assert got['status'].keys() == {'200'}, got
        worker.join()
        us = server.served_us(mark, '/')
        self.bench.note(f'{name} rebuilding p99_ms', us[len(us) * 99 // 100] / 1000)

    def run(self, sqlite, sqlite_pots):
        server = net.Server(self.build, self.path)
        try:
            for _ in range(min(2, self.bench.o.rounds) if self.bench.o.full else self.bench.o.rounds):
                self.bench.part('messages', messages.run, self.bench, 'pg', server, self.pots)
                self.bench.part('both', self.changes, server)
                self.bench.part('two', self.two, server)
                self.bench.part('pages', self.pages, sqlite, sqlite_pots, server)
            self.bench.part('rebuilding', self.rebuilding, 'lite', sqlite)
            self.bench.part('rebuilding', self.rebuilding, 'pg', server)
        finally:
            server.stop()

    # ---- the journal, with nobody serving ----

    def walks(self, sqlite_path):
        for name, path in (('lite', sqlite_path), ('pg', self.path)):
            changes = self.journal_n(path)
            rows = changes + net.query(path, 'select count(*) from journal_part')[0][0]
            for _ in range(1 if self.bench.o.full else self.bench.o.rounds):  # a year is long enough
                self.ayni('verify', path=path, note=f'{name} verify rows_per_s', n=rows)
                self.ayni('rebuild', path=path, note=f'{name} rebuild per_s', n=changes)
                if name == 'lite':
                    self.bench.bare_rebuild(path)

    def end(self):
        self.cluster.remove()


def rows(b):
    """The lines of the table."""
    least, most = True, False
    return [
        ('PostgreSQL: single changes/s, 64 connections', b.median('pg one per_s'), None, None),
        ('  their p99, ms', b.median('pg one p99_ms'), None, None),
        ('  changes in a group', b.median('pg group'), None, None),
        ('  pgbench, groups of as many, prepared, changes/s', b.median('pgbench plain'), None, None),
        ('  Ayni of pgbench', b.ratio('pg one per_s', 'pgbench plain'), 1 / 2, least),
        ('  pgbench in pipelines, changes/s', b.median('pgbench pipeline'), None, None),
        ('  Ayni of pgbench in pipelines', b.ratio('pg one per_s', 'pgbench pipeline'), 1 / 2, least),
        ('  two processes of one', b.ratio('pg two per_s', 'pg alone per_s'), 0.9, least),
        ('PostgreSQL: public page at rest, median ms for its reader', b.median('pg rest ms'), None, None),
        ('  of SQLite', b.ratio('pg rest ms', 'lite rest ms'), 1.5, most),
        ('PostgreSQL: the same under reports', b.median('pg pour ms'), None, None),
        ('  of SQLite', b.ratio('pg pour ms', 'lite pour ms'), 1.5, most),
        ('move to PostgreSQL, changes/s', b.median('move per_s'), None, None),
        ('rebuild, changes/s', b.median('lite rebuild per_s'), None, None),
        ('  of a bare loop', b.ratio('lite rebuild per_s', 'bare rebuild'), 1 / 2, least),
        ('  public page meanwhile, server p99 ms', b.median('lite rebuilding p99_ms'), None, None),
        ('rebuild on PostgreSQL, changes/s', b.median('pg rebuild per_s'), None, None),
        ('  public page meanwhile, server p99 ms', b.median('pg rebuilding p99_ms'), None, None),
        ('verify, rows of journal and parts/s', b.median('lite verify rows_per_s'), 500_000, least),
        ('verify on PostgreSQL, rows/s', b.median('pg verify rows_per_s'), 500_000, least),
    ]
