#!/usr/bin/env python3
"""The rules of the house, checked: `lint.py [--root DIR] [--rule NAME]...`.

One line a finding, `path:line: rule: what`; status 1 when there is one. Each rule has an
offender and a clean twin in tests/lint/. What a rule lets pass stands in the lists below.
"""
import argparse
import ast
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import lint_c  # noqa: E402

FILE_LINES, FUNCTION_LINES, README_LINES = 500, 70, 60
SOURCES = ('.c', '.h', '.py', '.js', '.mjs', '.sh', '.css', '.sql', '.html')

# Rooms from bottom to top, with what each may include besides itself.
LOW = ['base', 'formats', 'store', 'schema', 'journal', 'core']
MAY_INCLUDE = {
    'base': [],
    'formats': ['base'],
    'store': ['base'],
    'schema': LOW[:3],
    'journal': LOW[:4],
    'core': LOW[:5],
    'modules': LOW + ['modules/common', 'modules/people'],
    'channels': LOW,
    'channels/gateway': LOW + ['channels/text'],  # adapters hand their messages to the one conversation
}

# Drawing and positions: the only floating point below channels.
FLOAT_PATHS = ('src/base/geo', 'src/formats/qr', 'src/formats/position', 'src/formats/card', 'src/formats/pango', 'src/formats/paper', 'src/formats/xlsx')
# Where SQL is derived from declarations or speaks about the database itself.
SQL_PATHS = ('src/store/', 'src/schema/', 'src/journal/', 'src/core/ref.c', 'src/core/records.c', 'src/channels/web/api_list.c')

BANNED = ('strcpy strcat sprintf vsprintf strncpy strtok atoi atol gmtime localtime rand setlocale system '
          'alloca gets tmpnam mktemp').split()
MODULE_MEMORY = 'malloc calloc realloc reallocarray free strdup strndup asprintf'.split()
SQL = re.compile(r'\s*(SELECT\s|INSERT\s+(OR\s+\w+\s+)?INTO|UPDATE\s+\S+\s+SET|DELETE\s+FROM|CREATE\s+[A-Z]|'
                 r'DROP\s+[A-Z]|ALTER\s+TABLE|REPLACE\s+INTO|WITH\s+\w+\s+AS|PRAGMA\s)')
TABLE = re.compile(r'^-- table:\s*(\w+)', re.M)
WRITTEN = re.compile(r'(?:\bINTO|\bDELETE\s+FROM|\bTRUNCATE|(?<!\bFOR )\bUPDATE(?!\s+SET\b))\s+"?(\w+)"?', re.I)
MEASURED = set('wait timeout duration elapsed delay interval latency price cost debt money weight rice '
               'salary fee kilos pause'.split())
UNITS = set('ms us ns s cents mills g ml kg day days at minutes hours bytes percent n count'.split())
INTEGER = re.compile(r'\b(?:u?int(?:8|16|32|64)?_t|int|unsigned|long|size_t|time_t)\s+([^;(){}=]*)(.)', re.DOTALL)
TYPEDEF = re.compile(r'\btypedef\s+(?:struct|union|enum)\s*\w*\s*(?:\{|\**\s*\w+\s*;)')
NAMED = re.compile(r'`((?:\w+/)+[\w.-]+\.\w+): ([^`]+)`')
WORKPLACE = re.compile('/(?:' + 'work|farm' + r')/|\.' + 'library')
MARKS = re.compile(r'\b(?:TO' + 'DO|FIX' + 'ME|XX' + 'X|HA' + r'CK)\b')


class Tree:
    """The files of the project, read once."""

    def __init__(self, root):
        self.root = root
        self.paths = sorted(self._list())
        self.texts, self.sources = {}, {}

    def _list(self):
        if os.path.exists(os.path.join(self.root, '.git')):
            out = subprocess.run(['git', '-c', 'safe.directory=*', '-C', self.root, 'ls-files', '-co',
                                  '--exclude-standard', '-z'],
                                 check=True, capture_output=True, text=True).stdout
            names = [p for p in out.split('\0') if p and os.path.isfile(os.path.join(self.root, p))]
        else:
            names = [os.path.relpath(os.path.join(d, f), self.root)
                     for d, _, files in os.walk(self.root) for f in files]
        made = re.compile(r'(build[^/]*|node_modules)/')  # git leaves them out by itself
        return [p for p in names if not p.startswith('tests/lint/') and not made.match(p)]

    def text(self, path):
        if path not in self.texts:
            with open(os.path.join(self.root, path), 'rb') as f:
                raw = f.read()
            self.texts[path] = '' if b'\0' in raw[:4096] else raw.decode('utf-8', 'replace')
        return self.texts[path]

    def under(self, prefix, *ends):
        return [p for p in self.paths if p.startswith(prefix) and p.endswith(ends or '')]

    def c_files(self, prefix='src/', ends=('.c', '.h')):
        for path in self.under(prefix, *ends):
            if path not in self.sources:
                self.sources[path] = lint_c.Source(path, self.text(path))
            yield self.sources[path]


