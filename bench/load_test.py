"""load sends what its templates say and counts what comes back, in both loops."""
import http.server
import json
import re
import subprocess
import sys
import tempfile
import threading

seen = []


class Answers(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def do_POST(self):
        body = self.rfile.read(int(self.headers['Content-Length']))
        seen.append((self.path, self.headers['X-Id'], body))
        status = 409 if self.path.endswith('2') else 200
        self.send_response(status)
        self.send_header('Content-Length', '2')
        if len(seen) % 3 == 0:
            self.send_header('Connection', 'close')
        self.end_headers()
        self.wfile.write(b'ok')

    def log_message(self, *args):
        pass


def run(*args):
    done = subprocess.run([sys.argv[1], *args], capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout


server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Answers)
threading.Thread(target=server.serve_forever, daemon=True).start()
to = f'127.0.0.1:{server.server_port}'
texts = ['--path', '/p/{kitchen:SJM-01..SJM-03}', '--header', 'X-Id: {uuid}',
         '--body-template', '{"id":"{uuid}","n":{n},"in":{"k":"{k:A-008..}"}}']

code, out = run('--to', to, '--connections', '3', '--requests', '30', *texts)
assert code == 0 and out.count('\n') == 1, (code, out)
got = json.loads(out)
assert got['answers'] == 30 and got['loop'] == 'closed', got
assert got['status'] == {'200': 20, '409': 10}, got
assert got['us']['min'] <= got['us']['p50'] <= got['us']['p99'] <= got['us']['max'], got
assert len({path for path, _, _ in seen}) == 3 and len({ident for _, ident, _ in seen}) == 30
numbers = set()
for path, ident, body in seen:
    text = json.loads(body)
    assert text['id'] == ident and re.fullmatch(r'[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}', ident)
    assert text['in']['k'] == f"A-{8 + text['n'] % 992:03}" and path == f"/p/SJM-{1 + text['n'] % 3:02}"
    numbers.add(text['n'])
assert numbers == set(range(30))

code, out = run('--to', to, '--connections', '4', '--requests', '50', '--rate', '200', *texts)
got = json.loads(out)
assert code == 0 and got['loop'] == 'open' and got['answers'] == 50, got
assert 0.2 < got['seconds'] < 5, got

seen.clear()
with tempfile.NamedTemporaryFile('w') as f:
    f.write('[1]\n{uuid}\n')
    f.flush()
    code, out = run('--to', to, '--connections', '1', '--requests', '3', '--bodies', f.name)
assert code == 0 and [body for _, _, body in seen] == [b'[1]', b'{uuid}', b'[1]'], seen
assert run('--to', to, '--bodies', '/dev/null')[0] == 2

assert run('--to', to, '--path', '/{nonsense:x..}')[0] == 2
assert run('--path', '/')[0] == 2
server.shutdown()
assert run('--to', f'127.0.0.1:1')[0] == 1
print('ok')
