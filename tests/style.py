#!/usr/bin/env python3
"""style.py - colours, weights and names of what people see.

Every colour of the style sheet is measured with each ground it stands on, in light, in the dark, and in
the dark by choice (WCAG 2.2: text 7:1, drawings and edges 3:1); what travels is weighed as it is served; icons
that are named are drawn, and drawn ones are used; with a mask no title says what it is. The judge of colours is
first shown faults that it must find.
"""
import glob
import gzip
import os
import re
import shutil
import subprocess
import sys

import kit
from kit import expect

TEXT, SHAPE = 7, 3
# What stands on what, and how far apart they must be.
PAIRS = {
    "ink": [("bg", TEXT), ("card", TEXT), ("tint", TEXT)], "soft": [("bg", TEXT), ("card", TEXT)],
    "go": [("bg", TEXT), ("card", TEXT), ("tint", SHAPE)], "on": [("go", TEXT)], "bg": [("ink", TEXT)],
    "ok": [("okb", TEXT)], "warn": [("warnb", TEXT)], "bad": [("badb", TEXT), ("bg", TEXT), ("card", TEXT)],
    "edge": [("bg", SHAPE), ("card", SHAPE)], "bar": [("bg", SHAPE), ("card", SHAPE)],
    "focus": [("bg", SHAPE), ("card", SHAPE)],
}
# Seen, but nothing hangs on it: the rules between rows, and edges of boxes that stand out by their ground or words.
DECOR = {"line"}
STYLE_MAX, SCRIPTS_MAX = 4096, 24 * 1024
HOME_LINES = 14


def luminance(colour):
    h = colour.lstrip("#")
    h = "".join(c * 2 for c in h) if len(h) == 3 else h
    parts = [int(h[i:i + 2], 16) / 255 for i in (0, 2, 4)]
    r, g, b = (c / 12.92 if c <= .04045 else ((c + .055) / 1.055) ** 2.4 for c in parts)
    return .2126 * r + .7152 * g + .0722 * b


def ratio(a, b):
    hi, lo = sorted((luminance(a), luminance(b)), reverse=True)
    return (hi + .05) / (lo + .05)


def palettes(css):
    """{name: {colour: value}}: light, dark (the device's), dark by choice."""
    def named(selector):
        m = re.search(re.escape(selector) + r"\{([^}]*--bg:[^}]*)\}", css)
        expect(m, f"no colours under {selector}")
        return dict(re.findall(r"--(\w+):\s*(#\w+)", m[1]))
    light = named(":root")
    return {"light": light, "dark": {**light, **named(":root:not([data-theme])")},
            "dark by choice": {**light, **named("[data-theme=dark]")}}


def judge(css):
    """What is wrong with the colours, and the least contrast of text."""
    wrong, least = [], 99
    found = palettes(css)
    if found["dark"] != found["dark by choice"]:
        wrong.append("the dark of the device is not the dark by choice")
    for name in found["light"]:
        if name not in PAIRS and name not in DECOR and not any(name == g for on in PAIRS.values() for g, _ in on):
            wrong.append(f"--{name} is in no pair")
    for theme, colours in found.items():
        for name, grounds in PAIRS.items():
            for ground, least_ratio in grounds:
                if name not in colours or ground not in colours:
                    wrong.append(f"{theme}: --{name} or --{ground} is gone")
                    continue
                r = ratio(colours[name], colours[ground])
                if least_ratio == TEXT:
                    least = min(least, r)
                if r < least_ratio:
                    wrong.append(f"{theme}: {name} on {ground} is {r:.2f}:1, not {least_ratio}:1")
    return wrong, least


def read(*path):
    with open(os.path.join(kit.ROOT, *path), encoding="utf-8") as f:
        return f.read()


def colours():
    css = read("web", "ayni.css")
    wrong, least = judge(css)
    expect(not wrong, "; ".join(wrong))
    print(f"# the least contrast of text is {least:.2f}:1")


def planted():
    css = read("web", "ayni.css")
    for old, new in (("--soft:", "--soft:#8a8078;--was:"), ("--on:#24170b", "--on:#ffffff"), ("--edge:", "--edge:#ddd;--was:")):
        expect(old in css, f"no {old}")
        expect(judge(css.replace(old, new, 1))[0], f"not found: {new}")
    expect(abs(ratio("#fff", "#000") - 21) < .01 and abs(ratio("#777", "#ffffff") - 4.48) < .01, "the measure is wrong")


