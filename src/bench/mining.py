#!/usr/bin/env python3
"""Time the loss and its gradient by the embeddings, for each miner of the kit and its rivals.

  python3 src/bench/mining.py                               all of it: about an hour on 2 cores
  python3 src/bench/mining.py --quick                       a look
  python3 src/bench/mining.py --losses semi-hard --sizes 512 1024 --only kit tensorflow

Installs PyTorch and TensorFlow into target/bench, and writes target/bench/mining.md and .json.
Timed is the way from embeddings in the framework's own tensor to the loss as a number and its
gradient as an array. All implementations of a loss get the same batch, in turn, round by round.
"""
# Standard library only. Each column of the table is a process of its own, so that one that
# exceeds the memory takes nothing with it; only one of them computes at a time.

import argparse
import array
import math
import os
import random
import sys
import tempfile
from pathlib import Path

import environments  # first: it finds the modules in binder/
import columns
import load
import memory
import report
import rounds

LOSSES = ["batch-all", "batch-hard", "semi-hard", "batch-all-semi-hard", "easy-positive",
          "distance-weighted"]
RANDOM = ["distance-weighted"]  # values of two draws are not comparable
MARGIN, CLASSES, SEED = 1.0, 10, 1


def main():
    """Prepare, then measure case by case."""
    options = parse_arguments()
    commands, notes = prepare(options)
    with columns.started(commands, options, notes) as workers, \
            tempfile.TemporaryDirectory() as folder:
        run(options, workers, notes, Path(folder))


def parse_arguments():
    """The options; --quick changes what the others are by default."""
    parser = argparse.ArgumentParser(prog="src/bench/mining.py", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    columns.add_options(parser, timeout=60)
    add = parser.add_argument
    add("--losses", nargs="+", choices=LOSSES, default=LOSSES, metavar="LOSS",
        help="of " + ", ".join(LOSSES))
    add("--sizes", nargs="+", type=int, metavar="B", help="default: 32 64 … 4096")
    add("--dimensions", nargs="+", type=int, metavar="D", help="default: 64 256")
    add("--rounds", type=int, metavar="N", help="rounds of a case at most (default: 5)")
    add("--seconds", type=float, metavar="S", help="no new round after these (default: 8)")
    add("--quick", action="store_true", help="two sizes, one dimension, two rounds")
    options = parser.parse_args()
    quick = options.quick
    options.sizes = options.sizes or ([32, 256] if quick else [2**n for n in range(5, 13)])
    options.dimensions = options.dimensions or ([64] if quick else [64, 256])
    options.rounds = options.rounds or (2 if quick else 5)
    options.seconds = options.seconds or (3 if quick else 8)
    if min(options.sizes) < 2 * CLASSES:
        parser.error(f"--sizes: at least {2 * CLASSES}, so that each class has a pair")
    return options


def prepare(options):
    """Build and install; returns (column, command, environment) of each, and notes."""
    def kit(jdk, _):
        environment = environments.java_environment(options.threads)
        for name, version in (("kit", "kit"), ("by the book", "book")):
            yield (name, environments.java_command(jdk, "tripletlab.bench.MiningWorker", version),
                   environment)

    return columns.prepared(options, kit, {
        environments.PYTORCH: {"PML": ["mining_pytorch.py", options.threads]},
        environments.TENSORFLOW: {"TFA": ["mining_tensorflow.py", options.threads],
                                  "TFA XLA": ["mining_tensorflow.py", options.threads, "xla"]}})


def heading(options, workers, notes):
    """What is measured, on what, with what."""
    kinds = {"kit": "the kit, and the same losses with NDArrays and masks (by the book)",
             "PML": "PyTorch Metric Learning, eager", "TFA": "TensorFlow Addons, in a tf.function",
             "TFA XLA": "the same, jit_compile=True, without Addons' own tf.functions"}
    lines = ["milliseconds (median) from the embeddings in a tensor to the loss as a number and "
             "its gradient as an array",
             f"margin {MARGIN:g}, Euclidean distance, {CLASSES} classes, seed {SEED}",
             report.this_machine(options.threads),
             f"memory: at most {options.memory:.1f} GiB for one process"
             + ("" if memory.resident(os.getpid()) else " (not watched on this system)"),
             environments.tuning(options.tuned)]
    lines += [f"{worker.name}: {kinds[worker.name]}; {worker.versions}"
              for worker in workers if worker.name in kinds]
    return lines + notes


def run(options, workers, notes, folder):
    """All cases: for each dimension a table, for each loss and size a row."""
    names = [worker.name for worker in workers]
    table = report.Report(environments.BENCH / "mining", heading(options, workers, notes),
                          ["loss", "B", *names, "best rival / kit"])
    for dimension in options.dimensions:
        table.section(f"D = {dimension}")
        for loss in options.losses:
            able = [worker for worker in workers if loss in worker.losses]
            steps = cases(options, loss, dimension, folder)
            for case, outcomes in rounds.rising(able, steps, options):
                show(table, names, case, outcomes)
    table.warn_if_busy()


def cases(options, loss, dimension, folder):
    """(case, request) of each size."""
    for size in sorted(options.sizes):
        case = {"loss": loss, "batch": size, "dimension": dimension, "others": load.others()}
        yield case, dict(case, file=str(write_batch(folder, size, dimension)), margin=MARGIN,
                         memory=options.memory * columns.GIB)


def show(table, names, case, outcomes):
    """The row of a case, and what is wrong with it."""
    rivals = [outcome for name, outcome in outcomes.items() if name in ("PML", "TFA", "TFA XLA")]
    cells = [report.milliseconds(outcomes.get(name)) for name in names]
    table.row([case["loss"], str(case["batch"]), *cells,
               report.ratio(outcomes.get("kit"), rivals)],
              dict(case, columns={name: outcome.facts() for name, outcome in outcomes.items()}))
    where = "{loss}, B = {batch}, D = {dimension}".format(**case)
    table.warn_of_problems(where, outcomes)
    if case["loss"] not in RANDOM:
        for difference in rounds.disagreements(outcomes):
            table.warn(f"{where}: not the same! {difference}")


def write_batch(folder, size, dimension):
    """Embeddings of length one (float32), then labels (int32), in a file, little-endian."""
    path = folder / f"{size}x{dimension}.bin"
    if not path.exists():
        chance = random.Random(SEED)
        embeddings = array.array("f")
        for _ in range(size):
            row = [chance.gauss(0, 1) for _ in range(dimension)]
            norm = math.hypot(*row)
            embeddings.extend(value / norm for value in row)
        labels = array.array("i", (i % CLASSES for i in range(size)))
        chance.shuffle(labels)
        if sys.byteorder == "big":
            embeddings.byteswap()
            labels.byteswap()
        path.write_bytes(embeddings.tobytes() + labels.tobytes())
    return path


if __name__ == "__main__":
    columns.run(main)
