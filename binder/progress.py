"""What a terminal shows while something runs."""
# Imported by lab.py, so as there: standard library only, no syntax newer than Python 3.6.

import re
import sys
import threading
import time


class Progress:
    """What runs, where it is and for how long: a changing line, or off a terminal one per 30 s."""

    def __init__(self, name, where=""):
        self.name, self.where, self.more = name, where, ""
        self.start, self.tty = time.monotonic(), sys.stdout.isatty()
        self.done = threading.Event()
        self.thread = threading.Thread(target=self._repeat, daemon=True)

    def __enter__(self):
        if self.tty:
            self._show()
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.done.set()
        self.thread.join()
        self._show(end="\n")

    def _repeat(self):
        while not self.done.wait(1 if self.tty else 30):
            self._show()

    def _show(self, end=""):
        seconds = f"{time.monotonic() - self.start:.0f} s"
        text = "  ".join(filter(None, [self.name, self.where, seconds, self.more]))
        print(f"\r{text:<79}" if self.tty else text, end=end if self.tty else "\n", flush=True)


def plain(text):
    """Text without the colours of a terminal."""
    return re.sub(r"\x1b\[[0-9;]*[A-Za-z]", "", text)
