"""The proxy itself: bytes arrive whole and not too early; off, hole, on, count and the plan do what they say."""
import hashlib
import os
import socket
import subprocess
import sys
import threading
import time

BODY = os.urandom(200_000)
server = socket.create_server(('127.0.0.1', 0))


def serve():
    """Whoever sends a digest and ends gets BODY and the digest of what it sent."""
    while True:
        link, _ = server.accept()
        threading.Thread(target=answer, args=(link,), daemon=True).start()


def answer(link):
    got = hashlib.sha256()
    try:
        while piece := link.recv(65536):
            got.update(piece)
        link.sendall(BODY + got.digest())
        link.close()
    except OSError:
        pass


threading.Thread(target=serve, daemon=True).start()


class Link:
    def __init__(self, *args):
        self.child = subprocess.Popen([sys.argv[1], '--to', str(server.getsockname()[1]), *args], stdin=subprocess.PIPE,
                                      stdout=subprocess.PIPE, text=True, bufsize=1)
        self.port = int(self.child.stdout.readline().split()[1])

    def say(self, line):
        self.child.stdin.write(line + '\n')
        return self.child.stdout.readline().strip()

    def connect(self):
        return socket.create_connection(('127.0.0.1', self.port), timeout=30)

    def exchange(self, sent):
        with self.connect() as s:
            s.sendall(sent)
            s.shutdown(socket.SHUT_WR)
            got = b''
            while piece := s.recv(65536):
                got += piece
        assert got[:-32] == BODY and got[-32:] == hashlib.sha256(sent).digest(), len(got)

    def end(self):
        self.child.stdin.close()
        assert self.child.wait(30) == 0


def refused(link):
    try:
        link.connect().close()
    except ConnectionRefusedError:
        return True
    except ConnectionResetError:  # it was waiting when the door was shut
        pass
    return False


# 200,032 bytes in 138 segments with 40 more each at 8 Mbit/s: 205.6 ms; two round trips of 100 ms.
link = Link('--bits', '8000000', '--round-trip-ms', '100', '--lost-per-mille', '0')
begun = time.monotonic()
link.exchange(b'?')
took = time.monotonic() - begun
assert 0.405 < took < 20, took
up, down, segments, lost, links = map(int, link.say('count').split()[1:])
assert (up, down, lost, links) == (1, len(BODY) + 32, 0, 1) and segments >= 137 + 1 + 2, (up, down, segments, lost, links)
link.exchange(os.urandom(300_000))

held = link.connect()
assert link.say('off') == 'off'
assert refused(link)
try:
    assert held.recv(1) == b''
except ConnectionResetError:
    pass
assert link.say('on') == 'on' and link.say('nonsense') == 'what?'
link.exchange(b'after')

assert link.say('hole') == 'hole'
with link.connect() as s:
    s.sendall(b'x')
    s.shutdown(socket.SHUT_WR)
    s.settimeout(0.5)
    try:
        s.recv(1)
        assert False, 'something came through a hole'
    except TimeoutError:
        pass
    assert link.say('on') == 'on'
    s.settimeout(30)
    assert s.recv(1) == BODY[:1]
link.end()

# What is lost is sent again.
link = Link('--bits', '80000000', '--round-trip-ms', '4', '--lost-per-mille', '50')
assert link.say('seed 3') == 'seed'
link.exchange(os.urandom(300_000))
assert int(link.say('count').split()[4]) > 0
link.end()

link = Link('--plan', '0:off')
deadline = time.monotonic() + 20
while not refused(link):
    assert time.monotonic() < deadline
link.end()
print('ok')
