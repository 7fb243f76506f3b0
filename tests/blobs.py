#!/usr/bin/env python3
"""blobs.py - photos, voice notes and signed sheets: taken, judged, kept, seen by who may, never lost, erased with her.

    blobs.py [words…]      only the checks whose name has one of these words
    blobs.py --disk        on a disk whose calls fail one after the other (a program without sanitizer)

Pictures are made by code (pictures.py). Bytes come with a page's form, with and without a file that can be
read; what is kept has nothing of the original but the picture. What was acknowledged outlives kill -9, a
backup restored, a move to the other database; a damaged, a missing and an orphan file are found.
"""
import glob
import os
import re
import secrets
import sys

import kit
import pictures
import vault
from kit import expect

KITCHEN = "SJM-001"


def multipart(fields, files):
    mark = "----ayni" + secrets.token_hex(8)
    out = b"".join(f'--{mark}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n'.encode() for k, v in fields.items())
    for name, filename, body in files:
        out += (f'--{mark}\r\nContent-Disposition: form-data; name="{name}"; filename="{filename}"\r\n'
                f"Content-Type: application/octet-stream\r\n\r\n").encode() + body + b"\r\n"
    return out + f"--{mark}--\r\n".encode(), f"multipart/form-data; boundary={mark}"


class Page:
    """The page of one kitchen's pictures, as that person sees it."""

    def __init__(self, net, person="lider", kitchen=KITCHEN):
        self.c, self.path = net.client(person), f"/adjuntos?group={kitchen}"

    def fields(self, kind="photo", **more):
        a = self.c.get(f"{self.path}&kind={kind}")
        expect(a.status == 200, f"{self.path}: {a.status}")
        fields = kit.find_form(a.text, ["file", "group"])["fields"]
        fields.pop("file", None)
        return {**fields, "kind": kind, **more}

    def send(self, body, kind="photo", filename="foto.jpg", fields=None, **more):
        form, mime = multipart(fields or self.fields(kind, **more), [("file", filename, body)] if body is not None else [])
        return self.c.post("/adjuntos", form, kind=mime)

    def keep(self, body, kind="photo", **more):
        a = self.send(body, kind, **more)
        expect(a.status == 303, f"{kind}: {a.status} {said(a)}")
        return a

    def files(self):
        """The addresses on the page, thumbs and whole ones, the newest first."""
        return list(dict.fromkeys(re.findall(r'(?:src|href)="(/archivo/[^"]+)"', self.c.get(self.path).text)))


