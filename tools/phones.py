#!/usr/bin/env python3
"""phones.py - telephones for a sample network: somebody types on one, and the real road of a message is taken.

    phones.py COMMAND [ARGUMENT...]

starts the stand-ins of the services (tools/standin) and turns into COMMAND with `--phones http://127.0.0.1:N` behind it
(`ayni demo`, which then shows the page /telefono). They end when that process has ended, however it did. On N:

    POST /begin {"server": URL, "gateways": {KIND: ID}}   the server is up → {KIND: {"settings": {…}, "secret": "…"}}
    POST /type  {"kind": "android", "from": "+51900000001", "text": "raciones 120"}   → {}
    POST /share {"kind": "telegram", "from": "+51900000001"}     she shares her own number → {}
    GET  /screen?kind=android&from=%2B51900000001     what that telephone sent and got: → [{"out": false, "text": …, "at": ms}]

Standard library only; loopback only. A page of another site cannot reach it: JSON alone is taken, and only under this name.
"""
import http.server
import json
import os
import select
import signal
import sys
import threading
import time
import urllib.parse

BODY_MAX = 64 * 1024
SCREEN_MAX = 40  # bubbles kept a telephone

cht = telegram = whatsapp = None  # the stand-ins, once they are asked for


def stand_ins():
    global cht, telegram, whatsapp
    sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "standin"))
    import cht
    import telegram
    import whatsapp


class Android:
    """A telephone with a SIM of the network's, running cht-gateway: it polls the server."""

    def begin(self, server, gateway):
        self.standin = cht.Cht(f"{server}/pasarela/{gateway}/", every_s=0.3).start()
        return {}, self.standin.secret

    def address(self, number):
        return number

    def type(self, number, text):
        self.standin.say(number, text)


class Telegram(Android):
    """The Bot API: the server asks it for what people wrote."""

    def begin(self, _server, _gateway):
        self.standin = telegram.Telegram().start()
        return {"api": self.standin.url}, self.standin.token

    def address(self, number):
        """The account of a played telephone: always the same for its number."""
        return "tg:" + number[-9:]

    def type(self, number, text):
        self.standin.say(self.address(number), text)

    def share(self, number):
        self.standin.say(self.address(number), kind="contact", phone=number)


class Whatsapp(Android):
    """The Cloud API: it calls the server's webhook, signed, and tells what became of what was sent."""

    def begin(self, server, gateway):
        self.standin = whatsapp.WhatsApp(hook=f"{server}/pasarela/{gateway}/")
        self.standin.auto = True
        self.standin.start()
        return {"api": self.standin.url + "/v21.0", "phone_id": self.standin.phone_id}, self.standin.secret


class Phones:
    def __init__(self):
        self.kinds, self.lock = {}, threading.Lock()
        self.typed = {}  # (kind, number): [(at, text)]

    def begin(self, given):
        """The server is up: its gateways' settings and secrets, by kind."""
        out = {}
        self.stop()
        for kind, make in (("android", Android), ("telegram", Telegram), ("whatsapp", Whatsapp)):
            if kind in given["gateways"]:
                played = make()
                settings, secret = played.begin(given["server"], given["gateways"][kind])
                self.kinds[kind] = played
                out[kind] = {"settings": settings, "secret": secret}
        return out

    def type(self, given):
        key, text = (given["kind"], given["from"]), given["text"]
        with self.lock:
            said = self.typed.setdefault(key, [])
            said.append((int(time.time() * 1000), text))
            del said[:-SCREEN_MAX]
        self.kinds[given["kind"]].type(given["from"], text)
        return {}

    def share(self, given):
        self.kinds[given["kind"]].share(given["from"])
        return {}

    def screen(self, kind, number):
        played = self.kinds[kind]
        to = played.address(number)
        with self.lock:
            both = [{"out": False, "text": text, "at": at} for at, text in self.typed.get((kind, number), ())]
        both += [{"out": True, "text": m["text"], "at": m["at"]} for m in played.standin.seen(to=to)[-SCREEN_MAX:]]
        return sorted(both, key=lambda m: m["at"])

    def stop(self):
        for played in self.kinds.values():
            played.standin.stop()
        self.kinds = {}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 30

    def log_message(self, *_):
        pass

    def answer(self, status, value):
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def judged(self, do):
        """The answer of do(), or what was wrong with the question."""
        host = (self.headers.get("Host") or "").rpartition(":")[0]
        if host not in ("127.0.0.1", "localhost"):
            return self.answer(421, {})
        try:
            return self.answer(200, do())
        except (KeyError, ValueError, TypeError, AttributeError) as why:
            return self.answer(400, {"error": type(why).__name__})
        except OSError as why:
            return self.answer(503, {"error": type(why).__name__})

    def do_POST(self):
        size = int(self.headers.get("Content-Length") or 0)
        if size > BODY_MAX or self.headers.get_content_type() != "application/json":
            self.close_connection = True
            self.answer(413 if size > BODY_MAX else 415, {})
            return
        raw = self.rfile.read(size)
        do = {"/begin": self.server.phones.begin, "/type": self.server.phones.type,
              "/share": self.server.phones.share}.get(self.path)
        if do:
            self.judged(lambda: do(json.loads(raw)))
        else:
            self.answer(404, {})

    def do_GET(self):
        split = urllib.parse.urlsplit(self.path)
        query = dict(urllib.parse.parse_qsl(split.query))
        if split.path == "/screen":
            self.judged(lambda: self.server.phones.screen(query["kind"], query["from"]))
        else:
            self.answer(404, {})


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_):  # a peer that went away is no news here
        pass


def serve(server, parent):
    """Until the process behind that descriptor has ended."""
    for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):  # Ctrl-C reaches both: the command ends first
        signal.signal(sign, signal.SIG_IGN)
    threading.Thread(target=server.serve_forever, args=(0.1,), daemon=True).start()
    select.select([parent], [], [])
    server.phones.stop()
    server.shutdown()


def play():
    """Telephones until this process ends, in a child of it; where they listen."""
    stand_ins()
    server = Server(("127.0.0.1", 0), Handler)
    url = f"http://127.0.0.1:{server.server_address[1]}"
    parent = os.pidfd_open(os.getpid())
    if os.fork() == 0:
        null = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1):  # who reads the command's output must see its end
            os.dup2(null, stream)
        server.phones = Phones()
        serve(server, parent)
        os._exit(0)
    os.close(parent)
    os.close(server.fileno())
    return url


def main():
    command = sys.argv[1:]
    if not command:
        print("usage: phones.py COMMAND [ARGUMENT...]", file=sys.stderr)
        return 2
    try:
        more = ["--phones", play()]
    except (ImportError, OSError, AttributeError) as why:
        print(f"phones.py: goes on without telephones: {why}", file=sys.stderr)
        more = []
    try:
        os.execvp(command[0], command + more)
    except OSError as why:
        print(f"{command[0]}: {why.strerror}", file=sys.stderr)
    return 127


if __name__ == "__main__":
    sys.exit(main())
