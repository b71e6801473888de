"""How lab.py prepares, heals and shares the kit's folder."""

import contextlib
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
import unittest
import zipfile
from pathlib import Path
from unittest import mock

from kit import TemporaryKit, kernel, lab, machine

HANGUP = getattr(signal, "SIGHUP", None)


def options(*arguments):
    """The options of this command line."""
    return lab.parse_arguments(list(arguments))[0]


class BuildTest(unittest.TestCase):
    """Step 2, with a Maven that does what a test wants."""

    def setUp(self):
        self.kit = TemporaryKit(self)
        self.stamp = lab.stamp_of("mxnet")

    def build(self, maven=lambda: None, engine="mxnet"):
        """Build; returns Maven's command line."""
        with mock.patch.object(lab, "run", side_effect=lambda *_: maven()) as run:
            lab.build_library(engine, machine.Tool(Path("jdk"), "17"), machine.Tool("mvn", "3.9"))
        return run.call_args[0][0]

    def test_the_stamp_comes_last_and_holds(self):
        self.assertFalse(lab.is_built("mxnet"))
        self.build(lambda: self.assertFalse(self.stamp.exists()))
        self.assertTrue(lab.is_built("mxnet"))

    def test_a_source_that_changes_during_the_build_is_built_again(self):
        source = self.kit.root / "src" / "main" / "Changed.java"
        source.parent.mkdir(parents=True, exist_ok=True)
        self.build(lambda: source.write_text("class Changed {}"))
        self.assertFalse(lab.is_built("mxnet"))
        self.build()
        self.assertTrue(lab.is_built("mxnet"))

    def test_what_git_ignores_and_a_dead_link_are_no_sources(self):
        (self.kit.root / ".gitignore").write_text(".ipynb_checkpoints/\n.DS_Store\n")
        self.build()
        main = self.kit.root / "src" / "main"
        (main / ".ipynb_checkpoints").mkdir()
        (main / ".ipynb_checkpoints" / "A-checkpoint.java").write_text("class A {}")
        (main / ".DS_Store").write_text("")
        with contextlib.suppress(OSError):  # on Windows
            (main / ".#A.java").symlink_to("nowhere")
        self.assertTrue(lab.is_built("mxnet"))

    def test_git_and_maven_leave_out_what_jupyterlab_writes_beside_a_source(self):
        project = Path(__file__).resolve().parents[3]
        ignored = (project / ".gitignore").read_text().split()
        self.assertLessEqual({".ipynb_checkpoints/", ".DS_Store"}, set(ignored))
        pom = (project / "pom.xml").read_text(encoding="utf-8")
        self.assertIn("<checkpoints>**/.ipynb_checkpoints/**</checkpoints>", pom)
        readers = re.findall(r"(?s)<plugin>(?:(?!</plugin>).)*?"
                             r"(?:compiler|spotless|checkstyle|source|javadoc)-(?:maven-)?plugin<"
                             r".*?</plugin>|<resource>.*?</resource>", pom)
        self.assertEqual(7, len(readers))
        for reader in readers:
            self.assertIn(">${checkpoints}<", reader)

    def test_a_half_jar_is_removed_before_maven_runs(self):
        self.build()
        jar = self.kit.target / "tripletlab.jar"
        jar.write_bytes(jar.read_bytes()[:-30])
        self.assertFalse(lab.is_built("mxnet"))

        def maven():
            self.assertFalse(jar.exists())
            self.kit.jar("tripletlab.jar")

        self.build(maven)
        self.assertTrue(lab.is_built("mxnet"))

    def test_a_jar_that_is_damaged_within_gets_no_stamp(self):
        jar = self.kit.target / "lib" / "mxnet" / "api-1.0.jar"
        jar.write_bytes(jar.read_bytes().replace(b"MANIFEST.MF", b"MANIFEST.MX", 2))
        with self.assertRaises(SystemExit):
            self.build()
        self.assertFalse(self.stamp.exists() or jar.exists())

    def test_garbage_in_the_stamp_means_to_build(self):
        self.build()
        self.stamp.write_bytes(b"\xff\xfe\x00")
        self.assertFalse(lab.is_built("mxnet"))

    def test_classes_of_a_build_that_was_cut_are_made_anew(self):
        half = self.kit.target / "classes" / "Half.class"
        half.parent.mkdir()
        half.write_text("")
        self.build()
        self.assertFalse(half.exists())

    def test_another_folder_and_another_jdk_need_no_build(self):
        self.build()
        moved = self.kit.root.with_name(self.kit.root.name + "-moved")
        self.kit.root.rename(moved)
        self.addCleanup(moved.rename, self.kit.root)
        with mock.patch.multiple(kernel, ROOT=moved, TARGET=moved / "target"), \
                mock.patch.multiple(lab, ROOT=moved, TARGET=moved / "target"):
            self.assertTrue(lab.is_built("mxnet"))

    def test_spark_is_built_beside_the_rest(self):
        self.assertNotIn("spark", self.build())
        shutil.copytree(self.kit.target, self.kit.root / "copy")
        (self.kit.root / "copy").rename(self.kit.target / "spark")
        with mock.patch.dict(os.environ, {kernel.WITH: "spark"}):
            (self.kit.root / "src" / "spark").mkdir()
            (self.kit.root / "src" / "spark" / "SweepMain.java").write_text("")
            self.assertFalse(lab.is_built("mxnet"))
            self.assertEqual(["-P", "spark"], self.build()[-2:])
            self.assertTrue(lab.is_built("mxnet"))
            self.assertIn(self.kit.target / "spark" / "tripletlab.jar", kernel.class_path("mxnet"))
        self.assertTrue(lab.is_built("mxnet"))
        self.assertNotIn("spark", str(kernel.class_path("mxnet")))

    def test_the_other_engine_is_another_profile(self):
        self.kit.libraries("linux-x86_64", engine="pytorch")
        with mock.patch.object(lab, "DEFAULT_ENGINE", "mxnet"):
            self.assertNotIn("-P", self.build())
            self.assertIn("pytorch", self.build(engine="pytorch"))


