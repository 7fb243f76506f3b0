#!/usr/bin/env python3
"""sql2c - named SQL blocks to C tables of struct query (src/store/db.h) and struct table (src/store/table.h).

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

A table is declared once, for every database, by the kinds INTEGER, TEXT and BLOB:

    -- table: invite
    CREATE TABLE invite (network BLOB NOT NULL, code_hash BLOB NOT NULL, letters_hash BLOB NOT NULL,
    used_at INTEGER, PRIMARY KEY (network, code_hash));
    CREATE INDEX invite_letters ON invite (network, letters_hash) WHERE used_at IS NOT NULL;

The columns of the key come first, required, in the key's order, and the first is network. A small table of
the whole database has the line `-- everywhere:` in its block; then nothing in it is called network.

OUT.h has `enum { Q_MEALS_OF_WEEK, …, SETNAME_SQL__N }` and `extern struct query_set SETNAME_sql`, when there
are statements; `enum { TABLE_INVITE, …, SETNAME_TABLES__N }` and `extern const struct table SETNAME_tables[]`,
when there are tables:

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
KINDS = {"INTEGER": "CELL_INT", "TEXT": "CELL_TEXT", "BLOB": "CELL_BLOB"}
COLUMNS_MAX, INDEX_COLUMNS_MAX = 96, 6
LETTER = {"int": "i", "date": "i", "instant": "i", "money": "i", "bool": "i", "text": "t", "blob": "b", "ref": "b"}

NAME = re.compile(r"--\s*name:\s*(.*)$")
TABLE = re.compile(r"--\s*table:\s*(.*)$")
MARK = re.compile(r"--\s*(sqlite|pg|both|everywhere):\s*$")
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


class Table(Block):
    """One declared table as it stands in a file."""

    def __init__(self, path, line, name):
        super().__init__(path, line)
        if not re.fullmatch("[a-z][a-z0-9_]*", name):
            self.fail("the heading is not '-- table: NAME'")
        self.name, self.everywhere = name, False
        self.columns, self.key, self.indexes = {}, [], []  # {name: (kind, required)}

    # ---- a cursor over the block's words ----

    def take(self, *words):
        """Step over the next token when it is the first of `words`, and demand the others."""
        if self.at >= len(self.words) or self.words[self.at][0].upper() != words[0]:
            return False
        self.at += 1
        for word in words[1:]:
            self.need(word)
        return True

    def need(self, word):
        if not self.take(word):
            self.unexpected(f"'{word}'")

    def unexpected(self, wanted):
        got, line = self.words[self.at] if self.at < len(self.words) else ("the end", None)
        self.fail(f"'{got}' where {wanted} should stand", line)

    def a_name(self):
        name = self.words[self.at][0] if self.at < len(self.words) else ""
        if not re.fullmatch(r'[a-z][a-z0-9_]*|"[a-z][a-z0-9_]*"', name):
            self.unexpected("a name")
        self.at += 1
        return name.strip('"')

    def a_column(self):
        name = self.a_name()
        if name not in self.columns:
            self.fail(f"no column '{name}'", self.words[self.at - 1][1])
        return name

    def a_list(self):
        self.need("(")
        names = [self.a_column()]
        while self.take(","):
            names.append(self.a_column())
        self.need(")")
        return names

    # ---- its statements ----

    def read_column(self):
        name, line = self.a_name(), self.words[self.at - 1][1]
        if name in self.columns:
            self.fail(f"column '{name}' is declared twice", line)
        kind = next((kind for kind in KINDS if self.take(kind)), None)
        if not kind:
            self.unexpected("INTEGER, TEXT or BLOB")
        self.columns[name] = (kind, self.take("NOT", "NULL"))

    def read_table(self):
        self.need("CREATE")
        self.need("TABLE")
        if self.a_name() != self.name:
            self.fail(f"the table of this block is '{self.name}'", self.words[self.at - 1][1])
        self.need("(")
        while not self.take("PRIMARY", "KEY"):
            self.read_column()
            self.need(",")
        self.key = self.a_list()
        self.need(")")

    def read_index(self):
        unique = self.take("UNIQUE")
        self.need("INDEX")
        name, line = self.a_name(), self.words[self.at - 1][1]
        self.need("ON")
        if self.a_name() != self.name:
            self.fail(f"the index '{name}' is on another table", line)
        columns, where = self.a_list(), None
        if self.take("WHERE"):
            where = self.a_column()
            for word in ("IS", "NOT", "NULL"):
                self.need(word)
        if len(columns) > INDEX_COLUMNS_MAX:
            self.fail(f"the index '{name}' has more than {INDEX_COLUMNS_MAX} columns", line)
        if not self.everywhere and columns[0] != "network":
            self.fail(f"the index '{name}' does not begin with network", line)
        self.indexes.append((name, unique, columns, where))

    def check(self):
        for part, line, _ in self.lines:
            if part not in ("both", "everywhere"):
                self.fail("a table has no variants: it is the same for every database", line)
        self.everywhere = any(part == "everywhere" for part, _, _ in self.lines)
        self.lines = [("both", line, text) for _, line, text in self.lines]
        self.words = [(text, line) for kind, text, line in self.tokens("both") if kind not in ("blank", "comment")]
        self.at = 0
        self.read_table()
        while self.take(";") and self.at < len(self.words):
            self.need("CREATE")
            self.read_index()
        if self.at < len(self.words):
            self.unexpected("';'")
        self.check_columns()

    def check_columns(self):
        if list(self.columns)[:len(self.key)] != self.key:
            self.fail("the columns of the key come first, in its order")
        for name in self.key:
            if not self.columns[name][1]:
                self.fail(f"'{name}' is in the key: NOT NULL")
        if self.everywhere and "network" in self.columns:
            self.fail("a table that is everywhere has no column network")
        if not self.everywhere and self.key[0] != "network":
            self.fail("the key does not begin with network (or say '-- everywhere:')")
        if len(self.columns) > COLUMNS_MAX:
            self.fail(f"more than {COLUMNS_MAX} columns")


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
        m = TABLE.match(text)
        if m:
            head_done()
            blocks.append(Table(path, number, m[1]))
            head, part = None, "both"
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
                raise Wrong(path, number, "a statement before the first '-- name:' or '-- table:'")
        elif m:
            if m[1] == "everywhere" and not isinstance(blocks[-1], Table):
                raise Wrong(path, number, "'-- everywhere:' is said of tables")
            part = m[1]
        else:
            blocks[-1].lines.append((part, number, line))
    head_done()
    for block in blocks:
        block.check()
    return blocks


def read_files(files):
    """All blocks of [(path, source)], names unique among statements, and among tables and indexes."""
    blocks, seen = [], {}
    for path, source in files:
        for block in read_blocks(path, source):
            names = [block.name]
            if isinstance(block, Table):
                names += [index[0] for index in block.indexes]
            for name in names:
                first = seen.setdefault((isinstance(block, Table), name), block)
                if first is not block or names.count(name) > 1:
                    block.fail(f"'{name}' is already at {first.path}:{first.line}")
            blocks.append(block)
    if not blocks:
        raise Wrong(files[0][0] if files else "sql2c", 1, "no '-- name:' or '-- table:' block")
    return blocks


def apart(blocks):
    """(statements, tables)"""
    return ([b for b in blocks if not isinstance(b, Table)], [b for b in blocks if isinstance(b, Table)])


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


def listed(prefix, blocks, end):
    return "enum {\n%s\t%s\n};\n\n" % ("".join(f"\t{prefix}_{b.name.upper()},\n" for b in blocks), end)


def header(setname, files, blocks):
    guard, upper = f"AYNI_{setname.upper()}_SQL_H", setname.upper()
    queries, tables = apart(blocks)
    out = [made_by(files), f"#ifndef {guard}\n#define {guard}\n\n#include \"{'table' if tables else 'db'}.h\"\n\n"]
    if queries:
        out += [listed("Q", queries, f"{upper}_SQL__N"), f"extern struct query_set {setname}_sql;\n\n"]
    if tables:
        out += [listed("TABLE", tables, f"{upper}_TABLES__N"),
                f"extern const struct table {setname}_tables[{upper}_TABLES__N];\n\n"]
    return "".join(out + ["#endif\n"])


def query_source(setname, queries):
    out = []
    for b in queries:
        if b.cols:
            cols = "".join(f'\t{{ "{name}", "{kind}" }},\n' for name, kind in b.cols)
            out.append(f"static const struct query_column {b.name}_cols[] = {{\n{cols}}};\n\n")
    out.append(f"static const struct query queries[{setname.upper()}_SQL__N] = {{\n")
    for b in queries:
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


def index_source(table, index):
    name, unique, columns, where = index
    at = list(table.columns).index
    return (f'\t{{ "{name}", {str(unique).lower()}, {len(columns)}, {{ {", ".join(str(at(c)) for c in columns)} }}, '
            f"{at(where) + 1 if where else 0} }},\n")


def table_source(setname, tables):
    out, rows = [], []
    for t in tables:
        columns = "".join(f'\t{{ "{name}", {KINDS[kind]}, {str(required).lower()} }},\n'
                          for name, (kind, required) in t.columns.items())
        out.append(f"\nstatic const struct table_column {t.name}_columns[] = {{\n{columns}}};\n")
        if t.indexes:
            indexes = "".join(index_source(t, i) for i in t.indexes)
            out.append(f"\nstatic const struct table_index {t.name}_indexes[] = {{\n{indexes}}};\n")
        rows.append(f'\t[TABLE_{t.name.upper()}] = {{ "{t.name}", {t.name}_columns, {len(t.columns)}, {len(t.key)}, '
                    f'{t.name + "_indexes" if t.indexes else "NULL"}, {len(t.indexes)}, '
                    f"{str(t.everywhere).lower()} }},\n")
    out.append(f"\nconst struct table {setname}_tables[{setname.upper()}_TABLES__N] = {{\n{''.join(rows)}}};\n")
    return "".join(out)


def source(setname, header_name, files, blocks):
    queries, tables = apart(blocks)
    return "".join([made_by(files), f'#include "{header_name}"\n\n',
                    '#pragma GCC diagnostic ignored "-Woverlength-strings"\n\n',
                    query_source(setname, queries) if queries else "",
                    table_source(setname, tables) if tables else ""])


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
