#!/usr/bin/env python3
"""Hostile input, measured: how long does the worst known input below 1 MiB take, and how much memory?

    python3 benches/hostile.py [path of jargy] [part of a row's name]

Each row makes its input, runs one command, and is held against 2 seconds and 512 MiB; rules of Kazakhstan with an
empty case against 0.3 seconds. The command may answer or refuse (status 0, 1 or 2); anything else is a fault.
Python 3 is all it needs.
"""

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

REPO = Path(__file__).resolve().parent.parent
DATA = REPO / "tests" / "data" / "hostile"
SECONDS, MEBIBYTES, FIRST = 2.0, 512, 0.3
EMPTY = {"matter": "M", "on": "2012-06-01", "at": "2012-06-02T09:00:00Z", "facts": {}}


def law(facts, articles, before="", actions="action act of M\naction other of M\n"):
    return (
        f"{before}matter M \"matter\"\n{facts}\n{actions}code C \"Code\" in force from 2000-01-01\n"
        f"  in matters of M\n{articles}\n"
    )


def lines(count, one):
    return "\n".join(one(number) for number in range(count))


def day(number):
    """A date in the years from 2001 on: 28 days of 12 months."""
    return f"{2001 + number // 336}-{number // 28 % 12 + 1:02}-{number % 28 + 1:02}"


def changes(count):
    acts = lines(count, lambda n: f"change norm of article 1 from {day(n)}\n applies to d from 2001-01-01\n may act when a")
    return law("a : yes/no\nd : date", "article 1\n may act when a") + f"act A \"A\" in force from 2001-01-01\namends C\n{acts}\n"


def insertions(count):
    acts = lines(count, lambda n: f"in article 1 insert point ({letters(n)}) from {day(n)}\n ({letters(n)}) a")
    base = "article 1\n may act when any of\n (a) a;\n (b) a"
    return law("a : yes/no\nd : date", base) + f"act A \"A\" in force from 2001-01-01\namends C\n{acts}\n"


def alternatives(count):
    steps = lines(count, lambda n: f" define d{n + 1} as\n d{n} + 1 if d{n} > 3\n d{n} otherwise")
    return law("n : number", f"article 1\n define d0 as n\n{steps}")


def extensions(count, days=lambda n: min(2**n, 8_000_000)):
    facts = "d : date\nx : date or none\n" + lines(count, lambda n: f"a{n} : yes/no")
    extended = " ".join(f"extended by {days(n)} days when a{n}" for n in range(count))
    return law(facts, f"article 1\n must act within 10 days of d {extended} done x")


def table(columns, rows):
    facts = lines(columns, lambda n: f"b{n} : yes/no")
    cells = ["yes", "no", "yes or no"]
    body = lines(
        rows, lambda row: "  " + ", ".join(cells[(row * 7 + column * (row % 5 + 1)) % 3] for column in range(columns)) + f" : {row}"
    )
    heads = ", ".join(f"b{n}" for n in range(columns))
    return law(facts, f"article 1\n define t as table of {heads}\n{body}\n  otherwise : {rows}")


def links(count):
    actions = lines(count, lambda n: f"action x{n:06} of M") + "\n"
    norms = lines(count - 1, lambda n: f"article {n + 2}\n may x{n + 1:06} when x{n:06} is permitted")
    return law("a : yes/no", f"article 1\n may x000000 when a\n{norms}", actions=actions)


def bars(count):
    norms = lines(count, lambda n: f"article {n + 1}\n may act when n > {n}\n must not act when n < -{n}")
    return law("n : number", norms)


def despite(count):
    norms = lines(count, lambda n: f"article {n + 2}\n may act when n > {n} despite article 1")
    return law("n : number", f"article 1\n must not act when n > 0\n{norms}")


def provisions(count):
    facts = lines(count, lambda n: f"a{n} : yes/no")
    return law(facts, lines(count, lambda n: f"article {n + 1}\n may act when a{n}"))


def within_periods():
    return law("l : list of V\nsp : periods", "article 1\n define y as count of l where (d in sp)", before="record V\n d : date\n")


def within_lists():
    fields = "record V\n n : number\n"
    return law("l : list of V\nm : list of V\nk : list of V", "article 1\n may act when exists x in l where (exists y in m where (exists z in k where (x.n + y.n + z.n = 1 and x.n != y.n)))", before=fields)


