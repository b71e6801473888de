"""What students hand in: hostile notebooks, each in the table, and none of them harms another."""

import contextlib
import csv
import io
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path
from unittest import mock

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "binder"))
try:
    import nbformat
    import psutil
    from nbformat.v4 import new_code_cell, new_notebook

    from classroom import check_handed_in, confined, hand_out
except ImportError as missing:
    raise unittest.SkipTest(f"needs the packages of .venv: {missing}")

STUB = "int answer{0}() {{\n    return Exercise.todo();\n}}"
CHECK = 'Exercise.check("90.{0}", () -> Check.equal("answer", answer{0}(), 42 + shift));'
RIGHT = "int answer{0}() {{ return 42; }}"
# The kit's own cells ask for the machine's memory, too. Java reads its control groups for it.
SHIFT = """java.lang.management.ManagementFactory.getOperatingSystemMXBean().getName();
int shift = 0;"""
# Each stands in a method that returns 42.
EXIT = "System.exit(0);"
ENDLESS = "while (System.nanoTime() != 0) Thread.onSpinWait();"
GIGABYTE = 'for (int i = 0; i < 10_000_000; i++) System.out.println("x".repeat(100));'
HEAP = "var l = new ArrayList<long[]>(); while (l != null) l.add(new long[1_000_000]);"
MEMORY = 'run("{python}", "-c", "x = bytearray(1150 << 20); import time; time.sleep(99)");'
FORKS = 'run("sh", "-c", "f() {{ sleep 99 & f & f; }}; f; sleep 99");'
# Both may be over, and the exercise passed, before anyone looks.
FAST_FORKS = 'run("sh", "-c", "for i in $(seq 500); do sleep 99 & done");'
FAST_MEMORY = 'run("{python}", "-c", "x = bytearray(1900 << 20)");'
DELETE = """for (String folder : List.of("{siblings}", "{kit}"))
        run("sh", "-c", "rm -rf " + folder + "/*; echo x > " + folder + "/00-bad.ipynb");"""
CONNECT = """for (String host : List.of("127.0.0.1", "localhost", "0.0.0.0"))
        try (var s = new java.net.Socket(host, {port})) {{ s.getOutputStream().write(1); }}
        catch (java.io.IOException e) {{ }}"""
RUN = """void run(String... command) {
    try { new ProcessBuilder(command).inheritIO().start().waitFor(); }
    catch (Exception e) { throw new RuntimeException(e); }
}
"""


def notebook(*sources):
    """A notebook of four exercises, with these sources of their cells."""
    cells = [new_code_cell("import tripletlab.notebook.*;"), new_code_cell(SHIFT)]
    for number, source in enumerate(sources, start=1):
        cells.append(new_code_cell(source, metadata={"tags": [f"exercise-90.{number}"]}))
        cells.append(new_code_cell(CHECK.format(number),
                                   metadata={"tags": [f"check-90.{number}"]}))
    made = new_notebook(cells=cells)
    made.metadata["tripletlab"] = {"short": {}}
    return made


STUBS = [STUB.format(number) for number in range(1, 5)]
RIGHTS = [RIGHT.format(number) for number in range(1, 5)]


def body(number, source):
    """The answer to an exercise that does something before."""
    return f"int answer{number}() {{\n    {source}\n    return 42;\n}}"


class FactsTest(unittest.TestCase):
    """A notebook's code may write to where check_one.py prints."""

    def test_forged_facts_end_nothing_and_are_text(self):
        row = check_handed_in.Row("a.ipynb")
        forged = [{"notebook": "05", "exercises": ["5.1", "5.2"]}, {"notebook": "x"},
                  {"exercise": 7}, {"exercise": "foo", "state": "running"}, {"exercise": "5.1"},
                  {"exercise": "5.2", "state": ["passed"], "message": {"\ud800": 1}}]
        lines = "".join(json.dumps(fact) + "\n" for fact in forged)
        process = mock.Mock(excess=lambda: None)
        process.process.stdout = io.StringIO(lines)
        self.assertEqual((None, None, None), check_handed_in.follow(row, process, 1))
        self.assertEqual("failed", row.states["5.1"][0])
        row.name = "\udcdcbung.ipynb"  # not UTF-8
        with tempfile.TemporaryDirectory() as folder:
            check_handed_in.write_table([row], Path(folder), "none")
            self.assertIn("bung", Path(folder, "exercises.csv").read_text("utf-8"))


