"""Tables: to the console row by row, and to files in Markdown and JSON."""

import datetime
import json
import platform
import statistics
import sys
from pathlib import Path

import machine


class Report:
    """A table for each section; files are written anew after each row, so none is lost."""

    def __init__(self, stem, heading, titles):
        self.stem, self.heading, self.titles = stem, heading, titles
        self.widths = [max(9, len(title)) for title in titles]
        self.widths[0] = max(20, self.widths[0])
        self.lines, self.cases = ["", *(f"- {line}" for line in heading)], []
        print("", *heading, sep="\n")

    def section(self, title):
        """Begin a table."""
        print(f"\n{title}\n\n{self.plain(self.titles)}", flush=True)
        self.lines += ["", f"**{title}**", "", "| " + " | ".join(self.titles) + " |",
                       "|---|" + "---:|" * (len(self.titles) - 1)]

    def row(self, cells, facts):
        """A row, and what goes to the JSON file for it."""
        print(self.plain(cells), flush=True)
        self.lines.append("| " + " | ".join(cells) + " |")
        self.cases.append(facts)
        self.write()

    def warn(self, text):
        """A line that belongs to the last row; in the file it comes after the heading."""
        print(f"  ! {text}", flush=True)
        self.lines.insert(1 + len(self.heading), f"- **{text}**")
        self.heading.append(text)
        self.write()

    def warn_of_problems(self, where, outcomes):
        """A line for each column of the last row that ended in another way than by its size."""
        for name, outcome in outcomes.items():
            if outcome.problem and outcome.problem[0] in ("error", "died"):
                self.warn(f"{where}: {name}: {' '.join(outcome.problem)}")

    def warn_if_busy(self):
        """Say at the end how busy the machine was with other things."""
        busy = statistics.mean([case["others"] for case in self.cases] or [0])
        if busy > 0.1:
            self.warn(f"Other programs kept {busy:.1f} cores busy between the cases.")

    def plain(self, cells):
        """Cells below each other: the first to the left, numbers to the right."""
        first, *rest = (f"{cell:>{width}}" for cell, width in zip(cells, self.widths))
        return "  ".join([f"{first.strip():<{self.widths[0]}}", *rest])

    def write(self):
        """The files as far as they go."""
        self.stem.parent.mkdir(parents=True, exist_ok=True)
        text = "\n".join(self.lines).strip() + "\n"
        self.stem.with_suffix(".md").write_text(text, encoding="utf-8")
        facts = {"heading": self.heading, "cases": self.cases}
        self.stem.with_suffix(".json").write_text(json.dumps(facts, indent=1) + "\n",
                                                  encoding="utf-8")


def milliseconds(outcome):
    """A time with three digits, or what kind of problem there is instead."""
    if outcome is None:
        return "·"
    return outcome.problem[0] if outcome.problem else digits(outcome.median, 3)


def per_second(outcome, count):
    """How many of what a repeat has `count` of, or what kind of problem there is instead."""
    if outcome is None or outcome.problem:
        return milliseconds(outcome)
    return digits(1000 * count / outcome.median, 3)


def ratio(outcome, rivals):
    """How many times longer the best rival takes."""
    if not rivals or outcome is None or outcome.median is None:
        return "·"
    times = [rival.median for rival in rivals if rival.median is not None]
    return f"{digits(min(times) / outcome.median, 2)}×" if times else "only kit"


def share(before, after):
    """How much of the speed before is left, in percent."""
    if before is None or after is None or not (before.median and after.median):
        return "·"
    return f"{100 * before.median / after.median:.0f} %"


def digits(value, count):
    """A number with this many digits, and no exponent."""
    before = len(str(int(value))) if value >= 1 else 0
    return f"{value:.{max(0, count - before)}f}"


def this_machine(threads):
    """What was measured on, and when."""
    return (f"{datetime.datetime.now():%Y-%m-%d %H:%M}: {processor()}, "
            f"{machine.usable_cores()} cores, {threads} threads, {platform.platform(terse=True)}")


def processor():
    """The name of the processor, as the system tells it."""
    if sys.platform == "linux":
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    if sys.platform == "darwin":
        return machine.output(["sysctl", "-n", "machdep.cpu.brand_string"]).strip()
    return platform.processor() or platform.machine()