def room_of(path):
    """'base', 'modules/kitchens', … of a path under src."""
    parts = path.split('/')
    return '/'.join(parts[1:3]) if parts[1] in ('modules', 'channels') and len(parts) > 3 else parts[1]


def called(source, names):
    for m in re.finditer(r'\b(' + '|'.join(names) + r')\s*\(', source.code):
        yield source.line(m.start()), m.group(1)


def file_length(tree):
    for path in tree.paths:
        if path.endswith(SOURCES):
            n = tree.text(path).count('\n')
            if n > FILE_LINES:
                yield path, n, f'{n} lines, {FILE_LINES} at most'


def function_length(tree):
    for source in tree.c_files(''):
        for name, line, n in source.functions():
            if n > FUNCTION_LINES:
                yield source.path, line, f'{name} has {n} lines, {FUNCTION_LINES} at most'
    for path in tree.under('', '.py'):
        for node in ast.walk(ast.parse(tree.text(path))):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                n = node.end_lineno - node.lineno + 1
                if n > FUNCTION_LINES:
                    yield path, node.lineno, f'{node.name} has {n} lines, {FUNCTION_LINES} at most'


def room_readme(tree):
    rooms = {room_of(p) for p in tree.under('src/', '.c', '.h') if p.count('/') > 1}
    for room in sorted(rooms - {'modules', 'channels'}):
        path = f'src/{room}/README.md'
        if path not in tree.paths:
            yield path, 1, 'missing'
        elif tree.text(path).count('\n') > README_LINES:
            yield path, 1, f'over {README_LINES} lines'


def header_comment(tree):
    for source in tree.c_files(ends=('.h',)):
        for name, line in source.declarations():
            if not source.commented(line):
                yield source.path, line, f'{name} has no comment above'


def include_order(tree):
    homes = {}
    for path in tree.under('src/', '.h'):
        homes.setdefault(path.split('/')[-1], set()).add(room_of(path))
    for source in tree.c_files():
        room = room_of(source.path)
        if room == 'app':
            continue
        allowed = {room, *MAY_INCLUDE.get(room, MAY_INCLUDE.get(room.split('/')[0], []))}
        if source.is_test and room.startswith('modules/'):
            allowed.add('modules/fixture')
        for at, name in source.strings:
            if not source.is_include(at):
                continue
            found = homes.get(name.split('/')[-1], set())
            if '/' in name:
                yield source.path, source.line(at), f'"{name}": includes are flat'
            elif found and not found & allowed:
                yield source.path, source.line(at), f'"{name}" of {min(found)} is not for {room}'


def banned_call(tree):
    for source in tree.c_files(''):
        if source.path != 'src/base/banned.h':
            for line, name in called(source, BANNED):
                yield source.path, line, f'{name} is banned (base/banned.h says what to use)'


def module_memory(tree):
    for source in tree.c_files('src/modules/'):
        for line, name in called(source, MODULE_MEMORY):
            yield source.path, line, f'{name} in a module: use the arena'


def floating_point(tree):
    for source in tree.c_files():
        if source.path.startswith(('src/channels/', 'src/app/') + FLOAT_PATHS):
            continue
        for m in re.finditer(r'\b(double|float)\b', source.code):
            yield source.path, source.line(m.start()), f'{m.group()} below channels'


def sql_in_c(tree):
    for source in tree.c_files():
        if source.is_test or source.path.startswith(SQL_PATHS):
            continue
        for at, value in source.strings:
            if SQL.match(value):
                yield source.path, source.line(at), 'SQL belongs in a .sql file'


