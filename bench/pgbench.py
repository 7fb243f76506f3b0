"""pgbench inserting the rows that Ayni inserts: the same tables, as many rows of each a group, as long.

A group is one transaction: the chain's head is locked, each change adds its rows of journal, journal_part,
journal_record and meal, the sums move, the head moves on. How many rows of each table a group has is counted
by PostgreSQL while Ayni writes (pg_stat_user_tables); values are as long as the last rows that Ayni wrote;
keys are as theirs: ids in order of time, kitchens and days at random. Statements are prepared.
"""
import os
import re
import subprocess
import time

KITCHENS, DISTRICTS, DAYS = 2447, 43, 8
FIRST_DAY = 20600


def written(db):
    """{table: rows inserted or updated so far}, once the server has counted them."""
    time.sleep(1.2)
    rows = db.execute("select relname, cast(n_tup_ins + n_tup_upd as bigint) from pg_stat_user_tables"
                      " where relname in ('journal', 'journal_part', 'journal_record', 'meal') or relname like 'tally_served%'")
    return dict(rows)


class Script:
    """One group of so many changes, as pgbench runs it."""

    def __init__(self, db, group, sums):
        self.db, self.group, self.sums = db, group, sums
        (self.network, self.seq), = db.execute('select network, seq from chain order by seq desc limit 1')

    def columns(self, table):
        return self.db.execute('select column_name, data_type from information_schema.columns'
                               " where table_schema = 'public' and table_name = ? order by ordinal_position", (table,))

    def key(self, table):
        rows = self.db.execute('select a.attname from pg_index i join pg_attribute a on a.attrelid = i.indrelid'
                               ' and a.attnum = any(i.indkey) where i.indisprimary and i.indrelid = cast(? as regclass)',
                               (table,))
        return [name for (name,) in rows]

    def usual(self, table, name, kind):
        """A constant as long as the column usually is in the rows written last; NULL where most are."""
        order = 'seq' if table.startswith('journal') else 'stamp'
        length = f'octet_length("{name}")' if kind in ('bytea', 'text') else '8'
        size, = self.db.execute(f'select cast(percentile_disc(0.5) within group (order by coalesce(n, 0)) as bigint) from'
                                f' (select case when "{name}" is null then 0 else {length} end as n from "{table}"'
                                f' order by {order} desc limit 1000) t')[0]
        if kind == 'bytea':
            return f"'\\x{'5a' * size}'" if size else 'NULL'
        if kind == 'text':
            return f"'{'a' * size}'" if size else 'NULL'
        return '40' if size else 'NULL'

    def values(self, table, part=0):
        ident = "decode(lpad(to_hex(cast(:s as bigint)), 32, '0'), 'hex')"
        known = {'network': f"'\\x{self.network.hex()}'", 'seq': 'cast(:s as bigint)', 'change': ident, 'id': ident,
                 'record': ident, 'part': str(part), 'stamp': 'cast(:s as bigint)', 'day': 'cast(:d as bigint)',
                 'kitchen': "decode(lpad(to_hex(cast(:k as bigint)), 32, '0'), 'hex')", 'sitting': "'lunch'",
                 'district': "decode(lpad(to_hex(cast(:p as bigint)), 32, '0'), 'hex')"}
        return {name: known.get(name) or self.usual(table, name, kind) for name, kind in self.columns(table)}

    def insert(self, table, part=0):
        v = self.values(table, part)
        names = ', '.join(f'"{n}"' for n in v)
        return f'INSERT INTO {table} ({names}) VALUES ({", ".join(v.values())})'

    def sum(self, table):
        key = self.key(table)
        moved = [n for n, _ in self.columns(table) if n not in key]
        v = self.values_of_sum(table, moved)
        names = ', '.join(f'"{n}"' for n in v)
        moves = ', '.join(f'"{n}" = {table}."{n}" + excluded."{n}"' for n in moved)
        return (f'INSERT INTO {table} ({names}) VALUES ({", ".join(v.values())})'
                f' ON CONFLICT ({", ".join(key)}) DO UPDATE SET {moves}')

    def values_of_sum(self, table, moved):
        ready = {n: None for n, _ in self.columns(table)}
        known = self.values('meal')
        return {n: '40' if n in moved else known[n] for n in ready}

    def text(self, pipeline):
        draw = [f'\\set k random(1, {KITCHENS})', f'\\set p random(1, {DISTRICTS})',
                f'\\set d random({FIRST_DAY}, {FIRST_DAY + DAYS - 1})']
        lines = ['\\startpipeline'] if pipeline else []
        lines += ['BEGIN;', f"SELECT seq, hash, stamp FROM chain WHERE network = '\\x{self.network.hex()}' FOR UPDATE;"]
        change = [self.insert('journal') + ';'] + [self.insert('journal_part', part) + ';' for part in range(self.sums['journal_part'])]
        change += [self.insert('journal_record') + ';', self.insert('meal') + ';']
        for _ in range(self.group):
            lines += ['\\set s :s + 1', *draw, *change]
        for table, n in self.sums.items():
            if table.startswith('tally'):
                once = self.sum(table) + ';'
                for _ in range(n):
                    lines += [*draw, once]
        lines += ["UPDATE chain SET seq = cast(:s as bigint), stamp = cast(:s as bigint)"
                  f" WHERE network = '\\x{self.network.hex()}';", 'COMMIT;']
        return '\n'.join(lines + (['\\endpipeline'] if pipeline else [])) + '\n'


def run(cluster, url, script, folder, pipeline, seconds):
    """Changes a second that one connection writes."""
    path = os.path.join(folder, 'pipeline.pgb' if pipeline else 'plain.pgb')
    with open(path, 'w') as f:
        f.write(script.text(pipeline))
    (start,), = script.db.execute('select cast(max(seq) as bigint) from journal')
    done = subprocess.run([f'{cluster.programs}/pgbench', '-n', '-M', 'prepared', '-c', '1', '-T', str(seconds),
                           '-D', f's={start}', '-f', path, url], capture_output=True, text=True, check=False)
    found = re.search(r'^tps = ([\d.]+)', done.stdout, re.M)
    assert done.returncode == 0 and found, done.stdout + done.stderr
    return float(found[1]) * script.group
