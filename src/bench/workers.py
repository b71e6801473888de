"""Processes that stay alive and answer requests, one line of JSON each.

A worker first says {"versions": …, "losses": […]}; one whose compiler works beside it adds
"settles": for how many seconds of work it becomes faster. It answers a request with
{"milliseconds": […], "loss": …, "gradient": …}, {"memory": why} or {"error": why}. To these `ask`
adds what a worker cannot say itself: {"memory": …} or {"> 60 s": …} if it had to be killed,
{"died": why}.
"""

import contextlib
import json
import re
import subprocess
import threading
import time

import memory

START = 180  # seconds; the first import of a framework reads a lot
OUT_OF_MEMORY = re.compile(r"out of memory|OutOfMemory|bad_alloc|cannot allocate", re.IGNORECASE)


class Worker:
    """One process, started when it is first asked and again after each death."""

    def __init__(self, name, command, environment, folder, limit):
        self.name, self.command, self.environment = name, command, environment
        self.log, self.limit = folder / f"{name.replace(' ', '-')}.log", limit
        self.process, self.versions, self.losses, self.peak = None, "", [], 0
        self.settles, self.worked = 0, 0  # seconds
        folder.mkdir(parents=True, exist_ok=True)
        self.log.write_bytes(b"")

    def start(self):
        """Start the process, which says what it is; returns its death if it dies of that."""
        with self.log.open("ab") as log:
            self.log_start = log.tell()
            self.process = subprocess.Popen(
                self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log,
                env=self.environment, encoding="utf-8")
        hello = self.receive(START)
        if "versions" not in hello:
            return hello
        self.versions, self.losses = hello["versions"], hello["losses"]
        self.settles, self.worked = hello.get("settles", 0), 0
        return None

    def ask(self, request, timeout):
        """The answer to a request."""
        death = None if self.process else self.start()
        if death:
            return death
        with contextlib.suppress(OSError):  # it died since; receive() finds out of what
            self.process.stdin.write(json.dumps(request) + "\n")
            self.process.stdin.flush()
        answer = self.receive(timeout)
        self.worked += sum(answer.get("milliseconds", [])) / 1000
        return answer

    def rest(self):
        """While others are asked: a process that keeps much memory is ended.

        They need it: the limit is for one that works.
        """
        if self.process and memory.resident(self.process.pid) > self.limit / 4:
            self.stop()

    @property
    def settling(self):
        """Whether its compiler is still at work."""
        return self.process is not None and self.worked < self.settles

    def receive(self, timeout):
        """Wait for a line, and watch meanwhile."""
        process = self.process
        with Watchdog(process, self.limit, timeout) as watchdog:
            line = "-"
            while line and not line.startswith("{"):  # a library may print something
                line = process.stdout.readline()
        self.peak = watchdog.peak
        if line and not watchdog.verdict:
            return json.loads(line)
        self.stop()
        return watchdog.verdict or self.post_mortem(process.returncode)

    def post_mortem(self, code):
        """Why a process died that nobody here killed."""
        with self.log.open("rb") as log:
            log.seek(self.log_start)
            words = log.read().decode(errors="replace").strip()
        last = words.splitlines()[-1] if words else "without a word"
        if OUT_OF_MEMORY.search(words):
            return {"memory": last}
        if code == -9:
            last = "killed from outside, by the system for memory most likely"
        return {"died": f"exit code {code}: {last} (see {self.log})"}

    def stop(self):
        """End the process, if it runs."""
        if self.process:
            self.process.kill()
            self.process.communicate()
            self.process = None


class Watchdog:
    """While it is entered, kills a process that takes too much memory or time."""

    def __init__(self, process, limit, timeout):
        self.process, self.limit, self.timeout = process, limit, timeout
        self.peak, self.verdict, self.done = 0, None, threading.Event()
        self.thread = threading.Thread(target=self.watch, daemon=True)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.done.set()
        self.thread.join()

    def watch(self):
        """Look 20 times a second: at 2 GB of fresh memory a second that is 100 MB."""
        end = time.monotonic() + self.timeout
        while not self.done.wait(0.05):
            self.peak = max(self.peak, memory.resident(self.process.pid))
            if self.peak > self.limit:
                self.verdict = {"memory": f"killed at {self.peak / 2**30:.1f} GiB"}
            elif time.monotonic() > end:
                self.verdict = {f"> {self.timeout:g} s": "killed"}
            if self.verdict:
                self.process.kill()
                return