class VenvTest(unittest.TestCase):
    """Step 3, on a .venv of one package."""

    def setUp(self):
        self.kit = TemporaryKit(self)
        patch = mock.patch.object(lab, "venv_version", return_value="3.11")
        patch.start()
        self.addCleanup(patch.stop)
        self.site = lab.VENV / "lib" / "python3.11" / "site-packages"
        (self.site / "a-1.dist-info").mkdir(parents=True)
        (self.site / "a.py").write_text("1234")
        (self.site / "a-1.dist-info" / "RECORD").write_text(
            "a.py,sha256=x,4\na.pyc,,\n"
            "../../../share/jupyter/kernels/java/kernel.json,sha256=x,9\n")
        self.stamp = lab.VENV / "tripletlab.stamp"
        self.stamp.write_text(lab.venv_state())

    def install(self, pip=None):
        """Install into .venv as it is, with a pip that does what a test wants."""
        self.stamp.unlink()
        with mock.patch.object(lab, "venv_version",
                               return_value="{}.{}".format(*sys.version_info)), \
                mock.patch.object(lab, "run", side_effect=pip) as run:
            lab.install_packages()
        return run

    def test_files_are_there_with_their_sizes(self):
        self.assertTrue(lab.venv_is_whole())
        (self.site / "a.py").write_text("12")
        self.assertFalse(lab.venv_is_whole())
        (self.site / "a.py").unlink()
        self.assertFalse(lab.venv_is_whole())

    def test_each_package_that_was_installed_is_there(self):
        lab.REQUIREMENTS.write_text("a==1 \\\n    --hash=x\nb-c==2 ; os_name == 'nt'\n")
        other = self.site / "pip-23.dist-info"
        other.mkdir()
        (other / "RECORD").write_text("pip.pyc,,\n")
        self.install()
        self.assertTrue(lab.venv_is_whole())
        shutil.rmtree(str(other))
        self.assertTrue(lab.venv_is_whole())
        shutil.rmtree(str(self.site / "a-1.dist-info"))
        self.assertFalse(lab.venv_is_whole())

    def test_garbage_in_the_stamp_or_a_record(self):
        (self.site / "a-1.dist-info" / "RECORD").write_bytes(b"\xff,\xfe,\xfd")
        self.assertFalse(lab.venv_is_whole())
        self.stamp.write_bytes(b"\xff")
        self.assertFalse(lab.venv_is_whole())

    def test_wheels_of_a_bundle_come_before_the_network(self):
        (self.kit.target / "wheels").mkdir()
        for works, expected in ((True, 1), (False, 2)):
            run = self.install(lambda command, *_: works or "--no-index" not in command)
            self.assertEqual(expected, run.call_count)

    def test_a_bundle_for_another_python_is_told(self):
        wheels = self.kit.target / "wheels"
        wheels.mkdir()
        self.assertIn("network; if that was cut", lab.pip_complaint(wheels))
        (wheels / "pyzmq-27.0-cp312-abi3-win_amd64.whl").write_text("")
        for made_for, says in ((sys.version_info[1], "network; if that was cut"),
                               (99, "for Python 3.99")):
            (wheels / f"a-1-cp3{made_for}-cp3{made_for}-win_amd64.whl").write_text("")
            self.assertIn(says, lab.pip_complaint(wheels))
            (wheels / f"a-1-cp3{made_for}-cp3{made_for}-win_amd64.whl").unlink()


