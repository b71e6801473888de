"""Run notebooks at the bounds of their settings: bounds.py FOLDER NOTEBOOK…

Runs in the kit's .venv. Each notebook has one kernel, in which its parameters are changed and all
cells run again, as a reader does it. What the metadata tripletlab.short names is a size, a time or
an expectation; any other setting, and each list, is one of method. Sizes and times are at their
low ends, expectations at their defaults. Each setting of method is tried at either end, or at each
of its choices, and then all numbers are at their low and at their high ends together. A run fails
if a cell ends in an error. A notebook fails if the kernel needs more memory than it states. What
the cells say goes to FOLDER.
"""

import os
import re
import sys
import time
from multiprocessing import Pool, Queue
from pathlib import Path

import nbformat

from java_kernel import Kernel

KINDS = ("number", "integer", "numbers", "integers", "choice", "choices")
PINS = hasattr(os, "sched_setaffinity")  # not on macOS and Windows
SMALLEST, LARGEST = -2 ** 31, 2 ** 31 - 1  # of what is read without bounds


class Setting:
    """A call of Settings in a cell, with the values to try."""

    def __init__(self, match, source):
        self.start = match.end()
        arguments, self.end = arguments_of(source, match.end())
        self.kind, self.name, self.call = match.group(1), arguments[0].strip('"'), arguments
        if self.kind not in KINDS:
            raise ValueError(f"A setting of an unknown kind: {source[match.start():self.end]}")
        self.values = None

    def is_list(self):
        """Whether it takes several values."""
        return self.kind.endswith("s")

    def find_values(self, kernel):
        """The values to try, as Java writes them: both ends, or each choice."""
        if self.kind.startswith("choice"):
            self.values = choices(kernel, self.call)
        else:
            low, high = self.call[2:] or (str(SMALLEST), str(LARGEST))
            self.values = [f'"{low}, {high}"'] if self.is_list() else [low, high]

    def with_value(self, value):
        """The arguments of the call with another standard."""
        return ", ".join([self.call[0], value, *self.call[2:]])


def choices(kernel, call):
    """The words allowed: the standard, and those of the words, arrays and catalogues behind it."""
    said, error = kernel.run("for (Object each : new Object[] {%s})\n" % ", ".join(call[2:])
                             + "    System.out.println(each instanceof String[] words\n"
                             + '            ? String.join(", ", words) : each);')
    words = re.split(r", |\s+", said.strip())
    if error or not all(words):
        raise ValueError(f"No choices of {call[0]}: {said} {error}")
    return list(dict.fromkeys([call[1], *(f'"{word}"' for word in words)]))


def arguments_of(source, start):
    """The arguments of a call whose parenthesis opens before start, and where they end."""
    source = re.sub(r"//.*", lambda comment: " " * len(comment.group()), source)
    arguments, depth, quoted, begin = [], 0, False, start
    for place in range(start, len(source)):
        letter = source[place]
        quoted ^= letter == '"'
        if not quoted and letter == ")" and depth == 0:
            return [*arguments, " ".join(source[begin:place].split())], place
        if not quoted and letter == "," and depth == 0:
            arguments.append(source[begin:place].strip())
            begin = place + 1
        depth += 0 if quoted else (letter in "([{") - (letter in ")]}")
    raise ValueError(f"A call without an end: {source[start:]}")


def main(folder, *notebooks):
    """Run one notebook on each core, and judge."""
    Path(folder).mkdir(parents=True, exist_ok=True)
    places, cores = Queue(), usable_cores()
    for core in cores:
        places.put(core)
    with Pool(len(cores), keep_to_a_core, [places]) as pool:
        tried = pool.starmap(try_notebook, [(Path(path), Path(folder)) for path in notebooks], 1)
    failed = [problem for problems in tried for problem in problems]
    if failed:
        sys.exit("\n".join([f"{len(failed)} failed:", *failed]))


def usable_cores():
    """The cores that this process may use."""
    return os.sched_getaffinity(0) if PINS else range(os.cpu_count())


def keep_to_a_core(places):
    """Give each process, and so its kernel, a core: kernels that share two wait for each other."""
    core = places.get()
    if PINS:
        os.sched_setaffinity(0, {core})


def try_notebook(path, folder):
    """Run one notebook at its bounds; returns what went wrong. What it says goes to the folder."""
    notebook = nbformat.read(path, as_version=4)
    cells = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    place = next(i for i, cell in enumerate(cells) if "Settings." in cell)
    settings = [Setting(match, cells[place])
                for match in re.finditer(r"\bSettings\s*\.\s*(\w+)\s*\(", cells[place])]
    short = notebook.metadata.tripletlab.short
    failed, name = [], path.stem[:2]
    said = folder / f"{path.stem}.txt"
    with Kernel(path.parent) as kernel, open(said, "w", encoding="utf-8") as out:
        for cell in cells[:place + 1]:
            kernel.run(cell)
        for setting in settings:
            setting.find_values(kernel)
        sizes = {s.name: s.values[0] for s in settings
                 if s.name in short and s.name != "expected" and not s.is_list()}
        runs = runs_of([s for s in settings if s.name not in short or s.is_list()])
        for changed in runs:
            start = time.monotonic()
            problem = run(kernel, cells, place, settings, {**sizes, **changed}, out)
            what = ", ".join(f"{name} = {value}" for name, value in changed.items()) or "no other"
            seconds = time.monotonic() - start
            so_far = kernel.memory("VmHWM") / 1e9
            print(f"{name} {what}: {problem or 'passed'} ({seconds:.1f} s, {so_far:.2f} GB so far)",
                  flush=True)
            if problem:
                failed.append(f"{name} {what}: {problem}")
        peak, states = kernel.memory("VmHWM"), stated_bytes(notebook)
        print(f"{name} {len(runs)} runs, {peak / 1e9:.2f} GB", flush=True)
    if peak > states:
        failed.append(f"{name} {peak / 1e9:.2f} GB of memory, and states {states / 1e9:.2f}")
    return failed


def runs_of(method):
    """The runs as changed settings: none, each alone at each of its values, and all numbers.

    What has no bounds, such as a seed, is tried together with all numbers only.
    """
    numbers = [s for s in method if not s.kind.startswith("choice") and not s.is_list()]
    bounded = [s for s in method if len(s.call) > 2]
    return [{}, *({s.name: value} for s in bounded for value in s.values if value != s.call[1]),
            *({s.name: s.values[end] for s in numbers} for end in (0, 1))]


def run(kernel, cells, place, settings, values, out):
    """Run all cells with these values; returns what went wrong, or None."""
    edited = cells[place]
    for setting in reversed(settings):
        if setting.name in values:
            edited = (edited[:setting.start] + setting.with_value(values[setting.name])
                      + edited[setting.end:])
    out.write(f"\n######## {values}\n")
    problems = []
    for index, cell in enumerate(cells):
        said, error = kernel.run(edited if index == place else cell)
        out.write(f"[{index}] {said}\n")
        if error:
            out.write(f"{cell}\n{error}\n")
            problems.append(f"code cell {index + 1}: {error}")
    more = f" (and {len(problems) - 1} cells after it)" if len(problems) > 1 else ""
    return problems[0] + more if problems else None


def stated_bytes(notebook):
    """The most memory that the first cell states."""
    return max(map(float, re.findall(r"([\d.]+) GB", notebook.cells[0].source))) * 1e9


if __name__ == "__main__":
    main(*sys.argv[1:])
