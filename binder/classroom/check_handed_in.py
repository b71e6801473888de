"""Check notebooks that students handed in: check_handed_in.py [options] HANDED_IN OUT.

The part of lab.py --check that needs its Python packages. Each notebook is checked in a confined
process, check_one.py. If an exercise ends that process, another one checks the rest. Writes
exercises.csv and exercises.html to OUT.
"""

import argparse
import contextlib
import csv
import html
import json
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))
from classroom import confined  # noqa: E402
from kernel import ROOT, spec_folder
from machine import read_text, usable_cores

MOST_BYTES = 20_000_000  # of a notebook's file
MOST_LINES, MOST_LINE = 1000, 20_000  # of what check_one.py prints
KIT_SECONDS = 900  # for the kit's own cells, some of which train
INTERRUPTED = threading.Event()
MARKS = {"passed": "✓", "not tried": "○"}
PAGE = """<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Exercises</title><style>
body {{ font: 15px sans-serif; margin: 2em }}  table {{ border-collapse: collapse }}
th, td {{ border: 1px solid #bbb; padding: .3em .6em; text-align: left; vertical-align: top }}
th {{ background: #eef }}  td.bad {{ background: #fbdcd7 }}  td.passed {{ background: #d9f2dc }}
pre {{ white-space: pre-wrap; max-width: 40em; margin: .3em 0 }}
</style><h1>Exercises</h1><p>Confinement: {}.</p><table>{}</table></html>"""


