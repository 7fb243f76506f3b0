#!/usr/bin/env python3
"""sql2c - named SQL blocks to C tables of struct query (src/store/db.h).

    sql2c.py SETNAME OUT.c OUT.h FILE.sql...

A file is a row of blocks; a block ends where the next one starts:

    -- name: meals_of_week (network ref, kitchen ref, from date) -> served int, day date
    SELECT served, day FROM meal
    WHERE network = :network AND kitchen = :kitchen AND day >= :from ORDER BY day

The parameters get the numbers ?1 ?2 … in the order of the list, and callers pass their cells in
that order. After -> stand the columns that a row gives, in order; without it the statement gives
no rows. Types are int text blob ref date instant money bool. A heading that ends in a comma, an
opening parenthesis or -> goes on in the next comment line. Other comments are dropped. `-> many` before the
columns: it may give more rows than memory should hold, and is read in pieces.

Where the dialects cannot agree, part of a block may stand in variants. Lines after `-- sqlite:` or
`-- pg:` belong to that dialect, up to `-- both:` or the block's end; all other lines to both:

    -- sqlite:
    INSERT OR IGNORE INTO seen
    -- pg:
    INSERT INTO seen
    -- both:
    VALUES (:id)

OUT.h has `enum { Q_MEALS_OF_WEEK, …, SETNAME_SQL__N }` and `extern struct query_set SETNAME_sql`:

    query_register(&kitchens_sql);                                     (once, at the start)
    struct rows r = db_rows(db, &kitchens_sql.query[Q_MEALS_OF_WEEK], ARGS(cell_id(&n), …));

In a room's meson.build:

    kitchens_sql = custom_target('kitchens_sql', input: 'kitchens.sql',
      output: ['kitchens_sql.c', 'kitchens_sql.h'],
      command: [sql2c, 'kitchens', '@OUTPUT0@', '@OUTPUT1@', '@INPUT@'])
    static_library('kitchens', 'kitchens.c', kitchens_sql, dependencies: store)

Errors name file:line and end with status 1; no file is written then.
"""
import os
import re
import sys

TYPES = "int text blob ref date instant money bool".split()
DIALECTS = ["sqlite", "pg"]
LETTER = {"int": "i", "date": "i", "instant": "i", "money": "i", "bool": "i", "text": "t", "blob": "b", "ref": "b"}

NAME = re.compile(r"--\s*name:\s*(.*)$")
MARK = re.compile(r"--\s*(sqlite|pg|both):\s*$")
HEAD = re.compile(r"([a-z][a-z0-9_]*)\s*\(([^()]*)\)\s*(?:(->)\s*(many\s+)?(.*))?$", re.S)
FIELD = re.compile(r"([a-z][a-z0-9_]*)\s+([a-z]+)$")
TOKEN = re.compile(r"""
    (?P<text>'(?:[^']|'')*') | (?P<quoted>"(?:[^"]|"")*") | (?P<comment>--[^\n]*|/\*.*?\*/)
  | (?P<blank>\s+) | (?P<cast>::) | (?P<param>:[A-Za-z_]\w*) | (?P<mark>\?\w*) | (?P<semi>;)
  | (?P<word>[A-Za-z_]\w*) | (?P<other>.)""", re.X | re.S)


class Wrong(Exception):
    """An error in an input file: 'file:line: reason'."""

    def __init__(self, path, line, reason):
        super().__init__(f"{path}:{line}: {reason}")