def icons():
    listed = [w.split()[0] for w in (line.split("#")[0] for line in read("web", "icons.txt").splitlines()) if w.strip()]
    sources = "".join(read(os.path.relpath(p, kit.ROOT)) for pattern in ("pages/*.html", "web/js/*.js", "src/**/*.c", "src/**/*.h",
                                                                                 "doc/*.md")
                      for p in glob.glob(os.path.join(kit.ROOT, pattern), recursive=True))
    drawn = set(re.findall(r"\{\{sprite\}\}#(\w+)", sources))
    expect(drawn <= set(listed), f"not in web/icons.txt: {sorted(drawn - set(listed))}")
    unused = [n for n in listed if n not in drawn and not re.search(rf"""["'#|]{n}["'|]""", sources)]
    expect(not unused, f"in web/icons.txt and nowhere used: {unused}")


def classes():
    css = read("web", "ayni.css")
    declared = set(re.findall(r"\.([a-z][\w-]*)(?=[\s,.:>+{\[])", re.sub(r"/\*.*?\*/|\{[^{}]*\}", "{", css)))
    sources = "".join(read(os.path.relpath(p, kit.ROOT)) for pattern in ("pages/*.html", "web/js/*.js", "src/**/*.c")
                      for p in glob.glob(os.path.join(kit.ROOT, pattern), recursive=True))
    dead = [c for c in sorted(declared) if not re.search(rf"\b{c}\b|\b{c[:-1]}\{{\{{value", sources)]
    expect(not dead, f"in the style sheet and nowhere used: {dead}")


def titles():
    for path in sorted(glob.glob(os.path.join(kit.ROOT, "pages", "*.html"))):
        m = re.search(r"<title>(.*?)</title>", read(os.path.relpath(path, kit.ROOT)), re.S)
        if not m or path.endswith("weather.html"):
            continue  # which names nothing of the program
        left = re.sub(r"\{\{\^mask\}\}.*\{\{/mask\}\}(?=\{\{(app_name|#mask))", "", m[1])
        expect(re.sub(r"\{\{[#/]mask\}\}", "", left) == "{{app_name}}",
               f"{os.path.basename(path)}: with a mask its title is not the mask's: {m[1]}")


def brotli(data):
    """As the strongest packer would have it; None where none is there."""
    for words in (["brotli", "-9", "-c"],
                  ["node", "-e", "process.stdin.on('data',d=>(b=globalThis.b||[]).push(d)&&(globalThis.b=b))"
                   ".on('end',()=>process.stdout.write(require('zlib').brotliCompressSync(Buffer.concat(globalThis.b))))"]):
        if shutil.which(words[0]):
            return len(subprocess.run(words, input=data, capture_output=True, check=True, timeout=60).stdout)
    return None


def weights(net):
    page = net.client("lider").get("/inicio").text
    found = {}
    for kind, pattern in (("style", r'href="(/web/ayni\.\w+\.css)"'), ("sprite", r'(/web/icons\.\w+\.svg)'),
                          ("script", r'src="(/web/ayni\.\w+\.js)"')):
        m = re.search(pattern, page)
        expect(m, f"/inicio names no {kind}")
        found[kind] = net.client().get(m[1]).text.encode()
    packed = {kind: len(gzip.compress(data, 9, mtime=0)) for kind, data in found.items()}
    b = brotli(found["style"])
    print(f"# gzip: style {packed['style']}, sprite {packed['sprite']}, script {packed['script']}; style by brotli {b}")
    expect(packed["style"] <= STYLE_MAX and (b is None or b <= STYLE_MAX), f"the style sheet takes {packed['style']} bytes, {b}")
    expect(packed["sprite"] + packed["script"] <= SCRIPTS_MAX, f"script and sprite take {packed['sprite'] + packed['script']} bytes")
    expect("<script" not in net.client().get("/").text, "the public page loads a script")


def homes(net):
    """Home is short for everybody; what it leaves out is one touch away, on the page of an area."""
    for who in kit.PEOPLE:
        client = net.client(who)
        lines = re.findall(r'<a class="task" href="([^"]+)"', client.get("/inicio").text)
        expect(0 < len(lines) <= HOME_LINES, f"{who}: {len(lines)} lines on her home")
        for area in (url for url in lines if url.startswith("/area/")):
            a = client.get(area)
            held = re.findall(r'<a class="task" href="([^"]+)"', a.text)
            expect(a.status == 200 and len(held) > 1 and 'href="/inicio"' in a.text, f"{who} {area}: {a.status}, {held}")
            for url in held:
                expect(client.get(url).status == 200, f"{who} {area}: {url} is not there for her")


def main():
    kit.need_program()
    report = kit.Report()
    for name, run in (("the judge of colours finds faults", planted), ("contrast of every pair of colours", colours),
                      ("icons named and drawn", icons), ("no class without use", classes),
                      ("titles follow the mask", titles)):
        report.check(name, run)
    net = kit.Net()
    net.start()
    report.check("what the style sheet, the icons and the script weigh", lambda: weights(net))
    report.check("home and the pages of areas", lambda: homes(net))
    net.stop()
    return report.close()


if __name__ == "__main__":
    sys.exit(main())
