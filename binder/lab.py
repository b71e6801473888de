#!/usr/bin/env python3
"""Prepare TripletLab and open its notebooks in JupyterLab, or run them without a browser.

  python3 binder/lab.py                                  open JupyterLab in notebooks/
  python3 binder/lab.py -- --no-browser --port 9999      what follows -- goes to JupyterLab
  python3 binder/lab.py --run                            run all notebooks
  python3 binder/lab.py --run 05-training --set margin=0.2 --set epochs=1
  python3 binder/lab.py --run 05 --solutions             with the exercises solved
  python3 binder/lab.py --refresh 05                     run, and keep the outputs in notebooks/
  python3 binder/lab.py --prepare                        only prepare, for others too
  python3 binder/lab.py --bundle tripletlab.zip          all that a machine without a network needs

Preparing means: build the library with Maven, install JupyterLab and the Java kernel into .venv,
and tell that kernel where the library is. What is up to date already is left alone. A bundle is
unpacked and started, or put into or beside a clone. In a kernel that is not the kit's:
%classpath target/lib/mxnet/*.jar (or pytorch), then %classpath target/tripletlab.jar.
"""
# Standard library only, as this runs before .venv exists; no syntax newer than Python 3.6, so that
# an older Python still gets as far as the message that says what to install.

import argparse
import contextlib
import csv
import fnmatch
import hashlib
import json
import os
import platform
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

import kernel
from kernel import JAR, ROOT, TARGET
from machine import (WINDOWS, check_tools, end_with_children, find_browser, install_line,
                     java_environment, output, read_text, try_lock)

NOTEBOOKS = ROOT / "notebooks"
VENV = ROOT / ".venv"
# MXNet has no build for ARM.
DEFAULT_ENGINE = "pytorch" if platform.machine().lower() in ("arm64", "aarch64") else "mxnet"
REQUIREMENTS = ROOT / "binder" / "requirements.txt"
BUNDLE, BUNDLES = "tripletlab/", "tripletlab*.zip"  # the folder in a bundle, and bundles' names


def main():
    """Check the command line, prepare, and hand over to JupyterLab or to run_notebooks.py."""
    options, jupyter_args = parse_arguments(sys.argv[1:])
    check_folder()
    environment = dict(os.environ)
    run_arguments = None
    folder = own_folder(options)
    if options.run is not None:  # a wrong name is told before anything is built
        notebooks = choose_notebooks(options.run, folder)
        environment.update(read_settings(options.set, notebooks))
        run_arguments = [*(["--solutions"] if options.solutions else []),
                         Path(options.out or folder / "target" / "notebooks").resolve(),
                         *notebooks]
    elif options.refresh is not None:
        notebooks = choose_notebooks(options.refresh, folder)
        # What is kept is a run of the notebook as it stands.
        environment = {name: value for name, value in environment.items()
                       if not name.startswith("TRIPLETLAB_")}
        run_arguments = ["--refresh", require_browser(), folder / "target" / "notebooks",
                         *notebooks]
    python = prepare(options)
    if options.bundle:
        write_bundle(Path(options.bundle), options.engine, python)
    if options.prepare or options.bundle:
        return
    # Without the first, a kernel named java in the user's home would be taken instead of ours.
    environment["JUPYTER_PREFER_ENV_PATH"] = "1"
    if not os.access(str(Path.home()), os.W_OK):
        (folder / "target" / "jupyter").mkdir(parents=True, exist_ok=True)
        for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR"):
            environment.setdefault(name, str(folder / "target" / "jupyter" / name.lower()))
    if run_arguments is None:
        command = [python, "-m", "jupyterlab", *jupyter_defaults(folder, jupyter_args),
                   *jupyter_args]
    else:
        command = [python, ROOT / "binder" / "run_notebooks.py", *run_arguments]
    hand_over([str(part) for part in command], environment)


def jupyter_defaults(folder, jupyter_args):
    """Options of JupyterLab, but for those that the user gives."""
    # The root is the whole project, so that a notebook can link to the sources.
    defaults = {"ServerApp.root_dir|notebook-dir": f"--ServerApp.root_dir={folder}",
                "ServerApp.root_dir|notebook-dir|LabApp.default_url|ServerApp.default_url":
                "--LabApp.default_url=/lab/tree/notebooks"}
    return [value for names, value in defaults.items()
            if not any(re.match(f"--({names})(=|$)", argument) for argument in jupyter_args)]