class SharedFolderTest(unittest.TestCase):
    """A folder that root prepared, and the folders of those who use it."""

    def setUp(self):
        self.kit = TemporaryKit(self)
        for name in ("00-a.ipynb", "solutions/00-a.ipynb"):
            path = self.kit.root / "notebooks" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(name)
        self.own = self.kit.root / "home"

    def folder(self, *arguments):
        """own_folder of this command line, and what it prints."""
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            return lab.own_folder(options(*arguments)), said.getvalue()

    def test_notebooks_are_copied_once_and_never_overwritten(self):
        copy = self.own / "notebooks" / "00-a.ipynb"
        folder, _ = self.folder("--folder", str(self.own))
        self.assertEqual((self.own, "00-a.ipynb"), (folder, copy.read_text()))
        self.assertTrue((self.own / "notebooks" / "solutions" / "00-a.ipynb").exists())
        copy.write_text("mine")
        for name in ("01-b.ipynb", "handout.pdf"):
            (self.kit.root / "notebooks" / name).write_text("")
        _, said = self.folder("--folder", str(self.own))
        self.assertEqual("mine", copy.read_text())
        self.assertIn("new there: 01-b.ipynb, handout.pdf", said)

    def hand_out(self, correction=None):
        """Start lab.py, after a correction of 00-a; returns what is in the user's folder then."""
        if correction:
            (self.kit.root / "notebooks" / "00-a.ipynb").write_text(correction)
        self.folder("--folder", str(self.own))
        return {path.name: path.read_text() for path in (self.own / "notebooks").glob("*.ipynb")}

    def write(self, name, text):
        """What a user does with a notebook."""
        (self.own / "notebooks" / name).write_text(text)

    def test_a_correction_replaces_what_its_owner_left_alone(self):
        self.hand_out()
        self.assertEqual({"00-a.ipynb": "right"}, self.hand_out("right"))
        self.assertEqual({"00-a.ipynb": "better"}, self.hand_out("better"))

    def test_a_correction_comes_beside_what_its_owner_changed(self):
        self.hand_out()
        self.write("00-a.ipynb", "mine")
        beside = {"00-a.ipynb": "mine", "00-a (corrected).ipynb": "right"}
        self.assertEqual(beside, self.hand_out("right"))
        self.assertEqual(beside, self.hand_out())
        beside["00-a (corrected).ipynb"] = "better"
        self.assertEqual(beside, self.hand_out("better"))
        self.write("00-a (corrected).ipynb", "mine too")
        self.assertEqual({"00-a.ipynb": "mine", "00-a (corrected).ipynb": "mine too",
                          "00-a (corrected 2).ipynb": "best"}, self.hand_out("best"))

    def test_a_correction_that_its_owner_took_or_deleted_does_not_come_back(self):
        self.hand_out()
        self.write("00-a.ipynb", "mine")
        self.hand_out("right")
        (self.own / "notebooks" / "00-a (corrected).ipynb").unlink()
        self.assertEqual({"00-a.ipynb": "mine"}, self.hand_out())
        self.hand_out("better")
        os.replace(str(self.own / "notebooks" / "00-a (corrected).ipynb"),
                   str(self.own / "notebooks" / "00-a.ipynb"))
        self.assertEqual({"00-a.ipynb": "better"}, self.hand_out())
        self.assertEqual({"00-a.ipynb": "best"}, self.hand_out("best"))

    def test_without_its_record_nothing_is_overwritten(self):
        self.hand_out()
        for damaged in ("", "{", "[1]", '"x"', "7"):
            (self.own / ".handed-out.json").write_text(damaged)
            self.write("00-a.ipynb", "mine")
            self.assertEqual("mine", self.hand_out(f"right {damaged}")["00-a.ipynb"])

    def test_what_was_handed_out_gets_no_solutions_and_no_guide(self):
        (self.own / "notebooks").mkdir(parents=True)
        (self.own / lab.HANDOUT).write_text("")
        self.folder("--folder", str(self.own))
        self.assertEqual([], list((self.own / "notebooks").iterdir()))

    def test_a_handout_overwrites_nothing(self):
        self.assertEqual(self.own.resolve(), lab.empty_folder(self.own))
        self.own.mkdir()
        self.assertEqual(self.own.resolve(), lab.empty_folder(self.own))
        (self.own / "work.ipynb").write_text("")
        for place in (self.own, self.own / "work.ipynb"):
            with self.assertRaises(SystemExit) as failure:
                lab.empty_folder(place)
            self.assertIn("is not empty", failure.exception.code)

    def test_who_may_write_works_in_place(self):
        self.assertEqual((self.kit.root, ""), self.folder())

    def test_who_may_not_write_has_a_folder_at_home(self):
        with mock.patch.object(lab, "read_only", return_value=True), \
                mock.patch.object(Path, "home", return_value=self.own):
            self.assertEqual(self.own / "tripletlab", self.folder()[0])

    def test_a_folder_that_was_not_prepared_is_told_with_the_command(self):
        with mock.patch.object(lab, "read_only", return_value=True), \
                self.assertRaises(SystemExit) as failure:
            lab.prepare(options())
        self.assertIn("--prepare", failure.exception.code)

    def test_jupyters_own_options_are_left_alone(self):
        self.assertEqual(2, len(lab.jupyter_defaults(self.own, ["--no-browser"])))
        self.assertEqual([], lab.jupyter_defaults(self.own, ["--ServerApp.root_dir=/x"]))
        self.assertEqual([], lab.jupyter_defaults(self.own, ["--notebook-dir", "/x"]))
        self.assertEqual(1, len(lab.jupyter_defaults(self.own, ["--LabApp.default_url=/lab"])))

    def test_a_folder_that_java_cannot_name(self):
        with mock.patch.object(lab, "ROOT", Path(f"/a{os.pathsep}b")), \
                self.assertRaises(SystemExit):
            lab.check_folder()

    def test_the_kernel_is_the_same_whoever_starts_it(self):
        kernels = lab.VENV / "share" / "jupyter" / "kernels" / "java"
        kernels.mkdir(parents=True)
        (kernels / "jjava.jar").write_text("")
        lab.write_kernel(lab.VENV, "python", "pytorch", machine.Tool(Path("jdk"), "17"))
        argv = json.loads((kernels / "kernel.json").read_text())["argv"]
        self.assertEqual(["python", str(self.kit.root / "binder" / "kernel.py"), "pytorch",
                          "jdk", "{connection_file}"], argv)

    def test_settings_of_others_stay(self):
        config = lab.VENV / "etc" / "jupyter" / "jupyter_server_config.json"
        config.parent.mkdir(parents=True)
        config.write_text('{"ServerApp": {"port": 1}}')
        lab.write_jupyter_settings(lab.VENV)
        self.assertEqual({"ServerApp": {"port": 1},
                          "MultiKernelManager": {"default_kernel_name": "java"}},
                         json.loads(config.read_text()))

    def test_jupyterlab_finds_the_extension_that_names_figures(self):
        lab.write_jupyter_settings(lab.VENV)
        folder = lab.VENV / "share" / "jupyter" / "labextensions"
        package = json.loads((folder / "tripletlab" / "package.json").read_text())
        self.assertEqual("tripletlab", package["name"])
        script = folder / package["name"] / package["jupyterlab"]["_build"]["load"]
        self.assertIn(f'{package["name"]}: {{', script.read_text())


