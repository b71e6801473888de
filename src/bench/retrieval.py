#!/usr/bin/env python3
"""Time exact retrieval on Apache Spark, with two executors of one core on this machine. Linux only.

  python3 src/bench/retrieval.py                        1,000,000 queries, 100,000 references
  python3 src/bench/retrieval.py 25000 100000 check     fewer, and compared with one process

Prints the time and the metrics; of each process, the most resident memory and the processor time.
The first start installs PyPI's pyspark into target/spark/home, which needs the network and 1 GB.
"""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import spark_home  # first: it finds the modules in binder/
import report

KINDS = {"driver": "org.apache.spark.deploy.SparkSubmit",
         "executor": "org.apache.spark.executor.CoarseGrainedExecutorBackend"}


def main():
    """Run it, and look at its processes until it ends."""
    arguments = sys.argv[1:] or ["1000000", "100000"]
    jdk = spark_home.prepare()
    command = [str(spark_home.spark_home() / "bin" / "spark-submit"),
               "--master", "local-cluster[2,1,1024]",
               "--conf", "spark.ui.enabled=false", "--conf", "spark.log.level=WARN",
               "--conf", "spark.locality.wait=0", "--class", "tripletlab.spark.SyntheticRetrieval",
               str(spark_home.JAR), *arguments]
    seen = {}
    with subprocess.Popen(command, env=spark_home.environment(jdk)) as process:
        while process.poll() is None:
            for pid in descendants(process.pid):
                seen[pid] = look(pid) or seen.get(pid)
            time.sleep(0.5)
    print(report.processor())
    for kind, mebibytes, seconds in sorted(filter(None, seen.values())):
        print(f"{kind}: {mebibytes:.0f} MiB, {seconds:.0f} s of a core")
    return process.returncode


def descendants(pid):
    """A process and all that it has started."""
    yield pid
    try:
        children = Path(f"/proc/{pid}/task").glob("*/children")
        for child in " ".join(path.read_text() for path in children).split():
            yield from descendants(int(child))
    except OSError:
        pass  # it has ended


def look(pid):
    """What a process of Spark is, its most resident memory in MiB, and its processor time so far."""
    folder = Path("/proc", str(pid))
    try:
        command = (folder / "cmdline").read_text()
        peak = re.search(r"VmHWM:\s*(\d+) kB", (folder / "status").read_text())
        times = (folder / "stat").read_text().rsplit(")", 1)[1].split()[11:13]
    except OSError:
        return None  # it has ended
    for kind, main_class in KINDS.items():
        if peak and main_class in command.split("\0"):
            return kind, int(peak.group(1)) / 1024, sum(map(int, times)) / os.sysconf("SC_CLK_TCK")
    return None


if __name__ == "__main__":
    sys.exit(main())
