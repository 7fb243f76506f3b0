#!/usr/bin/env python3
"""add_a_module.py [--tree FOLDER] - does what doc/add-a-module.md says, block by block, in a copy of the tree.

The copy is made, or is the one that is named (tests/offline_build.sh has built it).

    ```LANG path              the file
    ```LANG path after TEXT   lines put behind the first line that holds TEXT
    ```console                `$ command` must end well, and what follows must be in its answer
"""
import os
import re
import subprocess
import sys

import kit
from kit import expect

BLOCK = re.compile(r"^```(\w+)(?: (\S+))?(?: after ([^\n]+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def as_a_person():
    """What somebody has who follows the document by hand: cmocka speaks plainly to her."""
    env = kit.environment(LANG="es_PE.UTF-8")
    env.pop("CMOCKA_MESSAGE_OUTPUT", None)
    return env


def copy_tree(top):
    """What git knows, as it stands here; packages are linked, nothing is fetched."""
    os.makedirs(os.path.join(top, "build"))
    names = subprocess.run(["git", "-c", "safe.directory=*", "ls-files", "-z"], cwd=kit.ROOT, capture_output=True,
                           check=True).stdout
    packed = subprocess.run(["tar", "-c", "--null", "--ignore-failed-read", "-T", "-", "-f", "-"],
                            cwd=kit.ROOT, input=names, capture_output=True, check=True).stdout
    subprocess.run(["tar", "-x", "-f", "-"], cwd=top, input=packed, check=True)
    os.symlink(os.path.join(kit.ROOT, "node_modules"), os.path.join(top, "node_modules"))
    with open(os.path.join(top, "build/.deps"), "w", encoding="utf-8"):
        pass


def write(top, path, after, body):
    full = os.path.join(top, path)
    if not after:
        expect(not os.path.exists(full), f"{path} is already there")
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, "w", encoding="utf-8") as f:
            f.write(body)
        return
    with open(full, encoding="utf-8") as f:
        lines = f.read().splitlines(keepends=True)
    found = [i for i, line in enumerate(lines) if after in line]
    expect(found, f"{path} has no line with {after}")
    lines.insert(found[0] + 1, body)
    with open(full, "w", encoding="utf-8") as f:
        f.write("".join(lines))


def type_in(top, command, answer):
    done = subprocess.run(["sh", "-c", command], cwd=top, capture_output=True, text=True,
                          timeout=280, env=as_a_person())
    said = done.stdout + done.stderr
    expect(done.returncode == 0, f"status {done.returncode}: {said[-500:]}")
    for line in answer:
        expect(line in said, f"no «{line}» in: {said[-300:]}")


def commands(body):
    """(command, lines of its answer) of a console block."""
    for piece in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
        command, *answer = piece.rstrip("\n").split("\n")
        yield command, answer


def main():
    report = kit.Report()
    given = sys.argv[2] if sys.argv[1:2] == ["--tree"] else None
    top = given or os.path.join(kit.scratch(), "tree")
    with open(os.path.join(kit.ROOT, "doc/add-a-module.md"), encoding="utf-8") as f:
        text = f.read()
    if not given and not report.check("a copy of the tree", lambda: copy_tree(top)):
        return report.close()
    for language, path, after, body in BLOCK.findall(text):
        if language == "console":
            steps = [(c, lambda c=c, a=a: type_in(top, c, a)) for c, a in commands(body)]
        else:
            steps = [(f"{path} after {after}" if after else path,
                      lambda p=path, a=after, b=body: write(top, p, a, b))]
        for name, step in steps:
            if not report.check(name.replace(": ", ":")[:90], step):
                return report.close()
    return report.close()


if __name__ == "__main__":
    sys.exit(main())
