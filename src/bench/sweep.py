#!/usr/bin/env python3
"""Time a sweep in one process and on Apache Spark with one and two workers. Linux and macOS.

  python3 src/bench/sweep.py                 8 trainings with one thread each, 3 rounds in turn
  python3 src/bench/sweep.py --rounds 1 --steps 500

The first start installs PyPI's pyspark into target/spark/home, which needs the network and 1 GB.
"""

import argparse
import csv
import shutil
import statistics
import time

import spark_home  # first: it finds the modules in binder/
import report

OUT = spark_home.BUILT / "bench"
SEEDS = "seed=1,2,3,4,5,6,7,8"


def main():
    """Time all cases in turn, and print medians."""
    parser = argparse.ArgumentParser(prog="src/bench/sweep.py", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3, metavar="N", help="default: 3")
    parser.add_argument("--steps", type=int, default=200, metavar="N", help="of each training")
    options = parser.parse_args()
    grid = [SEEDS, f"steps={options.steps}", "images=10000", "digits=1000"]
    jdk = spark_home.prepare()
    environment = spark_home.environment(jdk)
    cases = {"one process": lambda file: spark_home.here(jdk, 1, file, *grid)}
    for workers in (1, 2):
        cases[f"Spark, workers: {workers}"] = lambda file, workers=workers: (
            spark_home.submit(f"local-cluster[{workers},1,1024]", file, *grid), environment)
    times = {name: [] for name in cases}
    results = set()
    for number in range(options.rounds):
        for name, command in cases.items():
            shutil.rmtree(OUT, ignore_errors=True)
            OUT.mkdir(parents=True)
            start = time.monotonic()
            spark_home.run(*command(OUT / "rows.csv"), OUT / "log")
            seconds = time.monotonic() - start
            with (OUT / "rows.csv").open(encoding="utf-8") as file:
                rows = list(csv.DictReader(file))
            results.add(tuple(row["MAP@R"] for row in rows))
            trained = sum(float(row["seconds"]) for row in rows)
            times[name].append((seconds, trained))
            print(f"round {number + 1}, {name}: {seconds:.0f} s, sum of trainings {trained:.0f} s",
                  flush=True)
    print(f"\n{report.processor()}; {'the same' if len(results) == 1 else 'DIFFERENT'} numbers\n")
    print("| | seconds | sum of its trainings |", "|---|---:|---:|", sep="\n")
    for name, pairs in times.items():
        both = [statistics.median(column) for column in zip(*pairs)]
        print(f"| {name} | {both[0]:.0f} | {both[1]:.0f} |")


if __name__ == "__main__":
    main()
