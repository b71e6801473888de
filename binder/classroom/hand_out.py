"""Write what students get: hand_out.py [--nbgrader] FOLDER.

The part of lab.py --handout that needs its Python packages. Without --nbgrader: the notebooks,
without outputs and solutions. With it: a course for nbgrader, with the solutions in source/.
"""

import re
import shutil
import sys
from pathlib import Path

import nbformat

sys.path.append(str(Path(__file__).resolve().parents[1]))
from copies import originals
from exercises import tagged
from kernel import ROOT
from keeping import write_notebook
from lab import HANDOUT

NBGRADER = '''"""nbgrader's settings for the course that lab.py --handout --nbgrader has written."""

c = get_config()
c.CourseDirectory.course_id = "tripletlab"
c.ClearSolutions.code_stub = {"java": "// Put your code in place of Exercise.todo()."}
c.ExecutePreprocessor.timeout = 900  # some cells train
c.Execute.timeout = 900
'''
SOLVED = """{}
/// BEGIN SOLUTION
{}
/// END SOLUTION"""
CHECKED = """{}
/// BEGIN HIDDEN TESTS
Exercise.requireSolved("{}");
/// END HIDDEN TESTS"""


def main(folder, nbgrader):
    """Write all notebooks to a folder."""
    for path in originals(ROOT / "notebooks"):
        notebook = nbformat.read(path, as_version=4)
        clear(notebook)
        target = folder / "notebooks" / path.name
        if nbgrader:
            solutions = nbformat.read(path.parent / "solutions" / path.name, as_version=4)
            add_answers(notebook, solutions)
            target = folder / "source" / path.stem / path.name  # an assignment of its own
        target.parent.mkdir(parents=True, exist_ok=True)
        write_notebook(notebook, target)
    for name in () if nbgrader else ("handout.html", "handout.pdf", "GLOSSARY.md", "LICENSE"):
        shutil.copyfile(ROOT / "notebooks" / name, folder / "notebooks" / name)
    name, content = ("nbgrader_config.py", NBGRADER) if nbgrader else \
        (HANDOUT, "lab.py --handout wrote this folder. lab.py --folder adds nothing to it.\n")
    (folder / name).write_text(content, encoding="utf-8")


def clear(notebook):
    """Take out the outputs, what was noted about them, and the link to the solutions."""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
        cell.source = re.sub(r"(?m)^\[Solutions]\(.*\n", "", cell.source)
    notebook.metadata.tripletlab.pop("ran", None)


def add_answers(notebook, solutions):
    """As nbgrader's source: below each stub its solution, which nbgrader takes out again.

    Java's shell takes the later one of two methods. A hidden test in each check fails the cell.
    """
    answers = {tagged(cell, "solution"): cell.source for cell in solutions.cells}
    for cell in notebook.cells:
        exercise, check = tagged(cell, "exercise"), tagged(cell, "check")
        if exercise:
            cell.source = SOLVED.format(cell.source, answers[exercise])
        if check:
            cell.source = CHECKED.format(cell.source, check)


if __name__ == "__main__":
    main(Path(sys.argv[-1]), "--nbgrader" in sys.argv)