def sql_written(tree):
    """Who changes a table: the journal's own room, any room an operational one, nobody a projected one."""
    files = [p for p in tree.under('src/', '.sql') if not p.endswith('_test.sql')]
    declared = {m[1]: p for p in files for m in TABLE.finditer(tree.text(p))}
    for path in files:
        text = re.sub(r'--.*', '', tree.text(path))
        for m in WRITTEN.finditer(text):
            home, line = declared.get(m[1]), text.count('\n', 0, m.start()) + 1
            if not home:
                yield path, line, f'{m[1]} is no table of a .sql file: what is projected changes by puts alone'
            elif home.startswith('src/journal/') and not path.startswith('src/journal/'):
                yield path, line, f"{m[1]} is the journal's: no other room changes it"


def raw_html(tree):
    for source in tree.c_files():
        if source.is_test or not source.path.startswith(('src/channels/', 'src/modules/', 'src/core/')):
            continue
        for at, value in source.strings:
            if lint_c.HTML.match(value.lstrip()) and source.enclosing_call(at) != 'html_lit':
                yield source.path, source.line(at), 'markup outside html_lit'
        for m in re.finditer(r'\(struct html\)\s*\{', source.code):
            yield source.path, source.line(m.start()), 'struct html is made by its writers only'


def struct_typedef(tree):
    for source in tree.c_files(''):
        for m in TYPEDEF.finditer(source.code):
            yield source.path, source.line(m.start()), 'say struct, union or enum where it is used'


def integers(source):
    """(place, name) of each declared integer; not of functions."""
    for m in INTEGER.finditer(source.code):
        pieces = m.group(1).split(',')
        for piece in pieces[:-1] if m.group(2) == '(' else pieces:
            name = re.fullmatch(r'[\s*]*([a-z]\w*)\s*(?:\[.*\]\s*|:\s*\d+\s*)?', piece, re.DOTALL)
            if name:
                yield m.start(), name.group(1)


def unit_suffix(tree):
    for source in tree.c_files():
        for at, name in integers(source):
            words = name.removesuffix('_out').split('_')
            if MEASURED & set(words) and words[-1] not in UNITS:
                yield source.path, source.line(at), f'{name} without its unit'


def translations(tree):
    """tools/po_check.py says which msgid lacks a translation; here its lines become findings."""
    check = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'po_check.py')
    if not os.path.exists(check) or 'po/LINGUAS' not in tree.paths:
        return
    run = subprocess.run([sys.executable, check, '--root', tree.root], capture_output=True, text=True)
    lines = [line for line in (run.stdout + run.stderr).splitlines() if line.strip()]
    if run.returncode:
        for line in lines or ['po_check.py failed']:
            yield 'po', 1, line


def doc_names(tree):
    """`src/core/gate.c: gate_check, gate_decide` in a document: the file is there, and so is each name in it."""
    for path in tree.under('', '.md'):
        for n, line in enumerate(tree.text(path).split('\n'), 1):
            for file, names in NAMED.findall(line):
                if file not in tree.paths:
                    yield path, n, f'{file} is not there'
                    continue
                for name in names.split(','):
                    if not re.search(rf'(?<![\w.>-]){re.escape(name.strip())}(?![\w-])', tree.text(file)):
                        yield path, n, f'{name.strip()} is not in {file}'


def workplace(tree):
    for path in tree.paths:
        for n, line in enumerate(tree.text(path).split('\n'), 1):
            if WORKPLACE.search(line):
                yield path, n, 'a path that belongs to no reader'


def unfinished(tree):
    for path in tree.under('', *SOURCES):
        for n, line in enumerate(tree.text(path).split('\n'), 1):
            if MARKS.search(line):
                yield path, n, 'unfinished work is an issue, not a comment'


RULES = {
    'file-length': file_length,
    'function-length': function_length,
    'room-readme': room_readme,
    'header-comment': header_comment,
    'include-order': include_order,
    'banned-call': banned_call,
    'module-memory': module_memory,
    'floating-point': floating_point,
    'sql-in-c': sql_in_c,
    'sql-written': sql_written,
    'raw-html': raw_html,
    'struct-typedef': struct_typedef,
    'unit-suffix': unit_suffix,
    'translations': translations,
    'doc-names': doc_names,
    'workplace': workplace,
    'unfinished': unfinished,
}


def findings(root, rules):
    """All (path, line, rule, what) of a tree, sorted."""
    tree = Tree(root)
    return sorted((path, line, rule, what) for rule in rules for path, line, what in RULES[rule](tree))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--root', default=os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    parser.add_argument('--rule', action='append', choices=RULES)
    args = parser.parse_args()
    found = findings(args.root, args.rule or RULES)
    for path, line, rule, what in found:
        print(f'{path}:{line}: {rule}: {what}')
    return 1 if found else 0


if __name__ == '__main__':
    sys.exit(main())
