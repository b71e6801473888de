"""Run notebook 00 three times in one kernel, and its evaluation ten times: memory must stay flat.

Runs in the kit's .venv, on Linux. Prints the resident memory after each run in MiB, and fails if it
grows.
"""

import re
import subprocess
import sys
import time
from pathlib import Path

import nbformat
from jupyter_client.manager import start_new_kernel

NOTEBOOK = Path(__file__).resolve().parents[3] / "notebooks" / "00-start-here.ipynb"


def main():
    """Run, print and judge."""
    cells = [cell.source for cell in nbformat.read(NOTEBOOK, as_version=4).cells
             if cell.cell_type == "code"]
    embed, judge = (next(i for i, cell in enumerate(cells) if word in cell)
                    for word in ("Embeddings after =", "RetrievalMetrics.of("))
    manager, client = start_new_kernel(kernel_name="java", startup_timeout=120,
                                       cwd=str(NOTEBOOK.parent), stderr=subprocess.DEVNULL)
    try:
        status = Path("/proc", str(manager.provisioner.pid), "status")
        all_cells = [run(client, cells[:judge + 1], status) for _ in range(3)]
        evaluation = [run(client, [cells[embed], cells[judge]], status) for _ in range(10)]
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    print("Run All:", *all_cells, "evaluation:", *evaluation)
    if all_cells[2] > 1.08 * all_cells[0] or evaluation[9] > 1.03 * evaluation[1]:
        sys.exit("The kernel's memory grows.")


def run(client, cells, status):
    """Run cells that must not fail; returns the kernel's resident memory afterwards."""
    for cell in cells:
        reply = client.execute_interactive(cell, output_hook=lambda _: None)["content"]
        if reply["status"] != "ok":
            sys.exit(f"{cell}: {reply}")
    time.sleep(2)  # it looks each second for memory to give back
    return int(re.search(r"VmRSS:\s*(\d+) kB", status.read_text()).group(1)) // 1024


if __name__ == "__main__":
    main()
