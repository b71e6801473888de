"""Hand out all notebooks, hand them in solved and with mistakes, and check them: …py NOTEBOOK…

Runs in the kit's .venv. All solutions must pass, all mistakes fail, and what was handed out must
run in its folder.
"""

import csv
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "binder"))
from exercises import tagged
from lab import variable

OUT = ROOT / "target" / "handing"


def main(*notebooks):
    """Do it, and judge."""
    shutil.rmtree(OUT, ignore_errors=True)
    students = OUT / "students"
    program("classroom/hand_out.py", students)
    handed_out = [students / "notebooks" / Path(path).name for path in notebooks]
    problems = [f"{path.name} has outputs" for path in handed_out
                if any(cell.get("outputs") for cell in nbformat.read(path, as_version=4).cells)]
    if list(students.rglob("solutions")):
        problems.append("solutions are handed out")
    for path in handed_out:
        for kind in ("solution", "mistake"):
            hand_in(path, kind)
    program("classroom/check_handed_in.py", "--seconds", "300", OUT / "in", OUT)
    with open(OUT / "exercises.csv", encoding="utf-8-sig") as table:
        rows = list(csv.DictReader(table))
    for row in rows:
        wanted = "passed" if row["file"].endswith("solution") else "failed: "
        problems += [f"{row['file']} {name}: {state}" for name, state in row.items()
                     if state and "." in name and not state.startswith(wanted)]
        problems += [] if row["notebook"] in row["file"] else [f"{row['file']}: {row['notebook']}"]
    if len(rows) != 2 * len(handed_out):
        problems.append(f"{len(rows)} rows")
    short = nbformat.read(handed_out[0], as_version=4).metadata.tripletlab.short
    program("run_notebooks.py", OUT / "ran", handed_out[0],
            **{variable(name): value for name, value in short.items()})
    sys.exit("\n".join(problems) or 0)


def hand_in(path, kind):
    """A copy with the answers of one kind, the last one of each exercise."""
    answers = nbformat.read(ROOT / "notebooks" / "solutions" / path.name, as_version=4)
    sources = {tagged(cell, kind): cell.source for cell in answers.cells}
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        cell.source = sources.get(tagged(cell, "exercise") or "none", cell.source)
    target = OUT / "in" / path.stem / kind
    target.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, target.with_suffix(""))


def program(name, *arguments, **environment):
    """Run a program of binder/, which must not fail."""
    subprocess.run([sys.executable, ROOT / "binder" / name, *arguments], check=True,
                   env={**os.environ, **environment})


if __name__ == "__main__":
    main(*sys.argv[1:])
