"""What a JupyterHub needs for this kit: a hub's own configuration loads it with load_subconfig."""

import contextlib
import os
import signal
from pathlib import Path

from jupyterhub.spawner import LocalProcessSpawner

KIT = Path(__file__).resolve().parents[2]
CGROUPS = Path("/sys/fs/cgroup")


class LimitedSpawner(LocalProcessSpawner):
    """Starts each student's server in a control group (version 1) with the student's limits."""

    def folders(self):
        """The student's control groups."""
        return [CGROUPS / part / f"jupyter-{self.user.name}" for part in ("memory", "cpu")]

    def make_preexec_fn(self, name):
        """What the new process does first: it joins the groups, then it becomes the student."""
        memory, cpu = self.folders()
        for folder in memory, cpu:
            folder.mkdir(exist_ok=True)
        if self.mem_limit:
            (memory / "memory.limit_in_bytes").write_text(str(self.mem_limit))
        if self.cpu_limit:
            (cpu / "cpu.cfs_quota_us").write_text(str(int(self.cpu_limit * 100_000)))
        become_student = super().make_preexec_fn(name)

        def first():
            for folder in memory, cpu:
                (folder / "cgroup.procs").write_text(str(os.getpid()))
            become_student()

        return first

    def end(self):
        """When the server has stopped: end what it left running, and remove the groups."""
        for folder in self.folders():
            with contextlib.suppress(OSError):  # the groups stay while a process is still leaving
                for process in (folder / "cgroup.procs").read_text().split():
                    os.kill(int(process), signal.SIGKILL)
                folder.rmdir()


if Path("/opt/tljh").is_dir():
    pass  # The Littlest JupyterHub has its own spawner
elif Path("/run/systemd/system").is_dir():  # the control groups are systemd's
    c.JupyterHub.spawner_class = "systemd"
elif (CGROUPS / "memory").is_dir():
    c.JupyterHub.spawner_class = LimitedSpawner
    c.Spawner.post_stop_hook = LimitedSpawner.end
else:
    raise SystemExit("Students' memory can be limited by systemd or by control groups of version "
                     "1, and this machine has neither. Take a server on which systemd runs.")
# lab.py makes ~/tripletlab, hands out corrections, and becomes the student's server.
c.Spawner.cmd = [str(KIT / ".venv/bin/python"), str(KIT / "binder/lab.py"), "--"]
# What nobody uses for an hour ends: first the kernel, then the server.
c.Spawner.args = ["--MappingKernelManager.cull_idle_timeout=3600",
                  "--ServerApp.shutdown_no_activity_timeout=3600"]
c.Spawner.default_url = "/lab/tree/notebooks/00-start-here.ipynb"
c.Spawner.start_timeout = c.Spawner.http_timeout = 120  # a class starts at once
c.Spawner.mem_limit = "1536M"
c.Spawner.cpu_limit = 1
