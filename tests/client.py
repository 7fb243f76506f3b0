"""client.py - a browser or a program as the server sees it: cookies, tokens, forms."""
import http.client
import json
import re
import urllib.parse
from html.parser import HTMLParser


class Failed(Exception):
    """A check that does not hold; its text is the reason."""


# ---- a client ---------------------------------------------------------------------------------

class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def text(self):
        return self.body.decode("utf-8", "replace")

    def json(self):
        try:
            return json.loads(self.body)
        except ValueError as why:
            raise Failed(f"not JSON ({why}): {self.text[:200]}")

    def header(self, name):
        return next((v for k, v in self.headers if k.lower() == name.lower()), None)


class Client:
    """One browser or program: keeps cookies, follows no redirect by itself."""

    def __init__(self, url, token=None, timeout_s=15):
        parts = urllib.parse.urlsplit(url)
        self.host, self.port = parts.hostname, parts.port
        self.token, self.timeout_s = token, timeout_s
        self.cookies = {}
        self.conn = None

    @property
    def base(self):
        return f"http://{self.host}:{self.port}"

    def request(self, method, path, body=None, headers=None, kind=None):
        """Send one request on a kept connection; a dropped one is opened anew once."""
        path = path[len(self.base):] if path.startswith(self.base) else path
        send = {"Accept-Encoding": "identity"}
        if self.token:
            send["Authorization"] = f"Bearer {self.token}"
        if self.cookies:
            send["Cookie"] = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
        if method == "POST":
            send["Origin"] = self.base
        if isinstance(body, (dict, list)) and kind is None:
            body, kind = json.dumps(body, ensure_ascii=False), "application/json"
        if isinstance(body, str):
            body = body.encode()
        if kind:
            send["Content-Type"] = kind
        send.update(headers or {})
        send = {k: v for k, v in send.items() if v is not None}
        for again in (True, False):
            fresh = self.conn is None
            try:
                if fresh:
                    self.conn = http.client.HTTPConnection(self.host, self.port,
                                                           timeout=self.timeout_s)
                self.conn.request(method, path, body, send)
                raw = self.conn.getresponse()
                answer = Answer(raw.status, raw.getheaders(), raw.read())
                break
            except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
                self.close()
                if fresh or not again:
                    raise
            except Exception:
                self.close()
                raise
        for name, value in answer.headers:
            if name.lower() == "set-cookie":
                self._cookie(value)
        return answer

    def _cookie(self, line):
        name, _, value = line.split(";")[0].strip().partition("=")
        if not value or re.search(r";\s*max-age=0\b", line, re.I):
            self.cookies.pop(name, None)
        else:
            self.cookies[name] = value

    def get(self, path, **more):
        return self.request("GET", path, **more)

    def post(self, path, body=None, **more):
        return self.request("POST", path, body, **more)

    def form(self, path, fields):
        return self.post(path, urllib.parse.urlencode(fields),
                         kind="application/x-www-form-urlencoded")

    def follow(self, path, limit=6):
        """GET and follow redirects on this server, as a browser does."""
        answer = self.get(path)
        while answer.status in (301, 302, 303, 307) and limit:
            path = urllib.parse.urljoin(path, answer.header("Location"))
            answer, limit = self.get(path), limit - 1
        return answer

    def changes(self, actions):
        return self.post("/api/v1/changes", actions)

    def close(self):
        if self.conn:
            self.conn.close()
        self.conn = None


# ---- forms of a page --------------------------------------------------------------------------

class Forms(HTMLParser):
    """The forms of a page as {action, method, fields, buttons}; what a submit would send."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.forms, self.links, self.form = [], [], None
        self.area = self.select = self.button = None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        a = dict(attrs)
        if tag == "a" and a.get("href"):
            self.links.append(a["href"])
        if tag == "form":
            self.form = {"action": a.get("action", ""), "method": a.get("method", "get").lower(),
                         "fields": {}, "buttons": [], "names": set()}
            self.forms.append(self.form)
        if self.form is None:
            return
        name, fields = a.get("name"), self.form["fields"]
        if name:
            self.form["names"].add(name)
        if tag == "input" and name:
            kind = (a.get("type") or "text").lower()
            if kind == "submit":
                self.form["buttons"].append((name, a.get("value", "")))
            elif kind not in ("radio", "checkbox"):
                fields[name] = a.get("value", "")
            elif "checked" in a:
                fields[name] = a.get("value", "on")
        elif tag == "button" and (a.get("type") or "submit") == "submit":
            self.form["buttons"].append((name, a.get("value", "")))
        elif tag == "textarea" and name:
            self.area, fields[name] = name, ""
        elif tag == "select" and name:
            self.select = name
        elif tag == "option" and self.select:
            if "selected" in a or self.select not in fields:
                fields[self.select] = a.get("value", "")

    def handle_data(self, data):
        if self.area and self.form is not None:
            self.form["fields"][self.area] += data

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = None
        elif tag == "textarea":
            self.area = None
        elif tag == "select":
            self.select = None


def find_form(text, names, action=""):
    """The page's first posting form that has all these fields (and that action, when given).

    That of the languages, which stands on top, only for who asks for a language."""
    forms = [f for f in Forms(text).forms if f["method"] == "post"]
    for form in forms:
        if form["action"] == "/idioma" and not action and "idioma" not in names:
            continue
        if set(names) <= form["names"] and form["action"].startswith(action):
            return form
    raise Failed(f"no form with {sorted(names)}; forms have "
                 f"{[sorted(f['names']) for f in forms]}")
