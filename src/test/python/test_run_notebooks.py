"""What run_notebooks.py does besides running a kernel."""

import asyncio
import contextlib
import io
import os
import subprocess
import sys
import unittest
from pathlib import Path
from unittest import mock

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "binder"))
try:
    import nbformat
    import run_notebooks
except ImportError as missing:
    raise unittest.SkipTest(f"needs the packages of .venv: {missing}")


class RunNotebooksTest(unittest.TestCase):

    def test_a_kernel_says_what_is_wrong_without_chat_and_frames(self):
        log = ("error: error reading half.jar\n[I 2026-01-01 Loop-Shell-0] Loop started.\n"
               "java.lang.InternalError: x\n\tat a.B.c(B.java:1)\n\t... 30 more\nCaused by: y\n")
        self.assertEqual(["error: error reading half.jar", "java.lang.InternalError: x",
                          "Caused by: y"], run_notebooks.said(log))

    def test_of_a_long_log_the_end_is_shown(self):
        log = "\n".join(map(str, range(100)))
        self.assertEqual([str(i) for i in range(85, 100)], run_notebooks.said(log))

    @unittest.skipUnless(Path("/proc/self/status").exists(), "no /proc")
    def test_the_peak_is_that_of_the_process(self):
        code = "b = bytearray(300 << 20); del b; input()"
        with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE) as process:
            while (run_notebooks.peak_mib(process.pid) or 0) < 300 and process.poll() is None:
                pass
            peak = run_notebooks.peak_mib(process.pid)
            process.communicate(b"\n")
        self.assertGreater(peak, 300)
        self.assertLess(peak, 340)

    def test_a_process_that_has_ended_has_no_peak(self):
        process = subprocess.Popen([sys.executable, "-c", ""])
        process.wait()
        self.assertIsNone(run_notebooks.peak_mib(process.pid))

    def test_the_last_line_ends_with_the_peak(self):
        self.assertEqual("00  passed  0 s", self.last_line(""))
        self.assertEqual("00  passed  0 s  0.90 GiB", self.last_line("0.90 GiB"))

    def last_line(self, peak):
        """What is printed about a notebook that ended."""
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            with run_notebooks.Progress("00") as progress:
                progress.where, progress.more = "passed", peak
        return printed.getvalue().splitlines()[-1].rstrip()

    def test_a_claim_that_is_missed_fails_the_run_at_the_defaults_only(self):
        printed = ("✓ loss = 0.5, expected 0 to 1\n✗ MAP@R = 0.1, at the defaults 0.2 to 1\n"
                   "✗ only at the defaults: the loss fell\n✗ exercise 0.1: that is its square\n")
        cells = [nbformat.v4.new_code_cell(outputs=[
            nbformat.v4.new_output("stream", text=printed),
            nbformat.v4.new_output("display_data", {"text/plain": "a figure"})])]
        with mock.patch.dict(os.environ, TRIPLETLAB_HOME="here", clear=True):
            self.assertEqual(printed.splitlines()[1:3], run_notebooks.missed(cells).splitlines()[1:])
            self.assertIsNone(run_notebooks.missed([]))
        with mock.patch.dict(os.environ, TRIPLETLAB_MARGIN="0.2", clear=True):
            self.assertIsNone(run_notebooks.missed(cells))

    def test_a_kernel_that_is_idle_without_an_answer_is_given_up(self):
        for answered in (True, False):
            with self.subTest(answered=answered):
                loop = asyncio.new_event_loop()
                self.addCleanup(loop.close)
                reply = loop.create_future()
                if answered:
                    reply.set_result({})
                client = run_notebooks.Client({"cells": []})
                client._give_up(reply)
                self.assertEqual(not answered, client.silent)
                self.assertEqual(not answered, reply.cancelled())


if __name__ == "__main__":
    unittest.main()