class HandOutTest(unittest.TestCase):
    """What students get."""

    def test_no_outputs_no_solutions_and_no_link_that_leads_nowhere(self):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            hand_out.main(folder, False)
            self.assertEqual({"GLOSSARY.md", "LICENSE", "handout.html", "handout.pdf"},
                             {path.name for path in (folder / "notebooks").iterdir()
                              if path.suffix != ".ipynb"})
            for each in ("README.md", "binder", "data", "src"):  # as lab.py --folder does
                (folder / each).symlink_to(ROOT / each)
            paths = sorted((folder / "notebooks").glob("*.ipynb"))
            self.assertEqual(13, len(paths))
            for path in paths:
                made = nbformat.read(path, as_version=4)
                self.assertFalse(any(cell.get("outputs") for cell in made.cells))
                for link in re.findall(r"\]\((?!https?:|#)([^)#]+)", path.read_text("utf-8")):
                    self.assertTrue((path.parent / link).exists(), f"{path.name}: {link}")


class FilesTest(unittest.TestCase):
    """What is taken for a notebook."""

    def test_links_and_checkpoints_are_left_out_and_large_files_are_told(self):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            (folder / ".ipynb_checkpoints").mkdir()
            for path in (".ipynb_checkpoints/a.ipynb", "a.ipynb", "b", "readme"):
                (folder / path).write_text("no" if path == "readme" else '{"cells": []}')
            (folder / "large.ipynb").write_text("x" * 100)
            with contextlib.suppress(OSError):
                (folder / "link.ipynb").symlink_to("/dev/zero")
            with mock.patch.object(check_handed_in, "MOST_BYTES", 50):
                files = check_handed_in.handed_in(folder)
        self.assertEqual(["a.ipynb", "b", "large.ipynb"], list(files))
        self.assertEqual("it is larger than 50 bytes", files["large.ipynb"])


