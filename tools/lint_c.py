"""Reads C well enough for the house rules: no preprocessing, only comments, strings and braces."""
import bisect
import re

TOKEN = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'', re.DOTALL)
HTML = re.compile(r'</?[a-zA-Z][^<]*|<!--|<!doctype', re.IGNORECASE)


class Source:
    """One C file: `code` is the text with comments and the inside of strings blanked."""

    def __init__(self, path, text):
        self.path, self.text = path, text
        self.strings = []
        self.code = TOKEN.sub(self._blank, text)
        self.starts = [0] + [m.end() for m in re.finditer('\n', text)]
        self.is_test = path.endswith('_test.c')

    def _blank(self, match):
        token = match.group()
        if token[0] == '/':
            return re.sub(r'[^\n]', ' ', token)
        if token[0] == '"':
            self.strings.append((match.start(), token[1:-1]))
        return token[0] + ' ' * (len(token) - 2) + token[-1]

    def line(self, at):
        return bisect.bisect_right(self.starts, at)

    def is_include(self, at):
        """Whether the string at this place is the file name of an #include."""
        return bool(re.match(r'\s*#\s*include\b', self.code[self.starts[self.line(at) - 1]:at]))

    def enclosing_call(self, at):
        """The name before the nearest open parenthesis around a place, or ''."""
        depth, code = 0, self.code
        for i in range(at - 1, -1, -1):
            c = code[i]
            if c == ')':
                depth += 1
            elif c == '(':
                if depth == 0:
                    name = re.search(r'(\w+)\s*$', code[max(0, i - 80):i])
                    return name.group(1) if name else ''
                depth -= 1
            elif c in ';{}' and depth == 0:
                return ''
        return ''

    def functions(self):
        """(name, first line, lines of the body with its braces) of each function."""
        for m in re.finditer(r'^(?:[a-zA-Z_][^\n;{}]*(?:\n[ \t][^\n;{}]*)*)\)[^;{}=\n]*\n?\{', self.code,
                             re.MULTILINE):
            end = re.compile(r'^\}', re.MULTILINE).search(self.code, m.end() - 1)
            if not end:
                continue
            name = re.search(r'(\w+)\s*\(', m.group())
            yield (name.group(1) if name else '?', self.line(m.start()),
                   self.line(end.start()) - self.line(m.end() - 1) + 1)

    def declarations(self):
        """(name, line, last line before it) of each function a header declares or defines."""
        depth = 0
        begin = 0
        code = re.sub(r'(?m)^[ \t]*#(?:[^\n\\]|\\.|\\\n)*', lambda m: re.sub(r'[^\n]', ' ', m.group()),
                      self.code)
        for m in re.finditer(r'[{};]', code):
            c = m.group()
            if c == '{':
                if depth == 0:
                    yield from self._declared(code, begin, m.start(), inline=True)
                depth += 1
            elif c == '}':
                depth -= 1
            elif depth == 0:
                yield from self._declared(code, begin, m.start(), inline=False)
            if depth == 0:
                begin = m.end()

    def _declared(self, code, begin, end, inline):
        piece = code[begin:end]
        if re.match(r'\s*(typedef|extern\s+"C"|_Static_assert|extern\s+(const\s+)?\w+\s+\w+\s*(\[|$))', piece):
            return
        name = re.search(r'(\w+)\s*\(', re.sub(r'__attribute__\s*\(\(.*?\)\)', '', piece, flags=re.DOTALL))
        if not name or (inline and '=' in piece):
            return
        first = begin + len(piece) - len(piece.lstrip())
        yield name.group(1), self.line(first)

    def commented(self, line):
        """Whether a comment stands directly above a line, or above its group without blank lines."""
        lines = self.text.split('\n')
        i = line - 2
        while i >= 0:
            above = lines[i].strip()
            if above.endswith('*/') or above.startswith('//'):
                return True
            if not above or above.startswith('#'):
                return False
            i -= 1
        return False