def parse_arguments(arguments):
    """Split the command line at `--`; the first part is ours, the second is JupyterLab's."""
    split = arguments.index("--") if "--" in arguments else len(arguments)
    ours, jupyter_args = arguments[:split], arguments[split + 1:]
    parser = argparse.ArgumentParser(
        prog="binder/lab.py", usage="%(prog)s [options] [-- ARGUMENTS FOR JUPYTERLAB]",
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    task = parser.add_mutually_exclusive_group()
    task.add_argument("--prepare", action="store_true", help="only prepare, start nothing")
    task.add_argument("--bundle", metavar="FILE",
                      help="write a zip with which a machine without a network is prepared")
    task.add_argument("--run", nargs="*", metavar="NAME",
                      help="run these notebooks (05 or 05-training; default: all) and exit")
    task.add_argument("--refresh", nargs="*", metavar="NAME",
                      help="run these notebooks and keep their outputs in notebooks/, with a still "
                           "picture of each figure")
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE",
                        help="with --run: change a parameter of the notebooks")
    parser.add_argument("--solutions", action="store_true",
                        help="with --run: after each exercise its solution, checked too")
    parser.add_argument("--out", metavar="DIR",
                        help="with --run: where .ipynb and .html go (default: target/notebooks)")
    parser.add_argument("--folder", metavar="DIR",
                        help="work on a copy of the notebooks in this folder (default: no copy; "
                             "~/tripletlab where the kit's folder is read-only)")
    parser.add_argument("--engine", choices=["mxnet", "pytorch"], default=DEFAULT_ENGINE,
                        help="what computes (default here: %(default)s)")
    parser.add_argument("--no-venv", action="store_true",
                        help="use this Python, where the requirements are installed already")
    parser.add_argument("--built", action="store_true",
                        help="do not build: take what is in target/, as mvn verify does")
    options = parser.parse_args(ours)
    if options.run is None and (options.set or options.solutions or options.out):
        parser.error("--set, --solutions and --out need --run")
    if jupyter_args and (options.prepare or options.bundle or options.run is not None
                         or options.refresh is not None):
        parser.error("arguments after -- are for JupyterLab, which is not started here")
    return options, jupyter_args


# ---- folders


def check_folder():
    """End if the project's folder is one in which it cannot work."""
    if os.pathsep in str(ROOT):
        fail(f"Neither Java nor venv can use a folder with {os.pathsep!r} in its name: {ROOT}")
    flags = os.statvfs(str(ROOT)).f_flag if hasattr(os, "statvfs") else 0
    if flags & getattr(os, "ST_NOEXEC", 0):
        fail(f"{ROOT} is mounted noexec: libraries cannot be loaded from there. Move the folder.")


def read_only():
    """Whether somebody else has to prepare the project's folder."""
    return not os.access(str(ROOT), os.W_OK)


def own_folder(options):
    """Where the user's notebooks are; those that the folder lacks are copied there."""
    if not (options.folder or read_only()) or options.prepare or options.bundle:
        return ROOT
    folder = Path(options.folder or Path.home() / "tripletlab").resolve()
    first, added = not folder.exists(), []
    try:
        for source in sorted(NOTEBOOKS.rglob("*")):
            copy = folder / source.relative_to(ROOT)
            if source.suffix in (".ipynb", ".md") and not copy.exists():
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(str(source), str(copy))
                added.append(copy.name)
    except OSError as problem:
        fail(f"Cannot copy the notebooks to {folder} ({problem.strerror}); "
             "name a folder of your own with --folder DIR.")
    for name in ("src", "data", "README.md"):  # notebooks link to them
        with contextlib.suppress(OSError):
            (folder / name).symlink_to(ROOT / name)
    news = f"; new there: {', '.join(added)}" if added and not first else ""
    print(f"Your notebooks are in {folder / 'notebooks'}{news}", flush=True)
    return folder


# ---- notebooks and their settings


def choose_notebooks(names, folder):
    """The notebooks of these names, in order; all of them if there is no name."""
    known = sorted((folder / "notebooks").glob("*.ipynb"))
    chosen = set()
    for name in names:
        stem = name[:-6] if name.endswith(".ipynb") else name
        found = [path for path in known if path.stem == stem or path.stem.startswith(stem + "-")]
        if not found:
            fail(f"There is no notebook {name}. There are: "
                 + (", ".join(path.stem for path in known) or "none"))
        chosen.update(found)
    if not known:
        fail(f"There are no notebooks in {folder / 'notebooks'}.")
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


