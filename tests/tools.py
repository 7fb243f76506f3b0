#!/usr/bin/env python3
"""Suite `tools`: the self-tests of the build tools (tools/*_test.py), one result line each."""
import os
import sys
import unittest

TOOLS = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), 'tools')


class Said(unittest.TestResult):
    """Says a line for each test."""

    @staticmethod
    def name(test):
        return test.id().replace(': ', ' ')

    def addSuccess(self, test):
        print(f'ok {self.name(test)}')

    def addFailure(self, test, err):
        print(f'not ok {self.name(test)}: {err[0].__name__} {err[1]}'.replace('\n', ' ')[:400])

    addError = addFailure

    def addSkip(self, test, reason):
        print(f'skip {self.name(test)}: {reason}')


if __name__ == '__main__':
    sys.path.insert(0, TOOLS)
    sys.dont_write_bytecode = True
    unittest.defaultTestLoader.discover(TOOLS, '*_test.py').run(Said())
