#!/usr/bin/env python3
"""Time training steps on MNIST: the kit beside PyTorch and TensorFlow.

  python3 src/bench/training.py                             all of it: about an hour on 2 cores
  python3 src/bench/training.py --quick                     a look
  python3 src/bench/training.py --busy                      what is left of it beside a busy core
  python3 src/bench/training.py --race                      from start to precision@1 of 0.97
  python3 src/bench/training.py --only kit --plain --quick  what MXNet gains from FastNetworks
  python3 src/bench/training.py --networks mlp --sizes 512 --only kit tensorflow

Installs PyTorch and TensorFlow into target/bench, and writes target/bench/training.md and .json
(training-busy, training-race with these options). A step is: fetch a batch, embed it (dropout on),
mine, loss, gradients, Adam. All implementations run the same case in turn, round by round.
"""
# Standard library only.

import argparse
import contextlib
import subprocess
import sys
import time

import environments  # first: it finds the modules in binder/
import columns
import load
import report
import rounds

NETWORKS = ["conv-2x2", "conv-5x5", "mlp"]
LOSSES = ["batch-hard", "semi-hard", "batch-all"]
KIT = ["kit", "kit, PyTorch", "kit, plain"]
MARGIN = 1.0
GOAL, EVERY = 0.97, 50


def main():
    """Prepare, then measure case by case."""
    options = parse_arguments()
    commands, notes = prepare(options)
    if options.race:
        with busy_core() if options.busy else contextlib.nullcontext():
            race(options, commands, notes)
    else:
        with columns.started(commands, options, notes) as workers:
            run(options, workers, notes)


