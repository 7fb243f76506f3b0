#!/usr/bin/env python3
"""The self-test of the catalogue tools and of embed.py."""
import contextlib
import gzip
import io
import os
import re
import subprocess
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
sys.dont_write_bytecode = True
import embed
import languages
import po_check
import po_extract
import po_lib

C = r'''
/* N_("in a comment") and "N_(\"in a string\")" */
#define N_(msgid) msgid
static const char *a = N_("uno"), *b = N_("dos "
	"partes \"y\" más"); // tr(l, "no")
x = tr_plural(l, N_("una olla"), N_("%s ollas"), n);
y = tr_fill(a, f(l, "no"), "hola, %s", STR("no"));
z = tr_named(a, l, ok ? N_("sí {who}") : N_("no {who}"), pairs, 2); w = tr(l, variable);
'''
PAGE = '{{! keys: a}}\n<p title="{{_ título}}">{{_ con %s|a}} {{_n un pan|%s panes|a}} {{a}}'


class Tree(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.root = self.folder.name
        for name in ('src/x', 'pages', 'po'):
            os.makedirs(os.path.join(self.root, name))
        self.write('src/x/a.c', C)
        self.write('src/x/a_test.c', 'N_("de prueba")')
        self.write('pages/p.html', PAGE)
        self.write('po/LINGUAS', 'en\n')

    def tearDown(self):
        self.folder.cleanup()

    def write(self, path, text):
        with open(os.path.join(self.root, path), 'w', encoding='utf-8') as f:
            f.write(text)

    def read(self, path):
        with open(os.path.join(self.root, path), encoding='utf-8') as f:
            return f.read()

    def tool(self, module, *args):
        out, argv, sys.argv = io.StringIO(), sys.argv, ['x', '--root', self.root, *args]
        try:
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
                status = module.main()
        finally:
            sys.argv = argv
        return status or 0, out.getvalue()

    def fill(self):
        out = []
        for line in self.tool(po_extract, '--missing', 'en')[1].splitlines():
            msgid, *rest = line.split('\t')
            out.append('\t'.join([msgid] + ['T ' + ' '.join(po_lib.PLACES.findall(msgid))] * (len(rest) - 1)
                                 + ['T ' + ' '.join(po_lib.PLACES.findall(msgid)) if len(rest) == 1 else 'T %s']))
        self.write('list.tsv', '\n'.join(out) + '\n')
        return self.tool(po_extract, '--fill', 'en', os.path.join(self.root, 'list.tsv'))

    def test_finds_every_message_once(self):
        found = po_lib.messages(self.root)
        self.assertEqual(sorted(found), sorted([
            'uno', 'dos partes "y" más', 'una olla', 'hola, %s', 'sí {who}', 'no {who}', 'título', 'con %s',
            'un pan']))
        self.assertEqual(found['una olla'].plural, '%s ollas')
        self.assertEqual(found['un pan'].plural, '%s panes')
        self.assertEqual(found['título'].files, {'pages/p.html'})

    def test_extract_is_steady_and_check_wants_all(self):
        self.tool(po_extract)
        pot, po = self.read('po/ayni.pot'), self.read('po/en.po')
        status, said = self.tool(po_check)
        self.assertEqual((status, said.count('no translation')), (1, 9))
        self.tool(po_extract)
        self.assertEqual((pot, po), (self.read('po/ayni.pot'), self.read('po/en.po')))
        self.assertEqual(self.fill()[0], 0)
        self.assertEqual(self.tool(po_check), (0, ''))
        self.tool(po_extract)
        self.assertEqual(self.tool(po_check), (0, ''))

    def test_gone_messages_leave_and_changed_places_show(self):
        self.tool(po_extract)
        self.fill()
        self.write('pages/p.html', '{{! keys: a}}{{_ otro}}')
        self.tool(po_extract)
        self.assertNotIn('título', self.read('po/en.po'))
        self.assertIn('no translation: "otro"', self.tool(po_check)[1])
        self.write('list.tsv', 'otro\tother\nhola, %s\thello\n')
        self.tool(po_extract, '--fill', 'en', os.path.join(self.root, 'list.tsv'))
        self.assertEqual(self.tool(po_check)[1], 'en: other places than the msgid: "hola, %s" (src/x/a.c)\n')
        self.write('po/en.po', self.read('po/en.po').replace('msgid "otro"', '#, fuzzy\nmsgid "otro"'))
        self.assertNotIn('otro', self.tool(po_check)[1])

    def test_unknown_messages_of_a_list_are_named(self):
        self.tool(po_extract)
        self.write('list.tsv', 'nada\tnothing\n')
        status, said = self.tool(po_extract, '--fill', 'en', os.path.join(self.root, 'list.tsv'))
        self.assertEqual(status, 1)
        self.assertIn(':1: no such message', said)

    def test_a_language_is_added_by_its_file_alone(self):
        self.tool(po_extract)
        self.fill()
        self.write('po/LINGUAS', 'en ay\n')
        self.tool(po_extract)
        self.assertEqual(self.tool(po_check)[1].count('ay: no translation'), 9)
        header, rest = self.read('po/ay.po').split('\n\n', 1)
        self.assertIn('"X-Draft: yes\\n"', header)
        header = header.replace('X-Language-Name: ay', 'X-Language-Name: Aymar aru') \
            .replace('Name-Spanish: ay', 'Name-Spanish: aimará') \
            .replace('nplurals=2; plural=n != 1', 'nplurals=1; plural=0')
        self.write('po/ay.po', header + '\n\n' + rest.replace('msgstr[1] ""\n', ''))
        self.tool(po_extract)
        self.assertEqual(self.read('po/ay.po').count('msgstr[1]'), 0)
        listed = self.tool(po_extract, '--missing', 'ay')[1].splitlines()
        self.write('list.tsv', ''.join(f"{line.split(chr(9))[0]}\tA {' '.join(po_lib.PLACES.findall(line))}\n"
                                       if not line.startswith('un') or 'uno' in line else
                                       f"{line.split(chr(9))[0]}\t%s phukhu\n" for line in listed))
        self.assertEqual(self.tool(po_extract, '--fill', 'ay', os.path.join(self.root, 'list.tsv'))[0], 0)
        self.assertEqual(self.tool(po_check), (0, ''))
        out = os.path.join(self.root, 'languages.h')
        languages.main([out, os.path.join(self.root, 'po/ay.po')])
        self.assertIn('\t{ "ay", "Aymar aru", "aimara", NULL },', self.read('languages.h'))
        self.write('po/ay.po', self.read('po/ay.po').replace('X-Language-Name:', 'X-Other:'))
        with self.assertRaises(SystemExit):
            languages.main([out, os.path.join(self.root, 'po/ay.po')])

    def test_no_code_names_a_language(self):
        root = os.path.join(HERE, '..')
        named = {f'"{w}"' for tag in po_lib.languages(root) for w in (tag, po_lib.header_fields(
            os.path.join(root, 'po', tag + '.po'))['X-Language-Name'])}
        self.assertGreaterEqual(len(named), 4)
        for path in po_lib.sources(root):
            if path.startswith('src/app/demo_'):  # what the sample's people speak is data
                continue
            with open(os.path.join(root, path), encoding='utf-8') as f:
                found = named & set(re.findall(r'"[^"\n]*"', po_lib.without_comments(f.read())))
            self.assertEqual(found, set(), path)

    def test_msgfmt_takes_the_catalogue(self):
        self.tool(po_extract)
        self.fill()
        done = subprocess.run(['msgfmt', '--use-fuzzy', '-o', os.path.join(self.root, 'en.mo'),
                               os.path.join(self.root, 'po/en.po')], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)


class Embed(unittest.TestCase):
    def test_arrays_hold_the_bytes(self):
        with tempfile.TemporaryDirectory() as root:
            path = {name: os.path.join(root, name) for name in ('b.html', 'a.html', 'o.c', 'o.h')}
            for name, data in (('b.html', b''), ('a.html', bytes(range(256)) * 3)):
                with open(path[name], 'wb') as f:
                    f.write(data)
            embed.main(['--stem', '--packed', path['o.c'], path['o.h'], 'pages', path['b.html'], path['a.html']])
            with open(path['o.c']) as f:
                text = f.read()
            array = {m[1]: bytes(map(int, m[2].replace('\n', '').replace('\t', '').split(',')[:-1]))
                     for m in re.finditer(r'unsigned char (\w+)\[\] = \{(.*?)\};', text, re.S)}
            self.assertEqual(array['plain_0'], bytes(range(256)) * 3)
            self.assertEqual(gzip.decompress(array['packed_0']), bytes(range(256)) * 3)
            self.assertEqual(array['plain_1'], b'')
            self.assertIn('{ "a", { (const char *)plain_0, 768 }', text)
            self.assertIn('pages_n = 2;', text)
            embed.main(['--stem', '--packed', path['o.c'], path['o.h'], 'pages', path['a.html'], path['b.html']])
            with open(path['o.c']) as f:
                self.assertEqual(text, f.read())
            with self.assertRaises(SystemExit):
                embed.main([path['o.c'], path['o.h'], 'x', path['a.html'], path['a.html']])


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1])
