#!/usr/bin/env python3
"""Prepare TripletLab and open its notebooks in JupyterLab, or run them without a browser.

  python3 binder/lab.py                                  open JupyterLab in notebooks/
  python3 binder/lab.py -- --no-browser --port 9999      what follows -- goes to JupyterLab
  python3 binder/lab.py --run                            run all notebooks
  python3 binder/lab.py --run 05-training --set margin=0.2 --set epochs=1
  python3 binder/lab.py --run 05 --solutions             with the exercises solved
  python3 binder/lab.py --refresh 05                     run, and keep the outputs in notebooks/

Preparing means: build the library with Maven, install JupyterLab and the Java kernel into .venv,
and tell that kernel where the library is. What is up to date already is left alone.
"""
# Standard library only, as this runs before .venv exists; no syntax newer than Python 3.6, so that
# an older Python still gets as far as the message that says what to install.

import argparse
import contextlib
import hashlib
import json
import os
import platform
import re
import shlex
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from machine import (WINDOWS, check_tools, find_browser, install_line, java_environment,
                     openmp_of_llvm, output, usable_cores)

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOKS = ROOT / "notebooks"
TARGET = ROOT / "target"
JAR = TARGET / "tripletlab.jar"
CLASSPATH = TARGET / "classpath.txt"  # the pom writes it: the libraries, on one line
VENV = ROOT / ".venv"
REQUIREMENTS = ROOT / "binder" / "requirements.txt"


def main():
    """Check the command line, prepare, and hand over to JupyterLab or to run_notebooks.py."""
    options, jupyter_args = parse_arguments(sys.argv[1:])
    environment = dict(os.environ)
    run_arguments = None
    if options.run is not None:  # a wrong name is told before anything is built
        notebooks = choose_notebooks(options.run)
        environment.update(read_settings(options.set, notebooks))
        run_arguments = [*(["--solutions"] if options.solutions else []),
                         Path(options.out).resolve(), *notebooks]
    elif options.refresh is not None:
        notebooks = choose_notebooks(options.refresh)
        # What is kept is a run of the notebook as it stands.
        environment = {name: value for name, value in environment.items()
                       if not name.startswith("TRIPLETLAB_")}
        run_arguments = ["--refresh", require_browser(), TARGET / "notebooks", *notebooks]
    python = prepare(options.no_venv, options.built)
    if options.prepare:
        return
    # Without the first, a kernel named java in the user's home would be taken instead of ours.
    environment["JUPYTER_PREFER_ENV_PATH"] = "1"
    if run_arguments is None:
        # The root is the whole project, so that a notebook can link to the sources.
        command = [python, "-m", "jupyterlab", f"--ServerApp.root_dir={ROOT}",
                   "--LabApp.default_url=/lab/tree/notebooks", *jupyter_args]
    else:
        command = [python, ROOT / "binder" / "run_notebooks.py", *run_arguments]
    hand_over([str(part) for part in command], environment)


def parse_arguments(arguments):
    """Split the command line at `--`; the first part is ours, the second is JupyterLab's."""
    split = arguments.index("--") if "--" in arguments else len(arguments)
    ours, jupyter_args = arguments[:split], arguments[split + 1:]
    parser = argparse.ArgumentParser(
        prog="binder/lab.py", usage="%(prog)s [options] [-- ARGUMENTS FOR JUPYTERLAB]",
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    task = parser.add_mutually_exclusive_group()
    task.add_argument("--prepare", action="store_true", help="only prepare, start nothing")
    task.add_argument("--run", nargs="*", metavar="NAME",
                      help="run these notebooks (05 or 05-training; default: all) and exit")
    task.add_argument("--refresh", nargs="*", metavar="NAME",
                      help="run these notebooks and keep their outputs in notebooks/, with a still "
                           "picture of each figure")
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE",
                        help="with --run: change a parameter of the notebooks")
    parser.add_argument("--solutions", action="store_true",
                        help="with --run: after each exercise its solution, checked too")
    parser.add_argument("--out", metavar="DIR", default=TARGET / "notebooks",
                        help="with --run: where .ipynb and .html go (default: target/notebooks)")
    parser.add_argument("--no-venv", action="store_true",
                        help="use this Python, where the requirements are installed already")
    parser.add_argument("--built", action="store_true",
                        help="do not build: take what is in target/, as mvn verify does")
    options = parser.parse_args(ours)
    if options.run is None and (options.set or options.solutions
                                or options.out != TARGET / "notebooks"):
        parser.error("--set, --solutions and --out need --run")
    if jupyter_args and (options.prepare or options.run is not None
                         or options.refresh is not None):
        parser.error("arguments after -- are for JupyterLab, which is not started here")
    return options, jupyter_args


