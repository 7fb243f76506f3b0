"""faulty.py - a bad disk and a wrong clock for the program under test (tests/fault/fault.c).

Whatever runs with a Disk's environment runs over it; what the disk does is said here meanwhile:
calls fail, room ends and comes back, the wall clock moves.
"""
import mmap
import os
import struct
import sys

import kit

KINDS = {"write": 1, "sync": 2, "truncate": 3, "rename": 4, "open": 5, "unlink": 6}
HOWS = {"EIO": 0, "ENOSPC": 1, "short": 2, "torn": 3}
UNLIMITED = -1
BUILD = os.path.abspath(os.environ.get("AYNI_BUILD", os.path.join(kit.ROOT, "build-asan")))
LIBRARY = os.path.join(BUILD, "tests", "fault", "fault.so")


def need():
    """The library is there, and the program takes it: a sanitizer must be the first one loaded."""
    kit.need_program()
    if not os.path.exists(LIBRARY) or kit.sanitized():
        print(f"not ok program: {LIBRARY} is missing, or {kit.AYNI} was built with a sanitizer")
        sys.exit(1)


class Disk:
    """The control page that fault.c reads; files under `folder` are watched."""

    made = 0

    def __init__(self, folder):
        Disk.made += 1
        path = os.path.join(kit.scratch(), f"disk-{Disk.made}")
        with open(path, "w+b") as f:
            f.write(bytes(4096))
            f.flush()
            self.page = mmap.mmap(f.fileno(), 4096)
        self.environment = {"LD_PRELOAD": LIBRARY, "AYNI_FAULT": path, "AYNI_FAULT_UNDER": folder}
        self.well()

    def _put(self, at, *values):
        for i, value in enumerate(values):
            struct.pack_into("<q", self.page, 8 * (at + i), value)

    def _get(self, at):
        return struct.unpack_from("<q", self.page, 8 * at)[0]

    def well(self):
        """Nothing fails, there is room; the counts begin anew."""
        self._put(0, 0, 0, 0, 0, UNLIMITED)
        self._put(6, 0, 0, *[0] * 8)

    def fail(self, kind, nth, how="EIO", for_ever=False):
        """The nth call of that kind since well() fails, and with for_ever all behind it."""
        self._put(1, nth, int(for_ever), HOWS[how])
        self._put(0, KINDS[kind])

    def room(self, size):
        """Bytes by which the files may still grow."""
        self._put(4, size)

    def clock(self, ms):
        """What is added to the wall clock."""
        self._put(5, ms)

    def failed(self):
        return self._get(6)

    def full(self):
        return self._get(7)

    def calls(self, kind):
        return self._get(8 + KINDS[kind])