class SettingsTest(unittest.TestCase):
    """--set."""

    def test_a_notebook_that_is_not_utf8_is_named(self):
        notebook = TemporaryKit(self).root / "05-training.ipynb"
        notebook.write_bytes(b"\xff\xfe{\x00")
        with self.assertRaises(SystemExit) as failure:
            lab.read_settings(["margin=1"], [notebook])
        self.assertRegex(failure.exception.code, "05-training.ipynb is damaged.*To mend it")


class BundleTest(unittest.TestCase):
    """A bundle, and a clone beside it."""

    def test_wheels_are_the_same_for_each_python_3_x(self):
        versions = re.findall(r"python_full_version \W+ '([\d.]+)'",
                              lab.REQUIREMENTS.read_text(encoding="utf-8"))
        self.assertTrue(versions)
        self.assertEqual([], [version for version in versions if version.count(".") > 1])

    def test_a_clone_takes_the_library_of_its_own_sources_only(self):
        kit = TemporaryKit(self)
        lab.stamp_of("mxnet").write_text(lab.state("mxnet"))
        with zipfile.ZipFile(str(kit.root / "tripletlab-x.zip"), "w") as bundle:
            for path in kit.target.rglob("*"):
                bundle.write(str(path), "tripletlab/" + path.relative_to(kit.root).as_posix())
        (kit.target / "tripletlab.jar").unlink()
        with mock.patch.object(lab, "inputs_hash", return_value="of other sources"):
            lab.take_from_bundle("mxnet")
        self.assertFalse(lab.is_built("mxnet"))
        lab.take_from_bundle("mxnet")
        self.assertTrue(lab.is_built("mxnet"))

    def test_its_size_is_printed(self):
        kit = TemporaryKit(self)
        (kit.root / ".gitignore").write_text("/target/\n")
        lab.stamp_of("mxnet").write_text("")
        kit.unpack()
        path, said = kit.root / "tripletlab.zip", io.StringIO()

        def pip(*_):
            (kit.target / "wheels").mkdir()
            (kit.target / "wheels" / "a.whl").write_bytes(os.urandom(2 * 10**6))

        with mock.patch.object(lab, "run", side_effect=pip), contextlib.redirect_stdout(said):
            lab.write_bundle(path, "mxnet", "python")
        self.assertRegex(said.getvalue(), r"^Bundle  2 MB  \d+ s\n$")

    def test_project_files_are_those_that_git_would_have(self):
        kit = TemporaryKit(self)
        (kit.root / ".gitignore").write_text("/target/\n__pycache__/\n*.iml\n")
        for name in ("a.iml", "tripletlab-1.zip", "src/__pycache__/x.pyc", ".git/config"):
            (kit.root / name).parent.mkdir(exist_ok=True)
            (kit.root / name).write_text("")
        self.assertEqual([".gitignore", "pom.xml", "requirements.txt"],
                         [path.relative_to(kit.root).as_posix()
                          for path in lab.project_files(kit.root)])


