#!/usr/bin/env python3
"""Tests of sprite.py: what it draws, and what it refuses."""
import os
import re
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import sprite

HEAD = '<svg\n  xmlns="http://www.w3.org/2000/svg"\n  width="24"\n>\n  <path stroke="none" d="M0 0h24v24H0z" fill="none" />\n'


class Sprite(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.put('pot', HEAD + '  <path d="M4 11h16a1 1 0 0 1 -1 1" />\n  <path d="M12 4l0 -2" />\n</svg>')
        self.put('round', HEAD + '  <circle cx="12" cy="12" r="9" />\n</svg>')

    def tearDown(self):
        self.folder.cleanup()

    def put(self, name, text):
        with open(os.path.join(self.folder.name, name + '.svg'), 'w', encoding='utf-8') as f:
            f.write(text)

    def make(self, text, *more):
        listed = os.path.join(self.folder.name, 'icons.txt')
        with open(listed, 'w', encoding='utf-8') as f:
            f.write(text)
        out = os.path.join(self.folder.name, 'out')
        sprite.main([listed, out, *more], self.folder.name)
        with open(out, encoding='utf-8') as f:
            return f.read()

    def refused(self, text, words, *more):
        with self.assertRaises(SystemExit) as said:
            self.make(text, *more)
        self.assertIn(words, str(said.exception))

    def test_strokes_are_one_path_without_the_empty_square(self):
        self.assertIn('<symbol id="olla" viewBox="0 0 24 24"><path d="M4 11h16a1 1 0 0 1-1 1M12 4l0-2"/></symbol>',
                      self.make('# remark\n\nolla pot # of the day\n'))

    def test_a_part_draws_one_icon(self):
        part = os.path.join(self.folder.name, 'part')
        self.make('olla pot\n', part, 'olla')
        with open(part, encoding='utf-8') as f:
            self.assertIn('<path d="M4 11h16a1 1 0 0 1-1 1M12 4l0-2"/>', f.read())
        self.refused('olla pot\n', 'no icon is named taza', part, 'taza')

    def test_unknown_icon(self):
        self.refused('olla pot\ntaza cup-of-nothing\n', 'icons.txt:2: @tabler/icons has no outline icon named cup-of-nothing')

    def test_twice(self):
        self.refused('olla pot\nolla pot\n', 'icons.txt:2: olla stands there already (line 1)')

    def test_not_a_line(self):
        self.refused('olla\n', 'icons.txt:1')
        self.refused('Olla pot\n', 'icons.txt:1')

    def test_not_of_strokes(self):
        self.refused('sol round\n', 'round is not made of plain strokes')

    def test_the_list_of_pages_is_sound(self):
        listed = sprite.names(os.path.join(sprite.ROOT, 'web', 'icons.txt'))
        text = sprite.sprite(listed, sprite.DRAWN)
        self.assertEqual(len(re.findall('<symbol id=', text)), len(listed))


if __name__ == '__main__':
    unittest.main()