# ---- notebooks and their settings


def choose_notebooks(names):
    """The notebooks of these names, in order; all of them if there is no name."""
    known = sorted(NOTEBOOKS.glob("*.ipynb"))
    chosen = set()
    for name in names:
        stem = name[:-6] if name.endswith(".ipynb") else name
        found = [path for path in known if path.stem == stem or path.stem.startswith(stem + "-")]
        if not found:
            fail(f"There is no notebook {name}. There are: "
                 + (", ".join(path.stem for path in known) or "none"))
        chosen.update(found)
    if not known:
        fail(f"There are no notebooks in {NOTEBOOKS}.")
    return sorted(chosen) if names else known


def read_settings(assignments, notebooks):
    """Environment variables for these `name=value`; a name that no notebook reads is an error."""
    if not assignments:
        return {}
    readers = {path.stem: settings_read_by(path) for path in notebooks}
    known = {variable(name) for names in readers.values() for name in names}
    result = {}
    for assignment in assignments:
        name, equals, value = assignment.partition("=")
        if not equals or not name:
            fail(f"--set {assignment}: write it as name=value.")
        if variable(name) not in known:
            lines = [f"  {stem}: {', '.join(names) or 'none'}" for stem, names in readers.items()]
            fail(f"--set {assignment}: no chosen notebook reads {name!r}. They read:", *lines)
        result[variable(name)] = value
    return result


def require_browser():
    """Chromium or Chrome, without which figures cannot be drawn as pictures."""
    browser = find_browser()
    if not browser:
        fail("--refresh draws figures as pictures with Chromium or Chrome, and finds neither.",
             f"    {install_line('browser')}", code=2)
    return browser


def settings_read_by(notebook):
    """Names in the calls `Settings.….(\"name\"` of a notebook's code."""
    try:
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    except (ValueError, KeyError, TypeError):
        fail(f"{notebook} is not a notebook (no valid JSON, or no cells).")
    code = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    return list(dict.fromkeys(re.findall(r'\bSettings\s*\.[^;"]*?\(\s*"([^"]+)"', code)))


def variable(name):
    """The environment variable in which the class Settings looks for this name."""
    return "TRIPLETLAB_" + re.sub(r"[^A-Za-z0-9]", "_", name).upper()


# ---- preparing


def prepare(no_venv, built):
    """Do the four steps; returns the Python that has JupyterLab."""
    with step(1, "Tools") as progress:
        jdk, maven, problems = check_tools(no_venv)
        if problems:
            fail("Something is missing. Install it, open a new terminal and start again.",
                 *[f"  - {problem}" for problem in problems], code=2)
        progress.result = f"Java {jdk.version}, Maven {maven.version}"
    with step(2, "Java library") as progress:
        if built:
            progress.result = "as it is"
            require_built()
        else:
            build_library(jdk, maven, progress)
    with step(3, "Python packages") as progress:
        prefix = Path(sys.prefix) if no_venv else VENV
        python = sys.executable if no_venv else venv_python()
        if no_venv:
            check_packages()
        else:
            install_packages(progress)
    with step(4, "Java kernel"):
        write_kernel(prefix, jdk, most_cores=2 if no_venv else None)
        if not no_venv:
            write_lab_settings()
    return python


# ---- step 2: the library


def build_library(jdk, maven, progress):
    """Run Maven, unless the last build had the same inputs and its results are still there."""
    stamp = TARGET / "lab.stamp"
    if stamp.exists() and JAR.exists() and CLASSPATH.exists() \
            and stamp.read_text() == build_state(jdk) and all(map(os.path.exists, class_path())):
        progress.result = "up to date"
        return
    command = [maven.path, "-B", "-Dmaven.test.skip=true", "package"]
    if not maven.at_least(3, 9):  # from 3.9 on Maven reads this variable itself
        command += shlex.split(os.environ.get("MAVEN_ARGS", ""), posix=not WINDOWS)
    progress.run(command, java_environment(jdk),
                 "Maven could not build the library. The first build needs the network once; "
                 "later ones do not.")
    require_built()
    stamp.write_text(build_state(jdk))


def require_built():
    """End if there is no jar or no class path."""
    for path in (JAR, CLASSPATH):
        if not path.exists():
            fail(f"{path} is missing: mvn package makes it.")


