"""Figures that harnesses of tests/ tell while they judge: what travels, and how messages are understood."""
import os
import re
import subprocess

# name | harness | what its line says
HARNESSES = (
    ('weights', 'style.py', r'# gzip: style (?P<style>\d+), sprite (?P<sprite>\d+), script (?P<script>\d+)'),
    ('item', 'buzon.py', r'# an item with nine others: (?P<item>\d+) bytes'),
    ('corpus', 'messages_corpus.py', r'(?s)ok (?P<corpus>\d+) messages.*?ok (?P<right>\d+) of (?P<meant>\d+) meaningful'),
    ('meeting', 'meeting_storm.py', r'# meeting of 300: (?P<held>[\d.]+) s, (?P<answers>\d+) answers, median [\d.]+ ms, p99 (?P<answer_p99>[\d.]+) ms'),
    ('feed', 'calendars.py', r'# feed of 500 meetings: (?P<feed>[\d.]+) ms, (?P<feed_bytes>\d+) bytes'),
)


def run(bench, name):
    """Run the harness of that name and note what it says; all of it must pass."""
    _, harness, line = next(h for h in HARNESSES if h[0] == name)
    build = os.path.abspath(bench.o.build)
    done = subprocess.run(['python3', os.path.join('tests', harness)], capture_output=True, text=True, check=False, timeout=300,
                          env={**os.environ, 'AYNI': os.path.join(build, 'ayni'), 'AYNI_BUILD': build})
    found = re.search(line, done.stdout)
    assert done.returncode == 0 and found, f'{harness}: {done.stdout[-400:]}{done.stderr[-400:]}'
    for key, value in found.groupdict().items():
        bench.note(key, float(value))


def rows(b):
    """The lines of the table."""
    least, most = True, False
    script, sprite = b.median('script'), b.median('sprite')
    right, meant = b.median('right'), b.median('meant')
    return [
        ('style sheet, bytes compressed', b.median('style'), 4096, most),
        ('script and icons together, bytes compressed', script + sprite if script else None, 24 * 1024, most),
        ('a report from the outbox, sent with nine others, bytes on the wire', b.median('item'), 300, most),
        ('messages of the corpus, none of them done wrongly', b.median('corpus'), 400, least),
        ('  understood at once or after one question, %', 100 * right / meant if meant else None, 97, least),
        ('a meeting of 300 people, 60 proposals over 300 connections, s', b.median('held'), None, None),
        ('  answers to what they did', b.median('answers'), None, None),
        ('  their p99, ms', b.median('answer_p99'), None, None),
        ('a calendar of 500 meetings, median ms', b.median('feed'), 20, most),
    ]
