#!/usr/bin/env python3
"""Prepare TripletLab and open its notebooks in JupyterLab, or run them without a browser.

  python3 binder/lab.py                                  open JupyterLab in notebooks/
  python3 binder/lab.py -- --no-browser --port 9999      what follows -- goes to JupyterLab
  python3 binder/lab.py --run                            run all notebooks
  python3 binder/lab.py --run 05-training --set margin=0.2 --set epochs=1
  python3 binder/lab.py --run 05 --solutions             with the exercises solved
  python3 binder/lab.py --refresh 05                     run, and keep the outputs in notebooks/
  python3 binder/lab.py --slides DIR                     the notebooks as slides, for a browser
  python3 binder/lab.py --site DIR                       the notebooks as a website
  python3 binder/lab.py --handout DIR                    write the notebooks for students
  python3 binder/lab.py --check DIR                      check what they hand in, confined
  python3 binder/lab.py --prepare                        only prepare, for others too
  python3 binder/lab.py --with spark                     JupyterLab, with Apache Spark for sweeps
  python3 binder/lab.py --bundle tripletlab.zip          all that a machine without a network needs

Preparing means: build the library with Maven, install JupyterLab and the Java kernel into .venv,
and tell that kernel where the library is. What is up to date already is left alone.
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
import stat
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

import copies
import kernel
from kernel import ROOT, TARGET
from machine import (WINDOWS, become, check_tools, end_with_children, find_browser, install_line,
                     java_environment, output, read_text, size_of, try_lock)
from progress import Progress, plain

VENV = ROOT / ".venv"
# MXNet has no build for ARM.
DEFAULT_ENGINE = "pytorch" if platform.machine().lower() in ("arm64", "aarch64") else "mxnet"
REQUIREMENTS = ROOT / "binder" / "requirements.txt"
CLASSROOM, PUBLISHING = ROOT / "binder" / "classroom", ROOT / "binder" / "publishing"
LOCK = "lab.lock"
HANDOUT = ".handout"  # in a folder that --handout wrote, to which nothing is added
BUNDLE, BUNDLES = "tripletlab/", "tripletlab*.zip*"  # the folder in a bundle, and bundles' names


def main():
    """Check the command line, prepare, and hand over to JupyterLab or to run_notebooks.py."""
    options, jupyter_args = parse_arguments(sys.argv[1:])
    os.environ[kernel.WITH] = options.extra
    check_folder()
    folder = own_folder(options)
    runner, results = ROOT / "binder" / "run_notebooks.py", folder / "target" / "notebooks"
    environment = dict(os.environ)
    # What the notebooks are called and read is checked before anything is built.
    if options.run is not None:
        notebooks = choose_notebooks(options.run, folder)
        environment.update(read_settings(options.set, notebooks))
        command = [runner, *(["--solutions"] if options.solutions else []),
                   Path(options.out or results).resolve(), *notebooks]
    elif options.refresh is not None:
        browser = find_browser() or fail(
            "--refresh draws figures as pictures with Chromium or Chrome, and finds neither.",
            f"    {install_line('browser')}")
        # What is kept is a run of the notebook as it stands, and not of what is left of another.
        shutil.rmtree(folder / "target" / "sweeps", ignore_errors=True)
        environment = {name: value for name, value in environment.items()
                       if not name.startswith("TRIPLETLAB_")}
        command = [runner, "--refresh", browser, results,
                   *choose_notebooks(options.refresh, folder)]
    elif options.slides or options.site:
        command = [PUBLISHING / "publish.py", "slides" if options.slides else "site",
                   Path(options.slides or options.site).resolve(),
                   *copies.originals(folder / "notebooks")]
    elif options.handout:
        command = [CLASSROOM / "hand_out.py", *(["--nbgrader"] if options.nbgrader else []),
                   empty_folder(options.handout)]
    elif options.check:
        command = [CLASSROOM / "check_handed_in.py", "--seconds", options.seconds,
                   options.check, Path(options.out or folder / "target" / "checked").resolve()]
    else:
        # The hub sets this variable for the servers that it starts.
        server = "jupyterhub.singleuser" if "JUPYTERHUB_API_TOKEN" in os.environ else "jupyterlab"
        command = ["-m", server, *jupyter_defaults(folder, jupyter_args), *jupyter_args]
    python = prepare(options)
    if options.bundle:
        write_bundle(Path(options.bundle), options.engine, python)
    if options.prepare:
        tell_what_is_hidden(python)
    if options.prepare or options.bundle:
        return
    # Without it a kernel named java in the user's home would be taken instead of ours.
    environment["JUPYTER_PREFER_ENV_PATH"] = "1"
    if not os.access(Path.home(), os.W_OK):
        (folder / "target" / "jupyter").mkdir(parents=True, exist_ok=True)
        for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR"):
            environment.setdefault(name, str(folder / "target" / "jupyter" / name.lower()))
    become([python, *map(str, command)], environment)


def jupyter_defaults(folder, jupyter_args):
    """Options of JupyterLab, but for those that the user gives."""
    # The root is the whole project, so that a notebook can link to the sources.
    defaults = {"ServerApp.root_dir|notebook-dir": f"--ServerApp.root_dir={folder}",
                "ServerApp.root_dir|notebook-dir|LabApp.default_url|ServerApp.default_url":
                "--LabApp.default_url=/lab/tree/notebooks/00-start-here.ipynb"}
    return [value for names, value in defaults.items()
            if not any(re.match(f"--({names})(=|$)", argument) for argument in jupyter_args)]


def parse_arguments(arguments):
    """Split the command line at `--`; the first part is ours, the second is JupyterLab's."""
    split = arguments.index("--") if "--" in arguments else len(arguments)
    ours, jupyter_args = arguments[:split], arguments[split + 1:]
    parser = argparse.ArgumentParser(
        prog="binder/lab.py", usage="%(prog)s [options] [-- ARGUMENTS FOR JUPYTERLAB]",
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add, add_task = parser.add_argument, parser.add_mutually_exclusive_group().add_argument
    add_task("--prepare", action="store_true", help="only prepare, start nothing")
    add_task("--bundle", metavar="FILE", help="write a zip that needs no network elsewhere")
    add_task("--run", nargs="*", metavar="NAME", help="run these notebooks (default: all) and exit")
    add_task("--refresh", nargs="*", metavar="NAME",
             help="run these notebooks and keep their outputs, with still pictures, in notebooks/")
    add_task("--slides", nargs="?", const="target/slides", metavar="DIR",
             help="write reveal.js slides that need no network (default: target/slides)")
    add_task("--site", metavar="DIR", help="write the notebooks, as they are kept, as a website")
    add_task("--handout", metavar="DIR", help="write notebooks without solutions and outputs")
    add_task("--check", metavar="DIR", help="check the exercises of all notebooks in a folder")
    add("--nbgrader", action="store_true", help="with --handout: as a course for nbgrader")
    add("--seconds", type=float, default=60, help="with --check: for one exercise (default: 60)")
    add("--set", action="append", default=[], metavar="NAME=VALUE", help="with --run: a parameter")
    add("--solutions", action="store_true", help="with --run: after each exercise its solution")
    add("--out", metavar="DIR", help="with --run, --check: where results go (default: in target)")
    add("--folder", metavar="DIR", help="work in a copy of the notebooks, which is made there")
    add("--engine", choices=["mxnet", "pytorch"], default=DEFAULT_ENGINE,
        help="what computes (default: mxnet; pytorch on ARM)")
    add("--with", choices=["spark"], dest="extra", default="", help="what kernels can use besides")
    add("--no-venv", action="store_true", help="use this Python, which has the packages already")
    add("--built", action="store_true", help="do not build: take what mvn verify left in target/")
    options = parser.parse_args(ours)
    if options.run is None and (options.set or options.solutions or options.out
                                and not options.check):
        parser.error("--set and --solutions need --run, --out needs --run or --check")
    if options.nbgrader and not options.handout:
        parser.error("--nbgrader needs --handout")
    if options.bundle and not fnmatch.fnmatch(Path(options.bundle).name, "tripletlab*.zip"):
        parser.error("--bundle: name it tripletlab….zip, or no lab.py finds it")
    if options.bundle and options.extra:
        parser.error("--bundle: a bundle has no Spark")
    tasks = (options.prepare, options.bundle, options.handout, options.check, options.slides,
             options.site, options.run is not None, options.refresh is not None)
    if jupyter_args and any(tasks):
        parser.error("arguments after -- are for JupyterLab, which is not started here")
    return options, jupyter_args


# ---- folders


def check_folder():
    """End if the project's folder is one in which it cannot work."""
    if os.pathsep in str(ROOT):
        fail(f"Neither Java nor venv can use a folder with {os.pathsep!r} in its name: {ROOT}. "
             "Rename it, or move the project.")
    flags = os.statvfs(ROOT).f_flag if hasattr(os, "statvfs") else 0
    if flags & getattr(os, "ST_NOEXEC", 0):
        fail(f"{ROOT} is mounted noexec: libraries cannot be loaded from there. Move the folder.")


def read_only():
    """Whether somebody else has to prepare the project's folder."""
    return not all(os.access(str(path), os.W_OK) for path in (ROOT, TARGET, TARGET / LOCK, VENV)
                   if path.exists())


def own_folder(options):
    """Where the user's notebooks are; those that the folder lacks, or corrected, come there."""
    if not (options.folder or read_only()) or options.prepare or options.bundle or options.handout:
        return ROOT
    folder = Path(options.folder or Path.home() / "tripletlab").resolve()
    first = not folder.exists()
    try:
        added = [] if (folder / HANDOUT).exists() else copies.hand_out(ROOT, folder)
    except OSError as problem:
        fail(f"{problem.filename or folder}: {problem.strerror}. If that is not a file of the kit, "
             "take another folder with --folder DIR.")
    # Notebooks and README.md link to them.
    for name in ("README.md", "CHANGELOG.md", "LICENSE", "pom.xml", "binder", "data", "src"):
        with contextlib.suppress(OSError):
            (folder / name).symlink_to(ROOT / name)
    news = f"; new there: {', '.join(added)}" if added and not first else ""
    print(f"Your notebooks are in {folder / 'notebooks'}{news}", flush=True)
    return folder


def empty_folder(name):
    """A folder for a handout, in which there is no work of anybody."""
    folder = Path(name).resolve()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        fail(f"{folder} is not empty, and --handout overwrites nothing. Name a new folder.")
    return folder


# ---- notebooks and their settings


def choose_notebooks(names, folder):
    """The notebooks of these names, in order; all of them if there is no name."""
    known = sorted((folder / "notebooks").glob("*.ipynb"))
    chosen = set() if names else set(known)
    for name in names:
        stem = re.sub(r"\.ipynb$", "", name)
        found = [path for path in known if f"{path.stem}-".startswith(f"{stem}-")]
        if not found:
            fail(f"There is no notebook {name}. There are: {', '.join(p.stem for p in known)}")
        chosen.update(found)
    return sorted(chosen) or fail(f"There are no notebooks in {folder / 'notebooks'}.")


def read_settings(assignments, notebooks):
    """Environment variables for these `name=value`; a name that no notebook reads is an error."""
    if not assignments:
        return {}
    readers = {path.stem: settings_read_by(path) for path in notebooks}
    known = {variable(name) for names in readers.values() for name in names}
    result = {}
    for assignment in assignments:
        name, equals, value = assignment.partition("=")
        if not equals or variable(name) not in known:
            fail(f"--set {assignment}: write NAME=VALUE; the chosen notebooks read these names:",
                 *(f"  {stem}: {', '.join(names) or 'none'}" for stem, names in readers.items()))
        result[variable(name)] = value
    return result


def settings_read_by(notebook):
    """Names in the calls `Settings.….("name"` of a notebook, whose code is JSON."""
    try:
        text = notebook.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        fail(f"{notebook} is damaged: it is not UTF-8. "
             "To mend it: save it as UTF-8, or put the kit's own file in its place.")
    return list(dict.fromkeys(re.findall(r'\bSettings\s*\.[^;]*?\(\s*\\"([^"\\]+)', text)))


def variable(name):
    """The environment variable in which the class Settings looks for this name."""
    return "TRIPLETLAB_" + re.sub(r"[^A-Za-z0-9]", "_", name).upper()


# ---- preparing


def prepare(options):
    """Do the four steps; returns the Python that has JupyterLab."""
    engine = options.engine
    python = sys.executable if options.no_venv else venv_python()
    prefix = Path(sys.prefix) if options.no_venv else VENV
    if read_only():
        require_prepared(prefix, options)
        return python
    with only_one():
        make_venv = not options.no_venv and not venv_is_whole()
        if not options.built and (make_venv or not is_built(engine)):
            take_from_bundle(engine)
        build = not options.built and not is_built(engine)
        with Progress("[1/4] Tools") as progress:
            jdk, maven, problems = check_tools(build, make_venv)
            if problems:
                fail("Something is missing. Install it, open a new terminal and start again.",
                     *[f"  - {problem}" for problem in problems])
            progress.where = f"Java {jdk.version}" + (f", Maven {maven.version}" if maven else "")
        with Progress("[2/4] Java library") as progress:
            if build:
                build_library(engine, jdk, maven)
            else:
                progress.where = "as it is" if options.built else "up to date"
            for path in kernel.broken_jars(engine):
                fail(f"{path} is missing or damaged: mvn package makes it.")
            unpack_natives(engine)
        with Progress("[3/4] Python packages") as progress:
            if options.no_venv:
                check_packages()
            elif make_venv:
                install_packages()
            else:
                progress.where = "up to date"
        with Progress("[4/4] Java kernel"):
            write_kernel(prefix, python, engine, jdk)
            write_jupyter_settings(prefix)
    return python


def require_prepared(prefix, options):
    """End if a folder that may not be written to is not prepared, with this engine."""
    engine = options.engine
    ready = (options.built or is_built(engine)) and not kernel.broken_jars(engine) \
        and not kernel.broken_natives(engine) and (options.no_venv or venv_is_whole()) \
        and f'"{engine}"' in read_text(kernel.spec_folder(prefix) / "kernel.json")
    if not ready:
        fail(f"{ROOT} is read-only for you, and not prepared. "
             "Someone who can write to it has to run:", f"    {kernel.prepare_line(engine)}")


def tell_what_is_hidden(python):
    """Say so if other users may not read the folder, or where its Python is."""
    above = {*Path(python).resolve().parents, *ROOT.parents}
    for path in filter(Path.exists, [*above, ROOT, *ROOT.rglob("*")]):
        needed = stat.S_IXOTH if path in above else \
            stat.S_IROTH | stat.S_IXOTH if path.is_dir() else stat.S_IROTH
        if path.stat().st_mode & needed != needed:
            mend = "move the project, or prepare it with another Python" if path in above \
                else f'chmod -R a+rX "{ROOT}"'
            print(f"Other users cannot start this, because they cannot read {path}. To fix: {mend}")
            return


@contextlib.contextmanager
def only_one():
    """Let one lab.py after the other prepare this folder; who has to wait says so."""
    TARGET.mkdir(exist_ok=True)
    with open(TARGET / LOCK, "w") as lock:
        if not try_lock(lock):
            print("Waiting for another lab.py, or for what a killed one left running.", flush=True)
            while not try_lock(lock):
                time.sleep(0.5)
        os.set_inheritable(lock.fileno(), True)  # Maven and pip keep it if lab.py is killed
        yield


# ---- step 2: the library


def build_library(engine, jdk, maven):
    """Run Maven; what an earlier run may have left half written is removed before."""
    stamp = stamp_of(engine)
    if stamp.exists():
        stamp.unlink()  # until this build is whole
    else:
        shutil.rmtree(kernel.built() / "classes", ignore_errors=True)
    for path in filter(os.path.exists, kernel.broken_jars(engine)):
        path.unlink()
    command = [maven.path, "-B", "-Dmaven.test.skip=true", "package"]
    if engine != DEFAULT_ENGINE:
        command += ["-P", "pytorch" if engine == "pytorch" else "!pytorch"]
    if os.environ.get(kernel.WITH):
        command += ["-P", os.environ[kernel.WITH]]
    repository = Path.home() / ".m2" / "repository"
    if not os.access(next(filter(os.path.exists, [repository, *repository.parents])), os.W_OK):
        command.append(f"-Dmaven.repo.local={TARGET / 'm2'}")
    if not maven.at_least(3, 9):  # from 3.9 on Maven reads this variable itself
        command += shlex.split(os.environ.get("MAVEN_ARGS", ""), posix=not WINDOWS)
    inputs = inputs_hash()  # before Maven reads them: what changes from now on may not be built
    run(command, java_environment(jdk),
        "Maven failed. The first build needs the network; if that was cut, start again.")
    for path in filter(is_damaged, [kernel.jar(), *kernel.libraries(engine)]):
        path.unlink()
        fail(f"{path.name} was damaged, and is deleted. Start again; if that is not enough, delete "
             "it in ~/.m2/repository too.")
    stamp.write_text(f"{inputs} {outputs_hash(engine)}")


def is_damaged(jar):
    """Whether something in a jar does not have its check sum."""
    try:
        with zipfile.ZipFile(jar) as content:
            return content.testzip() is not None
    except Exception:  # zipfile and zlib have many
        return True


def stamp_of(engine):
    """The file that says from what the library was built, and that it was."""
    return kernel.built() / "lib" / engine / "lab.stamp"


def is_built(engine):
    """Whether the last build had the same inputs and its results are still there."""
    return not kernel.broken_jars(engine) and read_text(stamp_of(engine)) == state(engine)


def state(engine):
    """Hashes of what goes into the build and of what came out, as Maven may have run since."""
    return f"{inputs_hash()} {outputs_hash(engine)}"


def outputs_hash(engine):
    """A hash of what came out of the build."""
    jars = " ".join(f"{jar.name} {jar.stat().st_size}" for jar in kernel.class_path(engine)[1:])
    return hashlib.sha256(kernel.jar().read_bytes() + jars.encode()).hexdigest()


def inputs_hash():
    """A hash of what goes into the build, the kind of machine included."""
    digest = hashlib.sha256(f"{platform.system()} {platform.machine()}".encode())
    folders = [ROOT / ".mvn", ROOT / "src" / "main"]
    if os.environ.get(kernel.WITH):
        folders.append(ROOT / "src" / os.environ[kernel.WITH])
    files = (path for folder in folders for path in project_files(folder))
    for path in sorted([ROOT / "pom.xml", *files]):
        digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def unpack_natives(engine):
    """Unpack the engine's own libraries, once, so that no kernel has to."""
    if not kernel.broken_natives(engine):
        return
    folder = kernel.natives_folder(engine)
    shutil.rmtree(folder, ignore_errors=True)
    jars = kernel.libraries(engine)
    machine = re.search(kernel.NATIVE.pattern + r"\S*-(\w+)-(\w+)\.jar",
                        " ".join(jar.name for jar in jars))
    if not machine:
        fail(f"target/lib/{engine}/classpath.txt names no library for this machine. "
             "Take the other engine with --engine.")
    _, system, processor = machine.groups()
    jna = {"osx": "darwin", "win": "win32"}.get(system, system) + "-" + processor.replace("_", "-")
    wanted = {kernel.NATIVE: ("lib", r"(?!META-INF/).*/(?!.*\.properties$)"),
              r"-jni-": ("lib", f"jnilib/{system}-{processor}/cpu/"),
              r"^jna-": ("jna", f"com/sun/jna/{jna}/")}
    lines = [read_text(kernel.built() / "lib" / engine / "classpath.txt").strip()]
    for jar in jars:
        for place, prefix in [wanted[name] for name in wanted if re.search(name, jar.name)]:
            with zipfile.ZipFile(jar) as content:
                for info in content.infolist():
                    if re.match(prefix, info.filename) and not info.is_dir():
                        info.filename = f"{place}/{info.filename.rpartition('/')[2]}"
                        content.extract(info, folder)
                        lines.append(f"{info.file_size} {info.filename}")
    (folder / "unpacked.txt").write_text("\n".join(lines))


# ---- step 3: Python packages


def install_packages():
    """Make .venv from requirements.txt."""
    stamp = VENV / "tripletlab.stamp"
    # The same Python without a stamp: a first run that was cut, or somebody else's. It is kept.
    if venv_version() != "{}.{}".format(*sys.version_info) or stamp.exists():
        base = getattr(sys, "_base_executable", None) or sys.executable
        run([base, "-m", "venv", "--clear", str(VENV)], None,
            f"Cannot make {VENV}. Is it in use (JupyterLab still open)?")
    command = [venv_python(), "-m", "pip", "install", "--disable-pip-version-check", "--no-input",
               "--require-hashes", "-r", str(REQUIREMENTS)]
    wheels = TARGET / "wheels"
    offline = [*command, "--no-index", f"--find-links={wheels}"]
    if not (wheels.is_dir() and run(offline, None)):
        run(command, None, pip_complaint(wheels))
    pinned = {name.replace("-", "_")
              for name in re.findall(r"(?m)^([\w-]+)==", read_text(REQUIREMENTS))}
    installed = [record.parent.name for record in venv_records()
                 if record.parent.name.split("-")[0].lower().replace(".", "_") in pinned]
    stamp.write_text(" ".join([venv_state(), *installed]))


def pip_complaint(wheels):
    """What to do if pip failed; a bundle's wheels are for one version of Python."""
    names = " ".join(path.name for path in wheels.glob("*.whl"))
    made_for = sorted({int(minor) for minor in re.findall(r"-cp3(\d+)-cp3\1-", names)})
    if not made_for or sys.version_info[1] in made_for:
        return "pip failed. It needs the network; if that was cut, start again."
    versions = " or ".join(f"3.{minor}" for minor in made_for)
    return (f"pip failed: the bundle is for Python {versions}, and this is Python "
            f"{platform.python_version()}. Start lab.py with Python {versions}, or with a network.")


def venv_records():
    """Each package's list of files in .venv."""
    return [*VENV.glob("lib/python*/site-packages/*.dist-info/RECORD"),
            *VENV.glob("Lib/site-packages/*.dist-info/RECORD")]


def venv_state():
    """What requirements.txt and the Python of .venv have to be for it to be up to date."""
    return f"{hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()} {venv_version()}"


def venv_is_whole():
    """Whether .venv is up to date, with all its packages, and each of their files has its size."""
    words, records = read_text(VENV / "tripletlab.stamp").split(), venv_records()
    if words[:2] != venv_state().split() \
            or set(words[2:]) - {record.parent.name for record in records}:
        return False
    for record in records:
        rows = list(csv.reader(read_text(record).replace("\0", "").splitlines()))
        if not rows or any(len(row) != 3 for row in rows):
            return False
        for name, _, size in rows:
            if size and str(size_of(record.parent.parent / name)) != size \
                    and not name.endswith("kernels/java/kernel.json"):  # this one is ours
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
    text = REQUIREMENTS.with_suffix(".in").read_text(encoding="utf-8")
    for name, wanted in re.findall(r"^([\w-]+)==([^\s#]+)", text, re.MULTILINE):
        with contextlib.suppress(metadata.PackageNotFoundError):
            if metadata.version(name) == wanted:
                continue
        fail(f"--no-venv: {sys.executable} does not have {name} {wanted}. To install it:",
             f"    {sys.executable} -m pip install -r {REQUIREMENTS}")


# ---- step 4: the kernel


def write_kernel(prefix, python, engine, jdk):
    """Write the kernel.json of the kernel named java, beside the jar that jjava's wheel brought."""
    write_if_changed(kernel.spec_folder(prefix) / "kernel.json", {
        "argv": [python, str(ROOT / "binder" / "kernel.py"), engine, str(jdk.path),
                 "{connection_file}"],
        "display_name": "Java (TripletLab)", "language": "java", "interrupt_mode": "message"})


def write_jupyter_settings(prefix):
    """Our kernel is the default one, JupyterLab fetches no news, and figures have texts."""
    config, old = prefix / "etc" / "jupyter" / "jupyter_server_config.json", {}
    with contextlib.suppress(ValueError):  # damaged: it is written anew
        old = json.loads(read_text(config))
    write_if_changed(config, {**old, "MultiKernelManager": {"default_kernel_name": "java"}})
    write_if_changed(prefix / "share" / "jupyter" / "lab" / "settings" / "overrides.d"
                     / "tripletlab.json",
                     {"@jupyterlab/apputils-extension:notification":
                      {"fetchNews": "false", "checkForUpdates": False}})
    for file in (Path(__file__).parent / "labextension").iterdir():
        write_if_changed(prefix / "share" / "jupyter" / "labextensions" / "tripletlab"
                         / file.name, read_text(file))


def write_if_changed(path, content):
    """Write text, or anything else as JSON; an unchanged file keeps its date."""
    text = content if isinstance(content, str) else json.dumps(content, indent=1) + "\n"
    if read_text(path) != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        half = path.with_name(path.name + ".part")
        half.write_bytes(text.encode())  # with the ends of lines that it has, on Windows too
        os.replace(half, path)


# ---- bundles


def write_bundle(path, engine, python):
    """Write a zip of the project, the built library and the wheels of all Python packages."""
    wheels = TARGET / "wheels"
    shutil.rmtree(wheels, ignore_errors=True)
    half = path.with_name(path.name + ".part")
    with Progress("Bundle") as progress:
        run([python, "-m", "pip", "download", "--disable-pip-version-check", "--no-input",
             "--require-hashes", "-r", str(REQUIREMENTS), "-d", str(wheels)], None,
            "pip failed. It needs the network; if that was cut, start again.")
        stamp, unpacked = stamp_of(engine), project_files(kernel.natives_folder(engine))
        with zipfile.ZipFile(half, "w", zipfile.ZIP_DEFLATED) as bundle:
            for file in [*project_files(ROOT), stamp.with_name("classpath.txt"), stamp,
                         *kernel.class_path(engine), *unpacked, *wheels.iterdir()]:
                bundle.write(file, BUNDLE + file.relative_to(ROOT).as_posix())
        progress.where = f"{size_of(half) / 1e6:.0f} MB"
    os.replace(half, path)


def project_files(folder):
    """Files in a folder of the project, but for what git ignores, and bundles."""
    ignored = [line.strip("/") for line in read_text(ROOT / ".gitignore").split()]
    for path in sorted(folder.glob("*")):
        if not any(fnmatch.fnmatch(path.name, name) for name in [".git", BUNDLES, *ignored]):
            yield from project_files(path) if path.is_dir() else filter(Path.is_file, [path])


def take_from_bundle(engine):
    """Unpack the wheels of a bundle in this folder or beside it, and the library if it is ours."""
    stamp = f"{BUNDLE}target/lib/{engine}/lab.stamp"
    for path in sorted([*ROOT.glob(BUNDLES), *ROOT.parent.glob(BUNDLES)]):
        with contextlib.suppress(Exception), zipfile.ZipFile(path) as bundle:  # if it is whole
            ours = bundle.read(stamp).decode().startswith(inputs_hash())
            for info in sorted(bundle.infolist(), key=lambda info: info.filename == stamp):
                if info.filename.startswith(BUNDLE + ("target/" if ours else "target/wheels/")):
                    info.filename = info.filename[len(BUNDLE):]
                    bundle.extract(info, ROOT)


# ---- processes, errors


def run(command, environment, complaint=None):
    """Run a command without its output; whether it worked, or fail with its last lines."""
    with tempfile.TemporaryFile() as log, subprocess.Popen(
            command, stdout=log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
            env=environment, cwd=ROOT, close_fds=False, start_new_session=not WINDOWS) as process:
        try:
            while process.poll() is None:  # on Windows, Ctrl-C does not end a longer wait
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


def catch_signals():
    """Let each signal that ends lab.py end what it has started too."""
    for number in (signal.SIGINT, signal.SIGTERM):  # SIGINT may be off, in a script's background
        signal.signal(number, signal.default_int_handler)
    hangup = getattr(signal, "SIGHUP", None)  # Windows has none; nohup turns it off
    if hangup and signal.getsignal(hangup) != signal.SIG_IGN:
        signal.signal(hangup, signal.default_int_handler)


def fail(*lines):
    """End with a message."""
    sys.exit("\n".join(lines))


if __name__ == "__main__":
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")  # an old console may not know all letters
    catch_signals()
    try:
        main()
    except OSError as problem:
        fail(str(problem))
    except KeyboardInterrupt:
        print("Interrupted.", file=sys.stderr)
        sys.exit(130)
