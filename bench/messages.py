"""Messages end to end through one process: a telephone brings fifty a call, each a report; answers queued and claimed."""
import base64
import http.client
import json
import os
import re
import subprocess
import time

import net

MESSAGES, EACH, CONNECTIONS = 10_000, 50, 8
WORDS = {'breakfast': 'desayuno', 'lunch': 'almuerzo', 'dinner': 'cena'}


class Phone:
    """A gateway of its own, made as an operator does."""

    def __init__(self, build, path):
        done = subprocess.run([f'{build}/ayni', 'gateway', 'add', 'android', '--name', f'Bench {time.time_ns()}', '--price', '0.05',
                               '--data', path], check=True, capture_output=True, text=True)
        found = re.search(r'//ayni:(\w+)@\S+?(/pasarela/([0-9a-f-]{36}))', done.stdout)
        self.path, self.id = found[2], found[3].replace('-', '')
        self.header = 'Authorization: Basic ' + base64.b64encode(f'ayni:{found[1]}'.encode()).decode()

    def rows(self, path, way):
        with net.databases.connect(net.database(path)) as db:
            return db.execute('select count(*), count(lease_until_at), sum(case when state = ? then 1 else 0 end) from message '
                              'where gateway = ? and way = ?', ('done', bytes.fromhex(self.id), way))[0]


def leaders(build, path, folder):
    """A leader with a telephone for each kitchen: {code: number}; made by `ayni import`, once a network."""
    codes = [c for (c,) in net.query(path, "select code from \"group\" where kind in ('olla', 'comedor') and code is not null "
                                     'order by code')]
    phones = {code: f'+5197{i:07d}' for i, code in enumerate(codes)}
    if net.query(path, "select count(*) from contact where phone = '+51970000000'")[0][0]:
        return phones
    sheets = (('person', 'name,short_name', lambda i, c: f'Lideresa {i},bench{i}'),
              ('membership', 'person,group,role', lambda i, c: f'bench{i},{c},leader'),
              ('contact', 'person,kind,phone', lambda i, c: f'bench{i},sms,{phones[c]}'))
    for entity, head, line in sheets:
        sheet = os.path.join(folder, f'{entity}.csv')
        with open(sheet, 'w') as f:
            f.write(head + '\n' + ''.join(line(i, c) + '\n' for i, c in enumerate(codes)))
        subprocess.run([f'{build}/ayni', 'import', entity, sheet, '--data', path], check=True, stdout=subprocess.DEVNULL)
    return phones


def settle(path):
    """What a server at work has done by itself: it knows that the tables of messages are not empty."""
    if net.databases.is_url(net.database(path)):
        with net.databases.connect(net.database(path)) as db:
            db.execute('analyze')


def bodies(path, phones, pots):
    """Reports of pots that nobody has told yet, each by its own kitchen's leader, by turns of kitchens."""
    pool = pots.pool['near']
    free, pots.pool['near'] = pool[-MESSAGES:], pool[:-MESSAGES]
    assert len(free) == MESSAGES, 'no pots left to report'
    lines = []
    for i in range(0, MESSAGES, EACH):
        messages = [{'id': f'b{i + k}', 'from': phones[code],
                     'content': f'{WORDS[sitting]} {pots.random.randint(30, 60)} el {time.strftime("%d/%m", time.gmtime(day * 86400))}'}
                    for k, (code, day, sitting) in enumerate(free[i:i + EACH])]
        lines.append(json.dumps({'messages': messages}, separators=(',', ':')))
    with open(path, 'w') as f:
        f.write('\n'.join(lines) + '\n')
    return path


def run(bench, name, server, pots):
    phones = leaders(bench.o.build, server.path, bench.folder)
    phone = Phone(bench.o.build, server.path)
    first = {'messages': [{'id': f'a{i}', 'from': p, 'content': 'ayuda'} for i, p in enumerate(list(phones.values())[:200])]}
    link = http.client.HTTPConnection(server.address)
    link.request('POST', phone.path, json.dumps(first), {'Authorization': phone.header.partition(' ')[2],
                                                         'Content-Type': 'application/json'})
    assert link.getresponse().status == 200
    settle(server.path)
    got = server.load('--path', phone.path, '--bodies', bodies(bench.path('messages'), phones, pots),
                      '--header', phone.header, '--header', 'Content-Type: application/json', '--connections', str(CONNECTIONS),
                      '--requests', str(MESSAGES // EACH))
    assert got['status'] == {'200': MESSAGES // EACH}, got
    came, _, done = phone.rows(server.path, 'in')
    queued, claimed, _ = phone.rows(server.path, 'out')
    assert came == queued == MESSAGES + 200 and done > MESSAGES * 0.9 and claimed > MESSAGES * 0.9, (came, done, queued, claimed)
    bench.note(f'{name} messages per_min', 60 * MESSAGES / got['seconds'])
    bench.note(f'{name} messages slowest_ms', got['us']['max'] / 1000)


def rows(b):
    """The lines of the table."""
    least = True
    return [
        ('messages a minute by a telephone, done and answered', b.median('lite messages per_min'), 10_000, least),
        (f'  the slowest call of {EACH}, ms', b.median('lite messages slowest_ms'), None, None),
        ('the same on PostgreSQL', b.median('pg messages per_min'), 10_000, least),
        (f'  the slowest call of {EACH}, ms', b.median('pg messages slowest_ms'), None, None),
        ('  of SQLite', b.ratio('pg messages per_min', 'lite messages per_min'), None, None),
    ]
