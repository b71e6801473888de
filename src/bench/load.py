"""How busy other programs keep the cores: times mean little on a busy machine."""

import os
import sys
import time
from pathlib import Path


def others(seconds=0.2):
    """Cores that are busy while no worker is asked anything; 0 if this system does not tell."""
    if sys.platform != "linux":
        return 0.0
    before = busy_ticks()
    time.sleep(seconds)
    return (busy_ticks() - before) / os.sysconf("SC_CLK_TCK") / seconds


def busy_ticks():
    """Clock ticks for which the cores of this process were not idle, since the system started."""
    names = {f"cpu{core}" for core in os.sched_getaffinity(0)}
    ticks = 0
    for line in Path("/proc/stat").read_text().splitlines():
        name, *values = line.split()
        if name in names:
            user, nice, system, _, _, irq, softirq, steal = map(int, values[:8])
            ticks += user + nice + system + irq + softirq + steal
    return ticks
