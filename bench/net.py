"""The networks that bench/run.py measures: made once, copied, served, and written to."""
import json
import os
import random
import re
import shutil
import subprocess
import sys
import time
import uuid

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'tests'))
import tables as databases  # noqa: E402  reads either database

DAY = '2026-09-30'  # the demo's today: data and figures do not hang on when they are made
SITTINGS = ('lunch', 'breakfast', 'dinner')


def make(build, folder, days, seed, stores=False):
    """A Lima of so many days through the gate, unless it is there already; stores: with their movements and pick-ups."""
    path = os.path.join(folder, f'lima-{days}-{seed}' + ('-stores' if stores else ''))
    if not os.path.exists(os.path.join(path, 'made')):
        shutil.rmtree(path, ignore_errors=True)
        print(f'making {days} days of Lima{" with their stores" if stores else ""} …', flush=True)
        begun = time.monotonic()
        subprocess.run([f'{build}/ayni', 'demo', '--data', path, '--scale', 'lima', '--days', str(days),
                        '--seed', str(seed), '--today', DAY, '--no-serve'] + (['--stores'] if stores else []), check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        with open(os.path.join(path, 'made'), 'w') as f:
            f.write(f'{time.monotonic() - begun:.1f}\n')
    return path


def copy(path, to):
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(path, to)
    return to


def database(path):
    """Where a folder's tables are: a file or a URL."""
    conf = os.path.join(path, 'ayni.conf')
    if os.path.exists(conf):
        with open(conf) as f:
            found = re.search(r'^db\s*=\s*(\S+)', f.read(), re.M)
        if found:
            return found[1]
    return os.path.join(path, 'ayni.db')


def query(path, sql):
    with databases.connect(database(path)) as db:
        return db.execute(sql)


def tables(path, n):
    """For the bare loop: which rows the last n changes made, all of them single meals."""
    since = query(path, 'SELECT max(seq) FROM journal')[0][0] - n
    record = f', (SELECT record, seq FROM journal_record WHERE seq > {since} LIMIT -1) r WHERE r.seq = j.seq'
    meal = (', (SELECT r.seq AS seq, m.* FROM journal_record r CROSS JOIN meal m WHERE r.seq > '
            f'{since} AND m.network = r.network AND m.id = r.record LIMIT -1) m WHERE m.seq = j.seq')
    out = ['journal', 'journal_part=t.network = j.network AND t.seq = j.seq',
           f'journal_record={record} AND t.network = j.network AND t.record = r.record AND t.seq = j.seq',
           f'meal={record} AND t.network = j.network AND t.id = r.record', 'chain%t.network = j.network']
    # Sums are written once a group, as the program does.
    for (name,) in query(path, "SELECT name FROM sqlite_schema WHERE name LIKE 'tally_served%' AND type = 'table'"):
        keys = [row[1] for row in query(path, f'PRAGMA table_info({name})') if row[5] and row[1] != 'network']
        out.append(f'{name}%{meal} AND t.network = j.network' + ''.join(f' AND t."{k}" = m."{k}"' for k in keys))
    return out


def projected(path):
    """For the bare loop of a rebuild: the journal is read, and each change writes its records and the sums again."""
    out = ['journal', 'journal_part@t.network = j.network AND t.seq = j.seq']
    named = [name for (name,) in query(path, "SELECT name FROM sqlite_schema WHERE type = 'table'")]
    for name in named:
        columns = [row[1] for row in query(path, f'PRAGMA table_info("{name}")')]
        if columns[:3] == ['network', 'id', 'stamp']:
            out.append(f'{name}~, (SELECT r.seq AS seq, r.record AS record FROM journal_record r CROSS JOIN "{name}" e'
                       ' WHERE e.network = r.network AND e.id = r.record LIMIT -1) r'
                       ' WHERE r.seq = j.seq AND t.network = j.network AND t.id = r.record')
    meal = (', (SELECT r.seq AS seq, m.* FROM journal_record r CROSS JOIN meal m WHERE m.network = r.network'
            ' AND m.id = r.record LIMIT -1) m WHERE m.seq = j.seq')
    for name in named:
        if name.startswith('tally_served'):
            keys = [row[1] for row in query(path, f'PRAGMA table_info({name})') if row[5] and row[1] != 'network']
            out.append(f'{name}%{meal} AND t.network = j.network' + ''.join(f' AND t."{k}" = m."{k}"' for k in keys))
    return out


class Reports:
    """Pots that nobody has told yet, each given out once: today's, those of the week before, older ones."""

    def __init__(self, path, seed):
        self.random = random.Random(seed)
        ids = query(path, 'SELECT id, code FROM "group" WHERE kind IN (\'olla\', \'comedor\') AND code IS NOT NULL')
        there = set(query(path, 'SELECT kitchen, day, sitting FROM meal'))
        epoch = (time.mktime(time.strptime(DAY + ' UTC', '%Y-%m-%d %Z')) - time.timezone) // 86400
        self.pool = {'today': [], 'near': [], 'far': []}
        for back in range(60):
            day = int(epoch) - back
            free = [(code, day, s) for ident, code in ids for s in SITTINGS if (ident, day, s) not in there]
            self.random.shuffle(free)
            self.pool['today' if back == 0 else 'near' if back <= 7 else 'far'].extend(free)
        for pool in self.pool.values():
            pool.reverse()

    def take(self, n, when):
        pool = self.pool[when]
        assert len(pool) >= n, 'no pots left to report'
        return [pool.pop() for _ in range(n)]

    def item(self, pot, when):
        args = {'kitchen': pot[0], 'day': time.strftime('%Y-%m-%d', time.gmtime(pot[1] * 86400)),
                'sitting': pot[2], 'served': self.random.randint(30, 60)}
        if when == 'far':
            args['reason'] = 'cuaderno'
        ms, tail = int(time.time() * 1000), self.random.getrandbits(76)
        ident = ms << 80 | 7 << 76 | (tail >> 64) << 64 | 2 << 62 | tail & (1 << 62) - 1
        return {'id': str(uuid.UUID(int=ident)), 'action': 'meal.report', 'args': args}

    def bodies(self, path, n, each=1, when='near'):
        """A file with n bodies of so many changes, one a line."""
        with open(path, 'w') as f:
            for _ in range(n):
                f.write(json.dumps([self.item(p, when) for p in self.take(each, when)], separators=(',', ':')) + '\n')
        return path

    def csv(self, path, n):
        with open(path, 'w') as f:
            f.write('kitchen,day,sitting,served,reason\n')
            for pot in self.take(n, 'far'):
                args = self.item(pot, 'far')['args']
                f.write(','.join(str(args[k]) for k in ('kitchen', 'day', 'sitting', 'served', 'reason')) + '\n')
        return path


class Server:
    """`ayni demo` on a copy of a made network, whose clock stands at DAY."""

    def __init__(self, build, path):
        self.build, self.path, self.links = build, path, {}
        made = subprocess.run([f'{build}/ayni', 'token', 'operadora', '--allow', 'all', '--data', path],
                              check=True, capture_output=True, text=True)
        self.token = made.stdout.split()[-1]
        query(path, 'UPDATE api_token SET made_at = 0')  # it is of today, and the server's day is DAY
        self.log = open(path + '.log', 'w+')
        begun = time.monotonic()
        self.process = subprocess.Popen([f'{build}/ayni', 'demo', '--data', path, '--today', DAY,
                                         '--listen', '127.0.0.1:0'], stdout=subprocess.PIPE, stderr=self.log, text=True)
        for line in self.process.stdout:
            name, url = line.split()
            self.links[name] = url
            if name == 'publica':
                break
        self.started_s = time.monotonic() - begun
        self.address = re.match(r'http://([^/]+)/', self.links['publica']).group(1)

    def load(self, *args):
        done = subprocess.run([f'{self.build}/bench/load', '--to', self.address, *args], check=True,
                              capture_output=True, text=True)
        return json.loads(done.stdout)

    def load_begin(self, *args):
        return subprocess.Popen([f'{self.build}/bench/load', '--to', self.address, *args],
                                stdout=subprocess.PIPE, text=True)

    def report_args(self, bodies):
        return ['--path', '/api/v1/changes', '--bodies', bodies, '--header', f'Authorization: Bearer {self.token}',
                '--header', 'Content-Type: application/json']

    def report(self, bodies, connections, n):
        got = self.load(*self.report_args(bodies), '--connections', str(connections), '--requests', str(n))
        assert got['status'] == {'200': n}, got
        return got

    def status_kb(self, name):
        with open(f'/proc/{self.process.pid}/status') as f:
            return int(re.search(rf'{name}:\s+(\d+)', f.read()).group(1))

    def log_mark(self):
        self.log.seek(0, os.SEEK_END)
        return self.log.tell()

    def served_us(self, mark, path):
        """Server time of the answered requests for a path since a mark of the log."""
        self.log.seek(mark)
        found = re.findall(rf'GET {re.escape(path)} 200 \d+ (\d+)us', self.log.read())
        return sorted(int(us) for us in found)

    def metrics(self):
        """{name: number}, as `ayni metrics` tells them."""
        done = subprocess.run([f'{self.build}/ayni', 'metrics', '--data', self.path], check=True, capture_output=True,
                              text=True)
        return {k: float(v) for k, v in re.findall(r'(?m)^ayni_(\w+)(?:\{[^}]*\})? ([\d.]+)$', done.stdout)}

    def journal_n(self):
        return query(self.path, 'SELECT max(seq) FROM journal')[0][0]

    def stop(self):
        self.process.terminate()
        self.process.wait(30)
        self.log.close()