def build_state(jdk):
    """A hash of what goes into the build and of what came out of it.

    What came out is part of it because Maven may have been run by hand in between, with another
    engine for example.
    """
    digest = hashlib.sha256()
    files = [ROOT / "pom.xml", *(ROOT / ".mvn").rglob("*"), *(ROOT / "src" / "main").rglob("*"),
             JAR, CLASSPATH]
    for path in sorted(path for path in files if path.is_file()):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        digest.update(f"{path.relative_to(ROOT).as_posix()} {content}\n".encode())
    digest.update(f"{jdk.path} {os.environ.get('MAVEN_ARGS', '')}".encode())
    return digest.hexdigest()


def class_path():
    """The jars that the library needs at run time."""
    return CLASSPATH.read_text(encoding="utf-8").strip().split(os.pathsep)


# ---- step 3: Python packages


def install_packages(progress):
    """Make .venv from requirements.txt, unless it was made from the same file and Python."""
    stamp = VENV / "tripletlab.stamp"
    python = "{}.{}".format(*sys.version_info)
    wanted = f"{hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()} {python}"
    works = venv_version() == python
    if works and stamp.exists() and stamp.read_text() == wanted:
        progress.result = "up to date"
        return
    # Without a stamp it is a first run that was cut, or somebody else's: nothing is deleted then.
    if not works or stamp.exists():
        base = getattr(sys, "_base_executable", None) or sys.executable
        progress.run([base, "-m", "venv", "--clear", str(VENV)], None,
                     f"Cannot make {VENV}. Is it in use (JupyterLab still open)?")
    progress.run([venv_python(), "-m", "pip", "install", "--disable-pip-version-check",
                  "--no-input", "--require-hashes", "-r", str(REQUIREMENTS)], None,
                 "pip could not install the Python packages. This needs the network once.")
    stamp.write_text(wanted)


def venv_python():
    """Where .venv has its Python."""
    return str(VENV / ("Scripts/python.exe" if WINDOWS else "bin/python"))


def venv_version():
    """The version of .venv's Python; something else if there is none or it does not run."""
    code = "import sys; print('%d.%d' % sys.version_info[:2])"
    return output([venv_python(), "-c", code]).strip()


def check_packages():
    """Without .venv: are the packages of requirements.in in this Python, in these versions?"""
    from importlib import metadata  # not in Python 3.6, and then not reached
    wrong = []
    text = REQUIREMENTS.with_suffix(".in").read_text(encoding="utf-8")
    for name, wanted in re.findall(r"^([\w-]+)==([^\s#]+)", text, re.MULTILINE):
        try:
            version = metadata.version(name)
        except metadata.PackageNotFoundError:
            version = "not installed"
        if version != wanted:
            wrong.append(f"  {name} {wanted} is needed; found: {version}")
    if wrong:
        fail(f"--no-venv: {sys.executable} does not have the packages of {REQUIREMENTS.name}:",
             *wrong, f"  {sys.executable} -m pip install -r {REQUIREMENTS}", code=2)


# ---- step 4: the kernel


def write_kernel(prefix, jdk, most_cores):
    """Write the kernel.json of the kernel named java, beside the jar that jjava's wheel brought."""
    folder = prefix / "share" / "jupyter" / "kernels" / "java"
    jar = folder / "jjava.jar"
    if not jar.exists():
        fail(f"{jar} is missing: remove {prefix} and start again.")
    spec = {
        # Java is started directly: jjava's own launcher starts it as a second process, which stays
        # behind when the kernel is killed.
        "argv": [str(jdk.path / "bin" / ("java.exe" if WINDOWS else "java")),
                 "--add-opens", "jdk.jshell/jdk.jshell=ALL-UNNAMED",
                 # Without it JDK 24 and later warn that JNA loads native code.
                 "--enable-native-access=ALL-UNNAMED",
                 "-Djava.awt.headless=true",
                 "-jar", str(jar), "{connection_file}"],
        "display_name": "Java (TripletLab)",
        "language": "java",
        "interrupt_mode": "message",
        "env": kernel_environment(most_cores),
    }
    write_if_changed(folder / "kernel.json", spec)


