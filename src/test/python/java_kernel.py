"""The kit's Java kernel, for tests."""

import re
import subprocess
from pathlib import Path

from jupyter_client.manager import start_new_kernel


CELL_SECONDS = 900  # a kernel that has died does not answer


class Kernel:
    """A Java kernel that runs cells and keeps what they say."""

    def __init__(self, folder):
        self.manager, self.client = start_new_kernel(
            kernel_name="java", startup_timeout=120, cwd=str(folder), stderr=subprocess.DEVNULL)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)

    def run(self, code):
        """Run a cell; returns what it said, and its error or None."""
        said = []
        reply = self.client.execute_interactive(
            code, timeout=CELL_SECONDS,
            output_hook=lambda message: said.append(text_of(message["content"])))["content"]
        error = None if reply["status"] == "ok" else f"{reply['ename']}: {reply['evalue']}"
        return "".join(said), error

    def memory(self, which):
        """Its memory in bytes: VmRSS is resident, VmHWM the most; 0 where no system tells."""
        status = Path("/proc", str(self.manager.provisioner.pid), "status")
        found = status.exists() and re.search(rf"{which}:\s*(\d+) kB", status.read_text())
        return int(found.group(1)) << 10 if found else 0

    def heap(self):
        """What Java's heap holds after a collection of garbage, in MiB."""
        return int(self.run("System.gc(); System.out.print((Runtime.getRuntime().totalMemory()\n"
                            "        - Runtime.getRuntime().freeMemory()) >> 20);")[0])


def text_of(content):
    """What a message says, as text."""
    return content.get("text") or content.get("data", {}).get("text/plain", "")