def said(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", " ".join(re.findall(r'class="err"[^>]*>.*?</p>|<h1>.*?</h1>', answer.text, re.S))).split())


def attachments(net):
    r = net.ayni("export", "attachment", "--format", "json")
    expect(r.status == 0, f"export: {r.text[-300:]}")
    import json
    rows = json.loads(r.out)
    return rows["rows"] if isinstance(rows, dict) else rows


def stored(net):
    """Every byte string that a network keeps as bytes: {hash in hex: bytes}."""
    return stored_at(net.folder)


def stored_at(folder):
    url = kit.database(folder)
    if not kit.tables.is_url(url):
        found = {}
        for path in glob.glob(os.path.join(folder, "blobs", "*", "*")):
            with open(path, "rb") as f:
                found[os.path.basename(path)] = f.read()
        return found
    with kit.open_tables(folder) as t:
        out = {}
        for key, _, piece in sorted((bytes(r[0]).hex(), r[1], bytes(r[2])) for r in t.execute("SELECT hash, n, bytes FROM blob_piece")):
            out[key] = out.get(key, b"") + piece
        return out


def damage(net, key, bytes_now):
    """Put other bytes in the place of those, or none; the network is at rest."""
    if not kit.tables.is_url(kit.database(net.folder)):
        path = os.path.join(net.folder, "blobs", key[:2], key)
        if bytes_now is None:
            os.unlink(path)
        else:
            with open(path, "wb") as f:
                f.write(bytes_now)
        return
    with kit.open_tables(net.folder) as t:
        network = t.execute("SELECT network FROM chain")[0][0]
        t.execute("DELETE FROM blob_piece WHERE hash = ?", (bytes.fromhex(key),))
        if bytes_now is not None:
            t.execute("INSERT INTO blob_piece (network, hash, n, bytes) VALUES (?, ?, 0, ?)", (network, bytes.fromhex(key), bytes_now))


class Harness:
    def __init__(self, report, words):
        self.report, self.words = report, words
        self.net = kit.Net().start()
        self.page = Page(self.net)
        self.photo = pictures.with_exif(pictures.jpeg(pictures.corners()), pictures.exif(
            6, (12, 2, 4700, "S"), (77, 2, 3400, "W"), b"CANARIO"))

    def check(self, name, run):
        if not self.words or any(w in name for w in self.words):
            self.report.check(name, run)

    # ---- taking

    def a_photo(self):
        a = self.page.keep(self.photo, caption="El almuerzo de hoy")
        expect("ok=1" in a.header("Location"), a.header("Location"))
        text = self.page.c.get(self.page.path).text
        expect("El almuerzo de hoy" in text, "its caption is not on the page")
        img = re.search(r'<img src="(/archivo/[^"]+)" width="(\d+)" height="(\d+)" alt="([^"]*)" loading="lazy">', text)
        expect(img, "no picture on the page")
        thumb, whole = self.page.c.get(img[1]), self.page.c.get(re.search(r'<a href="(/archivo/[^"]+)"><img', text)[1])
        for got in (thumb, whole):
            expect(got.status == 200 and got.header("Content-Type") == "image/jpeg", f"{got.status} {got.header('Content-Type')}")
            expect(got.header("Cache-Control") == "no-store" and got.header("X-Content-Type-Options") == "nosniff",
                   f"headers: {got.headers}")
            expect(b"CANARIO" not in got.body and b"Exif" not in got.body and b"GPS" not in got.body, "metadata stayed")
        expect(len(thumb.body) <= 6000, f"the thumb has {len(thumb.body)} bytes")
        row = next(r for r in attachments(self.net) if r["caption"] == "El almuerzo de hoy")
        expect((row["width"], row["height"]) == (200, 320), f"not turned upright: {row['width']} x {row['height']}")
        # Turned right: what was below at the left (blue) is now above at the left.
        blue = pictures.jpeg_pixel(whole.body, 30, 30)
        expect(blue[2] > 150 and blue[0] < 100, f"not turned the right way: {blue}")
        expect(row["latitude"] is None and row["longitude"] is None, f"its place was kept unasked: {row}")

    def a_place_when_asked(self):
        before = {r["id"] for r in attachments(self.net)}
        self.page.keep(self.photo, with_place="1")
        row = next(r for r in attachments(self.net) if r["id"] not in before)
        expect((row["latitude"], row["longitude"]) == ("-12.046388", "-77.042777"), f"{row['latitude']} {row['longitude']}")

    def other_kinds(self):
        self.page.keep(pictures.webp(pictures.corners()), filename="x.txt")
        self.page.keep(pictures.corners(), "sheet", filename="acta.png")
        self.page.keep(pictures.PDF, "sheet", filename="acta.jpg")
        for seconds, name, body in ((42, "ogg", pictures.ogg(42)), (7, "m4a", pictures.m4a(7)), (3, "amr", pictures.amr(3)),
                                    (20, "webm", pictures.webm(20))):
            before = {r["id"] for r in attachments(self.net)}
            self.page.keep(body, "voice", filename="nota." + name)
            row = next(r for r in attachments(self.net) if r["id"] not in before)
            expect(row["seconds"] == seconds, f"{name}: {row['seconds']} s, not {seconds}")
            got = self.page.c.get("/archivo/" + row["file"])
            expect(got.status == 200 and b"-077.0428" not in got.body, f"{name}: {got.status}, or its place stayed")
            part = self.page.c.get("/archivo/" + row["file"], headers={"Range": "bytes=10-19"})
            expect(part.status == 206 and part.body == got.body[10:20] and
                   part.header("Content-Range") == f"bytes 10-19/{len(got.body)}", f"{name}: {part.status} {part.headers}")
        for odd in ("999999999-", "9-3", "5--9223372036854775808", "9223372036854775807-9223372036854775807"):
            a = self.page.c.get("/archivo/" + row["file"], headers={"Range": "bytes=" + odd})
            expect(a.status == 416 and len(a.body) < 20, f"bytes={odd}: {a.status}, {len(a.body)} bytes")

    def refusals(self):
        """A clear word each, what she wrote stays, and nothing is in the journal."""
        n = len(attachments(self.net))
        film = pictures.webm(5, kind=1)
        for name, kind, body, word in (
                ("text", "photo", b"hola, no soy una foto" * 50, "no es una foto, un audio ni un PDF"),
                ("an empty file", "photo", b"", "vacío"),
                ("cut off", "photo", pictures.jpeg(pictures.corners())[:200], "dañada"),
                ("a bomb", "photo", pictures.png_head(60000, 60000), "demasiado grande"),
                ("a film", "voice", film, "no es una foto, un audio"),
                ("an hour", "voice", pictures.ogg(3600), "diez minutos"),
                ("an hour in pieces", "voice", pictures.webm(3600), "diez minutos"),
                ("a photo as voice", "voice", self.photo, "no es un audio"),
                ("a voice as photo", "photo", pictures.ogg(5), "no es una foto; tome"),
                ("no file", "photo", None, "Falta este dato")):
            a = self.page.send(body, kind, caption="Lo que escribí")
            expect(a.status == 422 and word in said(a), f"{name}: {a.status} {said(a)}")
            expect("Lo que escribí" in a.text, f"{name}: what she wrote is gone")
        a = self.page.send(b"x" * (9 << 20))
        expect(a.status == 413, f"nine megabytes: {a.status}")
        expect(len(attachments(self.net)) == n, "a refused one is in the tables")

    def same_again(self):
        fields = self.page.fields(caption="dos veces")
        n = len(attachments(self.net))
        for _ in range(2):
            expect(self.page.send(self.photo, fields=fields).status == 303, "not taken")
        expect(len(attachments(self.net)) == n + 1, "the same form sent twice is there twice")
        other = self.page.send(pictures.jpeg(pictures.corners(300, 300)), fields=fields)
        expect(other.status == 409, f"its id with another file: {other.status}")

    # ---- who may see

    def who_may(self):
        row = next(r for r in attachments(self.net) if r["caption"] == "El almuerzo de hoy")
        for person, status in (("lider", 200), ("cocinera", 200), ("operadora", 200), ("distrito", 200), ("mesa", 404),
                               ("salud", 404), ("voluntaria", 404), (None, 404)):
            c = self.net.client(person)
            for ref in (row["file"], row["thumb"]):
                got = c.get("/archivo/" + ref)
                expect(got.status == status, f"{person}: {got.status}, not {status}")
        for path in ("/archivo/", "/archivo/j.1." + "0" * 64, "/archivo/" + row["file"] + "/x", "/archivo/../ayni.db"):
            expect(self.page.c.get(path).status in (400, 404), path)

    def removed(self):
        self.page.keep(pictures.jpeg(pictures.corners(310, 210)), caption="por error")
        ref = [f for f in self.page.files()][0]
        url = re.findall(r'/adjuntos/quitar\?attachment=[0-9a-f-]+', self.page.c.get(self.page.path).text)[0]
        form = kit.find_form(self.page.c.get(url).text, ["reason"])["fields"]
        a = self.page.c.form("/adjuntos/quitar", {**form, "reason": "salió borrosa"})
        expect(a.status == 303, f"{a.status} {said(a)}")
        expect(self.page.c.get(ref).status == 404, "it can still be seen")
        expect("por error" not in self.page.c.get(self.page.path).text, "it is still on the page")

    # ---- never lost

    def killed(self):
        """What was acknowledged just before a kill is there after it, whole."""
        row, files = None, {}
        for n in range(3):
            self.page.keep(pictures.jpeg(pictures.corners(200 + n, 120)), caption=f"antes {n}")
            for path in self.page.files():
                files[path] = self.page.c.get(path).body
            self.net.kill()
            self.net.start()
            self.page = Page(self.net)
            for path, body in files.items():
                expect(self.page.c.get(path).body == body, f"{path} differs after the kill")
        self.net.laws()

    def uploads(self):
        """Pieces of what somebody waits for: cut, resumed, and the server killed between."""
        body, ident = secrets.token_bytes(200_000), secrets.token_bytes(16)
        with kit.open_tables(self.net.folder) as t:
            network = t.execute("SELECT network FROM chain")[0][0]
            t.execute("INSERT INTO upload (network, id, bytes, have, until_at) VALUES (?, ?, ?, 0, ?)",
                      (network, ident, len(body), kit.now_ms() + 3_600_000))
        c, path = kit.Client(self.net.url), "/subida/" + ident.hex()

        def piece(start, n, of=None):
            a = (of or c).request("POST", f"{path}?desde={start}", body[start:start + n], kind="application/octet-stream")
            return a.status, a.json().get("have") if a.status in (200, 409) else None
        expect(piece(0, 60_000) == (200, 60_000), "the first piece")
        expect(piece(0, 60_000) == (200, 60_000), "the same again")
        expect(piece(50_000, 30_000) == (200, 80_000), "one that overlaps")
        expect(piece(90_000, 1000) == (409, 80_000), "one that leaves a gap")
        expect(piece(80_000, 65_537)[0] == 413, "one that is too long")
        self.net.kill()
        self.net.start()
        self.page, c = Page(self.net), kit.Client(self.net.url)
        expect(piece(0, 0, c) == (200, 80_000), "how much is there, after a kill")
        at = 80_000
        while at < len(body):
            status, at = piece(at, 65_536, c)
            expect(status == 200, f"{status} at {at}")
        expect(c.request("POST", f"{path}?desde={at}", b"x", kind="application/octet-stream").status == 413, "more than was said")
        with kit.open_tables(self.net.folder) as t:
            rows = t.execute("SELECT begins_at, bytes FROM upload_piece WHERE id = ? ORDER BY begins_at", (ident,))
        expect(b"".join(bytes(r[1]) for r in rows) == body, "what is there is not what was sent")
        for other in ("/subida/" + "0" * 32, "/subida/x", "/subida/" + ident.hex() + "0", "/subida/"):
            expect(c.request("POST", other, b"x", kind="application/octet-stream").status == 404, f"{other} is taken")
        expect(c.get(path).status == 405, "GET")
        expect(c.request("POST", path, b"x", headers={"Origin": "http://evil.example"}).status == 403, "from another site")

    def verified(self):
        """Whole, then with a damaged and with a missing file, and one that is nobody's."""
        def verify(status, word):
            r, d = self.net.ayni("verify"), self.net.ayni("doctor")
            expect(r.status == status and word in r.text, f"verify: {r.status} {r.text}")
            expect(("Están todas" in d.out) == (status == 0), f"doctor: {d.text[-600:]}")
            return d.out
        self.net.stop()
        verify(0, "entero")
        ref = next(r["file"] for r in attachments(self.net) if r["caption"] == "El almuerzo de hoy")
        key = ref.split(".")[2]
        bytes_before = stored(self.net)[key]
        damage(self.net, key, bytes_before[:100] + b"X" + bytes_before[101:])
        expect("dañadas" in verify(1, "dañados"), "the damaged one is not told")
        damage(self.net, key, None)
        expect("Faltan" in verify(1, "Faltan"), "the missing one is not told")
        damage(self.net, key, bytes_before)
        verify(0, "entero")
        self.net.start()
        self.page = Page(self.net)

    def sweeps(self):
        """Bytes of nobody: what came for a change that never was, and a file that nothing tells of."""
        if kit.DB != "sqlite":
            return
        path = os.path.join(self.net.folder, "blobs", "ab", "ab" + "0" * 62)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        for name in (path, path + ".new"):
            with open(name, "wb") as f:
                f.write(b"nobody's")
            os.utime(name, (1, 1))
        self.net.stop()
        expect("1 archivos que ningún registro nombra" in self.net.ayni("doctor").out, "the orphan is not told")
        with kit.open_tables(self.net.folder) as t:
            t.execute("DELETE FROM job WHERE name = 'housekeeping'")
        self.net.start()
        self.page = Page(self.net)
        kit.wait_for("the sweep of orphans", lambda: not os.path.exists(path) and not os.path.exists(path + ".new"), 40)
        for ref in {r["file"] for r in attachments(self.net)}:
            expect(self.page.c.get("/archivo/" + ref).status in (200, 404), "the sweep took more")
        r = self.net.ayni("verify")
        expect(r.status == 0, r.text)

    # ---- carried, erased

    def carried(self):
        """A backup restored into both databases, and a move there and back."""
        key = vault.new_key(self.net.folder, self.net.folder + ".key")
        file = self.net.folder + ".bak"
        r = self.net.ayni("backup", file, timeout_s=120)
        expect(r.status == 0, r.text)
        with kit.open_tables(self.net.folder) as t:  # what was staged for a form that was refused is nobody's
            held = {bytes(r[0]).hex() for r in t.execute("SELECT hash FROM blob WHERE state = 0")}
        want = {k: v for k, v in stored(self.net).items() if k in held}
        expect(len(want) > 10 and len(want) == len(held), f"only {len(want)} of {len(held)} are kept")
        for kind in kit.KINDS:
            folder = kit.settle(f"{self.net.folder}-restored-{kind}", kind)
            kit.must_run("restore", file, "--key-file", key, "--data", folder, timeout_s=120)
            expect(stored_at(folder) == want, f"{kind}: restored bytes differ")
            kit.must_run("verify", "--tables", "--data", folder)
        there = kit.settle(f"{self.net.folder}-there", "postgres")
        from_folder = f"{self.net.folder}-restored-sqlite"
        kit.must_run("move", "--to", kit.database(there), "--data", from_folder, timeout_s=120)
        expect(stored_at(there) == want, "moved bytes differ")
        back = f"{self.net.folder}-back"
        kit.must_run("move", "--to", "sqlite:" + back, "--data", f"{self.net.folder}-restored-postgres", timeout_s=120)
        expect(stored_at(back) == want, "bytes moved into files differ")
        kit.must_run("verify", "--tables", "--data", back)

    def erased(self):
        """Who is erased takes her pictures along; what another brought too stays."""
        cook, both = Page(self.net, "cocinera"), pictures.jpeg(pictures.corners(222, 111))
        cook.keep(pictures.jpeg(pictures.corners(333, 99)), caption="de la cocinera")
        cook.keep(both, caption="las dos")
        self.page.keep(both, caption="las dos")
        rows = [r for r in attachments(self.net) if r["caption"] in ("de la cocinera", "las dos")]
        program = self.net.program("operadora")
        person = next(r["id"] for r in program.get("/api/v1/person?limit=1000").json()["rows"] if r.get("short_name") == "COCINERA")
        own = next(r for r in rows if r["caption"] == "de la cocinera")
        shared = next(r for r in rows if r["caption"] == "las dos")
        a = program.changes([{"id": kit.new_id(), "action": "person.erase", "args": {"person": person, "sure": True}}])
        expect(a.json()[0]["status"] == "accepted", a.text[:300])
        gone = [own[f].split(".")[2] for f in ("file", "thumb")]
        kept = [shared[f].split(".")[2] for f in ("file", "thumb")]
        kit.wait_for("her bytes are gone", lambda: not set(gone) & set(stored(self.net)), 10)
        expect(set(kept) <= set(stored(self.net)), "what another brought too went along")
        expect(self.page.c.get("/archivo/" + own["file"]).status == 404, "it can still be seen")
        expect(self.page.c.get("/archivo/" + shared["file"]).status == 200, "what another brought too cannot be seen")
        expect(self.page.c.get(self.page.path).status == 200, "the page breaks")
        self.net.laws()
        r = self.net.ayni("verify")
        expect(r.status == 0, r.text)

    def close(self):
        self.net.stop()


def bad_disk(report):
    """Each call that keeping a picture makes fails once: it is refused in words or taken, and what was taken is whole."""
    import faulty
    faulty.need()
    net = kit.Net(db="sqlite")
    disk = faulty.Disk(net.folder)
    net.environment = disk.environment
    net.start()
    taken, told = {}, {"taken": 0, "refused": 0}

    def one(n):
        body = pictures.jpeg(pictures.corners(100 + n % 50, 60 + n // 50))
        page = Page(net)
        fields = page.fields(caption=f"foto {n}")
        return page, fields, body

    def failing(kind, nth, how, n):
        page, fields, body = one(n)
        disk.well()
        disk.fail(kind, nth, how)
        a = page.send(body, fields=fields)
        failed = disk.failed()
        disk.well()
        if a.status == 303:
            taken[f"foto {n}"] = fields
        else:
            expect(a.status in (422, 503) and said(a), f"{kind} {nth} {how}: {a.status} {a.text[:200]}")
            if net.process.poll() is not None or a.status == 503:
                net.stop() if net.process and net.process.poll() is None else net.kill()
                net.start()
                page = Page(net)
            again = page.send(body, fields={**fields, "csrf": page.fields()["csrf"]})
            expect(again.status == 303, f"{kind} {nth} {how}: the same form after it: {again.status} {said(again)}")
            taken[f"foto {n}"] = fields
        told["taken" if a.status == 303 else "refused"] += 1
        return failed

    def each():
        n = 0
        for kind, hows in (("open", ("EIO", "ENOSPC")), ("write", ("EIO", "ENOSPC", "torn")), ("sync", ("EIO",)), ("rename", ("EIO",))):
            for how in hows:
                for nth in range(1, 9):
                    n += 1
                    if not failing(kind, nth, how, n):
                        break
        print(f"# {n} disks: {told['taken']} taken, {told['refused']} refused")
        expect(told["refused"] > 5, "hardly any call failed: nothing was tried")

    def whole():
        rows = {r["caption"]: r for r in attachments(net)}
        missing = [c for c in taken if c not in rows]
        expect(not missing, f"acknowledged and not there: {missing[:3]}")
        page = Page(net)
        for caption in taken:
            a = page.c.get("/archivo/" + rows[caption]["file"])
            expect(a.status == 200, f"{caption}: {a.status}")
        r = net.ayni("verify", "--tables")
        expect(r.status == 0, r.text)
        expect(net.stop() == 0, "no clean end")
    report.check("whatever call fails, a picture is refused in words or kept whole", each)
    report.check("what was acknowledged is there, whole", whole)
    net.kill()
    return report.close()


def main():
    kit.need_program()
    report = kit.Report()
    if sys.argv[1:] == ["--disk"]:
        return bad_disk(report)
    h = Harness(report, sys.argv[1:])
    h.check("a photo is made anew: upright, small, without what else was in it", h.a_photo)
    h.check("where it was taken is kept when she asks", h.a_place_when_asked)
    h.check("pictures, papers and voices are known by what is in them", h.other_kinds)
    h.check("what is none gets a clear word, and nothing is lost", h.refusals)
    h.check("a form sent twice is one picture", h.same_again)
    h.check("bytes are seen by who may see a record that names them", h.who_may)
    h.check("what was taken back is seen by nobody", h.removed)
    h.check("acknowledged bytes outlive a kill", h.killed)
    h.check("pieces of what is waited for go on where they stopped", h.uploads)
    h.check("verify and doctor read them all: damaged, missing", h.verified)
    h.check("bytes that nobody names are swept", h.sweeps)
    h.check("bytes go along with a backup and a move, to both databases", h.carried)
    h.check("who is erased takes her pictures along", h.erased)
    h.close()
    return report.close()


if __name__ == "__main__":
    sys.exit(main())