def prepare(options):
    """Do the four steps; returns the Python that has JupyterLab."""
    engine = options.engine
    prefix = Path(sys.prefix) if options.no_venv else VENV
    if read_only():
        require_prepared(prefix, options)
        return sys.executable if options.no_venv else venv_python()
    with only_one():
        make_venv = not options.no_venv and not venv_is_whole()
        if not options.built and (make_venv or not is_built(engine)):
            take_from_bundle(engine)
        build = not options.built and not is_built(engine)
        with step(1, "Tools") as progress:
            jdk, maven, problems = check_tools(build, make_venv)
            if problems:
                fail("Something is missing. Install it, open a new terminal and start again.",
                     *[f"  - {problem}" for problem in problems], code=2)
            progress.result = f"Java {jdk.version}" + (f", Maven {maven.version}" if maven else "")
        with step(2, "Java library") as progress:
            if build:
                build_library(engine, jdk, maven, progress)
            else:
                progress.result = "as it is" if options.built else "up to date"
                require_whole(engine)
            unpack_natives(engine)
        with step(3, "Python packages") as progress:
            if options.no_venv:
                check_packages()
            elif make_venv:
                install_packages(progress)
            else:
                progress.result = "up to date"
        with step(4, "Java kernel"):
            write_kernel(prefix, engine, jdk)
            write_jupyter_settings(prefix)
    return sys.executable if options.no_venv else venv_python()


def require_prepared(prefix, options):
    """End if a folder that may not be written to is not prepared, with this engine."""
    engine = options.engine
    ready = (options.built or is_built(engine)) and not kernel.broken_jars(engine) \
        and not kernel.broken_natives(engine) and (options.no_venv or venv_is_whole()) \
        and f'"{engine}"' in read_text(kernel.spec_folder(prefix) / "kernel.json")
    if not ready:
        fail(f"{ROOT} is read-only for you, and not prepared. Who may write to it starts once:",
             f'    python3 "{ROOT / "binder" / "lab.py"}" --prepare --engine {engine}')


@contextlib.contextmanager
def only_one():
    """Let one lab.py after the other prepare this folder; who has to wait says so."""
    TARGET.mkdir(exist_ok=True)
    with open(str(TARGET / "lab.lock"), "w") as lock:
        if not try_lock(lock):
            print("Another lab.py prepares this folder; this one waits for it.", flush=True)
            while not try_lock(lock):
                time.sleep(0.5)
        os.set_inheritable(lock.fileno(), True)  # a Maven that survives a killed lab.py keeps it
        yield


# ---- step 2: the library


def build_library(engine, jdk, maven, progress):
    """Run Maven; what an earlier run may have left half written is removed before."""
    stamp = stamp_of(engine)
    if stamp.exists():
        stamp.unlink()  # until this build is whole
    else:
        shutil.rmtree(str(TARGET / "classes"), ignore_errors=True)
    for path in filter(os.path.exists, kernel.broken_jars(engine)):
        path.unlink()
    command = [maven.path, "-B", "-Dmaven.test.skip=true", "package"]
    if engine != DEFAULT_ENGINE:
        command += ["-P", "pytorch" if engine == "pytorch" else "!pytorch"]
    if not os.access(str(Path.home()), os.W_OK):
        command.append(f"-Dmaven.repo.local={TARGET / 'm2'}")
    if not maven.at_least(3, 9):  # from 3.9 on Maven reads this variable itself
        command += shlex.split(os.environ.get("MAVEN_ARGS", ""), posix=not WINDOWS)
    progress.run(command, java_environment(jdk),
                 "Maven could not build the library. The first build needs the network once; "
                 "later ones do not.")
    require_whole(engine)
    for path in filter(remove_damaged, [JAR, *kernel.libraries(engine)]):
        fail(f"{path.name} was damaged. If that happens again, delete it in Maven's repository "
             "(~/.m2/repository) too.")
    stamp.write_text(state(engine))


def require_whole(engine):
    """End if a jar is missing or half written."""
    for path in kernel.broken_jars(engine):
        fail(f"{path} is missing or damaged: mvn package makes it.")


def remove_damaged(jar):
    """Delete a jar in which something does not have its check sum; whether it was one."""
    try:
        with zipfile.ZipFile(str(jar)) as content:
            if content.testzip() is None:
                return False
    except Exception:  # zipfile and zlib have many
        pass
    jar.unlink()
    return True


def stamp_of(engine):
    """The file that says from what the library was built, and that it was."""
    return TARGET / "lib" / engine / "lab.stamp"


def is_built(engine):
    """Whether the last build had the same inputs and its results are still there."""
    return not kernel.broken_jars(engine) and read_text(stamp_of(engine)) == state(engine)