def parse_arguments():
    """The options; --quick changes what the others are by default."""
    parser = argparse.ArgumentParser(prog="src/bench/training.py", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    columns.add_options(parser, timeout=180)  # torch.compile takes its time
    add = parser.add_argument
    add("--networks", nargs="+", choices=NETWORKS, default=NETWORKS, metavar="NETWORK",
        help="of " + ", ".join(NETWORKS))
    add("--losses", nargs="+", choices=LOSSES, default=LOSSES, metavar="LOSS",
        help="of " + ", ".join(LOSSES))
    add("--sizes", nargs="+", type=int, metavar="B", help="default: 32 64 … 1024")
    add("--rounds", type=int, default=5, metavar="N", help="of a case at most (default: 5)")
    add("--seconds", type=float, default=8, metavar="S", help="no new round after these")
    add("--busy", action="store_true", help="also while another process keeps a core busy")
    add("--race", action="store_true",
        help="seconds from the start of a process to precision@1 of 0.97 on the test digits "
             "(conv-2x2, semi-hard, batches of 64), evaluation left out")
    add("--plain", action="store_true", help="the kit also with its networks layer by layer")
    add("--quick", action="store_true", help="batches of 32 and 256")
    options = parser.parse_args()
    options.sizes = options.sizes or ([32, 256] if options.quick else [2**n for n in range(5, 11)])
    return options


def prepare(options):
    """Build and install; returns (column, command, environment) of each, and notes."""
    def kit(jdk, notes):
        worker = "tripletlab.bench.TrainingWorker"
        fast = ("kit", environments.java_command(jdk, worker),
               environments.java_environment(options.threads))
        yield fast
        if options.plain:
            yield (KIT[2], *plain(fast))
        if environments.build_for_pytorch(jdk):
            yield (KIT[1], environments.java_command(jdk, worker, engine="pytorch"),
                   environments.java_environment(options.threads, "pytorch"))
        else:
            notes.append(f"left out: {KIT[1]}: Maven cannot get its libraries")

    tensorflow, pytorch = "training_tensorflow.py", "training_pytorch.py"
    return columns.prepared(options, kit, {
        environments.PYTORCH: {"PML": [pytorch, options.threads],
                               "PML compiled": [pytorch, options.threads, "compile"]},
        environments.TENSORFLOW: {"TFA": [tensorflow, options.threads],
                                  "TFA XLA": [tensorflow, options.threads, "xla"]}})


def plain(kit):
    """The kit with its networks run layer by layer: (command, environment)."""
    _, command, environment = kit
    at = command.index("-cp")
    return [*command[:at], "-Dtripletlab.plainNetworks=true", *command[at:]], environment


@contextlib.contextmanager
def busy_core():
    """Beside a process that keeps a core busy."""
    process = subprocess.Popen([sys.executable, "-c", "while True: pass"])
    try:
        yield
    finally:
        process.kill()


def heading(options, workers, notes):
    """What is measured, on what, with what."""
    kinds = {"kit": "the kit", KIT[1]: "the kit on DJL's other engine",
             KIT[2]: "the kit, its networks layer by layer on MXNet",
             "PML": "PyTorch Metric Learning, eager; its semi-hard takes every semi-hard triplet",
             "PML compiled": "the same, the network by torch.compile",
             "TFA": "TensorFlow Addons, the step in a tf.function; it has no batch-all",
             "TFA XLA": "the same, jit_compile=True"}
    lines = ["images per second (from the median step) of training on MNIST: fetch, embed, mine, "
             "loss, gradients, Adam",
             f"margin {MARGIN:g}, Euclidean distance, Adam 0.001, dropout on, random batches",
             report.this_machine(options.threads),
             "alone, then beside a process that keeps a core busy" if options.busy
             else "nothing beside it",
             f"memory: at most {options.memory:.1f} GiB for one process",
             environments.tuning(options.tuned)]
    lines += [f"{worker.name}: {kinds[worker.name]}; {worker.versions}{settling(worker)}"
              for worker in workers]
    return lines + notes


def settling(worker):
    """What is told of a worker that becomes faster while it runs."""
    return f"; timed after {worker.settles} s of steps at the earliest" if worker.settles else ""


def run(options, workers, notes):
    """All cases: for each network a table, for each loss and size a row."""
    names = [worker.name for worker in workers]
    stem = environments.BENCH / ("training-busy" if options.busy else "training")
    table = report.Report(stem, heading(options, workers, notes),
                          ["loss", "B", *names, "kit / best rival", "mining"])
    for network in options.networks:
        table.section(network)
        for loss in options.losses:
            able = [worker for worker in workers if loss in worker.losses]
            alone = rounds.rising(able, cases(options, network, loss), options)
            if options.busy:
                alone = list(alone)
                with busy_core():
                    beside = list(rounds.rising(able, cases(options, network, loss), options))
                for one, other in zip(alone, beside):
                    compare(table, names, one, other)
            else:
                for case, outcomes in alone:
                    show(table, names, case, outcomes)
    if not options.busy:
        table.warn_if_busy()


def compare(table, names, alone, beside):
    """Three rows of a case: alone, beside a busy core, and what is left of the speed."""
    case, calm = alone
    _, busy = beside
    show(table, names, case, calm)
    show(table, names, dict(case, loss=case["loss"] + ", busy"), busy)
    shares = [report.share(calm.get(name), busy.get(name)) for name in names]
    table.row([case["loss"] + ", left", str(case["batch"]), *shares, "·", "·"],
              dict(case, left=dict(zip(names, shares))))


def cases(options, network, loss):
    """(case, request) of each size."""
    for size in sorted(options.sizes):
        case = {"network": network, "loss": loss, "batch": size, "others": load.others()}
        yield case, dict(case, margin=MARGIN)


def race(options, commands, notes):
    """Each column for itself, from the start of its process on."""
    table = report.Report(environments.BENCH / "training-race", [
        f"seconds from the start of a process to precision@1 ≥ {GOAL} on the test digits: "
        "conv-2x2, semi-hard, batches of 64; looked at every 50 steps, evaluation left out",
        report.this_machine(options.threads), *notes],
        ["column", "seconds", "of these training", "steps", "precision@1"])
    table.section("time to learn")
    case = {"network": "conv-2x2", "loss": "semi-hard", "batch": 64, "margin": MARGIN}
    for command in commands:
        start, training, steps, precision = time.monotonic(), 0, 0, 0
        with columns.started([command], options, notes) as workers:
            while workers and precision < GOAL and steps < 3000:
                answer = workers[0].ask(dict(case, repeats=EVERY), options.timeout)
                before = time.monotonic()
                answer.update(workers[0].ask(dict(case, evaluate=True), options.timeout))
                if not {"milliseconds", "precision"} <= answer.keys():
                    table.warn(f"{command[0]} stopped: {answer}")
                    break
                training, steps = training + sum(answer["milliseconds"]) / 1000, steps + EVERY
                precision = answer["precision"]
                start += time.monotonic() - before
            seconds = time.monotonic() - start
        table.row([command[0], f"{seconds:.1f}", f"{training:.1f}", str(steps),
                   f"{precision:.4f}"], {"column": command[0], "seconds": seconds,
                                         "training": training, "steps": steps})


def show(table, names, case, outcomes):
    """The row of a case, and what is wrong with it."""
    rivals = [outcome for name, outcome in outcomes.items() if name not in KIT]
    kit = outcomes.get("kit")
    share = kit.mining_share if kit else None
    cells = [report.per_second(outcomes.get(name), case["batch"]) for name in names]
    table.row([case["loss"], str(case["batch"]), *cells, report.ratio(kit, rivals),
               "·" if share is None else f"{100 * share:.1f} %"],
              dict(case, columns={name: outcome.facts() for name, outcome in outcomes.items()}))
    table.warn_of_problems("{network}, {loss}, B = {batch}".format(**case), outcomes)


if __name__ == "__main__":
    columns.run(main)