class Block:
    """One named statement as it stands in a file."""

    def __init__(self, path, line):
        self.path, self.line = path, line
        self.lines = []  # (dialect or "both", line number, text)

    def fail(self, reason, line=None):
        raise Wrong(self.path, line or self.line, reason)

    def fields(self, text, what):
        out = []
        for piece in filter(None, (p.strip() for p in re.split(r",", text))):
            m = FIELD.match(piece)
            if not m:
                self.fail(f"{what} '{piece}' is not 'name type'")
            if m[2] not in TYPES:
                self.fail(f"{what} '{m[1]}' has the unknown type '{m[2]}'")
            if m[1] in (name for name, _ in out):
                self.fail(f"{what} '{m[1]}' is declared twice")
            out.append((m[1], m[2]))
        return out

    def read_head(self, head):
        m = HEAD.match(head)
        if not m:
            self.fail("the heading is not '-- name: NAME (PARAM TYPE, …) -> COLUMN TYPE, …'")
        self.name = m[1]
        self.params = self.fields(m[2], "parameter")
        self.many = bool(m[4])
        self.cols = self.fields(m[5], "column") if m[3] else None
        if m[3] and not self.cols:
            self.fail("no columns after ->")

    def tokens(self, dialect):
        mine = [l for l in self.lines if l[0] in ("both", dialect)]
        text = "\n".join(l[2] for l in mine)
        for m in TOKEN.finditer(text):
            yield m.lastgroup, m[0], mine[text.count("\n", 0, m.start())][1]

    def sql(self, dialect):
        """The statement of one dialect, one line, parameters as ?N."""
        names = [name for name, _ in self.params]
        used, out, ended = set(), [], False
        for kind, text, line in self.tokens(dialect):
            if kind in ("blank", "comment"):
                if out and out[-1] != " ":
                    out.append(" ")
                continue
            if ended:
                self.fail("more than one statement in a block", line)
            if kind == "semi":
                ended = True
                continue
            if kind == "mark":
                self.fail(f"write parameters as :name, not {text}", line)
            if kind == "other" and text in "'\"":
                self.fail("a quote is not closed", line)
            if kind == "param":
                if text[1:] not in names:
                    self.fail(f"unknown parameter {text}", line)
                used.add(text[1:])
                text = "?%d" % (names.index(text[1:]) + 1)
            out.append(text)
        for name in names:
            if name not in used:
                self.fail(f"parameter '{name}' is not used" +
                          (f" in the {dialect} text" if self.has_variants() else ""))
        return "".join(out).strip()

    def has_variants(self):
        return any(l[0] != "both" for l in self.lines)

    def gives_rows(self, dialect):
        verb, depth, returning = None, 0, False
        for kind, text, _ in self.tokens(dialect):
            depth += (text == "(") - (text == ")")
            if kind != "word" or depth:
                continue
            word = text.upper()
            if not verb and word in ("SELECT", "VALUES", "INSERT", "UPDATE", "DELETE", "REPLACE",
                                     "PRAGMA"):
                verb = word
            returning = returning or word == "RETURNING"
        return verb in ("SELECT", "VALUES", "PRAGMA") or returning

    def check(self):
        self.texts = {}
        for dialect in DIALECTS if self.has_variants() else DIALECTS[:1]:
            sql = self.sql(dialect)
            if not sql:
                self.fail(f"'{self.name}' has no statement for {dialect}")
            if self.gives_rows(dialect) and not self.cols:
                self.fail(f"'{self.name}' gives rows: declare its columns after ->")
            if not self.gives_rows(dialect) and self.cols:
                self.fail(f"'{self.name}' gives no rows: drop -> and its columns")
            self.texts[dialect] = sql


def read_blocks(path, source):
    """The blocks of one file, heads read, statements checked."""
    blocks, head, part = [], None, "both"

    def head_done():
        if head is not None:
            blocks[-1].read_head(head)

    for number, line in enumerate(source.split("\n"), 1):
        line = line.rstrip()
        text = line.strip()
        m = NAME.match(text)
        if m:
            head_done()
            blocks.append(Block(path, number))
            head, part = m[1], "both"
            continue
        if head is not None:
            if text.startswith("--") and re.search(r"(,|\(|->)\s*$", head):
                head += " " + text[2:].strip()
                continue
            head_done()
            head = None
        m = MARK.match(text)
        if not blocks:
            if m or text and not text.startswith("--"):
                raise Wrong(path, number, "a statement before the first '-- name:'")
        elif m:
            part = m[1]
        else:
            blocks[-1].lines.append((part, number, line))
    head_done()
    for block in blocks:
        block.check()
    return blocks


