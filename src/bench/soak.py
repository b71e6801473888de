#!/usr/bin/env python3
"""Work in one kernel for an hour, as a class does: train, run cells again, interrupt. Linux only.

  python3 src/bench/soak.py                  an hour
  python3 src/bench/soak.py --minutes 20 --seed 7

Cells of notebook 05 with 20,000 digits and two epochs run in one kernel: all in order, or some at
random, half of the long ones interrupted. Each minute prints the resident memory between two cells.
Fails if it still grows after the first ten minutes by more than what JShell keeps of each cell, if
the kernel dies or hangs, or if all cells in order, without an interrupt, do not pass.
"""

import argparse
import os
import random
import re
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path

import environments  # first: it finds the modules in binder/
import lab
import report

try:
    import nbformat
    from jupyter_client.manager import start_new_kernel
except ImportError:
    start_new_kernel = None  # it is in .venv

NOTEBOOK = lab.ROOT / "notebooks" / "05-training.ipynb"
SETTINGS = {"images": 20000, "epochs": 2}
ERRORS = lab.TARGET / "soak-errors.txt"  # what the kernel's process writes
WARM_UP = 10  # minutes, in which Java compiles and caches fill
GROWTH = 1.03
KEPT = 0.1  # MiB: JShell keeps the code of each cell that ran, 0.03 to 0.08, and Java a fifth more
LONGEST = 600  # seconds that a cell may take on a busy machine


def main():
    """Prepare the kit, go on in its Python, work and judge."""
    parser = argparse.ArgumentParser(prog="src/bench/soak.py", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=int, default=60, metavar="N", help="default: 60")
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="default: 1")
    options = parser.parse_args()
    if not start_new_kernel:
        lab_py = str(lab.ROOT / "binder" / "lab.py")
        subprocess.run([sys.executable, lab_py, "--prepare"], check=True)
        sys.exit(subprocess.call([lab.venv_python(), __file__, *sys.argv[1:]]))
    for name, value in SETTINGS.items():
        os.environ["TRIPLETLAB_" + name.upper().replace("-", "_")] = str(value)
    print(f"{report.processor()}, seed {options.seed}", "",
          "| minute | resident MiB | cells | interrupted | failed after that |",
          "|---:|---:|---:|---:|---:|", sep="\n", flush=True)
    session = Session(options.seed)
    try:
        minutes = [session.minute(number) for number in range(1, options.minutes + 1)]
    finally:
        session.close()
    judge(minutes[WARM_UP:])


def judge(minutes):
    """Compare the halves of what came after the warm-up: (memory, cells) of each minute."""
    half = len(minutes) // 2
    if not half:
        sys.exit(f"Too short to judge: more than {WARM_UP + 1} minutes are needed.")
    (first, before), (second, after) = ([statistics.median(column) for column in zip(*part)]
                                        for part in (minutes[:half], minutes[half:]))
    print(f"\nAfter {WARM_UP} minutes: {first:.0f} MiB in the first half, {second:.0f} in the"
          f" second, {after - before:.0f} cells later")
    if second > GROWTH * first + KEPT * (after - before):
        sys.exit("The kernel's memory grows.")
    print("flat")


class Session:
    """One kernel, and what was done in it."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.cells = [cell.source for cell in nbformat.read(NOTEBOOK, as_version=4).cells
                      if cell.cell_type == "code"]
        self.seconds = {}  # how long each cell took when nothing interrupted it
        self.plan = list(self.cells)  # what is run next
        self.done = self.interrupted = self.failed = 0
        self.calm = True  # in order from the first cell on, without an interrupt: must not fail
        self.start = time.monotonic()
        with open(ERRORS, "w") as errors:
            self.manager, self.client = start_new_kernel(
                kernel_name="java", startup_timeout=120, cwd=str(NOTEBOOK.parent), stderr=errors)

    def minute(self, number):
        """Work until so many minutes are over; returns the resident MiB, and the cells so far."""
        while time.monotonic() - self.start < 60 * number:
            self.plan = self.plan or self.next_plan()
            self.step(self.plan.pop(0))
        time.sleep(2)  # the kernel looks each second for memory to give back
        status = Path("/proc", str(self.manager.provisioner.pid), "status").read_text()
        memory = int(re.search(r"VmRSS:\s*(\d+) kB", status).group(1)) / 1024
        print(f"| {number} | {memory:.0f} | {self.done} | {self.interrupted} | {self.failed} |",
              flush=True)
        return memory, self.done

    def next_plan(self):
        """All cells in order, or a few anywhere, often the same one twice."""
        self.calm = self.random.random() < 0.05
        if self.calm or self.random.random() < 0.1:
            return list(self.cells)
        cells = self.random.choices(self.cells, k=self.random.randint(1, 6))
        return [cell for cell in cells for _ in range(self.random.choice([1, 1, 2]))]

    def step(self, cell):
        """Run a cell, perhaps interrupt it; after a failure, all run again."""
        usual = self.seconds.get(cell, 0.1)
        timer = threading.Timer(self.random.uniform(0, usual), self.manager.interrupt_kernel)
        likely = 0.5 if usual > 0.2 else 0.1  # a short one is over before it can be interrupted
        interrupts = not self.calm and self.random.random() < likely
        begin = time.monotonic()
        if interrupts:
            timer.start()
        try:
            reply = self.client.execute_interactive(cell, timeout=LONGEST, allow_stdin=False,
                                                    output_hook=lambda _: None)["content"]
        except (TimeoutError, RuntimeError):
            state = "hangs" if self.manager.is_alive() else "died"
            sys.exit(f"The kernel {state}:\n{cell}\n{ERRORS.read_text()[-2000:]}")
        timer.cancel()
        if interrupts:
            timer.join()
        self.done += 1
        if reply["status"] == "ok":
            self.seconds[cell] = time.monotonic() - begin
        elif interrupts:
            self.interrupted += 1
        elif self.calm:
            sys.exit(f"Failed without an interrupt:\n{cell}\n{reply}")
        else:  # what it needs was interrupted, or declared anew
            self.failed += 1
            self.plan, self.calm = list(self.cells), True

    def close(self):
        """End the kernel."""
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


if __name__ == "__main__":
    main()
