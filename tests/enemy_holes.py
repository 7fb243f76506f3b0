"""enemy_holes.py - a small site with planted holes, on loopback: what the tools of enemy.py must find before
their silence about Ayni means anything. Never part of the program.
"""
import html
import http.client
import http.server
import os
import socketserver
import sqlite3
import ssl
import subprocess
import threading
import urllib.parse

LINKS = ("/item?id=1", "/say?word=hola", "/go?to=/", "/file?name=readme.txt", "/head?lang=es")
HIDDEN = {"/backup.sql": b"insert into person values ('Rosa', '900000001');\n", "/.git/HEAD": b"ref: refs/heads/main\n"}


def page(inside):
    return ("<!doctype html><html><head><title>planted</title></head><body>" + inside + "</body></html>").encode()


class Holes(http.server.BaseHTTPRequestHandler):
    """One hole a path; no header that a careful site sends."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, status, body, headers=()):
        self.send_response_only(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Set-Cookie", "session=1")
        self.flush_headers()
        self.wfile.write(b"".join(h + b"\r\n" for h in headers) + b"\r\n" + body)

    def do_GET(self):
        at = urllib.parse.urlsplit(self.path)
        asked = {k: v[0] for k, v in urllib.parse.parse_qs(at.query, keep_blank_values=True).items()}
        hole = getattr(self, "hole_" + at.path.strip("/"), None)
        if at.path in HIDDEN:
            self.answer(200, HIDDEN[at.path])
        elif hole:
            hole(asked)
        elif at.path == "/":
            self.answer(200, page("".join(f'<p><a href="{one}">{one}</a></p>' for one in LINKS) + self.notes()))
        else:
            self.answer(404, page("no"))

    do_HEAD = do_GET

    def do_POST(self):
        text = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode("utf-8", "replace")
        self.server.note = urllib.parse.parse_qs(text).get("text", [""])[0]
        self.answer(200, page(self.notes()))

    def notes(self):
        """Kept markup comes back, and the form carries nothing of a session."""
        return f'<form method="post" action="/note"><input name="text"><button>x</button></form>{self.server.note}'

    def hole_note(self, _):
        self.answer(200, page(self.notes()))

    def hole_item(self, asked):
        """What was asked is put into the statement."""
        try:
            rows = self.server.db().execute("select name from item where id = " + asked.get("id", "0")).fetchall()
            self.answer(200, page(" ".join(html.escape(str(r[0])) for r in rows)))
        except sqlite3.Error as why:
            self.answer(500, page("sqlite3.OperationalError: " + html.escape(str(why))))

    def hole_say(self, asked):
        self.answer(200, page("<p>" + asked.get("word", "") + "</p>"))

    def hole_go(self, asked):
        self.answer(302, b"", [b"Location: " + asked.get("to", "/").encode("latin-1", "replace")])

    def hole_file(self, asked):
        try:
            with open(os.path.join(self.server.folder, asked.get("name", "")), "rb") as f:
                self.answer(200, f.read(65536))
        except (OSError, ValueError):
            self.answer(404, page("no"))

    def hole_head(self, asked):
        lang = urllib.parse.unquote(asked.get("lang", ""))  # as careless code does, once more
        self.answer(200, page("ok"), [b"X-Lang: " + lang.encode("latin-1", "replace")])


class Server(http.server.HTTPServer):
    def handle_error(self, *_):
        """Tools leave in the middle of a word; that is theirs."""


class Threads(socketserver.ThreadingMixIn, Server):
    daemon_threads = True

    def db(self):
        """Read-only, of its own for each request."""
        db = sqlite3.connect(":memory:")
        db.execute("create table item(id integer, name text)")
        db.executemany("insert into item values (?, ?)", [(1, "olla"), (2, "cucharon"), (3, "balde")])
        return db


class One(Server):
    """One client at a time, for as long as she likes."""

    def db(self):
        raise sqlite3.OperationalError("none")


class Site:
    """Served until the end of the process; `url` says where."""

    def __init__(self, folder, one_at_a_time=False, old_tls=False):
        self.server = (One if one_at_a_time else Threads)(("127.0.0.1", 0), Holes)
        self.server.note, self.server.folder = "", os.path.join(folder, "files")
        os.makedirs(self.server.folder, exist_ok=True)
        with open(os.path.join(self.server.folder, "readme.txt"), "w", encoding="ascii") as f:
            f.write("hola\n")
        if old_tls:
            self.server.socket = old(folder).wrap_socket(self.server.socket, server_side=True, do_handshake_on_connect=False)
        self.port = self.server.server_address[1]
        self.url = f"{'https' if old_tls else 'http'}://127.0.0.1:{self.port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


class Door(http.server.BaseHTTPRequestHandler):
    """What a tool asks, as somebody who is signed in and whom no tool can sign out."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_GET(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)) or None
        there = http.client.HTTPConnection("127.0.0.1", self.server.to_port, timeout=60)
        if self.path.startswith(self.server.closed):
            self.send_error(404)
            return
        headers = {k: v for k, v in self.headers.items() if k.lower() not in ("cookie", "connection", "accept-encoding")}
        there.request(self.command, self.path, body, {**headers, **self.server.more})
        a = there.getresponse()
        told = a.read()
        self.send_response_only(a.status)
        for name, value in a.getheaders():
            if name.lower() not in ("content-length", "connection", "transfer-encoding"):
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(told)))
        self.end_headers()
        self.wfile.write(told if self.command != "HEAD" else b"")
        there.close()

    do_HEAD = do_POST = do_GET


def door(port, more, closed):
    """Its address; `more` are headers that it adds, `closed` paths that it does not pass on."""
    server = Threads(("127.0.0.1", 0), Door)
    server.to_port, server.more, server.closed = port, more, closed
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_address[1]}"


def old(folder):
    """TLS as it was in 1999, with a key that is too short."""
    cert, key = os.path.join(folder, "old.pem"), os.path.join(folder, "old.key")
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:1024", "-nodes", "-days", "2", "-subj", "/CN=planted",
                    "-out", cert, "-keyout", key], check=True, capture_output=True, timeout=60)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version = ssl.TLSVersion.TLSv1
    context.load_cert_chain(cert, key)
    return context