class ProcessTest(unittest.TestCase):
    """Interruptions."""

    def setUp(self):
        for number in filter(None, [signal.SIGINT, signal.SIGTERM, HANGUP]):
            self.addCleanup(signal.signal, number, signal.getsignal(number))

    @unittest.skipIf(machine.WINDOWS, "signals")
    def test_a_signal_ends_what_was_started_with_its_children(self):
        kit = TemporaryKit(self)
        signal.signal(HANGUP, signal.SIG_DFL)
        lab.catch_signals()
        for number in (signal.SIGINT, signal.SIGTERM, HANGUP):
            with self.subTest(number):
                pid = kit.root / f"pid-{number}"
                threading.Thread(target=self.end, args=(number, pid), daemon=True).start()
                with self.assertRaises(KeyboardInterrupt):
                    lab.run(["sh", "-c", f"sleep 60 & echo $! > '{pid}'; wait"], None, "")
                time.sleep(0.2)
                child = subprocess.run(["ps", "-o", "stat=", "-p", pid.read_text().strip()],
                                       stdout=subprocess.PIPE).stdout.decode()
                self.assertIn(child.strip()[:1], ("", "Z"))

    @staticmethod
    def end(number, pid):
        """Send this process a signal as soon as the child has written its own number."""
        while not pid.exists() or not pid.read_text().strip():
            time.sleep(0.05)
        os.kill(os.getpid(), number)

    @unittest.skipIf(machine.WINDOWS, "signals")
    def test_nohup_works(self):
        signal.signal(HANGUP, signal.SIG_IGN)
        lab.catch_signals()
        self.assertEqual(signal.SIG_IGN, signal.getsignal(HANGUP))

    @unittest.skipIf(machine.WINDOWS, "fcntl")
    def test_the_second_waits_and_says_so(self):
        TemporaryKit(self)
        said = io.StringIO()
        with lab.only_one(), contextlib.redirect_stdout(said), \
                mock.patch("time.sleep", side_effect=KeyboardInterrupt):
            with self.assertRaises(KeyboardInterrupt), lab.only_one():
                pass
        self.assertIn("Waiting", said.getvalue())


if __name__ == "__main__":
    unittest.main()
