#!/usr/bin/env python3
"""Time what a person waits for: lab.py once more, the kernel, the first cells.

  python3 src/bench/waiting.py               about 2 minutes on 2 cores
  python3 src/bench/waiting.py --verify      mvn verify as well: about 15 minutes more

Prints medians, and writes target/bench/waiting.md and .json.
"""
# Standard library only; the kernel is driven by waiting_kernel.py in the kit's .venv.

import argparse
import json
import statistics
import subprocess
import sys
import time

import environments  # first: it finds the modules in binder/
import lab
import machine
import report


def main():
    """Prepare, then measure."""
    parser = argparse.ArgumentParser(prog="src/bench/waiting.py", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5, metavar="N", help="default: 5")
    parser.add_argument("--verify", action="store_true", help="time mvn verify as well, once")
    options = parser.parse_args()
    prepare = [sys.executable, str(lab.ROOT / "binder" / "lab.py"), "--prepare"]
    seconds(prepare)  # whatever is still to be done
    table = report.Report(environments.BENCH / "waiting", [
        f"seconds that a person waits, median of {options.runs}",
        report.this_machine(machine.usable_cores())], ["for", "seconds", "least", "most"])
    table.section("waiting")
    show(table, "python3 binder/lab.py --prepare once more",
         [seconds(prepare) for _ in range(options.runs)])
    runs = [kernel() for _ in range(options.runs)]
    for what in runs[0]:
        show(table, what, [run[what] for run in runs])
    if options.verify:
        show(table, "mvn verify", [seconds(["mvn", "-o", "-q", "verify"])])


def seconds(command):
    """How long a command takes that must not fail."""
    start = time.monotonic()
    subprocess.run(command, cwd=lab.ROOT, check=True, stdout=subprocess.DEVNULL)
    return time.monotonic() - start


def kernel():
    """What waiting_kernel.py measured with a new kernel: {what: seconds}."""
    script = str(environments.HERE / "waiting_kernel.py")
    done = subprocess.run([lab.venv_python(), script], check=True, stdout=subprocess.PIPE,
                          encoding="utf-8")
    return json.loads(done.stdout.splitlines()[-1])


def show(table, what, times):
    """A row."""
    table.row([what, *(f"{value:.2f}" for value in
                       (statistics.median(times), min(times), max(times)))],
              {"for": what, "seconds": times})


if __name__ == "__main__":
    main()