def kernel_environment(most_cores):
    """Environment of the kernel; times are of a training step on MNIST with 2 cores.

    A variable that the user has set is left out, because Jupyter prefers what the kernel says.
    """
    cores = usable_cores()
    tuning = {
        # More threads than cores make OpenMP slower, not faster. On Binder the image is built on a
        # larger machine than it runs on.
        "OMP_NUM_THREADS": str(min(cores, most_cores or cores)),
        # Small networks gain from running operators at once instead of queueing them: 6 ms.
        "MXNET_ENGINE_TYPE": "NaiveEngine",
        # Threads of gcc's OpenMP that wait by spinning let nobody go first: beside another program
        # a step of the mlp took 110 ms instead of 18.
        "OMP_WAIT_POLICY": "PASSIVE",
        # MXNet measures with half of the cores whether two threads pay, and so never takes two
        # where there are two or three: 3% of a step.
        "MXNET_USE_NUM_CORES_OPERATOR_TUNING": "2",
        # The data are in the project: never ask the network, never send usage statistics.
        "DJL_OFFLINE": "true",
        "OPT_OUT_TRACKING": "true",
    }
    if platform.libc_ver()[0] == "glibc":
        # Keep freed memory: page faults were half of the time of a training step. One arena for all
        # threads: others hold at most 64 MiB in one piece. Batches of 512 need larger ones, whose
        # page faults were a fifth of their step.
        tuning.update(MALLOC_MMAP_MAX_="0", MALLOC_TRIM_THRESHOLD_="4000000000",
                      MALLOC_TOP_PAD_="67108864", MALLOC_ARENA_MAX="1",
                      # Each operator makes and drops hundreds of small objects, more than the 7 of
                      # a size that glibc keeps at hand: a twentieth of a step of the mlp.
                      GLIBC_TUNABLES="glibc.malloc.tcache_count=200")
    runtime = openmp_of_llvm()
    if runtime and "LD_PRELOAD" not in os.environ:
        # It comes before gcc's, with the same calls. Its threads look for work for a millisecond,
        # as waking one takes longer than many a layer of a batch of 32: up to half of its step.
        # Longer gains nothing, and beside another program a thread that sleeps leaves its core to
        # the one that it waits for: a tenth of the step.
        tuning.update(LD_PRELOAD=runtime, KMP_BLOCKTIME="1")
    environment = {name: value for name, value in tuning.items() if name not in os.environ}
    environment["JJAVA_CLASSPATH"] = os.pathsep.join([str(JAR), *class_path()])
    environment["TRIPLETLAB_HOME"] = str(ROOT)
    return environment


def write_lab_settings():
    """Let JupyterLab not ask at its first start whether it may fetch news from the network."""
    write_if_changed(VENV / "share" / "jupyter" / "lab" / "settings" / "overrides.json",
                     {"@jupyterlab/apputils-extension:notification":
                      {"fetchNews": "false", "checkForUpdates": False}})


def write_if_changed(path, content):
    """Write JSON; an unchanged file keeps its date."""
    text = json.dumps(content, indent=1) + "\n"
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


# ---- progress, processes, errors


class Progress:
    """One line `[2/4] Java library … 41 s`; on a terminal the seconds count."""

    def __init__(self, number, title):
        self.line, self.start, self.result = f"[{number}/4] {title} … ", time.monotonic(), ""

    def show(self, end=""):
        """Print the line, over its earlier state on a terminal."""
        again = "\r" if sys.stdout.isatty() else ""
        print(f"{again}{self.line}{time.monotonic() - self.start:.0f} s", end=end, flush=True)

    def run(self, command, environment, complaint):
        """Run a command without its output; if it fails, the last of it is shown."""
        with tempfile.TemporaryFile() as log, subprocess.Popen(
                command, stdout=log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
                env=environment, cwd=str(ROOT)) as process:
            while process.poll() is None:
                if sys.stdout.isatty():
                    self.show()
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(timeout=1)
            if process.returncode:
                log.seek(0)
                lines = plain(log.read().decode(errors="replace")).splitlines()
                fail(*lines[-25:], "", complaint)


@contextlib.contextmanager
def step(number, title):
    """A step of the preparation, with its line of progress."""
    progress = Progress(number, title)
    if not sys.stdout.isatty():
        print(progress.line, end="", flush=True)
        progress.line = ""
    else:
        progress.show()
    try:
        yield progress
    except BaseException:
        print(flush=True)  # what went wrong begins on a line of its own
        raise
    progress.line += progress.result + ", " if progress.result else ""
    progress.show(end="\n")


def plain(text):
    """Text without the colours of a terminal."""
    return re.sub(r"\x1b\[[0-9;]*[A-Za-z]", "", text)


class Failure(Exception):
    """What ends this program: a message and an exit code."""


def fail(*lines, code=1):
    """End with a message."""
    raise Failure("\n".join(lines), code)


def hand_over(command, environment):
    """Become this command where that is possible; on Windows wait for it."""
    sys.stdout.flush()
    if not WINDOWS:
        os.execve(command[0], command, environment)
    process = subprocess.Popen(command, env=environment)
    while True:
        with contextlib.suppress(KeyboardInterrupt):  # the command gets Ctrl-C too, and decides
            sys.exit(process.wait())


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # an old console may not know "…"
    try:
        main()
    except (Failure, KeyboardInterrupt) as failure:
        message, code = failure.args or ("Interrupted.", 130)
        print(message, file=sys.stderr)
        sys.exit(code)