def read_files(files):
    """All blocks of [(path, source)], their names unique."""
    blocks, seen = [], {}
    for path, source in files:
        for block in read_blocks(path, source):
            if block.name in seen:
                first = seen[block.name]
                block.fail(f"'{block.name}' is already at {first.path}:{first.line}")
            seen[block.name] = block
            blocks.append(block)
    if not blocks:
        raise Wrong(files[0][0] if files else "sql2c", 1, "no '-- name:' block")
    return blocks


def c_string(text, indent):
    """A C literal in lines of at most 90 columns."""
    lines, line = [], ""
    for word in re.split(r"(?<= )", text):
        piece = "".join(
            "\\" + c if c in "\\\"" else c if " " <= c <= "~" else
            "".join("\\%03o" % b for b in c.encode()) for c in word).replace("??", "?\\?")
        if line and len(line) + len(piece) > 80:
            lines.append(line)
            line = ""
        line += piece
    return ("\n" + indent).join(f'"{l}"' for l in lines + [line])


def made_by(files):
    return "/* Made by sql2c.py from %s; do not edit. */\n" % ", ".join(
        os.path.basename(path) for path, _ in files)


def header(setname, files, blocks):
    guard = f"AYNI_{setname.upper()}_SQL_H"
    enum = "".join(f"\tQ_{b.name.upper()},\n" for b in blocks)
    return (f"{made_by(files)}#ifndef {guard}\n#define {guard}\n\n#include \"db.h\"\n\n"
            f"enum {{\n{enum}\t{setname.upper()}_SQL__N\n}};\n\n"
            f"extern struct query_set {setname}_sql;\n\n#endif\n")


def source(setname, header_name, files, blocks):
    out = [made_by(files), f'#include "{header_name}"\n\n',
           '#pragma GCC diagnostic ignored "-Woverlength-strings"\n\n']
    for b in blocks:
        if b.cols:
            cols = "".join(f'\t{{ "{name}", "{kind}" }},\n' for name, kind in b.cols)
            out.append(f"static const struct query_column {b.name}_cols[] = {{\n{cols}}};\n\n")
    out.append(f"static const struct query queries[{setname.upper()}_SQL__N] = {{\n")
    for b in blocks:
        cols = f"{b.name}_cols" if b.cols else "NULL"
        pg = c_string(b.texts["pg"], chr(9) * 2) if "pg" in b.texts else "NULL"
        letters = "".join(LETTER[kind] for _, kind in b.params)
        out.append(f"\t[Q_{b.name.upper()}] = {{\n\t\t&{setname}_sql,\n\t\t\"{b.name}\",\n"
                   f"\t\t{c_string(b.texts['sqlite'], chr(9) * 2)},\n"
                   f"\t\t{len(b.params)},\n\t\t{len(b.cols or [])},\n\t\t{cols},\n"
                   f"\t\t{pg},\n\t\t\"{letters}\",\n\t\t{str(b.many).lower()},\n\t}},\n")
    out.append(f"}};\n\nstruct query_set {setname}_sql = {{\n\t\"{setname}\",\n\tqueries,\n"
               f"\t{setname.upper()}_SQL__N,\n\t0,\n}};\n")
    return "".join(out)


def write(path, text):
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)


def main(argv):
    if len(argv) < 5 or not re.fullmatch(r"[a-z][a-z0-9_]*", argv[1]):
        print("usage: sql2c.py SETNAME OUT.c OUT.h FILE.sql...", file=sys.stderr)
        return 2
    setname, out_c, out_h = argv[1:4]
    try:
        files = []
        for path in argv[4:]:
            with open(path, encoding="utf-8") as f:
                files.append((path, f.read()))
        blocks = read_files(files)
    except (Wrong, OSError, UnicodeDecodeError) as e:
        print(f"sql2c: {e}", file=sys.stderr)
        return 1
    write(out_h, header(setname, files, blocks))
    write(out_c, source(setname, os.path.basename(out_h), files, blocks))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
