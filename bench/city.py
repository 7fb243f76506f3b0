"""What the city costs: its page and map with all stores' movements and pick-ups, the nearest kitchens, a day of offers, sheets of accounts."""
import gzip
import http.client
import json
import os
import re
import subprocess
import time

import net

PAGES, FORMS = 80, 400


def tool(bench, name):
    """The figures that a program of this folder prints."""
    done = subprocess.run([f'{bench.o.build}/bench/{name}'], check=True, capture_output=True, text=True, timeout=120)
    return {k: float(v) for k, v in re.findall(r'(\w+)=([\d.-]+)', done.stdout)}


def pages(bench):
    """The working group's page of all kitchens, made anew each time, and what the city's map weighs, beside a whole history of stores."""
    path = net.make(bench.o.build, bench.folder, 365 if bench.o.full else 37, bench.o.seed, stores=True)
    server = net.Server(bench.o.build, net.copy(path, bench.path('work-city')))
    try:
        bench.note('records', sum(net.query(server.path, f'SELECT count(*) FROM {t}')[0][0]
                                  for t in ('meal', 'stock_move', 'offer', 'offer_ask')))
        cookie = bench.sign_in(server, 'mesa')
        for name, where in (('ciudad', '/ciudad'), ('mapa', '/mapa')):
            mark = server.log_mark()
            got = server.load('--path', where, '--connections', '1', '--requests', str(PAGES), '--header', 'Accept-Encoding: gzip',
                              '--header', f'Cookie: {cookie}')
            assert got['status'] == {'200': PAGES}, got
            us = server.served_us(mark, where)
            bench.note(f'{name} ms', us[len(us) // 2] / 1000)
        link = http.client.HTTPConnection(server.address)
        link.request('GET', '/mapa', headers={'Accept-Encoding': 'gzip', 'User-Agent': 'bench'})
        answer = link.getresponse()
        body = answer.read()
        assert answer.status == 200 and b'<svg' in gzip.decompress(body), answer.status
        bench.note('mapa bytes', len(body) + sum(len(k) + len(v) + 4 for k, v in answer.getheaders()) + 17 + 2)
    finally:
        server.stop()


def sharing(bench):
    """Whose turn it is, for a day of offers: the best for all of them, proved each time, without a database."""
    got = tool(bench, 'fair')
    bench.note('fair ms', got['median_ms'])
    bench.note('fair asked g', got['asked_had_g'])
    bench.note('fair all g', got['all_had_g'])


def nearest(bench):
    """The ten nearest kitchens of a point."""
    got = tool(bench, 'near')
    bench.note('near us', got['median_us'])
    bench.note('near p99_us', got['p99_us'])


def accounts(bench):
    """Whole sheets of seventeen rows, read as typed, judged and summed; the program's own start included."""
    with open(os.path.join('tests', 'b1', 'valid-17-rows.json'), encoding='utf-8') as f:
        one = json.load(f)
    one.pop('expect', None)
    sheet = bench.path('b1.json')
    with open(sheet, 'w', encoding='utf-8') as f:
        json.dump([one] * FORMS, f)
    begun = time.monotonic()
    done = subprocess.run([f'{bench.o.build}/ayni', 'solve', 'b1', sheet], check=True, capture_output=True, text=True, timeout=120)
    took_s = time.monotonic() - begun
    assert [a['outcome'] for a in json.loads(done.stdout)] == ['valid'] * FORMS, 'not all are valid'
    bench.note('b1 ms', took_s * 1000 / FORMS)


def rows(b):
    """The lines of the table."""
    most = False
    return [
        ('a city with its stores: pots, movements and pick-ups', b.median('records'), None, None),
        ('  working group\'s page of all kitchens, server median ms', b.median('ciudad ms'), 20, most),
        ('  map, server median ms', b.median('mapa ms'), None, None),
        ('  map, bytes on the wire', b.median('mapa bytes'), 25_000, most),
        ('the ten nearest of 2,447 kitchens, µs', b.median('near us'), 200, most),
        ('  p99, µs', b.median('near p99_us'), None, None),
        ('500 offers to 2,447 kitchens, the best for all, proved, ms', b.median('fair ms'), 100, most),
        ('  had before, g a diner: kitchens asked first', b.median('fair asked g'), None, None),
        ('  had before, g a diner: all kitchens', b.median('fair all g'), None, None),
        ('a sheet of accounts (17 rows) read, judged and summed, ms', b.median('b1 ms'), None, None),
    ]
