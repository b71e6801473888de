"""What this machine has: Java, Maven and Python, the lines that install them, and cores."""
# As lab.py: standard library only, no syntax newer than Python 3.6.

import contextlib
import ctypes
import importlib.util
import os
import platform
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections import namedtuple
from pathlib import Path

WINDOWS = os.name == "nt"


class Tool(namedtuple("Tool", "path version")):
    """A program that was found: its path (for a JDK: its folder) and its version."""

    def at_least(self, *version):
        """Whether this version is not older."""
        return tuple(int(part) for part in re.findall(r"\d+", self.version)[:2]) >= version


def check_tools(build, make_venv):
    """JDK and Maven (None if there is nothing to build), and a list of what is missing."""
    problems = []

    def miss(text, tool):
        problems.append(f"{text}\n    {install_line(tool)}")

    if make_venv and sys.version_info < (3, 10):
        miss(f"Python 3.10 or newer is needed; found: {platform.python_version()} "
             f"({sys.executable}).", "python")
    elif make_venv and not all(map(importlib.util.find_spec, ("venv", "ensurepip"))):
        miss(f"A Python with venv and ensurepip is needed; found: {sys.executable}.", "venv")
    jdk, seen = find_jdk()
    if not jdk:
        miss(f"A JDK (with javac), 17 or newer, is needed; found: {seen}.", "jdk")
    maven, seen = find_maven(jdk) if build else (None, None)
    if build and not maven:
        miss(f"Maven 3.8 or newer is needed; found: {seen}.", "maven")
    return jdk, maven, problems


def find_jdk():
    """The first JDK >= 17 of JAVA_HOME and PATH, or None and what was found instead."""
    seen, places = [], [("PATH", None)]
    if os.environ.get("JAVA_HOME"):
        places.insert(0, ("JAVA_HOME", os.path.join(os.environ["JAVA_HOME"], "bin")))
    for source, folder in places:
        javac = shutil.which("javac", path=folder)
        if not javac:
            seen.append(f"no javac in {source}")
            continue
        # Asking javac for its home sees through links, shims and the stub that macOS has.
        text = output([javac, "-J-XshowSettings:properties", "-version"])
        path = re.search(r"java\.home = (.+)", text)
        version = re.search(r"^javac (\S+)", text, re.MULTILINE)
        tool = Tool(Path(path.group(1).strip()) if path else None,
                    version.group(1) if version else "does not run")
        if tool.path and tool.at_least(17):
            return tool, None
        seen.append(f"{tool.version} ({javac})")
    return None, ", ".join(seen)


def find_maven(jdk):
    """Maven >= 3.8 on PATH, or None and what was found instead."""
    mvn = shutil.which("mvn")
    if not mvn:
        return None, "no mvn in PATH"
    if not jdk:
        return Tool(mvn, "?"), None  # mvn does not even tell its version without Java
    version = re.search(r"Apache Maven (\S*\d)", output([mvn, "-v"], jdk))
    tool = Tool(mvn, version.group(1) if version else "does not run")
    return (tool, None) if tool.at_least(3, 8) else (None, f"{tool.version} ({mvn})")


