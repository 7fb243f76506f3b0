"""What the catalogue tools share: finding msgids, reading and writing .po files."""
import os
import re

SKIP = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)
LITERALS = re.compile(r'\s*((?:"(?:\\.|[^"\\\n])*"\s*)+)\s*')
MARKED = re.compile(r'\bN_\s*\(')
CALL = re.compile(r'\b(tr|tr_fill|tr_named|tr_plural)\s*\(')
MSGID_AT = {'tr': 1, 'tr_fill': 2, 'tr_named': 2}
TAG = re.compile(r'\{\{_(n?)\s(.*?)\}\}', re.S)
PLACES = re.compile(r'%s|\{[a-z_]+\}')


class Message:
    def __init__(self, msgid, plural=None):
        self.msgid, self.plural = msgid, plural
        self.files = set()
        self.text = []
        self.flags = set()
        self.notes = []


def without_comments(text):
    return SKIP.sub(lambda m: ' ' if m[0][0] == '/' else m[0], text)


def unescape(quoted):
    plain = {'n': '\n', 't': '\t', 'r': '\r'}
    parts = re.findall(r'"((?:\\.|[^"\\\n])*)"', quoted)
    return re.sub(r'\\(.)', lambda m: plain.get(m[1], m[1]), ''.join(parts))


def escape(text):
    return '"' + text.replace('\\', '\\\\').replace('"', '\\"').replace('\n', '\\n').replace('\t', '\\t') + '"'


def literal(text):
    """The string that text is, N_() taken off; None when it is an expression."""
    text = text.strip()
    m = re.fullmatch(r'N_\s*\((.*)\)', text, re.S)
    m = LITERALS.fullmatch(m[1] if m else text)
    return unescape(m[1]) if m else None


def arguments(text, at):
    """The top-level arguments of a call whose parenthesis opened before at, and where it ends."""
    depth, start, found = 0, at, []
    while at < len(text):
        m = SKIP.match(text, at)
        if m:
            at = m.end()
            continue
        c = text[at]
        if c in '([{':
            depth += 1
        elif c == ')' and depth == 0:
            return found + [text[start:at]], at
        elif c in ')]}':
            depth -= 1
        elif c == ',' and depth == 0:
            found.append(text[start:at])
            start = at + 1
        at += 1
    return found, at


def of_c(text):
    """(msgid, plural or None) of C source."""
    text = without_comments(text)
    plurals = []
    for m in CALL.finditer(text):
        args, end = arguments(text, m.end())
        if m[1] == 'tr_plural':
            if len(args) == 4 and literal(args[1]) is not None and literal(args[2]) is not None:
                yield literal(args[1]), literal(args[2])
                plurals.append((m.start(), end))
        elif len(args) > MSGID_AT[m[1]]:
            msgid = literal(args[MSGID_AT[m[1]]])
            if msgid is not None:
                yield msgid, None
    for m in MARKED.finditer(text):
        if any(start < m.start() < end for start, end in plurals):
            continue
        found = LITERALS.match(text, m.end())
        if found:
            yield unescape(found[1]), None


def of_template(text):
    for m in TAG.finditer(text):
        parts = [p.strip() for p in m[2].split('|')]
        yield parts[0], parts[1] if m[1] and len(parts) > 1 else None


def sources(root):
    for top, ends in (('src', ('.c', '.h')), ('pages', ('.html',))):
        for folder, folders, files in os.walk(os.path.join(root, top)):
            folders.sort()
            for name in sorted(files):
                if name.endswith(ends) and not name.endswith('_test.c'):
                    yield os.path.relpath(os.path.join(folder, name), root)


def messages(root):
    """Every message that the program may say, by msgid."""
    found = {}
    for path in sources(root):
        with open(os.path.join(root, path), encoding='utf-8') as f:
            text = f.read()
        for msgid, plural in (of_template if path.endswith('.html') else of_c)(text):
            if not msgid:
                continue
            m = found.setdefault(msgid, Message(msgid))
            m.plural = m.plural or plural
            m.files.add(path)
    return found


def languages(root):
    path = os.path.join(root, 'po', 'LINGUAS')
    if not os.path.exists(path):
        return []
    with open(path, encoding='utf-8') as f:
        return [w for line in f for w in line.split('#')[0].split()]


def header_fields(path):
    """The lines "Name: value" of a catalogue's header."""
    m = po_read(path).get('')
    text = m.text[0] if m and m.text else ''
    return dict(line.split(': ', 1) for line in text.split('\n') if ': ' in line)


def forms(path):
    """How many forms a plural has in this catalogue (the program reads one or two)."""
    found = re.search(r'nplurals\s*=\s*(\d)', header_fields(path).get('Plural-Forms', '') if os.path.exists(path) else '')
    return int(found[1]) if found else 2


def po_read(path):
    """Messages of a .po file by msgid ('' is the header); obsolete ones are left out."""
    found, m, last = {}, None, None
    with open(path, encoding='utf-8') as f:
        for line in list(f) + ['\n']:
            line = line.strip()
            word, _, rest = line.partition(' ')
            if line.startswith('#~'):
                continue
            if line.startswith('"') and m and last is not None:
                last.append(line)
            elif line.startswith('#') or word == 'msgid':
                if m is None or m.started:
                    m = Message('')
                    m.started, m.parts = False, {}
                if line.startswith('#,'):
                    m.flags |= {w.strip() for w in line[2:].split(',')}
                elif line.startswith('#:'):
                    m.files |= set(line[2:].split())
                elif line.startswith('#'):
                    m.notes.append(line)
                if word == 'msgid':
                    m.started = True
                    last = m.parts.setdefault('msgid', [rest])
                    found[id(m)] = m
            elif word.startswith('msg') and m:
                last = m.parts.setdefault(word, [rest])
    done = {}
    for m in found.values():
        m.msgid = unescape(' '.join(m.parts['msgid']))
        if 'msgid_plural' in m.parts:
            m.plural = unescape(' '.join(m.parts['msgid_plural']))
        m.text = [unescape(' '.join(m.parts[k])) for k in sorted(m.parts) if k.startswith('msgstr')]
        done[m.msgid] = m
    return done


def po_write(path, header, found, forms=2):
    """Sorted by msgid, so that two people's additions seldom meet."""
    out = [header.rstrip('\n') + '\n']
    for m in sorted(found.values(), key=lambda m: m.msgid):
        if not m.msgid:
            continue
        lines = list(m.notes) + [f'#: {p}' for p in sorted(m.files)]
        if m.flags:
            lines.append('#, ' + ', '.join(sorted(m.flags)))
        lines.append('msgid ' + escape(m.msgid))
        if m.plural is None:
            lines.append('msgstr ' + escape((m.text or [''])[0]))
        else:
            lines.append('msgid_plural ' + escape(m.plural))
            lines += [f'msgstr[{i}] ' + escape(t) for i, t in enumerate(m.text or [''] * forms)]
        out.append('\n'.join(lines) + '\n')
    with open(path, 'w', encoding='utf-8') as f:
        f.write('\n'.join(out))
