"""Run notebooks without a browser: run_notebooks.py [--solutions] [--refresh BROWSER] OUT NOTEBOOK…

The part of lab.py that needs its Python packages; lab.py --run and --refresh start it. Parameters
of the notebooks are in the environment already. Writes each notebook to OUT as it ran, and as a
page; --refresh also keeps it in its own place, if nothing went wrong.
"""

import argparse
import asyncio
import os
import re
import shutil
import signal
import sys
import tempfile
from pathlib import Path

import nbformat
import psutil
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, DeadKernelError

from exercises import add_solutions
from keeping import mark_code, write_notebook
from kernel import built
from progress import Progress, plain
from publishing.pages import write_page
from publishing.states import WIDGET, add_states, add_umap
from publishing.stills import add_stills

MOST_BYTES = 1_000_000
REPLY_SECONDS = 5  # from the end of a cell to the kernel's answer; it needs milliseconds
MEND = f"A library may be damaged: delete {built() / 'lib'} and start lab.py again."
KERNEL = {"name": "java", "display_name": "Java (TripletLab)", "language": "java"}


def main(arguments):
    """Run all of them; returns the exit code."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--solutions", action="store_true")
    parser.add_argument("--refresh", metavar="BROWSER")
    parser.add_argument("out", type=Path)
    parser.add_argument("notebooks", type=Path, nargs="+")
    options = parser.parse_args(arguments)
    out = options.out
    out.mkdir(parents=True, exist_ok=True)
    failed = 0
    try:
        for notebook in options.notebooks:
            problem = run(notebook, options)
            if options.refresh and not problem:
                problem = keep(out / notebook.name, notebook, options.refresh)
            if problem:
                failed += 1
                print(problem, flush=True)
    except KeyboardInterrupt:
        print(f"Interrupted; what was run is in {out}", file=sys.stderr)
        return 130
    print(f"{len(options.notebooks) - failed} passed, {failed} failed")
    return 1 if failed else 0


def run(path, options):
    """Run one notebook and write what came of it; returns what went wrong, or None."""
    try:
        notebook = nbformat.read(path, as_version=4)
        if options.solutions:
            solutions = nbformat.read(path.parent / "solutions" / path.name, as_version=4)
            add_solutions(notebook, solutions)
    except Exception as problem:  # nbformat lets errors of json, schema and file through
        return f"  {path} cannot be read as a notebook: {problem}"
    notebook.metadata.setdefault("kernelspec", KERNEL)["name"] = KERNEL["name"]
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for cell in cells:
        cell.outputs, cell.execution_count = [], None
    end = "interrupted"
    with Progress(path.stem, "starting") as progress:
        try:
            problem = execute(notebook, path.parent, progress, options.refresh) or missed(cells)
            end = "FAILED" if problem else "passed"
        finally:
            progress.where = f"{end}, {progress.where}"
            for cell in cells:  # sliders end with their kernel; the figure beside them stays
                cell.outputs = [output for output in cell.outputs
                                if WIDGET not in output.get("data", {})]
            write_notebook(notebook, options.out / path.name)
            write_page(notebook, path, options.out / (path.stem + ".html"))
    return problem


def missed(cells):
    """The claims of Check.atDefaults that do not hold at the defaults; None elsewhere."""
    if any(name.startswith("TRIPLETLAB_") and name != "TRIPLETLAB_HOME" for name in os.environ):
        return None
    lines = [line for cell in cells for output in cell.outputs
             for line in output.get("text", "").splitlines()
             if line.startswith("✗ ") and "at the defaults" in line]
    return "\n".join(["  A claim does not hold:", *lines]) if lines else None


def keep(executed, path, browser):
    """Put an executed notebook in its place, with pictures; returns what went wrong, or None."""
    notebook = nbformat.read(executed, as_version=4)
    try:
        add_stills(notebook, browser)
    except (OSError, RuntimeError) as problem:
        return f"  {path.name} is left as it was: {problem}"
    mark_code(notebook)
    notebook.metadata.get("tripletlab", {}).pop("peak_mib", None)  # it differs from run to run
    write_notebook(notebook, executed)
    size = executed.stat().st_size
    if size > MOST_BYTES:
        return f"  {path.name} is left as it was: {size:,} bytes, allowed are {MOST_BYTES:,}"
    shutil.copyfile(executed, path)
    print(f"  kept, {size:,} bytes", flush=True)
    return None


def execute(notebook, folder, progress, with_states):
    """Execute the code cells in a kernel of their own; returns what went wrong, or None."""
    cells = [(index, cell) for index, cell in enumerate(notebook.cells)
             if cell.cell_type == "code" and cell.source.strip()]
    # No time limit: how long a training takes is for the machine to say. Nothing in a kernel is
    # worth waiting for when it ends, and a training in native code would not answer.
    client = Client(
        notebook, kernel_name=KERNEL["name"], resources={"metadata": {"path": str(folder)}},
        timeout=None, startup_timeout=120, shutdown_kernel="immediate",
        record_timing=False, store_widget_state=bool(with_states), coalesce_streams=True)
    client.log.disabled = True  # what goes wrong is told below
    # What the kernel's process says for itself, outside of any cell, matters only if it dies.
    with tempfile.TemporaryFile() as log:
        cell = None
        try:
            with client.setup_kernel(stdout=log, stderr=log):
                try:
                    for number, (index, cell) in enumerate(cells, start=1):
                        progress.where = f"cell {number}/{len(cells)}"
                        client.execute_cell(cell, index, execution_count=number)
                        if with_states:
                            add_states(client, cell)
                            add_umap(client, cell)
                except KeyboardInterrupt:
                    signal.signal(signal.SIGINT, signal.SIG_IGN)  # now let the kernel be stopped
                    raise
                finally:
                    peak = peak_mib(client.km.provisioner.pid)
                    if peak:
                        notebook.metadata.setdefault("tripletlab", {})["peak_mib"] = round(peak)
                        progress.more = f"{peak / 2**10:.2f} GiB"
        except CellExecutionError as error:
            traces = ["\n".join(output.traceback) for output in cell.outputs
                      if output.output_type == "error"]
            text = plain("\n".join(traces)).strip() or f"{error.ename}: {error.evalue}"
            return describe(cell, text)
        except ValueError as error:  # of add_states and add_umap
            return describe(cell, str(error))
        except (DeadKernelError, RuntimeError) as error:  # the latter: it died while starting
            log.seek(0)
            end = "is idle, but does not answer" if client.silent else f"died ({error})"
            lines = [f"The kernel {end}.", *said(log.read().decode(errors="replace"))]
            lines += [MEND] if client.silent or not cell else []
            return describe(cell, "\n".join(lines))
    return None


class Client(NotebookClient):
    """Ends a cell whose kernel is idle without having answered, as if the kernel had died."""

    silent = False

    async def _async_poll_output_msg(self, *cell):
        await super()._async_poll_output_msg(*cell)  # returns when the kernel is idle
        reply = self.task_poll_for_reply
        asyncio.get_running_loop().call_later(REPLY_SECONDS, self._give_up, reply)

    def _give_up(self, reply):
        self.silent = reply.cancel() or self.silent  # False if the reply is there


def said(log):
    """The last lines of a kernel's log, without JJava's own chat and Java's stack frames."""
    return [line for line in log.splitlines()
            if not re.match(r"\[I |\s+(at |\.\.\. \d+ more)", line)][-15:]


def peak_mib(pid):
    """The most memory that a process has had, in MiB; None if the system does not tell."""
    try:
        if sys.platform == "win32":
            process = psutil.Process(pid)  # kernel.py, which waits for Java
            return max(each.memory_info().peak_wset for each in
                       [process, *process.children(recursive=True)]) / 2**20
        status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
        return int(re.search(r"VmHWM:\s*(\d+) kB", status).group(1)) / 2**10
    except (OSError, AttributeError, psutil.Error):  # no /proc, or the process has ended
        return None


def describe(cell, text):
    """A failure, with the first lines of the cell, if it began, and of the exception."""
    lines = ["    " + line for line in head(cell.source, 5)] if cell else []
    return "\n".join([*lines, *("  " + line for line in head(text, 20))])


def head(text, count):
    """The first lines of a text; an ellipsis says that there are more."""
    lines = text.splitlines()
    return lines if len(lines) <= count else [*lines[:count], "…"]


if __name__ == "__main__":
    for number in (signal.SIGINT, signal.SIGTERM):  # SIGINT may be off, in a script's background
        signal.signal(number, signal.default_int_handler)
    sys.stdout.reconfigure(errors="replace")
    sys.exit(main(sys.argv[1:]))
