"""Grade notebooks with the real nbgrader: grading.py NOTEBOOK…

Runs in the kit's .venv, on the kit's kernel, with short settings. nbgrader is in target/nbgrader,
an environment of its own, for which pip needs the network once. Each notebook is an assignment with
two students: one hands it in solved and gets all points, one as it was and gets none.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import nbformat

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "binder"))
from classroom.hand_out import clear
from exercises import tagged
from lab import variable

COURSE, TOOLS = ROOT / "target" / "course", ROOT / "target" / "nbgrader"
SCORES = """
import json, sys
from nbgrader.api import Gradebook
with Gradebook("sqlite:///gradebook.db") as book:
    print(json.dumps({s.student.id: [s.score, s.max_score]
                      for s in book.assignment_submissions(sys.argv[1])}))
"""


def main(*notebooks):
    """Make the course, and grade one assignment after the other."""
    install()
    shutil.rmtree(COURSE, ignore_errors=True)
    subprocess.run([sys.executable, ROOT / "binder" / "classroom" / "hand_out.py", "--nbgrader",
                    COURSE], check=True)
    failed = [problem for path in map(Path, notebooks) for problem in grade(path)]
    sys.exit("\n".join(failed) or 0)


def install():
    """Make the environment, unless the same one is there."""
    lists = [ROOT / "binder" / "requirements.txt", Path(__file__).with_name("nbgrader.txt")]
    stamp, wanted = TOOLS / "stamp", "".join(map(Path.read_text, lists))
    if stamp.exists() and stamp.read_text() == wanted:
        return
    subprocess.run([sys.executable, "-m", "venv", "--clear", TOOLS], check=True)
    subprocess.run([program("python"), "-m", "pip", "install", "--disable-pip-version-check", "-q",
                    "--require-hashes", *(word for path in lists for word in ("-r", path))],
                   check=True)
    stamp.write_text(wanted)


def program(name):
    """A program of nbgrader's environment."""
    return TOOLS / ("Scripts" if os.name == "nt" else "bin") / name


def grade(path):
    """Generate the assignment, hand it in twice, grade, give feedback; returns what is wrong."""
    name, start = path.stem, time.monotonic()
    original = nbformat.read(path, as_version=4)
    settings = {variable(key): value for key, value in original.metadata.tripletlab.short.items()}
    nbgrader("generate_assignment", name)
    released = nbformat.read(COURSE / "release" / name / path.name, as_version=4)
    problems = changed(original, released)
    for cell in released.cells:
        problems += [f"{word} is left in {cell.source}"
                     for word in ("SOLUTION", "HIDDEN", "requireSolved") if word in cell.source]
    hand_in(released, "idle", path)
    solutions = nbformat.read(path.parent / "solutions" / path.name, as_version=4)
    answers = {tagged(cell, "solution"): cell.source for cell in solutions.cells}
    for cell in released.cells:
        cell.source = answers.get(tagged(cell, "exercise") or "none", cell.source)
    hand_in(released, "solver", path)
    nbgrader("autograde", name, settings=settings)
    nbgrader("generate_feedback", name)
    points = sum(bool(tagged(cell, "check")) for cell in original.cells)
    scores = json.loads(run(program("python"), "-c", SCORES, name))
    if scores != {"idle": [0, points], "solver": [points, points]}:
        problems.append(f"scores {scores}, expected 0 and {points} of {points}")
    for student in ("idle", "solver"):
        if not (COURSE / "feedback" / student / name / f"{name}.html").exists():
            problems.append(f"no feedback for {student}")
    print(f"{name}: {scores}, {time.monotonic() - start:.0f} s", flush=True)
    return [f"{name}: {problem}" for problem in problems]


def changed(original, released):
    """Cells of a release that are not as the kit hands them out, but for nbgrader's line."""
    clear(original)
    stub = "\n// Put your code in place of Exercise.todo()."
    return [f"released as {new.source}" for old, new in zip(original.cells, released.cells)
            if new.source != old.source + (stub if tagged(old, "exercise") else "")]


def hand_in(notebook, student, path):
    """Put a notebook where students' work is collected."""
    target = COURSE / "submitted" / student / path.stem / path.name
    target.parent.mkdir(parents=True)
    nbformat.write(notebook, target)


def nbgrader(*arguments, settings=None):
    """Run nbgrader in the course; no message of it may be an error."""
    log = run(program("nbgrader"), *arguments, settings=settings)
    errors = [line for line in log.splitlines() if "| ERROR" in line or "| CRITICAL" in line]
    if errors:
        sys.exit(log)


def run(*command, settings=None):
    """What a program prints; one that fails ends the test."""
    path = os.pathsep.join([str(program("")), os.environ["PATH"]])  # nbgrader looks for alembic
    environment = {**os.environ, "JUPYTER_PATH": str(ROOT / ".venv" / "share" / "jupyter"),
                   "PATH": path, **(settings or {})}
    done = subprocess.run(command, cwd=COURSE, env=environment, check=False, encoding="utf-8",
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return done.stdout if done.returncode == 0 else sys.exit(done.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
