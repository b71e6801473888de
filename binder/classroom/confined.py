"""Run a program confined: no network, no files of others, limits on time and memory.

How far that goes depends on the system; what Confinement.says tells the user.
"""

import contextlib
import os
import re
import shutil
import socket
import struct
import subprocess
import sys
import time
from collections import namedtuple
from pathlib import Path

import psutil

from kernel import ROOT
from machine import install_line, output

MOST_FILES = 256 << 20  # bytes of a file, and of a temporary folder where it is in memory
MOST_PROCESSES, MOST_THREADS = 50, 600  # a notebook has four, and about 50 on two cores
# Untried: there was no Mac to try it on.
SANDBOX = """(version 1) (allow default) (deny network*)
(allow network* (local ip "localhost:*") (remote ip "localhost:*"))
(deny file-write*) (allow file-write* (subpath "{folder}") (literal "/dev/null"))"""
Confinement = namedtuple("Confinement", "command protects_files says")


def confinement(hidden, shown):
    """The best one that works here; `hidden` is nobody's to see, `shown` and Python are."""
    return next(found for found in (
        bubblewrap(hidden, shown, cgroup()), bubblewrap(hidden, shown, []), unshare(), seatbelt(),
        nothing()) if found and works(found.command))


def bubblewrap(hidden, shown, group):
    """Linux namespaces, by the program that Flatpak uses; files are there to be read only."""
    program = shutil.which("bwrap")
    if not program:
        return None
    # Older ones know no size. Then a folder in memory may take half of it.
    size = ["--size", MOST_FILES] if "--size" in output([program, "--help"]) else []
    folders = {Path(path).resolve(): [*size, "--tmpfs"]
               for path in ("/tmp", "/run", "/dev/shm", Path.home(), hidden)
               if Path(path).is_dir() and path != Path("/")}
    needed = [ROOT, Path(sys.base_prefix), Path(sys.prefix), *shown]
    if os.path.islink(sys.executable):  # to another link, in a home, as uv makes them
        needed.append(Path(os.readlink(sys.executable)).parent)
    folders.update({path: ["--ro-bind", path] for place in needed
                    for path in (place.absolute(), place.resolve()) if not path.is_symlink()})
    # Not the namespace of control groups: Java 17 looks for the limits of its own, by their path.
    command = [program, "--unshare-user-try", "--unshare-ipc", "--unshare-pid", "--unshare-net",
               "--unshare-uts", "--die-with-parent", "--new-session", "--cap-drop", "ALL",
               "--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc",
               "--remount-ro", "/proc"]  # root could change the system's settings there
    for folder in sorted(folders, key=lambda path: len(path.parts)):  # the outer ones first
        command += [*folders[folder], folder]
    command += ["--chdir", "/tmp", "--setenv", "HOME", "/tmp", "--setenv", "TMPDIR", "/tmp"]
    return Confinement(
        [*map(str, group + command)], True,
        "bubblewrap" + (" in a control group" if group else "") + ": no network; all files are "
        "read-only but for a temporary folder; your home and the other notebooks are hidden; "
        "processes end with the notebook")


def cgroup():
    """As root on Linux, the memory of all processes together is limited by the system itself."""
    folder = next(filter(os.path.isdir, ("/sys/fs/cgroup/memory", "/sys/fs/cgroup")), "")
    if not (hasattr(os, "geteuid") and os.geteuid() == 0 and os.access(folder, os.W_OK)):
        return []
    return [sys.executable, ROOT / ".ci" / "limits", "--cores", "0", "--memory", "{memory}",
            "--processes", MOST_THREADS, "--"]


def unshare():
    """Linux namespaces without bubblewrap: for the network and for processes."""
    program = shutil.which("unshare")
    return program and Confinement(
        [program, "--user", "--map-root-user", "--net", "--pid", "--fork", "--kill-child",
         "--mount-proc"], False,
        "unshare: no network; processes end with the notebook. FILES ARE NOT PROTECTED: what you "
        f"may delete, a notebook may. Better: {install_line('bubblewrap')}")


