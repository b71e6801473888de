"""How much memory a process has and how much there is."""

import contextlib
import os
import subprocess
import sys
from pathlib import Path


def resident(pid):
    """Bytes of RAM that a process holds; 0 if it is gone, or if this system does not tell."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        if sys.platform == "linux":
            pages = Path(f"/proc/{pid}/statm").read_text().split()[1]
            return int(pages) * os.sysconf("SC_PAGE_SIZE")
        if os.name == "posix":
            kibibytes = subprocess.run(["ps", "-o", "rss=", "-p", str(pid)],
                                       capture_output=True, text=True).stdout
            return int(kibibytes) * 1024
    return 0


def available():
    """Bytes that can be had: of the machine, and of the container if this runs in one."""
    amounts = list(container_limits())
    with contextlib.suppress(OSError, ValueError):
        for line in Path("/proc/meminfo").read_text().splitlines():
            if line.startswith("MemAvailable:"):
                amounts.append(int(line.split()[1]) * 1024)
    if not amounts and hasattr(os, "sysconf"):
        amounts.append(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"))
    return min(amounts, default=16 << 30)


def container_limits():
    """Bytes left below each limit of this process's control groups, v1 and v2."""
    with contextlib.suppress(OSError, ValueError):
        for line in Path("/proc/self/cgroup").read_text().splitlines():
            _, controllers, group = line.split(":", 2)
            if controllers not in ("", "memory"):
                continue
            base = Path("/sys/fs/cgroup", controllers)
            names = ("memory.limit_in_bytes", "memory.usage_in_bytes") if controllers \
                else ("memory.max", "memory.current")
            folder = base / group.lstrip("/")
            for level in [folder, *folder.parents]:
                with contextlib.suppress(OSError, ValueError):  # the word max is no limit
                    limit, used = (int((level / name).read_text()) for name in names)
                    yield limit - used
                if level == base:
                    break
