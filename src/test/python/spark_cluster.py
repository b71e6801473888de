"""A sweep on Spark's local-cluster: executors are processes of their own, and one of them is killed.

Needs the network once, for Spark. Prints what was counted; ends with 1 if something is wrong.
"""

import collections
import contextlib
import csv
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bench"))

import spark_home  # first: it finds the modules in binder/
import lab

MASTER = "local-cluster[2,1,1024]"
GRID = ["margin=0.2,soft,-1", "seed=1,2,3", "steps=60", "images=3000", "digits=500"]
SETTINGS, FAILING = 9, 3
OUT = spark_home.BUILT / "test"
MINUTES = 15


def main():
    """All of it."""
    jdk = spark_home.prepare()
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    environment = spark_home.environment(jdk)
    here = OUT / "here.csv"
    spark_home.run(*spark_home.here(jdk, 1, here, *GRID), OUT / "here.log")
    expected = rows(here)
    check("rows of one process", len(expected), SETTINGS)
    check("settings that fail", sum(bool(row["problem"]) for row in expected), FAILING)

    killed = Sweep("executor", environment)
    executors = killed.after_rows(2)
    os.kill(executors[0].pid, signal.SIGKILL)
    killed.end()
    check("executors at first", len(executors), 2)
    check("rows with an executor killed", rows(killed.csv), expected)
    ends = killed.ends()
    check("settings finished on Spark", ends[True], {i: 1 for i in range(SETTINGS)})
    print(f"tasks lost with the executor: {sum(ends[False].values())}")

    driver = Sweep("driver", environment)
    for process in [*driver.after_rows(3), driver.process]:
        os.kill(process.pid, signal.SIGKILL)
    driver.process.wait()
    kept = len(driver.kept())
    again = Sweep("driver", environment)
    again.end()
    check("rows after the driver was killed", rows(again.csv), expected)
    check("trained then", len(again.ends()[True]), SETTINGS - kept)
    print(f"kept before: {kept}")

    notebook()


class Sweep:
    """One spark-submit."""

    def __init__(self, name, environment):
        self.csv, self.rows = OUT / f"{name}.csv", OUT / f"{name}-rows"
        self.events = OUT / f"{name}-events-{time.time():.0f}"
        self.events.mkdir()
        command = spark_home.submit(MASTER, self.csv, *GRID, eventLog_enabled="true",
                                    eventLog_compress="false", eventLog_dir=self.events.as_uri())
        with (OUT / f"{name}.log").open("ab") as log:
            self.process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)

    def kept(self):
        """The files of finished settings."""
        return list(self.rows.glob("*.json.gz"))

    def after_rows(self, count):
        """Wait until some settings are finished; returns the executors."""
        end = time.monotonic() + 60 * MINUTES
        while len(self.kept()) < count:
            if self.process.poll() is not None or time.monotonic() > end:
                sys.exit(f"The sweep ended early, see {OUT}")
            time.sleep(0.05)
        executors = []
        for child in psutil.Process(self.process.pid).children(recursive=True):
            with contextlib.suppress(psutil.Error):  # it ended meanwhile
                if "CoarseGrainedExecutorBackend" in " ".join(child.cmdline()):
                    executors.append(child)
        return executors

    def end(self):
        """Wait until it is done."""
        check(f"exit code of {self.csv.stem}", self.process.wait(60 * MINUTES), 0)

    def ends(self):
        """How often each task ended, with success (True) and without."""
        counts = {True: collections.Counter(), False: collections.Counter()}
        for file in filter(Path.is_file, self.events.rglob("*")):
            for line in file.read_text(encoding="utf-8").splitlines():
                event = json.loads(line) if line.startswith("{") else {}
                if event.get("Event") == "SparkListenerTaskEnd":
                    success = event["Task End Reason"]["Reason"] == "Success"
                    counts[success][event["Task Info"]["Index"]] += 1
        return counts


def notebook():
    """09-margins with one word changed, in a kernel with Spark."""
    source = (lab.ROOT / "notebooks" / "09-margins.ipynb").read_text(encoding="utf-8")
    check("words to change", source.count('.run(\\"here\\")'), 1)
    path = OUT / "notebooks" / "09-margins.ipynb"
    path.parent.mkdir()
    path.write_text(source.replace('.run(\\"here\\")', '.run(\\"spark\\")'), encoding="utf-8")
    short = json.loads(source)["metadata"]["tripletlab"]["short"]
    variables = {"TRIPLETLAB_" + name.upper(): value for name, value in short.items()}
    subprocess.run([sys.executable, str(lab.ROOT / "binder" / "lab.py"), "--with", "spark",
                    "--built", "--prepare"], check=True)
    code = subprocess.call(
        [sys.executable, str(lab.ROOT / "binder" / "run_notebooks.py"), str(OUT), str(path)],
        env={**os.environ, **variables, "JUPYTER_PREFER_ENV_PATH": "1"})
    check("exit code of the notebook", code, 0)
    check("settings of the notebook",
          len(list((OUT / "target" / "sweeps" / "09-margins").iterdir())), 8)


def rows(path):
    """The rows of a CSV file, without what differs from run to run."""
    with path.open(encoding="utf-8", newline="") as file:
        return [{name: value for name, value in row.items() if name != "seconds"}
                for row in csv.DictReader(file)]


def check(what, found, expected):
    """Say what was found; end if it is something else."""
    text = len(found) if isinstance(found, list) else found
    print(f"{what}: {text}", flush=True)
    if found != expected:
        sys.exit(f"✗ {what}: {found}, expected {expected}")


if __name__ == "__main__":
    main()