def find_browser():
    """Chromium or Chrome, which draws figures as pictures, or None."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome",
             "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
             r"C:\Program Files\Google\Chrome\Application\chrome.exe")
    return next(filter(None, map(shutil.which, names)), None)


def output(command, jdk=None):
    """What a command prints, errors included."""
    try:
        return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              env=java_environment(jdk), timeout=60
                              ).stdout.decode("mbcs" if WINDOWS else "utf-8", "replace")
    except (OSError, subprocess.SubprocessError) as problem:
        return str(problem)


def java_environment(jdk):
    """This environment, with JAVA_HOME such that Maven uses the JDK that was checked."""
    home = {"JAVA_HOME": str(jdk.path)} if jdk else {}
    return utf8_for_java({**os.environ, **home})


def utf8_for_java(environment):
    """With a locale in which Java can name all files; macOS and Windows do not ask the locale."""
    locale = next(filter(None, map(environment.get, ("LC_ALL", "LC_CTYPE", "LANG"))), "C")
    if sys.platform.startswith("linux") and not re.search("utf-?8", locale, re.IGNORECASE):
        environment["LC_ALL"] = "C.UTF-8"
    return environment


def read_text(path):
    """The text of a small file, whatever its bytes are; empty if it cannot be read."""
    try:
        return path.read_bytes().decode(errors="replace")
    except (OSError, ValueError):
        return ""


INSTALL = {  # for each system a command, and what it installs
    "debian": ("sudo apt install", {
        "python": "python3 python3-venv   (Debian 12, Ubuntu 22.04 or newer)",
        "venv": f"python3.{sys.version_info[1]}-venv",
        "jdk": "default-jdk-headless   (Ubuntu 22.04: openjdk-17-jdk-headless)",
        "maven": "maven",
        "browser": "chromium   (Ubuntu: chromium-browser)", "bubblewrap": "bubblewrap"}),
    "fedora": ("sudo dnf install", {
        "python": "python3.13", "venv": "python3", "jdk": "java-25-openjdk-devel",
        "maven": "maven", "browser": "chromium", "bubblewrap": "bubblewrap"}),
    "macos": ("brew install", {
        "python": "python@3.13", "venv": "python@3.13", "jdk": "--cask temurin@17",
        "maven": "maven", "browser": "--cask google-chrome"}),
    "windows": ("", {
        "python": "winget install Python.Python.3.13",
        "venv": "winget install Python.Python.3.13",
        "jdk": "winget install EclipseAdoptium.Temurin.17.JDK",
        "maven": "choco install maven   (winget has none; or unpack it from maven.apache.org and "
                 "add its bin folder to PATH)",
        "browser": "winget install Google.Chrome"}),
}


def install_line(what):
    """The one line that installs a tool on this system; an unknown Linux is taken for Debian."""
    system = {"win32": "windows", "darwin": "macos"}.get(sys.platform, "debian")
    release = re.findall("^ID(?:_LIKE)?=.*", read_text(Path("/etc/os-release")), re.MULTILINE)
    if re.search("fedora|rhel", " ".join(release)):
        system = "fedora"
    command, packages = INSTALL[system]
    return f"{command} {packages[what]}".strip()


def usable_cores():
    """Cores that this process may use: its affinity, and the quotas of its control groups."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return max(1, min([cores or 1, *(quota // period for quota, period in cpu_quotas())]))


def cpu_quotas():
    """Pairs (quota, period) of this process's control groups, v1 and v2, and their parents."""
    with contextlib.suppress(OSError, ValueError):
        for line in Path("/proc/self/cgroup").read_text().splitlines():
            _, controllers, group = line.split(":", 2)
            if controllers and "cpu" not in controllers.split(","):
                continue
            base = Path("/sys/fs/cgroup/cpu" if controllers else "/sys/fs/cgroup")
            folder = base / group.lstrip("/")
            for level in [folder, *folder.parents]:
                values = read_text(level / "cpu.max").split() or (
                    read_text(level / "cpu.cfs_quota_us").split()
                    + read_text(level / "cpu.cfs_period_us").split())
                if len(values) == 2 and values[0] not in ("max", "-1"):
                    yield int(values[0]), int(values[1])


def size_of(path):
    """The size of a file; -1 if it cannot be found."""
    try:
        return os.path.getsize(path)
    except (OSError, ValueError):
        return -1


def shared_library(name):
    """The path of a shared library of a Linux system, or None. To load it here may not work."""
    folders = ["/usr/lib64", "/usr/lib", *map(str, Path("/usr/lib").glob("*-linux-gnu*"))]
    return next((f"{folder}/{name}" for folder in folders if os.path.exists(f"{folder}/{name}")),
                None)


def try_lock(file):
    """Lock an open file until it is closed; False if another process has locked it."""
    try:
        if WINDOWS:
            import msvcrt
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:  # a file system that knows no locks
        pass
    return True


def become(command, environment):
    """Go on as another program; on Windows, which cannot, wait for it."""
    sys.stdout.flush()
    if not WINDOWS:
        os.execve(command[0], command, environment)
    process = subprocess.Popen(command, env=environment)
    threading.Thread(target=end_with_jupyter, args=(process,), daemon=True).start()
    while True:
        with contextlib.suppress(KeyboardInterrupt):  # the program gets Ctrl-C too, and decides
            sys.exit(process.wait())


def end_with_jupyter(process):
    """On Windows, end a kernel when Jupyter ends, whose handle is in the environment."""
    handle = os.environ.get("JPY_PARENT_PID")
    if handle and ctypes.windll.kernel32.WaitForSingleObject(
            ctypes.c_void_p(int(handle)), ctypes.c_uint32(-1)) == 0:
        process.kill()


def end_with_children(process):
    """End a process that leads a session of its own, with all that it has started."""
    if WINDOWS:
        subprocess.call(["taskkill", "/F", "/T", "/PID", str(process.pid)],
                        stdout=subprocess.DEVNULL)
        return
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
