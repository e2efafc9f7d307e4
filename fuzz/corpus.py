#!/usr/bin/env python3
"""Seeds that need not be kept twice: the rules and scenarios of the repository and the examples of its documentation, cut to what the
fuzz targets read; and bytes of a fixed seed for the targets that make their input from bytes."""

import random
import re
import shutil
from pathlib import Path

HERE = Path(__file__).resolve().parent
REPO = HERE.parent
LONGEST = 16 * 1024


def write(target, name, content):
    folder = HERE / "made" / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content)


def cut(text):
    """A file, or its items gathered up to the length that is read."""
    if len(text.encode()) <= LONGEST:
        return [text]
    parts, part = [], ""
    for item in re.split(r"(?m)^(?=(?:article|act|order|code) )", text):
        if len((part + item).encode()) > LONGEST and part:
            parts.append(part)
            part = ""
        part += item
    return [part for part in [*parts, part] if len(part.encode()) <= LONGEST]


def main():
    shutil.rmtree(HERE / "made", ignore_errors=True)
    for path in sorted((REPO / "rules").rglob("*")):
        if path.suffix not in (".law", ".case") or not path.is_file():
            continue
        name = "-".join(path.relative_to(REPO).with_suffix("").parts)
        for number, part in enumerate(cut(path.read_text())):
            if path.suffix == ".law":
                write("rules", f"{name}-{number}", part.encode())
            else:
                write("cases", f"{name}-{number}", b"c" + part.encode())
    for path in sorted((REPO / "docs").rglob("*.md")):
        name = "-".join(path.relative_to(REPO).with_suffix("").parts)
        for number, block in enumerate(re.findall(r"(?s)```[a-z]*\n(.*?)```", path.read_text())):
            write("rules", f"{name}-{number}", block.encode())
    chance = random.Random(2026)
    for target, length in [("amendments", 80), ("naive", 120)]:
        for number in range(200):
            write(target, f"{number}", bytes(chance.randrange(256) for _ in range(length)))
    words = set()
    for line in (REPO / "grammar" / "jargy.pest").read_text().splitlines():
        words.update(re.findall(r'"([^"\\]{2,})"', line))
    words.update(["textDocument/didChange", "textDocument/hover", "contentChanges", "position", "jsonrpc", "facts", "matter", "2012-02-29", "P1Y", "24:00"])
    (HERE / "words.dict").write_text("".join(f'"{word}"\n' for word in sorted(words)))


if __name__ == "__main__":
    main()