def state(engine):
    """Hashes of what goes into the build and of what came out, as Maven may have run since."""
    jars = " ".join(f"{jar.name} {jar.stat().st_size}" for jar in kernel.libraries(engine))
    came_out = hashlib.sha256(JAR.read_bytes() + jars.encode()).hexdigest()
    return f"{inputs_hash()} {came_out}"


def inputs_hash():
    """A hash of what goes into the build, the kind of machine included."""
    digest = hashlib.sha256(f"{platform.system()} {platform.machine()}".encode())
    files = [ROOT / "pom.xml", *(ROOT / ".mvn").rglob("*"), *(ROOT / "src" / "main").rglob("*")]
    for path in sorted(path for path in files if path.is_file()):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        digest.update(f"{path.relative_to(ROOT).as_posix()} {content}\n".encode())
    return digest.hexdigest()


def unpack_natives(engine):
    """Unpack the engine's own libraries, once, so that no kernel has to."""
    if not kernel.broken_natives(engine):
        return
    shutil.rmtree(str(kernel.natives_folder(engine)), ignore_errors=True)
    for jar, info, path in kernel.natives(engine):
        path.parent.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(str(jar)) as content, content.open(info) as source, \
                open(str(path), "wb") as target:
            shutil.copyfileobj(source, target, 1 << 20)


# ---- step 3: Python packages


def install_packages(progress):
    """Make .venv from requirements.txt."""
    stamp = VENV / "tripletlab.stamp"
    python = "{}.{}".format(*sys.version_info)
    # Without a stamp it is a first run that was cut, or somebody else's: nothing is deleted then.
    if venv_version() != python or stamp.exists():
        base = getattr(sys, "_base_executable", None) or sys.executable
        progress.run([base, "-m", "venv", "--clear", str(VENV)], None,
                     f"Cannot make {VENV}. Is it in use (JupyterLab still open)?")
    command = [venv_python(), "-m", "pip", "install", "--disable-pip-version-check", "--no-input",
               "--require-hashes", "-r", str(REQUIREMENTS)]
    wheels = TARGET / "wheels"
    offline = [*command, "--no-index", f"--find-links={wheels}"]
    if not (wheels.is_dir() and progress.run(offline, None)):
        progress.run(command, None,
                     "pip could not install the Python packages. This needs the network once.")
    stamp.write_text(venv_state())


def venv_state():
    """What requirements.txt and the Python of .venv have to be for it to be up to date."""
    return f"{hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()} {venv_version()}"


def venv_is_whole():
    """Whether .venv is up to date, and each file that pip put there has its size."""
    if read_text(VENV / "tripletlab.stamp") != venv_state():
        return False
    for record in [*VENV.glob("lib/python*/site-packages/*.dist-info/RECORD"),
                   *VENV.glob("Lib/site-packages/*.dist-info/RECORD")]:
        for name, _, size in csv.reader(read_text(record).splitlines()):
            if size and not name.endswith("kernels/java/kernel.json"):  # this one is ours
                try:
                    if os.path.getsize(str(record.parent.parent / name)) != int(size):
                        return False
                except (OSError, ValueError):
                    return False
    return True


def venv_python():
    """Where .venv has its Python."""
    return str(VENV / ("Scripts/python.exe" if WINDOWS else "bin/python"))


def venv_version():
    """The version of .venv's Python; something else if there is none or it does not run."""
    code = "import pip, sys; print('%d.%d' % sys.version_info[:2])"
    return output([venv_python(), "-c", code]).strip()


def check_packages():
    """Without .venv: are the packages of requirements.in in this Python, in these versions?"""
    from importlib import metadata  # from Python 3.8 on
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


def write_kernel(prefix, engine, jdk):
    """Write the kernel.json of the kernel named java, beside the jar that jjava's wheel brought."""
    folder = kernel.spec_folder(prefix)
    if not (folder / "jjava.jar").exists():
        fail(f"{folder / 'jjava.jar'} is missing: remove {prefix} and start again.")
    python = sys.executable if prefix != VENV else venv_python()
    write_if_changed(folder / "kernel.json", {
        "argv": [python, str(ROOT / "binder" / "kernel.py"), engine, str(jdk.path),
                 "{connection_file}"],
        "display_name": "Java (TripletLab)",
        "language": "java",
        "interrupt_mode": "message",
    })


