"""Exercises with their solutions: what a teacher looks at and what the tests run.

A cell tagged exercise-ID holds the stub, the one tagged check-ID the check. In solutions/ a cell
tagged solution-ID solves it, and one tagged mistake-ID gives an answer that the check must refuse.
"""

import copy
import re
from uuid import uuid4


def add_solutions(notebook, solutions):
    """After each check: the mistakes, then the solution, and after each of them the check again."""
    cells = []
    for cell in notebook.cells:
        cells.append(cell)
        number = tagged(cell, "check")
        for kind in ("mistake", "solution") if number else ():
            for answer in solutions.cells:
                if tagged(answer, kind) == number:
                    cells += [again(answer), again(cell)]
    notebook.cells = cells


def tagged(cell, kind):
    """The number of the exercise if this is a cell of this kind, else None."""
    tags = " ".join(cell.metadata.get("tags", []))
    match = re.search(rf"\b{kind}-(\d+\.\d+)", tags)
    return match and match.group(1)


def again(cell):
    """A copy with an id of its own."""
    twin = copy.deepcopy(cell)
    twin.id = uuid4().hex[:8]
    return twin