def seatbelt():
    """The sandbox of macOS."""
    program = shutil.which("sandbox-exec")
    return program and Confinement(
        [program, "-p", SANDBOX], True,
        "sandbox-exec: no network but this machine itself; files are read-only but for a "
        "temporary folder")


def nothing():
    """Other systems."""
    return Confinement([], False, "NONE on this system: a notebook may use the network and your "
                       "files. Only time, memory, processes and output are limited")


def limit():
    """Limit this process and those it will start, where the system can, before it is too late."""
    with contextlib.suppress(ImportError):
        import resource
        # Linux counts what a user has, before 5.14 beyond the namespace too; root has no limit.
        for what, most in ((resource.RLIMIT_CORE, 0), (resource.RLIMIT_FSIZE, MOST_FILES),
                           (resource.RLIMIT_NPROC, int(os.environ["MOST_THREADS"]))):
            hard = resource.getrlimit(what)[1]
            most = most if hard == resource.RLIM_INFINITY else min(most, hard)
            resource.setrlimit(what, (most, most))
    with contextlib.suppress(ImportError, OSError):  # in the network of unshare lo is down
        import fcntl
        with socket.socket() as any_socket:
            fcntl.ioctl(any_socket, 0x8914, struct.pack("16sH14x", b"lo", 1))  # SIOCSIFFLAGS, up


def threads():
    """How many threads of this user there are."""
    count = 0
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, AttributeError):
            count += process.num_threads() if process.uids().real == os.getuid() else 0
    return count


def works(command):
    """Whether this Python starts in a confinement."""
    return not command or subprocess.run(
        [*filled(command, 512, "/tmp"), sys.executable, "-c", ""],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, check=False).returncode == 0


def filled(command, memory, folder):
    """A confinement's command with its memory, in MiB, and the process's folder."""
    return [word.replace("{memory}", str(memory)).replace("{folder}", str(folder))
            for word in command]


class Process:
    """A confined process, of which all processes that it starts are counted."""

    def __init__(self, confined, command, folder, memory_mib, **files):
        self.memory_mib, self.in_group = memory_mib, "--memory" in confined.command
        # The control group's limit is above, so that what ends a process here says why.
        words = filled(confined.command, memory_mib + 512, Path(folder).resolve())
        # Jupyter's own folders are where the process may write, whatever this one's are.
        mine = {name: value for name, value in os.environ.items()
                if not re.fullmatch("JUPYTER_.*_DIR|IPYTHONDIR", name)}
        self.process = subprocess.Popen(
            [*words, *map(str, command)], cwd=folder, start_new_session=os.name != "nt",
            env={**mine, "HOME": str(folder), "TMPDIR": str(folder),
                 "MOST_THREADS": str(threads() + MOST_THREADS)}, **files)

    def excess(self):
        """What it has too much of now, or None."""
        children = self._children()
        if len(children) > MOST_PROCESSES:
            return "too many processes"
        memory = 0
        for child in children:
            with contextlib.suppress(psutil.Error):
                memory += child.memory_info().rss
        too_much = memory > self.memory_mib << 20 or self._killed()
        return "too much memory" if too_much else None

    def end(self):
        """End it with all that it has started; .ci/limits then removes its control group."""
        until = time.monotonic() + 10
        while self._children() and time.monotonic() < until:
            for child in self._children():
                with contextlib.suppress(psutil.Error):
                    child.kill()
            time.sleep(0.05)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(10 if self.in_group else 0)
        self.process.kill()
        self.process.wait()

    def _killed(self):
        """Whether the system has killed one of them for its memory, faster than it is seen here."""
        for file in ("memory/tripletlab-{}/memory.oom_control", "tripletlab-{}/memory.events"):
            with contextlib.suppress(OSError):
                text = Path("/sys/fs/cgroup", file.format(self.process.pid)).read_text()
                return "oom_kill 0" not in text.splitlines()
        return False

    def _children(self):
        with contextlib.suppress(psutil.Error):
            return [child for child in psutil.Process(self.process.pid).children(recursive=True)
                    if child.status() != psutil.STATUS_ZOMBIE]
        return []