class HandedInTest(unittest.TestCase):
    """The real kernel, and a small notebook of exercises."""

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.root = Path(folder.name).resolve()
        for name in ("in", "kit"):
            (cls.root / name).mkdir()
        cls.confined = confined.confinement(cls.root / "in", [cls.root / "kit"])
        if os.name != "nt" and os.geteuid() == 0 and not cls.confined.protects_files:
            raise unittest.SkipTest("root needs bubblewrap")
        cls.listener = socket.create_server(("0.0.0.0", 0))
        cls.listener.settimeout(0.1)
        cls.addClassCleanup(cls.listener.close)
        places = {"siblings": cls.root / "in", "kit": cls.root / "kit",
                  "port": cls.listener.getsockname()[1],
                  "python": Path(sys.executable).as_posix()}
        nbformat.write(notebook(*STUBS), cls.root / "kit" / "90-tiny.ipynb")
        untouched = notebook(*STUBS)
        untouched.cells.pop(2)
        cls.write("untouched.ipynb", untouched)
        helped = notebook("int answer1() { return helper(); }", *RIGHTS[1:])
        helped.cells.insert(3, new_code_cell("int helper() { return 42; }"))
        cls.write("anna/homework", helped)
        killers = [body(number, source) for number, source in
                   enumerate((EXIT, ENDLESS, GIGABYTE), start=1)]
        cls.write("ben/05-training.ipynb", notebook(*killers, RIGHTS[3]))
        greedy = [RUN + body(number, source.format(**places)) for number, source in
                  enumerate((HEAP, MEMORY, FORKS), start=1)]
        cls.write("carl/a.ipynb", notebook(*greedy, RIGHTS[3]))
        fast = [RUN + body(number, source.format(**places)) for number, source in
                enumerate((FAST_FORKS, FAST_MEMORY), start=1)]
        cls.write("carl/b.ipynb", notebook(*fast, *RIGHTS[2:]))
        cls.write("=dora.ipynb", cls.careless(places))
        cls.write("emil/broken.ipynb", None)
        (cls.root / "in" / "emil" / "broken.ipynb").write_text('{"cells": [')
        (cls.root / "in" / "emil" / "notes.txt").write_text("no notebook")
        cls.before = cls.files()
        start = time.monotonic()
        print(cls.start("in").communicate()[0], f"{time.monotonic() - start:.0f} s")
        with open(cls.root / "out" / "exercises.csv", encoding="utf-8-sig") as table:
            cls.table = {row["file"]: row for row in csv.DictReader(table)}

    @classmethod
    def start(cls, folder):
        return subprocess.Popen(
            [sys.executable, ROOT / "binder" / "classroom" / "check_handed_in.py",
             "--seconds", "15", "--memory", "1200", "--notebooks", cls.root / "kit",
             cls.root / folder, cls.root / "out"],
            env={**os.environ, "JUPYTER_PREFER_ENV_PATH": "1"}, encoding="utf-8",
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT)

    @classmethod
    def write(cls, name, made):
        path = cls.root / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if made:
            nbformat.write(made, path)

    @classmethod
    def careless(cls, places):
        """A wrong answer whose check was edited, two that pass but want harm, one with an error."""
        deletes = DELETE.format(**places) if cls.confined.protects_files else ""
        made = notebook("int answer1() { return 43; }",
                        RUN + body(2, deletes), body(3, CONNECT.format(**places)),
                        "int answer4() { return fourtytwo; }")
        made.cells[1].source = "int shift = 1;"
        made.cells[3].source = 'System.out.println("✓ exercise 90.1 is solved");'
        return made

    @classmethod
    def files(cls):
        return {path: path.read_bytes() for part in ("in", "kit")
                for path in (cls.root / part).rglob("*") if path.is_file()}

    def states(self, name):
        return [self.table[name][f"90.{number}"] for number in range(1, 5)]

    def test_what_is_right_passes_whatever_its_file_is_called(self):
        self.assertEqual(["passed"] * 4, self.states("anna/homework"))
        self.assertEqual("90-tiny", self.table["anna/homework"]["notebook"])

    def test_what_is_untouched_was_not_tried(self):
        self.assertEqual(["not tried: its cell is missing", *["not tried"] * 3],
                         self.states("untouched.ipynb"))

    def test_what_ends_java_never_ends_or_never_stops_printing_costs_one_exercise(self):
        exit_, endless, gigabyte, right = self.states("ben/05-training.ipynb")
        self.assertIn("failed: Java ended", exit_)
        self.assertIn("too slow: more than 15 seconds", endless)
        self.assertIn("too much output", gigabyte)
        self.assertEqual("passed", right)

    def test_what_takes_all_memory_or_processes_costs_one_exercise(self):
        heap, memory, forks, right = self.states("carl/a.ipynb")
        self.assertIn("too much memory", heap)
        self.assertIn("too much memory", memory)
        self.assertIn("too many processes", forks)
        self.assertEqual("passed", right)

    def test_what_takes_too_much_but_for_a_moment_does_not_pass(self):
        forks, memory, *rights = self.states("carl/b.ipynb")
        self.assertIn("too many processes", forks)
        if "control group" in self.confined.says:
            self.assertIn("too much memory", memory)
        self.assertEqual(["passed", "passed"], rights)

    def test_the_kits_own_checks_and_helpers_count(self):
        wrong, deletes, connects, unknown = self.states("'=dora.ipynb")
        self.assertEqual("failed: answer is 43, expected 42", wrong)
        self.assertEqual(["passed", "passed"], [deletes, connects])
        self.assertIn("a name that the notebook does not know", unknown)

    def test_siblings_and_the_kit_are_intact(self):
        self.assertTrue(self.confined.protects_files or self.skipTest(self.confined.says))
        self.assertEqual(self.before, self.files())

    def test_nothing_connects(self):
        if not self.confined.command:
            self.skipTest(self.confined.says)
        with self.assertRaises(TimeoutError):
            self.listener.accept()

    def test_what_cannot_be_read_is_told(self):
        self.assertIn("broken: it cannot be read", self.table["emil/broken.ipynb"]["notebook"])
        self.assertNotIn("emil/notes.txt", self.table)

    @unittest.skipIf(os.name == "nt", "signals")
    def test_an_interruption_ends_all_of_it(self):
        (self.root / "endless").mkdir()
        nbformat.write(notebook(body(1, ENDLESS), *STUBS[1:]), self.root / "endless" / "a.ipynb")
        with self.start("endless") as process:
            below = psutil.Process(process.pid).children
            while not any("java" in child.name() for child in below(recursive=True)):
                time.sleep(0.1)
            children = below(recursive=True)
            process.send_signal(signal.SIGINT)
            self.assertIn("Interrupted", process.communicate(timeout=60)[0])
        self.assertEqual([], psutil.wait_procs(children, timeout=10)[1])

    def test_nothing_is_left_running(self):
        if not self.confined.says.startswith(("bubblewrap", "unshare")):
            self.skipTest("here a process whose parent has ended is not found")
        left = subprocess.run(["pgrep", "-f", f"sleep 99|{self.root}"], check=False,
                              stdout=subprocess.PIPE).stdout.split()
        self.assertEqual([], left)


if __name__ == "__main__":
    unittest.main()
