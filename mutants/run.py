#!/usr/bin/env python3
"""Mutation tests of Jargy: do the tests notice when the meaning of the code changes a little?

    python3 mutants/run.py prepare     a copy of the sources with mutants behind switches, built once
    python3 mutants/run.py trace       which test reaches which mutant, without the rule library
    python3 mutants/run.py run         each mutant against the tests that reach it; goes on where it stopped
    python3 mutants/run.py report      the figures, and what survived

Everything is written below `target/mutants` (or `--work FOLDER`). How it works is in docs/trust.md.
Python 3 and cargo are all it needs.
"""

import argparse
import concurrent.futures
import hashlib
import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

REPO = Path(__file__).resolve().parent.parent
MEMORY = 6 << 30
# What looks at the sources themselves would find the switches.
NEVER = re.compile(r"^house::")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("step", choices=["prepare", "trace", "run", "report"])
    parser.add_argument("--work", type=Path, default=REPO / "target" / "mutants")
    parser.add_argument("--seed", default="2026", help="draws the mutants")
    parser.add_argument("--count", type=int, default=600, help="how many are drawn")
    parser.add_argument("--limit", type=int, default=0, help="run: stop after so many")
    parser.add_argument("--minutes", type=float, default=0, help="run: stop after so many minutes")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--again", action="store_true", help="run: try once more what survived or was not reached, after tests were added")
    parser.add_argument("--only", default="", help="run: only the mutants with these keys, separated by commas")
    return parser.parse_args()


class Work:
    """The files of one piece of work."""

    def __init__(self, given):
        self.given = given
        self.folder = given.work.resolve()
        self.tree = self.folder / "tree"
        self.build = self.folder / "build"
        self.list = self.folder / "mutants.json"
        self.dropped = self.folder / "does-not-compile.txt"
        self.built = self.folder / "built.json"
        self.folder.mkdir(parents=True, exist_ok=True)

    def told(self):
        return json.loads(self.list.read_text())

    def mutants(self):
        return self.told()["mutants"]

    def results_path(self):
        return self.folder / f"results-{self.told()['sources']}.jsonl"

    def reach_path(self):
        return self.folder / f"reach-{json.loads(self.built.read_text())['stamp']}.jsonl"


def lines_of(path):
    if not path.exists():
        return []
    found = []
    for line in path.read_text().splitlines():
        try:
            found.append(json.loads(line))
        except ValueError:
            pass  # the last line of a run that was ended while it wrote
    return found


# ---- prepare


def prepare(work):
    """Copies the sources, weaves mutants in, drops those that do not compile, builds the tests."""
    env = dict(os.environ, CARGO_TARGET_DIR=str(work.build / "weave"))
    subprocess.run(["cargo", "build", "--quiet", "--manifest-path", str(REPO / "mutants" / "Cargo.toml")], env=env, check=True)
    weave = work.build / "weave" / "debug" / "weave"
    copy(work)
    work.dropped.touch()
    sources = hashlib.sha256()
    for path in sorted((REPO / "src").rglob("*.rs")):
        sources.update(path.read_bytes())
    for turn in range(40):
        subprocess.run([str(weave), str(REPO), str(work.tree), work.given.seed, str(work.given.count), str(work.dropped), str(work.list)], check=True)
        wrong = check(work)
        if not wrong:
            break
        with work.dropped.open("a") as file:
            file.writelines(key + "\n" for key in sorted(wrong))
        print(f"turn {turn + 1}: {len(wrong)} do not compile, others are drawn", flush=True)
    else:
        sys.exit("the woven sources do not compile")
    told = work.told()
    told["sources"] = sources.hexdigest()[:12]
    work.list.write_text(json.dumps(told, indent=1))
    build(work)


