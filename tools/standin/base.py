"""base.py - what the stand-ins of services share: a server on loopback that can misbehave, and a control API.

A stand-in speaks the documented protocol of a service that carries messages, so that tests and `make demo` need
neither the service nor a network. Every one has

    start() → itself · stop() · url · say(…): a person writes · seen(since): what reached people's phones
    plan(call, *faults): what goes wrong at the next calls of that name, one fault a call, then all is well again

A fault is None (behave), a number of milliseconds ("wait:300", then behave), "cut" (the connection ends before anything
was done), "lost" (it is done, and the connection ends before the answer), or an HTTP status the service may give (500, 429…).

Over HTTP, for other processes, the same on the same port:

    POST /say   {"from": "+51987654321", "text": "raciones 120", …}   → {"ref": …}
    GET  /seen?since=N      → {"seen": [{"n": 1, "to": "+51987654321", "text": "…", "at": ms}, …]}; n > N
    POST /plan  {"call": "sendMessage", "faults": [429, null, "cut"]}

Binary things go as base64 in "bytes" with their "type" ("image/jpeg", "audio/ogg").
"""
import base64
import http.server
import json
import socket
import threading
import time
import urllib.parse


class Cut(Exception):
    """End the connection without a word."""


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 75

    def setup(self):
        super().setup()
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def log_message(self, *_):
        pass

    def _do(self):
        length = int(self.headers.get("Content-Length") or 0)
        self.raw = self.rfile.read(length) if length else b""
        split = urllib.parse.urlsplit(self.path)
        self.query = dict(urllib.parse.parse_qsl(split.query, keep_blank_values=True))
        try:
            status, body, kind = self.server.standin.answer(self, split.path)
        except Cut:
            self.close_connection = True
            return
        except (KeyError, ValueError, TypeError) as why:
            status, body, kind = 400, {"error": f"{type(why).__name__}: {why}"}, None
        if not isinstance(body, bytes):
            body, kind = json.dumps(body).encode(), "application/json"
        try:
            self.send_response(status)
            self.send_header("Content-Type", kind or "application/octet-stream")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        except OSError:
            self.close_connection = True

    do_GET = do_POST = do_PUT = do_DELETE = _do

    def params(self):
        """What the call says: its query, and its body as JSON or as a form."""
        out = dict(self.query)
        kind = (self.headers.get("Content-Type") or "").partition(";")[0].strip()
        if self.raw and kind == "application/json":
            out.update(json.loads(self.raw))
        elif self.raw and kind == "application/x-www-form-urlencoded":
            out.update(urllib.parse.parse_qsl(self.raw.decode(), keep_blank_values=True))
        return out


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, *_):  # a peer that went away is no news here
        pass


class Standin:
    """Subclasses answer `serve(handler, path)` and, for the control API, `say`."""

    def __init__(self, port=0):
        self.port, self.server = port, None
        self.lock = threading.RLock()
        self.changed = threading.Condition(self.lock)
        self.stopping = False
        self.plans, self.calls, self.out = {}, [], []

    # ---- life ----

    def start(self):
        self.stopping = False
        self.server = Server(("127.0.0.1", self.port), Handler)
        self.server.standin = self
        self.port = self.server.server_address[1]
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True)
        self.thread.start()
        return self

    def stop(self):
        """The service is down; what it held stays. start() brings it back on the same port."""
        with self.changed:
            self.stopping = True
            self.changed.notify_all()
        if self.server:
            self.server.shutdown()
            self.server.server_close()
            self.thread.join(5)
            self.server = None

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.stop()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    # ---- misbehaviour ----

    def plan(self, call, *faults):
        with self.lock:
            self.plans.setdefault(call, []).extend(faults)

    def fault(self, call, **more):
        """Note the call; the fault planned for it, after its wait: None, a status or "lost"."""
        with self.lock:
            self.calls.append({"call": call, "at": now_ms(), **more})
            plan = self.plans.get(call)
            fault = plan.pop(0) if plan else None
        if isinstance(fault, str) and fault.startswith("wait:"):
            time.sleep(int(fault[5:]) / 1000)
            return None
        if fault == "cut":
            raise Cut
        return fault

    def count(self, call):
        with self.lock:
            return sum(1 for c in self.calls if c["call"] == call)

    # ---- what reached people ----

    def reached(self, to, text, **more):
        with self.changed:
            one = {"n": len(self.out) + 1, "to": to, "text": text, "at": now_ms(), **more}
            self.out.append(one)
            self.changed.notify_all()
            return one

    def seen(self, since=0, to=None):
        with self.lock:
            return [dict(m) for m in self.out[since:] if to is None or m["to"] == to]

    def wait_seen(self, n, wait_s=10, to=None):
        """At least n messages that reached `to`; those that did by then."""
        end = time.monotonic() + wait_s
        with self.changed:
            while len(self.seen(to=to)) < n and time.monotonic() < end:
                self.changed.wait(min(0.2, max(0.01, end - time.monotonic())))
        return self.seen(to=to)

    # ---- control ----

    def say(self, from_, text="", **more):
        raise NotImplementedError

    def control(self, handler, path):
        """The control API; None when the path is not of it."""
        if path == "/seen" and handler.command == "GET":
            return 200, {"seen": self.seen(int(handler.query.get("since") or 0))}, None
        if handler.command == "POST" and path in ("/say", "/plan"):
            given = json.loads(handler.raw or b"{}")
            if path == "/plan":
                self.plan(given["call"], *given["faults"])
                return 200, {}, None
            if "bytes" in given:
                given["bytes"] = base64.b64decode(given["bytes"])
            return 200, {"ref": self.say(given.pop("from"), given.pop("text", ""), **given)}, None
        return None

    def serve(self, handler, path):
        raise NotImplementedError

    def answer(self, handler, path):
        return self.control(handler, path) or self.serve(handler, path)


def now_ms():
    return int(time.time() * 1000)
