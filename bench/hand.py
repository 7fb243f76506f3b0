"""How long pages take and what they weigh on a phone with a bad link: bench/pages.mjs in a real Chromium."""
import json
import os
import subprocess

LOADS = 20
HERE = os.path.dirname(os.path.abspath(__file__))
NAMES = (('first', 'public page readable', 4, 10_000), ('hoy', 'Hoy ready for typing', 6, 32_000),
         ('again', 'Hoy a second time', 2, 4_000), ('public again', 'public page a second time', None, 4_000))


def run(bench, server):
    """Medians of LOADS loads; nothing is noted where there is no browser."""
    out = bench.path('hand.json')
    if os.path.exists(out):
        os.remove(out)
    done = subprocess.run(['node', os.path.join(HERE, 'pages.mjs'), '--build', os.path.abspath(bench.o.build), '--loads', str(LOADS),
                           '--json', out, '--to', server.address.split(':')[1], '--session', server.links['lider']],
                          capture_output=True, text=True, check=False)
    print(done.stdout, end='', flush=True)
    assert done.returncode == 0, done.stderr
    if os.path.exists(out):
        with open(out) as f:
            bench.hand = json.load(f)


def rows(bench):
    got = getattr(bench, 'hand', None)
    head = f'En la mano: 50 kbit/s, 600 ms, 5 % lost; medians of {LOADS} loads, cold'
    if not got:
        return [(head, None, None, None)]
    out = [(head + ', s', None, None, None)]
    for name, what, most_s, most_bytes in NAMES:
        out.append((f'  {what}, s', got[name]['ms'] / 1000, most_s, False))
        out.append((f'    bytes (in {got[name]["requests"]:.0f} requests)', got[name]['bytes'], most_bytes, False))
    return out + [(f'  a peer\'s first page, bytes (in {n} requests)', n_bytes, None, None)
                  for n_bytes, n in ((936 * 1024, 21), (302 * 1024, 20), (33 * 1024, 3))]