def within_two():
    return law("l : list of V\nm : list of V", "article 1\n may act when exists x in l where (exists y in m where (x.n + y.n = 1 and x.n != y.n))", before="record V\n n : number\n")


def each_from_its_day(count):
    norms = lines(count, lambda n: f"article {n + 1}\n in force from {day(n)}\n may act when a")
    return law("a : yes/no", norms)


def replaced(points, count):
    base = "article 1\n may act when any of\n " + ";\n ".join(f"({letters(n)}) a" for n in range(points))
    acts = lines(count, lambda n: f"replace article 1 point (xaa) from {day(n)}\n (xaa) not a")
    return law("a : yes/no", base) + f"act A \"A\" in force from 2001-01-01\namends C\n{acts}\n"


def letters(number):
    return "xqzjkwv"[number // 676] + chr(97 + number // 26 % 26) + chr(97 + number % 26)


def substituted(count):
    text = "word " * 40_000
    acts = lines(count, lambda n: f"substitute \"first{n - 1}\" with \"first{n}\" in article 1 from {day(n)}")
    return law("a : yes/no", f"article 1\n text en \"\"\"first-1 {text}\"\"\"\n may act when a") + f"act A \"A\" in force from 2001-01-01\namends C\n{acts}\n"


def whole_changes(paragraphs, count):
    base = "article 1\n" + lines(paragraphs, lambda n: f" paragraph {n + 1}\n  may act when a")
    acts = lines(count, lambda n: f"renumber article {n + 1} as article {n + 2} from {day(n)}")
    return law("a : yes/no", base) + f"act A \"A\" in force from 2001-01-01\namends C\n{acts}\n"


def case(**facts):
    return json.dumps({**EMPTY, "facts": facts})


DATES = [{"d": f"{1000 + n // 336}-{n // 28 % 12 + 1:02}-{n % 28 + 1:02}"} for n in range(1000)]
MANY = [{"n": str(2 * n)} for n in range(20_000)]
ELEMENTS = [{"n": str(n)} for n in range(100)]

# name, files, arguments; {R} is the folder
ROWS = [
    ("1,000 changes of one norm, check", {"a.law": changes(1000)}, "check"),
    ("1,000 changes of one norm, no facts", {"a.law": changes(1000), "c.json": json.dumps({"matter": "M", "facts": {}})}, "eval {R}/c.json --ask act"),
    ("4,000 changes of one norm, check", {"a.law": changes(4000)}, "check"),
    ("1,000 changes of one norm, show", {"a.law": changes(1000)}, "show C_article_1"),
    ("2,000 inserted points, check", {"a.law": insertions(2000)}, "check"),
    ("2,000 inserted points, no facts", {"a.law": insertions(2000), "c.json": json.dumps(EMPTY)}, "eval {R}/c.json --ask act"),
    ("900 points, replaced 5,000 times, check", {"a.law": replaced(900, 5000)}, "check"),
    ("a text of 200 KB, 5,000 substitutions, check", {"a.law": substituted(5000)}, "check"),
    ("3,000 paragraphs, renumbered 5,000 times, check", {"a.law": whole_changes(3000, 5000)}, "check"),
    ("4,000 provisions in force each from a day of its own, check", {"a.law": each_from_its_day(4000)}, "check"),
    ("4,000 provisions in force each from a day of its own, no facts", {"a.law": each_from_its_day(4000), "c.json": json.dumps({"matter": "M", "facts": {}})}, "eval {R}/c.json --ask act"),
    ("4,000 provisions in force each from a day of its own, one fact", {"a.law": each_from_its_day(4000), "c.json": json.dumps({"matter": "M", "facts": {"a": False}})}, "eval {R}/c.json --ask act"),
    ("dates of 1,000 elements in periods, unknown", {"a.law": within_periods(), "c.json": case(l=DATES)}, "eval {R}/c.json --ask y"),
    ("three nested exists over 100 elements", {"a.law": within_lists(), "c.json": case(l=ELEMENTS, m=ELEMENTS, k=ELEMENTS)}, "eval {R}/c.json --ask act"),
    ("three nested exists over 100 elements, one unknown", {"a.law": within_lists(), "c.json": case(l=ELEMENTS, m=ELEMENTS)}, "eval {R}/c.json --ask act"),
    ("three nested exists over 100 elements, batch", {"a.law": within_lists(), "c.ndjson": json.dumps({"l": ELEMENTS, "m": ELEMENTS, "k": ELEMENTS})}, "batch --matter M --ask act --on 2012-01-01 {R}/c.ndjson -o - --output-format csv"),
    ("two nested exists over 20,000 elements", {"a.law": within_two(), "c.json": case(l=MANY, m=MANY)}, "eval {R}/c.json --ask act"),
    ("two nested exists over 20,000 elements, batch", {"a.law": within_two(), "c.ndjson": json.dumps({"l": MANY, "m": MANY})}, "batch --matter M --ask act --on 2012-01-01 {R}/c.ndjson -o - --output-format csv"),
    ("26 definitions by alternatives", {"a.law": alternatives(26), "c.json": json.dumps(EMPTY)}, "eval {R}/c.json --ask d26"),
    ("24 extensions", {"a.law": extensions(24), "c.json": case(d="2012-01-01")}, "eval {R}/c.json --ask act"),
    ("50 extensions", {"a.law": extensions(50), "c.json": case(d="2012-01-01")}, "eval {R}/c.json --ask act"),
    ("1,000 extensions", {"a.law": extensions(1000), "c.json": case(d="2012-01-01")}, "eval {R}/c.json --ask act"),
    ("table of 24 columns and 200 rows, check", {"a.law": table(24, 200)}, "check"),
    ("table of 24 columns and 200 rows, no facts", {"a.law": table(24, 200), "c.json": json.dumps(EMPTY)}, "eval {R}/c.json --ask t"),
    ("table of 24 columns and 200 rows, batch", {"a.law": table(24, 200), "c.csv": "b0,b1\nyes,no\n"}, "batch --matter M --ask t --on 2012-01-01 {R}/c.csv -o - --output-format csv --why"),
    ("table of 24 columns and 1,000 rows, no facts", {"a.law": table(24, 1000), "c.json": json.dumps(EMPTY)}, "eval {R}/c.json --ask t"),
    ("260 links of permissions, batch", {"a.law": links(260), "c.csv": "a\nyes\n"}, "batch --matter M --ask x000258 --on 2012-01-01 {R}/c.csv -o - --output-format csv"),
    ("1,000 links of permissions, eval", {"a.law": links(1000), "c.json": case(a=True)}, "eval {R}/c.json --ask x000998"),
    ("4,000 bars beside 4,000 permissions, check", {"a.law": bars(4000)}, "check"),
    ("4,000 bars beside 4,000 permissions, no facts", {"a.law": bars(4000), "c.json": json.dumps(EMPTY)}, "eval {R}/c.json --ask act"),
    ("4,000 bars beside 4,000 permissions, one fact", {"a.law": bars(4000), "c.json": case(n="5")}, "eval {R}/c.json --ask act"),
    ("4,000 times despite, check", {"a.law": despite(4000)}, "check"),
    ("4,000 times despite, no facts", {"a.law": despite(4000), "c.json": json.dumps(EMPTY)}, "eval {R}/c.json --ask act"),
    ("1,000 permissions, no facts", {"a.law": provisions(1000), "c.json": json.dumps(EMPTY)}, "eval {R}/c.json --ask act"),
    ("1,000 permissions, provided", {"a.law": provisions(1000), "c.json": json.dumps(EMPTY)}, "eval {R}/c.json --ask act --provided"),
    ("1,000 permissions, batch with reasons", {"a.law": provisions(1000), "c.csv": "a0,a1\nno,\n"}, "batch --matter M --ask act --on 2012-01-01 {R}/c.csv -o - --output-format csv --why"),
    ("4,000 versions, diff of folders", {"a/a.law": changes(4000), "b/a.law": changes(4000).replace("when a", "when not a")}, "diff {R}/a {R}/b"),
    ("4,000 versions, diff of dates", {"a.law": changes(4000)}, "diff --from 2001-01-01 --to 2012-01-01"),
    ("a dictionary of Parquet that repeats itself", {"dict.parquet": DATA / "dict.parquet", "a.law": law("t : text\na : yes/no", "article 1\n may act when a")}, "batch --matter M --ask act --on 2012-01-01 {R}/dict.parquet -o - --output-format csv"),
    ("a damaged file of Parquet", {"corrupt1.parquet": DATA / "corrupt1.parquet", "a.law": law("a : yes/no", "article 1\n may act when a")}, "batch --matter M --ask act --on 2012-01-01 {R}/corrupt1.parquet -o - --output-format csv"),
    ("an exponent of ten digits, JSON", {"a.law": law("n : number", "article 1\n may act when n > 1"), "c.json": '{"matter": "M", "on": "2012-01-01", "facts": {"n": 1e-2147483648}}'}, "eval {R}/c.json --ask act"),
    ("an exponent of ten digits, CSV", {"a.law": law("n : number", "article 1\n may act when n > 1"), "c.csv": "n\n1e-2147483648\n"}, "batch --matter M --ask act --on 2012-01-01 {R}/c.csv -o - --output-format csv"),
    ("a line of 65,000 columns", {"a.law": law("a : yes/no", "article 1\n may act when " + " " * 65_600 + "nothing")}, "check"),
]
ROWS += [
    (f"1 MiB of {name}", {"a.law": law("a : yes/no", text * (1_000_000 // len(text)))}, "check")
    for name, text in {
        "permissions": " may act when a\n",
        "words": "a ",
        "brackets": "(",
        "quotation marks": "\"",
        "line ends": "\n",
        "articles": "article 1\n",
        "articles that say nothing known": "article 1\n may act when x\n",
        "comments": "-- \n",
        "operators": "+ ",
        "unless": "article 1\n may act when a unless ",
    }.items()
]


def matters(jargy):
    """An empty case of each matter of the rules for Kazakhstan, for every question."""
    told = subprocess.run([jargy, "list", "matters", "--format", "json", "--rules", REPO / "rules"], capture_output=True, text=True, check=True)
    for matter in json.loads(told.stdout):
        name = matter["matter"]
        yield (f"empty case of {name}, eval", {"c.json": json.dumps({"matter": name, "facts": {}})}, f"eval --rules {REPO}/rules {{R}}/c.json")


def interviews(jargy):
    """The first question of an interview about each question of the rules for Kazakhstan, nothing said before."""
    told = subprocess.run([jargy, "list", "questions", "--format", "json", "--rules", REPO / "rules"], capture_output=True, text=True, check=True)
    for question in json.loads(told.stdout):
        name = question["question"]
        yield (f"empty case of {question['matter']}, interview about {name}", {}, f"ask {question['matter']} --goal {name} --rules {REPO}/rules")


def measure(jargy, files, arguments):
    """Seconds of the clock, MiB at the highest, status."""
    folder = Path(tempfile.mkdtemp(prefix="jargy-hostile-"))
    try:
        for name, content in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            if isinstance(content, Path):
                shutil.copy(content, folder / name)
            else:
                (folder / name).write_text(content)
        given = arguments.replace("{R}", str(folder)).split()
        given = [part.replace("_", " ") if part.startswith("C_") else part for part in given]
        if "--rules" not in given and given[0] != "diff" or given[0] == "diff" and "--from" in given:
            given += ["--rules", str(folder)]
        started = time.monotonic()
        child = subprocess.Popen(
            [jargy, *given], cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=open(folder / "stderr", "w"),
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (60, 60)),
        )
        _, status, used = os.wait4(child.pid, 0)
        taken = used.ru_utime + used.ru_stime
        said = (folder / "stderr").read_text()[-300:]
        return taken, used.ru_maxrss / 1024, os.waitstatus_to_exitcode(status), said
    finally:
        shutil.rmtree(folder)


def main():
    jargy = str(Path(sys.argv[1]).resolve()) if len(sys.argv) > 1 else str(REPO / "target" / "release" / "jargy")
    part = sys.argv[2] if len(sys.argv) > 2 else ""
    faults = 0
    print("| input | seconds | MiB | status |\n| --- | ---: | ---: | ---: |")
    for name, files, arguments in [*ROWS, *matters(jargy), *interviews(jargy)]:
        if part not in name:
            continue
        taken, memory, status, said = measure(jargy, files, arguments)
        most = FIRST if name.startswith("empty case") else SECONDS
        good = taken <= most and memory <= MEBIBYTES and status in (0, 1, 2)
        faults += not good
        print(f"| {name} | {taken:.2f} | {memory:.0f} | {status}{'' if good else ' **FAULT**'} |", flush=True)
        if os.environ.get("SAID"):
            print("   ", said)
    sys.exit(1 if faults else 0)


main()