def write_jupyter_settings(prefix):
    """The kit's kernel is the default one; JupyterLab does not ask whether it may fetch news."""
    config = prefix / "etc" / "jupyter" / "jupyter_server_config.json"
    write_if_changed(config, {**json.loads(read_text(config) or "{}"),
                              "MultiKernelManager": {"default_kernel_name": "java"}})
    write_if_changed(prefix / "share" / "jupyter" / "lab" / "settings" / "overrides.d"
                     / "tripletlab.json",
                     {"@jupyterlab/apputils-extension:notification":
                      {"fetchNews": "false", "checkForUpdates": False}})


def write_if_changed(path, content):
    """Write JSON; an unchanged file keeps its date."""
    text = json.dumps(content, indent=1) + "\n"
    if read_text(path) != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


# ---- bundles


def write_bundle(path, engine, python):
    """Write a zip of the project, the built library and the wheels of all Python packages."""
    wheels = TARGET / "wheels"
    shutil.rmtree(str(wheels), ignore_errors=True)
    half = path.with_name(path.name + ".part")
    with step(5, "Bundle") as progress:
        progress.run([python, "-m", "pip", "download", "--disable-pip-version-check", "--no-input",
                      "--require-hashes", "-r", str(REQUIREMENTS), "-d", str(wheels)], None,
                     "pip could not download the Python packages. This needs the network.")
        folder = stamp_of(engine).parent
        with zipfile.ZipFile(str(half), "w", zipfile.ZIP_DEFLATED) as bundle:
            for file in [*project_files(ROOT), JAR, folder / "classpath.txt", stamp_of(engine),
                         *kernel.libraries(engine), *wheels.iterdir()]:
                packed = file.suffix in (".jar", ".whl", ".gz")
                bundle.write(str(file), BUNDLE + file.relative_to(ROOT).as_posix(),
                             zipfile.ZIP_STORED if packed else None)
    os.replace(str(half), str(path))


def project_files(folder):
    """Files of the project, but for what git ignores, and bundles."""
    ignored = [line.strip("/") for line in read_text(ROOT / ".gitignore").split()]
    for path in sorted(folder.iterdir()):
        if not any(fnmatch.fnmatch(path.name, name) for name in [".git", BUNDLES, *ignored]):
            yield from project_files(path) if path.is_dir() else [path]


def take_from_bundle(engine):
    """Unpack the wheels of a bundle in this folder or beside it, and the library if it is ours."""
    stamp = f"{BUNDLE}target/lib/{engine}/lab.stamp"
    for path in sorted([*ROOT.glob(BUNDLES), *ROOT.parent.glob(BUNDLES)]):
        with contextlib.suppress(OSError, zipfile.BadZipFile, KeyError), \
                zipfile.ZipFile(str(path)) as bundle:
            ours = bundle.read(stamp).decode().startswith(inputs_hash())
            for info in sorted(bundle.infolist(), key=lambda info: info.filename == stamp):
                if info.filename.startswith(BUNDLE + ("target/" if ours else "target/wheels/")):
                    info.filename = info.filename[len(BUNDLE):]
                    bundle.extract(info, str(ROOT))


# ---- progress, processes, errors


class Progress:
    """One line `[2/4] Java library … 41 s`; on a terminal the seconds count."""

    def __init__(self, number, title):
        self.line = f"[{number}/{max(4, number)}] {title} … "
        self.start, self.result = time.monotonic(), ""

    def show(self, end=""):
        """Print the line, over its earlier state on a terminal."""
        again = "\r" if sys.stdout.isatty() else ""
        print(f"{again}{self.line}{time.monotonic() - self.start:.0f} s", end=end, flush=True)

    def run(self, command, environment, complaint=None):
        """Run a command without its output; whether it worked, or fail with its last lines."""
        with tempfile.TemporaryFile() as log, subprocess.Popen(
                command, stdout=log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
                env=environment, cwd=str(ROOT), close_fds=False,
                start_new_session=not WINDOWS) as process:
            try:
                while process.poll() is None:
                    if sys.stdout.isatty():
                        self.show()
                    with contextlib.suppress(subprocess.TimeoutExpired):
                        process.wait(timeout=1)
            except BaseException:
                end_with_children(process)
                raise
            if process.returncode and complaint:
                log.seek(0)
                lines = plain(log.read().decode(errors="replace")).splitlines()
                fail(*lines[-25:], "", complaint)
            return not process.returncode


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
    for number in (signal.SIGINT, signal.SIGTERM):  # SIGINT may be off, in a script's background
        signal.signal(number, signal.default_int_handler)
    try:
        main()
    except OSError as problem:
        sys.exit(str(problem))
    except (Failure, KeyboardInterrupt) as failure:
        message, code = failure.args or ("Interrupted.", 130)
        print(message, file=sys.stderr)
        sys.exit(code)