def main(arguments):
    """Check all of them, and write the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=60, help="for one exercise")
    parser.add_argument("--memory", type=int, default=2000, metavar="MIB")
    parser.add_argument("--notebooks", type=Path, default=ROOT / "notebooks", help="the originals")
    parser.add_argument("handed_in", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args(arguments)
    files = handed_in(options.handed_in) or sys.exit(f"No notebooks in {options.handed_in}.")
    argv = json.loads(read_text(spec_folder(Path(sys.prefix)) / "kernel.json"))["argv"]
    shown = [Path(argv[3]), options.notebooks]
    options.confined = confined.confinement(options.handed_in.resolve(), shown)
    print(f"Confinement: {options.confined.says}.", flush=True)
    if hasattr(os, "geteuid") and os.geteuid() == 0 and not options.confined.protects_files:
        sys.exit("Root does not run students' code without protected files. Install bubblewrap "
                 "(Linux), or be another user.")
    pool = ThreadPoolExecutor(max(1, usable_cores() // 2))
    try:
        rows = list(pool.map(lambda name: check(name, files[name], options), files))
    finally:
        INTERRUPTED.set()  # if it was, each thread ends what it has started
        pool.shutdown(cancel_futures=True)
    options.out.mkdir(parents=True, exist_ok=True)
    write_table(rows, options.out, options.confined.says)
    print(f"{len(rows)} notebooks. The table: {options.out / 'exercises.html'}, and .csv")


def handed_in(folder):
    """Notebooks by their paths in a folder, whatever their names are: their bytes, or why not.

    All are read before the first one runs. Links are left out, as they may lead anywhere.
    """
    files = {}
    for path in sorted(folder.rglob("*")):
        if path.is_symlink() or not path.is_file() or ".ipynb_checkpoints" in path.parts:
            continue
        try:
            content = path.read_bytes() if path.stat().st_size <= MOST_BYTES \
                else f"it is larger than {MOST_BYTES:,} bytes"
        except OSError as problem:
            content = str(problem)
        if path.suffix == ".ipynb" or isinstance(content, bytes) and b'"cells"' in content:
            files[path.relative_to(folder).as_posix()] = content
    return files


class Row:
    """What is known of one notebook: a state and a message of each exercise, None until then."""

    def __init__(self, name):
        self.name, self.notebook, self.states, self.log = name, "", {}, ""

    def waiting(self):
        """The exercises that have no state yet."""
        return [name for name, state in self.states.items() if not state]

    def broken(self, message):
        """Give all that are left up."""
        self.notebook = self.notebook or f"broken: {message}"
        self.states.update({name: ("broken", message) for name in self.waiting()})


def check(name, content, options):
    """Check one notebook, with a process for each exercise that ends one; returns its row."""
    start, row = time.monotonic(), Row(name)
    try:
        if isinstance(content, bytes):
            attempt(row, content, options)
        else:
            row.broken(content)
        while row.waiting() and not INTERRUPTED.is_set():
            before = len(row.waiting())
            attempt(row, content, options)
            if len(row.waiting()) == before:
                row.broken(f"nothing more can be found out: {row.log}")
    except Exception as problem:  # the others are checked all the same
        row.broken(str(problem))
    passed = sum(state[0] == "passed" for state in row.states.values())
    print(f"{name}: {row.notebook}, {passed} of {len(row.states)} passed, "
          f"{time.monotonic() - start:.0f} s", flush=True)
    return row


def attempt(row, content, options):
    """Run check_one.py once, and note what it finds out, or what ends it."""
    done = [name for name, state in row.states.items() if state]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, \
            tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as said:
        source.write(content)
        source.seek(0)
        process = confined.Process(
            options.confined, [sys.executable, Path(__file__).with_name("check_one.py"),
                               options.notebooks.resolve(), *done],
            folder, options.memory, stdin=source, stdout=subprocess.PIPE, stderr=said)
        try:
            current, state, message = follow(row, process, options.seconds)
        finally:
            process.end()
        said.seek(0)
        row.log = log = said.read()[-2000:].decode(errors="replace")
    if not state and "killed for memory" in log and ", 0 killed for memory" not in log:
        state = "too much memory"
    if current and not row.states[current]:
        row.states[current] = (state or "failed", message or "its process has ended")
    elif not row.states:
        row.broken(state or log)
    elif state:
        row.broken(f"the kit's own cells: {state}")


def follow(row, process, seconds):
    """Note what a process finds out; returns the exercise it was at, and why it has ended."""
    facts = queue.Queue()
    threading.Thread(target=read_facts, args=(process.process.stdout, facts), daemon=True).start()
    current, until = None, time.monotonic() + KIT_SECONDS
    while True:
        fact = {}
        with contextlib.suppress(queue.Empty):
            fact = facts.get(timeout=0.2)
        end = process.excess()  # before a verdict, too: what took too much may still pass
        if not end and fact == {}:
            end = ("too slow" if time.monotonic() > until else
                   "broken" if INTERRUPTED.is_set() else None)
        if end or fact is None:
            return current, end, {"too slow": f"more than {seconds:g} seconds"}.get(end, end)
        if not fact:
            continue
        name, state, message = (fact.get(key) for key in ("exercise", "state", "message"))
        if "broken" in fact:
            row.broken(fact["broken"])
        elif "notebook" in fact:
            row.notebook = fact["notebook"]
            row.states = row.states or dict.fromkeys(fact.get("exercises", ()))
        elif state == "running" and name in row.states:
            current, until = name, time.monotonic() + seconds
        elif name in row.waiting():
            row.states[name] = (state or "failed", message or "")
            until = time.monotonic() + KIT_SECONDS
        elif name is None:
            return current, state, message


def read_facts(stream, facts):
    """Pass on what check_one.py prints, as far as it is not a flood; None at the end."""
    for _ in range(MOST_LINES):
        line = stream.readline(MOST_LINE)
        try:
            facts.put({key: value if key == "exercises" else str(value)
                       for key, value in json.loads(line).items()})
        except (ValueError, AttributeError, RecursionError):  # the end, or not ours
            break
    facts.put(None)


# ---- the table


def write_table(rows, out, confinement):
    """Write a row for each file and a column for each exercise, as CSV and as a page."""
    names = sorted({name for row in rows for name in row.states},
                   key=lambda name: [int(part) for part in name.split(".")])
    head = ["file", "notebook", "passed", *names]
    lines, body = [head], [f"<tr>{''.join(f'<th>{name}</th>' for name in head)}</tr>"]
    for row in rows:
        passed = sum(state[0] == "passed" for state in row.states.values())
        states = [row.states.get(name, ("", "")) for name in names]
        # A spreadsheet would run a name that looks like a formula.
        file = "'" + row.name if row.name[0] in "=+-@" else row.name
        lines.append([file, row.notebook, passed,
                      *(": ".join(filter(None, state)) for state in states)])
        cells = [f"<td>{html.escape(row.name)}</td><td>{html.escape(row.notebook)}</td>"
                 f"<td>{passed} of {len(row.states)}</td>", *map(cell, states)]
        body.append(f"<tr>{''.join(cells)}</tr>")
    with open(out / "exercises.csv", "w", newline="", encoding="utf-8-sig",
              errors="backslashreplace") as file:
        csv.writer(file).writerows(lines)
    page = PAGE.format(html.escape(confinement), "\n".join(body))
    (out / "exercises.html").write_text(page, "utf-8", "backslashreplace")


def cell(state):
    """A cell of the page: the state, and the message to be opened."""
    name, message = (html.escape(part) for part in state)
    if not name:
        return "<td></td>"
    text = f"{MARKS.get(name, '✗')} {name}"
    if message:
        text = f"<details><summary>{text}</summary><pre>{message}</pre></details>"
    return f'<td class="{name if name in MARKS else "bad"}">{text}</td>'


if __name__ == "__main__":
    sys.stdout.reconfigure(errors="backslashreplace")  # names of files may be any bytes
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit("Interrupted; there is no table.")
