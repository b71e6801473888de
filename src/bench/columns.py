"""The columns of a benchmark's table: each a process that computes when it is asked."""

import contextlib
import os
import sys

import environments  # first: it finds the modules in binder/
import machine
import memory
from workers import Worker

GIB = 2**30


def run(main):
    """Run a benchmark's main function; a failure or an interruption is told in one line."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # an old console may not know "×"
    try:
        main()
    except KeyboardInterrupt:
        print("Interrupted; target/bench has what was measured.", file=sys.stderr)
        sys.exit(130)


def add_options(parser, timeout):
    """What the benchmarks' command lines have in common."""
    cores = machine.usable_cores()
    most = min(15.0, 0.85 * memory.available() / GIB)
    add, rivals = parser.add_argument, ["kit", "pytorch", "tensorflow"]
    add("--only", nargs="+", choices=rivals, default=rivals, help="default: all three")
    add("--threads", type=int, default=cores, metavar="N", help=f"default: {cores}")
    add("--memory", type=float, default=most, metavar="GIB",
        help=f"of one process; default: 15, or 85%% of what there is (now: {most:.1f})")
    add("--timeout", type=float, default=timeout, metavar="S",
        help=f"seconds that one answer may take (default: {timeout})")
    add("--tuned", action="store_true",
        help="run the rivals with the settings for OpenMP and malloc that the kit's kernel has")


@contextlib.contextmanager
def started(commands, options, notes):
    """Workers for (column, command, environment), until the block ends.

    Notes which ones are left out, and why.
    """
    if hasattr(os, "sched_setaffinity"):  # no library can use more cores than it was told
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:options.threads])
    with contextlib.ExitStack() as stack:
        workers = []
        for name, command, environment in commands:
            worker = Worker(name, command, environment, environments.BENCH / "logs",
                            options.memory * GIB)
            stack.callback(worker.stop)
            death = worker.start()
            if death:
                notes.append(f"left out: {name}: {' '.join(*death.items())}")
            elif set(worker.losses) & set(options.losses):
                workers.append(worker)
        yield workers


def prepared(options, kit, rivals):
    """Build and install; returns (column, command, environment) of each, and notes.

    kit(jdk, notes) lists the kit's own columns; rivals: rival -> column -> script and arguments.
    """
    commands, notes = [], []
    if "kit" in options.only or options.tuned:
        jdk = environments.build_kit()
        if "kit" in options.only:
            commands += kit(jdk, notes)
    for number, (rival, scripts) in enumerate(rivals.items(), start=3):
        if rival.name in options.only:
            problem = environments.install(rival, number)
            if problem:
                notes.append(f"left out: {rival.name}: {problem}")
                continue
            environment = environments.rival_environment(options.threads, options.tuned)
            commands += [(name, environments.rival_command(rival, *script), environment)
                         for name, script in scripts.items()]
    return commands, notes
