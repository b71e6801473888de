#!/usr/bin/env python3
"""Time exact retrieval on Spark, with two executors of one core on this machine. Linux only.

  SPARK_HOME=… python3 src/bench/retrieval.py                  1,000,000 queries, 100,000 references
  SPARK_HOME=… python3 src/bench/retrieval.py 10000 100000 check     fewer, beside one process

Prints what SyntheticRetrieval prints, and the most memory and the processor time of each process.
Before, `mvn -P spark -Dmaven.test.skip=true package` makes target/spark/tripletlab-spark.jar.
"""
# Standard library only.

import os
import re
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
JAR = ROOT / "target" / "spark" / "tripletlab-spark.jar"
EXECUTOR = "CoarseGrainedExecutorBackend"


def main():
    """Run it, and look at its processes until it ends."""
    arguments = sys.argv[1:] or ["1000000", "100000"]
    home = os.environ.get("SPARK_HOME") or sys.exit("SPARK_HOME is not set: a folder of Spark 4")
    command = [f"{home}/bin/spark-submit", "--master", "local-cluster[2,1,1024]",
               "--conf", "spark.ui.enabled=false", "--conf", "spark.locality.wait=0",
               "--conf", "spark.log.level=WARN",
               "--class", "tripletlab.spark.SyntheticRetrieval", str(JAR), *arguments]
    seen = {}
    local = {**os.environ, "SPARK_LOCAL_IP": "127.0.0.1"}
    with subprocess.Popen(command, env=local) as process:
        while process.poll() is None:
            for pid in descendants(process.pid):
                seen[pid] = look(pid) or seen.get(pid)
            time.sleep(0.5)
    for kind, mebibytes, seconds in sorted(filter(None, seen.values())):
        print(f"{kind}: {mebibytes:.0f} MiB, {seconds:.0f} s of a processor")
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
    """What a Java process is, its most resident memory and its processor time so far."""
    try:
        folder = Path("/proc", str(pid))
        command = (folder / "cmdline").read_text()
        status = (folder / "status").read_text()
        times = (folder / "stat").read_text().rsplit(")", 1)[1].split()[11:13]
    except OSError:
        return None  # it has ended
    peak = re.search(r"VmHWM:\s*(\d+) kB", status)
    if not peak or "java" not in command.split("\0")[0]:
        return None
    kind = "executor" if EXECUTOR in command else "driver"
    return kind, int(peak.group(1)) / 1024, sum(map(int, times)) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    sys.exit(main())
