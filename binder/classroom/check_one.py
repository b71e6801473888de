"""Check the exercises of one notebook: check_one.py FOLDER [ID…] < NOTEBOOK, confined.

check_handed_in.py starts it. Runs the notebook of FOLDER that has these exercises, with its own
checks and short settings. The student's code takes the place of the stubs. That is the cells tagged
exercise-ID, and cells that the student added right below. Exercises that are named are done
already. Prints JSON, a line for each thing that it finds out.
"""

import json
import os
import queue
import re
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

import nbformat
from jupyter_client.manager import start_new_kernel
from nbformat.v4 import new_notebook

sys.path.append(str(Path(__file__).resolve().parents[1]))
from classroom import confined  # noqa: E402
from copies import originals
from exercises import tagged
from lab import variable
from progress import plain

MOST_OUTPUT = 1_000_000  # characters of one cell


def main(folder, *done):
    """Find the exercises of the notebook on standard input, and check those that are not done."""
    confined.limit()
    try:
        handed_in = nbformat.reads(sys.stdin.buffer.read().decode("utf-8-sig"), as_version=4)
        number = next(filter(None, (tagged(cell, "exercise") for cell in handed_in.cells)), "-1")
        path = next((path for path in originals(Path(folder))
                     if path.name.startswith(f"{int(float(number)):02}-")), None)
        original = nbformat.read(path, as_version=4) if path else new_notebook()
        answers = answers_in(handed_in, original)
    except Exception as problem:  # nbformat lets errors of json and of the schema through
        return say(broken=f"it cannot be read as a notebook: {problem}")
    if not path:
        return say(broken="it has no exercises of this kit")
    stubs = {tagged(cell, "exercise"): cell for cell in original.cells}
    stubs.pop(None)
    say(notebook=path.stem, exercises=list(stubs))
    for name, stub in stubs.items():
        if name not in answers:
            say(exercise=name, state="not tried", message="its cell is missing")
        elif all(squeezed(each) in ("", squeezed(stub.source)) for each in answers[name]):
            del answers[name]
            say(exercise=name, state="not tried")
        elif name in done:
            del answers[name]
    if answers:
        os.environ.update({variable(name): value for name, value in
                           original.metadata.tripletlab.short.items()})
        run(original, answers)
    return None


def answers_in(handed_in, original):
    """For each exercise the student's cells: the tagged one, and those added below it."""
    known = {part for cell in original.cells for part in (cell.get("id"), squeezed(cell.source))}
    answers, current = defaultdict(list), None
    for cell in handed_in.cells:
        if cell.cell_type == "code":
            number = tagged(cell, "exercise")
            if number or tagged(cell, "check") or {cell.get("id"), squeezed(cell.source)} & known:
                current = number
            if current:
                answers[current].append(cell.source)
    return answers


def squeezed(source):
    """Code without its spaces."""
    return "".join(source.split())


def run(original, answers):
    """Run the kit's cells up to the last check that is needed, with the answers."""
    waiting = set(answers)
    with Kernel() as kernel:
        for cell in original.cells:
            name = tagged(cell, "exercise")
            if name in answers:
                say(exercise=name, state="running")
                problems = [kernel.run(source)[1] for source in answers[name]]
                problem = next(filter(None, problems), None)
            elif cell.cell_type == "code":
                name = tagged(cell, "check")
                if name in waiting:
                    say(exercise=name, **verdict(name, *kernel.run(cell.source), problem))
                    waiting.remove(name)
                elif not name:
                    error = kernel.run(cell.source, None)[1]
                    if error:
                        return say(broken=f"the kit's own cell {cell.id} stops with {error}")
            if not waiting:
                return None


def verdict(name, said, error, problem):
    """The state of an exercise, from what its check said and from errors of check and answer."""
    lines = re.findall(rf"^([✓✗○]) exercise {name}\b(?:: )?(.*)", said, re.MULTILINE)
    if not lines and not error and len(said) > MOST_OUTPUT / 50:  # what is not read in time is lost
        return {"state": "too much output", "message": "so much that the check's words are lost"}
    mark, text = lines[-1] if lines and not error else ("", error or "its check said nothing")
    if "OutOfMemoryError" in f"{text} {problem}":
        return {"state": "too much memory", "message": "Java's heap is full"}
    if mark == "✓":
        return {"state": "passed"}
    return {"state": "not tried" if mark == "○" and not problem else "failed",
            "message": problem or text}


class Kernel:
    """The kit's kernel, with an end to what it prints."""

    def __enter__(self):
        folder = Path(tempfile.gettempdir(), "notebooks")  # beside it, a notebook may write
        folder.mkdir()
        self.manager, self.client = start_new_kernel(
            kernel_name="java", startup_timeout=300, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, cwd=str(folder))
        return self

    def __exit__(self, *_):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)

    def run(self, source, most=MOST_OUTPUT):
        """Run a cell; returns what it printed, and its error or None."""
        request, said, error = self.client.execute(source, store_history=False), [], None
        length = 0
        while True:
            try:
                message = self.client.get_iopub_msg(timeout=1)
            except queue.Empty:
                if not self.manager.is_alive():
                    return self.stop("failed", "Java ended while it ran: System.exit, or a crash")
                continue
            if message["parent_header"].get("msg_id") != request:
                continue
            content = message["content"]
            said.append(content.get("text", ""))
            length += len(said[-1])
            if most and length > most:
                return self.stop("too much output", f"more than {most:,} characters")
            if message["msg_type"] == "error":
                lines = plain("\n".join(content["traceback"])).splitlines()
                lines = [line for line in lines if line.strip() and not line.startswith("\tat ")]
                error = "\n".join(lines[:8]) or content["evalue"]
            if content.get("execution_state") == "idle":
                return "".join(said), error

    def stop(self, state, message):
        """End here; who started this process knows which exercise it was."""
        say(state=state, message=message)
        os._exit(0)


def say(**facts):
    """Tell what was found out."""
    print(json.dumps(facts), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
