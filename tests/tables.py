"""tables.py - reads and alters the tables of a network beside the program, on both databases.

    with tables.connect("…/ayni.db") as db:      or the postgres:// URL of a network
        rows = db.execute("select seq from journal where seq > ?", (7,))     a list of tuples

Each statement is a transaction of its own. Parameters are `?`; int, str, bytes and None come back as
they went in. PostgreSQL is spoken to through libpq, which the program needs anyway, so that the
harnesses need no package of Python's.
"""
import ctypes
import re
import sqlite3
import threading


class Error(Exception):
    """A statement or a connection failed; the text is the database's own."""


def is_url(where):
    return where.startswith(("postgres://", "postgresql://"))


def connect(where, wait_s=10):
    """The tables in that file or at that URL."""
    return Postgres(where, wait_s) if is_url(where) else Sqlite(where)


class Tables:
    """What both have: the end of a `with` closes them."""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


class Sqlite(Tables):
    def __init__(self, path):
        self.db = sqlite3.connect(f"file:{path}?mode=rw", uri=True, isolation_level=None)

    def execute(self, sql, args=()):
        try:
            return self.db.execute(sql, args).fetchall()
        except sqlite3.Error as why:
            raise Error(str(why))

    def tables(self):
        """The names of all tables."""
        return [r[0] for r in self.execute("select name from sqlite_master where type = 'table'"
                                           " and name not like 'sqlite%' order by name")]

    def key(self, table):
        """The columns of its primary key, in order."""
        cols = self.execute(f'pragma table_info("{table}")')
        return [c[1] for c in sorted(cols, key=lambda c: c[5]) if c[5]]

    def holds(self, table, word):
        """Does any cell of it hold the word, as text or as bytes?"""
        return any(word in str(c) or isinstance(c, bytes) and word.encode() in c
                   for row in self.execute(f'select * from "{table}"') for c in row)

    def close(self):
        self.db.close()


# ---- PostgreSQL -------------------------------------------------------------------------------

_P, _S, _I = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int
_CALLS = {  # name: (what it returns, what it takes)
    "PQconnectdb": (_P, [_S]), "PQstatus": (_I, [_P]), "PQerrorMessage": (_S, [_P]),
    "PQfinish": (None, [_P]), "PQping": (_I, [_S]), "PQbackendPID": (_I, [_P]),
    "PQexecParams": (_P, [_P, _S, _I, _P, ctypes.POINTER(_S), _P, _P, _I]),
    "PQresultStatus": (_I, [_P]), "PQclear": (None, [_P]), "PQntuples": (_I, [_P]),
    "PQnfields": (_I, [_P]), "PQftype": (ctypes.c_uint, [_P, _I]),
    "PQgetisnull": (_I, [_P, _I, _I]), "PQgetlength": (_I, [_P, _I, _I]),
    "PQgetvalue": (_P, [_P, _I, _I]),
}
_COMMAND_OK, _TUPLES_OK, _PING_OK = 1, 2, 0
_lib, _lib_lock = None, threading.Lock()


def libpq():
    """The library, loaded once."""
    global _lib
    with _lib_lock:
        if _lib is None:
            lib = ctypes.CDLL("libpq.so.5")
            for name, (back, takes) in _CALLS.items():
                call = getattr(lib, name)
                call.restype, call.argtypes = back, takes
            _lib = lib
    return _lib


def ping(url):
    """Does a server there take connections now?"""
    return libpq().PQping(url.encode()) == _PING_OK


def _bound(value):
    """A parameter as PostgreSQL's text form; its type is inferred."""
    if value is None:
        return None
    if isinstance(value, bytes):
        return b"\\x" + value.hex().encode()
    return str(value).encode()


_READ = {16: lambda t: int(t == b"t"), 17: lambda t: bytes.fromhex(t[2:].decode()),
         20: int, 21: int, 23: int, 26: int,
         1700: lambda t: int(t) if re.fullmatch(rb"-?\d+", t) else t.decode()}


class Postgres(Tables):
    """One connection; not for two threads at once."""

    def __init__(self, url, wait_s=10):
        self.pq = libpq()
        sign = "&" if "?" in url else "?"
        self.conn = self.pq.PQconnectdb(f"{url}{sign}connect_timeout={wait_s}".encode())
        if self.pq.PQstatus(self.conn):
            why = self.pq.PQerrorMessage(self.conn).decode("utf-8", "replace").strip()
            self.close()
            raise Error(why)
        self.execute("set client_min_messages = warning")

    def execute(self, sql, args=()):
        count = iter(range(1, len(args) + 1))
        text = re.sub(r"\?", lambda _: f"${next(count)}", sql) if args else sql
        values = (_S * max(len(args), 1))(*map(_bound, args))
        result = self.pq.PQexecParams(self.conn, text.encode(), len(args), None, values, None,
                                      None, 0)
        try:
            if self.pq.PQresultStatus(result) not in (_COMMAND_OK, _TUPLES_OK):
                why = self.pq.PQerrorMessage(self.conn).decode("utf-8", "replace").strip()
                raise Error(f"{why} ({text[:120]})")
            return self._rows(result)
        finally:
            self.pq.PQclear(result)

    def _rows(self, result):
        pq, width = self.pq, range(self.pq.PQnfields(result))
        read = [_READ.get(pq.PQftype(result, c), bytes.decode) for c in width]

        def cell(r, c):
            if pq.PQgetisnull(result, r, c):
                return None
            return read[c](ctypes.string_at(pq.PQgetvalue(result, r, c),
                                            pq.PQgetlength(result, r, c)))
        return [tuple(cell(r, c) for c in width) for r in range(pq.PQntuples(result))]

    def tables(self):
        return [r[0] for r in self.execute("select tablename from pg_tables"
                                           " where schemaname = 'public' order by 1")]

    def key(self, table):
        return [r[0] for r in self.execute(
            "select a.attname from pg_index i join pg_attribute a on a.attrelid = i.indrelid"
            " and a.attnum = any(i.indkey) where i.indisprimary and i.indrelid = ?::regclass"
            " order by array_position(i.indkey::int[], a.attnum::int)", (f'"{table}"',))]

    def holds(self, table, word):
        return bool(self.execute(f'select from "{table}" t where position(? in t::text) > 0'
                                 " or position(? in t::text) > 0 limit 1", (word, word.encode().hex())))

    def close(self):
        if self.conn:
            self.pq.PQfinish(self.conn)
        self.conn = None
