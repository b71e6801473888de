"""Run notebooks again and again in one kernel: memory must stay flat.

Runs in the kit's .venv, on Linux. Notebook 00 runs three times, and its evaluation ten times:
prints the resident memory after each run in MiB, and fails if it grows, or if a cell after a pause
runs in another thread, for which MXNet would take memory anew. Notebook 12, at short settings,
declares most; it runs four times: prints what Java's heap holds, and fails if the compiler keeps
old cells.
"""

import os
import sys
import time
from pathlib import Path

import nbformat

from java_kernel import Kernel

NOTEBOOKS = Path(__file__).resolve().parents[3] / "notebooks"
PAUSE = 70  # seconds; by itself JJava's thread would end after 60


def main():
    """Run, print and judge."""
    cells = cells_of("00-start-here")
    embed, judge = (next(i for i, cell in enumerate(cells) if word in cell)
                    for word in ("Embeddings after =", "RetrievalMetrics trained ="))
    with Kernel(NOTEBOOKS) as kernel:
        all_cells = [run(kernel, cells[:judge + 1]) for _ in range(3)]
        evaluation = [run(kernel, [cells[embed], cells[judge]]) for _ in range(10)]
        threads = [thread(kernel), thread(kernel, after=PAUSE)]
    print("Run All:", *all_cells, "evaluation:", *evaluation)
    if all_cells[2] > 1.08 * all_cells[0] or evaluation[9] > 1.03 * evaluation[1]:
        sys.exit("The kernel's memory grows.")
    if threads[0] != threads[1]:
        sys.exit(f"Cells run in several threads: {threads}")
    os.environ.update(TRIPLETLAB_STEPS="20", TRIPLETLAB_SEEDS="2", TRIPLETLAB_EXPECTED="0")
    with Kernel(NOTEBOOKS) as kernel:
        heap = []
        for _ in range(4):
            run(kernel, cells_of("12-beyond"))
            heap.append(kernel.heap())
    print("Heap after Run All:", *heap)
    if heap[3] > heap[1] + 30:
        sys.exit("Java's heap grows.")


def cells_of(name):
    """The code of a notebook, but for its exercises."""
    return [cell.source for cell in nbformat.read(NOTEBOOKS / f"{name}.ipynb", as_version=4).cells
            if cell.cell_type == "code" and not cell.metadata.get("tags", [""])[0].startswith(
                ("exercise", "check"))]


def thread(kernel, after=0):
    """The thread that runs a cell after so many seconds."""
    time.sleep(after)
    return kernel.run("System.out.print(Thread.currentThread())")[0]


def run(kernel, cells):
    """Run cells that must not fail; returns the kernel's resident memory afterwards, in MiB."""
    for cell in cells:
        error = kernel.run(cell)[1]
        if error:
            sys.exit(f"{cell}: {error}")
    time.sleep(2)  # it looks each second for memory to give back
    return kernel.memory("VmRSS") >> 20


if __name__ == "__main__":
    main()
