"""What the workers run in: the built kit, and a folder of its own for each rival."""

import contextlib
import hashlib
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(ROOT / "binder"))

import kernel
import lab
import machine
from progress import Progress

BENCH = ROOT / "target" / "bench"


@dataclass(frozen=True)
class Rival:
    """A framework from PyPI, and the versions of Python that it is built for."""

    name: str
    minors: tuple

    @property
    def requirements(self):
        return HERE / f"requirements-{self.name}.txt"

    @property
    def folder(self):
        return BENCH / self.name

    @property
    def python(self):
        return self.folder / ("Scripts/python.exe" if machine.WINDOWS else "bin/python")


PYTORCH = Rival("pytorch", (13, 12, 11, 10))
TENSORFLOW = Rival("tensorflow", (11, 10, 9))


# ---- the kit


def build_kit():
    """Build the library as lab.py does, and the Java workers; returns the JDK."""
    with Progress("[1] Tools") as progress:
        jdk, maven, problems = machine.check_tools(build=True, make_venv=True)
        if problems:
            lab.fail("Something is missing. Install it and start again.",
                     *[f"  - {problem}" for problem in problems])
        progress.where = f"Java {jdk.version}, Maven {maven.version}"
    with Progress("[2] Java library"):
        build_library(lab.DEFAULT_ENGINE, jdk, maven)
        sources = sorted(str(path) for path in (HERE / "java").rglob("*.java"))
        # Not by Maven: building the tests as well would need their libraries.
        lab.run([str(jdk.path / "bin" / "javac"), "--release", "17", "-nowarn",
                 "-d", str(BENCH / "classes"), "-cp", class_path(lab.DEFAULT_ENGINE), *sources],
                None, "The Java workers do not compile.")
    return jdk


def build_library(engine, jdk, maven):
    """The kit for an engine, with the engine's own libraries unpacked."""
    if not lab.is_built(engine):
        lab.build_library(engine, jdk, maven)
    lab.unpack_natives(engine)


def build_for_pytorch(jdk):
    """The kit for PyTorch as well; whether Maven can get its libraries."""
    with contextlib.suppress(SystemExit), Progress("[2] Java library for PyTorch"):
        build_library("pytorch", jdk, machine.find_maven(jdk)[0])
        return True
    return False


def class_path(engine):
    """The workers, the kit and its libraries."""
    return os.pathsep.join(map(str, [BENCH / "classes", *kernel.class_path(engine)]))


def java_command(jdk, main_class, *arguments, engine=lab.DEFAULT_ENGINE):
    """A Java worker with the kernel's heap, but larger: at B = 4096 one matrix is 128 MB."""
    return [str(jdk.path / "bin" / "java"), *kernel.JVM, "-Xmx2g", "-Djava.awt.headless=true",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn", "-cp", class_path(engine),
            main_class, *arguments]


def java_environment(threads, engine=lab.DEFAULT_ENGINE):
    """The environment of the notebooks' kernel."""
    return {**kernel.environment(engine), "OMP_NUM_THREADS": str(threads)}


# ---- the rivals


def install(rival, number):
    """Make the rival's folder, unless it is up to date; returns why it cannot be, or None."""
    where = rival.folder.relative_to(ROOT)
    with Progress(f"[{number}] {rival.name} in {where}") as progress:
        stamp = rival.folder / "tripletlab.stamp"
        wanted = hashlib.sha256(rival.requirements.read_bytes()).hexdigest()
        if stamp.exists() and stamp.read_text() == wanted and version(rival.python):
            progress.where = "up to date"
            return None
        problem = make(rival)
        if problem:
            progress.where = "left out"
            return problem
        stamp.write_text(wanted)
    return None


def make(rival):
    """Make the rival's folder anew; returns why it cannot be, or None."""
    python = find_python(rival.minors)
    if not python:
        versions = ", ".join(f"3.{minor}" for minor in sorted(rival.minors))
        return f"it needs Python {versions}; none of them is on PATH or in pyenv"
    try:
        lab.run([python, "-m", "venv", "--clear", str(rival.folder)], None,
                f"Cannot make {rival.folder}.")
        lab.run([str(rival.python), "-m", "pip", "install", "--no-input",
                 "--disable-pip-version-check", "-r", str(rival.requirements)], None,
                "pip could not install it.")
    except SystemExit as failure:
        lines = failure.args[0].splitlines()
        return next((line for line in lines if line.startswith("ERROR")), lines[-1])
    return None


def rival_command(rival, script, *arguments):
    """A worker of a rival."""
    return [str(rival.python), str(HERE / script), *map(str, arguments)]


def rival_environment(threads, tuned):
    """The environment of a rival: as it is, or with what the kit's kernel gets."""
    base = java_environment(threads) if tuned else os.environ
    return {**base, "OMP_NUM_THREADS": str(threads), "PYTHONDONTWRITEBYTECODE": "1"}


def tuning(tuned):
    """Whose environment is the kit's, as a line of a heading."""
    environment = "the same for all" if tuned else "as the kit sets it, for the kit only"
    return f"tuning of OpenMP and malloc: {environment}"


def find_python(minors):
    """The first Python that has one of these minor versions and can make environments."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    if sys.version_info[1] in minors and version(sys.executable):
        return sys.executable
    for minor in minors:
        # A shim of pyenv is on PATH even where it refuses to run.
        candidates = [shutil.which(f"python3.{minor}"), *pyenv.glob(f"3.{minor}.*/bin/python")]
        for path in filter(None, candidates):
            if version(path) == f"3.{minor}":
                return str(path)
    return None


def version(python):
    """"3.x" of a Python that can make environments; None if it does not run."""
    code = "import ensurepip, sys, venv; print('%d.%d' % sys.version_info[:2])"
    try:
        result = subprocess.run([str(python), "-c", code], capture_output=True, text=True,
                                timeout=60)
    except (OSError, subprocess.SubprocessError):
        return None
    return result.stdout.strip() if result.returncode == 0 else None
