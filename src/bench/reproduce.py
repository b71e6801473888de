#!/usr/bin/env python3
"""Train what others have published, and print their figures beside the kit's.

  python3 src/bench/reproduce.py                 all of it: 7 to 15 minutes on 2 cores
  python3 src/bench/reproduce.py addons hsu      two of them
  python3 src/bench/reproduce.py --seed 7        with other random numbers

Writes target/bench/reproduce.md as well. Ends with 1 if something asked for was not reached.
"""
# Standard library only.

import argparse
import os
import subprocess
import sys

import environments  # first: it finds the modules in binder/
import lab

EXPERIMENTS = {
    "addons": "TensorFlow Addons' tutorial",
    "hsu": "Hsu's comparison of batch-hard and semi-hard",
    "keras": "keras-triplet-loss-mnist: 25 losses, 25 validation losses, maps",
    "facenet": "facenet's two ways of selecting triplets offline",
    "held-out": "trained on digits 0 to 5, tested on 6 to 9",
}


def main():
    """Build, run, and keep what was printed."""
    options = parse_arguments()
    jdk = environments.build_kit()
    command = environments.java_command(jdk, "tripletlab.reproduce.Reproduce",
                                        str(options.seed), *options.experiments)
    environment = environments.java_environment(os.cpu_count())
    report = environments.BENCH / "reproduce.md"
    with report.open("w", encoding="utf-8") as file, subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, encoding="utf-8") as process:
        for line in process.stdout:
            print(line, end="", flush=True)
            file.write(line)
            file.flush()  # what is done is kept if it is interrupted
    print(f"\nWritten to {report.relative_to(lab.ROOT)}")
    return process.returncode


def parse_arguments():
    """Read the command line."""
    names = "\n".join(f"  {name:10}{what}" for name, what in EXPERIMENTS.items())
    parser = argparse.ArgumentParser(
        prog="src/bench/reproduce.py", description=__doc__, epilog="experiments:\n" + names,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("experiments", nargs="*", metavar="EXPERIMENT", default=[],
                        help="default: all")
    parser.add_argument("--seed", type=int, default=42, help="default: 42")
    options = parser.parse_args()
    unknown = [name for name in options.experiments if name not in EXPERIMENTS]
    if unknown:
        parser.error(f"no experiment {unknown[0]!r}; there are {', '.join(EXPERIMENTS)}")
    options.experiments = options.experiments or list(EXPERIMENTS)
    return options


if __name__ == "__main__":
    sys.exit(main())