def copy(work):
    """The sources as they stand, changed and new files too; files that are the same keep their time."""
    listed = subprocess.run(["git", "ls-files", "-coz", "--exclude-standard"], cwd=REPO, check=True, capture_output=True).stdout
    names = {name for name in listed.decode().split("\0") if name and (REPO / name).is_file()}
    woven = set()
    if work.list.exists():
        woven = {"src/lib.rs"} | {mutant["file"] for mutant in work.mutants()}
    for name in names:
        source, target = REPO / name, work.tree / name
        if name in woven and target.exists():
            continue  # the weaver writes it where it changes
        if target.exists() and target.read_bytes() == source.read_bytes():
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
    hidden = work.tree / "rules-left-out"
    if hidden.exists():
        shutil.rmtree(hidden)
    for path in [path for path in work.tree.rglob("*") if path.is_file()]:
        name = str(path.relative_to(work.tree))
        if name not in names and name != "src/mutant.rs":
            path.unlink()


def cargo(work, *words):
    env = dict(os.environ, CARGO_TARGET_DIR=str(work.build), CARGO_TERM_COLOR="never", CARGO_PROFILE_DEV_OPT_LEVEL="1")
    done = subprocess.run(["cargo", *words, "--message-format=json"], cwd=work.tree, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    messages = []
    for line in done.stdout.splitlines():
        try:
            messages.append(json.loads(line))
        except ValueError:
            pass
    return done, messages


def check(work):
    """The keys of mutants that do not compile."""
    done, messages = cargo(work, "check", "--lib", "--features", "naive")
    errors = [m["message"] for m in messages if m.get("reason") == "compiler-message" and m["message"]["level"].startswith("error")]
    if done.returncode == 0:
        return set()
    by_file = {}
    for mutant in work.mutants():
        by_file.setdefault(mutant["file"], []).append(mutant)
    wrong = set()
    for error in errors:
        spans = sorted(every_span(error), key=lambda span: not span["is_primary"])
        found = None
        for span in spans:
            found = found or innermost(by_file.get(span["file_name"], []), span)
        if found is None and spans and by_file.get(spans[0]["file_name"]):
            # told outside any switch: the switches of the nearest lines are dropped with it
            place = spans[0]["byte_start"]
            distance = lambda mutant: min(abs(start - place) for start, _ in mutant["woven"]) if mutant["woven"] else 1 << 40
            found = min(by_file[spans[0]["file_name"]], key=distance)
        if found is not None:
            wrong.add(found["key"])
    if not wrong:
        sys.exit(done.stderr + "\n".join(error["rendered"] for error in errors))
    return wrong


def every_span(message):
    yield from message["spans"]
    for child in message["children"]:
        yield from every_span(child)


def innermost(mutants, span):
    best = None
    for mutant in mutants:
        for start, end in mutant["woven"]:
            if start <= span["byte_start"] and span["byte_end"] <= end and (best is None or end - start < best[0]):
                best = (end - start, mutant)
    return best and best[1]


def build(work):
    done, messages = cargo(work, "test", "--no-run", "--lib", "--test", "all")
    if done.returncode != 0:
        sys.exit(done.stderr + "".join(m["message"]["rendered"] for m in messages if m.get("reason") == "compiler-message" and m["message"]["level"].startswith("error")))
    programs = {}
    for message in messages:
        if message.get("reason") == "compiler-artifact" and message.get("executable") and message["profile"]["test"]:
            programs[message["target"]["name"]] = message["executable"]
    stamp = hashlib.sha256()
    for name in sorted(programs):
        with open(programs[name], "rb") as file:
            stamp.update(hashlib.file_digest(file, "sha256").digest() if hasattr(hashlib, "file_digest") else file.read())
    work.built.write_text(json.dumps({"programs": programs, "stamp": stamp.hexdigest()[:12]}, indent=1))
    print(f"built {', '.join(programs)}", flush=True)


# ---- running tests


class Tests:
    def __init__(self, work):
        self.work = work
        self.programs = json.loads(work.built.read_text())["programs"]
        # "without the rule library": its folder is not there
        rules, hidden = work.tree / "rules", work.tree / "rules-left-out"
        if rules.exists():
            rules.rename(hidden)

    def env(self, mutant, **more):
        env = dict(os.environ, JARGY_MUTANT=str(mutant), INSTA_UPDATE="no", RUST_BACKTRACE="0", PROPTEST_RNG_SEED="2026")
        env.update(PROPTEST_DISABLE_FAILURE_PERSISTENCE="1", CARGO_MANIFEST_DIR=str(self.work.tree), **more)
        return env

    def all(self):
        found = []
        for name, program in self.programs.items():
            listed = subprocess.run([program, "--list", "--format", "terse"], cwd=self.work.tree, capture_output=True, text=True, check=True).stdout
            for line in listed.splitlines():
                if line.endswith(": test") and not NEVER.match(line):
                    found.append((name, line[: -len(": test")]))
        return found

    def run(self, program, names, mutant, seconds, **more):
        """Runs tests one after another in a process; returns None, or the test that failed first and how."""

        def limits():
            os.setsid()
            os.nice(10)
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

        command = [self.programs[program], "--exact", "--test-threads=1", *names]
        process = subprocess.Popen(command, cwd=self.work.tree, env=self.env(mutant, **more), stdin=subprocess.DEVNULL,
                                   stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, preexec_fn=limits, text=True, errors="replace")
        late = threading.Event()

        def end():
            late.set()
            end_group(process)

        timer = threading.Timer(seconds, end)
        timer.start()
        current, failed = names[0], None
        # a test that ends the process leaves its line without an end, which comes last
        for line in process.stdout:
            begun = re.match(r"test (\S+)(?: - should panic)? \.\.\. ?", line)
            if begun:
                current = begun[1]
                if line.rstrip().endswith("FAILED"):
                    failed = current
                    break
        if failed:
            end_group(process)
        process.stdout.close()
        status = process.wait()
        timer.cancel()
        end_group(process)
        if failed:
            return failed, "failed"
        if late.is_set():
            return current, "timed out"
        if status != 0:
            return current, f"ended with {status}"
        return None


def end_group(process):
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        pass


# ---- trace


def trace(work):
    """Runs each test by itself, without a mutant, and notes what it reaches and how long it takes."""
    tests, path = Tests(work), work.reach_path()
    done = {(row["program"], row["test"]) for row in lines_of(path)}
    todo = [test for test in tests.all() if test not in done]
    lock = threading.Lock()

    def one(test):
        program, name = test
        with tempfile.NamedTemporaryFile(dir=work.folder, suffix=".trace") as noted:
            started = time.monotonic()
            failure = tests.run(program, [name], "trace", 600, JARGY_MUTANT_TRACE=noted.name)
            seconds = time.monotonic() - started
            reached = sorted({int(number) for number in Path(noted.name).read_text().split()})
        row = {"program": program, "test": name, "seconds": round(seconds, 3), "failure": failure and failure[1], "reached": reached}
        with lock, path.open("a") as file:
            file.write(json.dumps(row) + "\n")

    with concurrent.futures.ThreadPoolExecutor(work.given.jobs) as pool:
        list(pool.map(one, todo))
    rows = lines_of(path)
    failing = sorted(row["test"] for row in rows if row["failure"])
    print(f"{len(rows) - len(failing)} tests, {len(failing)} left out, which fail without the rule library or without a mutant:")
    for name in failing:
        print(f"  {name}")


# ---- run


def run(work):
    tests, path = Tests(work), work.results_path()
    reach = [row for row in lines_of(work.reach_path()) if not row["failure"]]
    if not reach:
        sys.exit("nothing traced: python3 mutants/run.py trace")
    results = {row["key"]: row for row in lines_of(path)}
    aside = set_aside()
    only = set(filter(None, work.given.only.split(",")))
    open_again = {"survived", "unreached"} if work.given.again else set()
    todo = []
    for mutant in work.mutants():
        known = results.get(mutant["key"])
        if only and mutant["key"] not in only:
            continue
        if mutant["key"] not in aside and (only or known is None or known["status"] in open_again):
            todo.append(mutant)
    if work.given.limit:
        todo = todo[: work.given.limit]
    until = time.monotonic() + work.given.minutes * 60 if work.given.minutes else float("inf")
    lock = threading.Lock()
    flaky = set()

    def one(mutant):
        if time.monotonic() > until:
            return
        started = time.monotonic()
        row = dict(try_mutant(tests, reach, mutant, flaky), key=mutant["key"], seconds=round(time.monotonic() - started, 1))
        with lock:
            with path.open("a") as file:
                file.write(json.dumps(row) + "\n")
            print(f"{mutant['key']} {mutant['file']}:{mutant['line']} {mutant['kind']}: {row['status']} {row.get('by', '')} ({row['seconds']} s)", flush=True)

    with concurrent.futures.ThreadPoolExecutor(work.given.jobs) as pool:
        list(pool.map(one, todo))
    report(work)


def try_mutant(tests, reach, mutant, flaky):
    reaching = [row for row in reach if mutant["number"] in row["reached"] and row["test"] not in flaky]
    if not reaching:
        return {"status": "unreached"}
    for program, rows in batches(reaching):
        while rows:
            seconds = 30 + 10 * sum(row["seconds"] for row in rows)
            failure = tests.run(program, [row["test"] for row in rows], mutant["number"], seconds)
            if failure is None:
                break
            name, how = failure
            # a test that fails without the mutant as well tells nothing of it
            if tests.run(program, [name], 0, 600) is None:
                return {"status": "timed out" if how == "timed out" else "killed", "by": name, "how": how}
            flaky.add(name)
            rows = [row for row in rows if row["test"] != name]
    return {"status": "survived", "tests": len(reaching)}


def batches(reaching):
    """The fast tests first, in processes of a few seconds."""
    by_program, found = {}, []
    for row in sorted(reaching, key=lambda row: row["seconds"]):
        rows = by_program.setdefault(row["program"], [])
        if rows and sum(other["seconds"] for other in rows) + row["seconds"] > 3:
            found.append((row["program"], rows))
            rows = by_program[row["program"]] = []
        rows.append(row)
    found.extend(by_program.items())
    return sorted(found, key=lambda batch: batch[1][-1]["seconds"])


# ---- report


def set_aside():
    """Mutants that change no meaning, each with its argument: `key argument`."""
    found = {}
    for line in (REPO / "mutants" / "set-aside.txt").read_text().splitlines():
        if line.strip() and not line.startswith("#"):
            key, argument = line.split(maxsplit=1)
            found[key] = argument
    return found


def report(work):
    aside, results = set_aside(), {row["key"]: row for row in lines_of(work.results_path())}
    told = work.told()
    columns = ["drawn", "finished", "set aside", "killed", "timed out", "survived", "unreached"]
    table = {}
    left = []
    for mutant in told["mutants"]:
        status = "set aside" if mutant["key"] in aside else results.get(mutant["key"], {}).get("status")
        for name in ["/".join(mutant["file"].split("/")[:2]), "all"]:
            row = table.setdefault(name, dict.fromkeys(columns, 0))
            row["drawn"] += 1
            if status:
                row["finished"] += 1
                row[status] += 1
        if status in ("survived", "unreached"):
            left.append((status, mutant))
    print(f"\nseed {told['seed']}, {told['candidates']} candidates, sources {told['sources']}\n")
    print("| folder | " + " | ".join(columns) + " | of the others, killed |")
    print("| --- |" + " ---: |" * (len(columns) + 1))
    for name in sorted(table, key=lambda name: (name == "all", name)):
        row = table[name]
        others = row["finished"] - row["set aside"]
        share = f"{100 * (row['killed'] + row['timed out']) / others:.1f} %" if others else ""
        print(f"| {name} | " + " | ".join(str(row[column]) for column in columns) + f" | {share} |")
    for status, mutant in left:
        print(f"\n- `{mutant['key']}` {status}: {mutant['file']}:{mutant['line']}, `{mutant['function']}`, {mutant['kind']}")
        print(f"  `{mutant['from']}` → `{mutant['to']}`")


def main():
    given = arguments()
    work = Work(given)
    {"prepare": prepare, "trace": trace, "run": run, "report": report}[given.step](work)


if __name__ == "__main__":
    main()
