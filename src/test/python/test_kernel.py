"""What the kernel starts with, on each system."""

import os
import sys
import unittest
from pathlib import Path
from unittest import mock

from kit import TemporaryKit, kernel, lab, machine


class KernelTest(unittest.TestCase):
    """binder/kernel.py on a made-up target/."""

    def setUp(self):
        self.kit = TemporaryKit(self)

    def test_class_path_is_what_maven_listed_without_natives(self):
        self.kit.jar("lib/mxnet/old-0.jar")
        self.assertEqual(["tripletlab.jar", "api-1.0.jar", "jna-5.17.0.jar"],
                         [path.name for path in kernel.class_path("mxnet")])

    def test_natives_are_named_as_each_system_names_them(self):
        for machine_name, jna in (("linux-x86_64", "linux-x86-64/libjnidispatch.so"),
                                  ("osx-aarch64", "darwin-aarch64/libjnidispatch.jnilib"),
                                  ("win-x86_64", "win32-x86-64/jnidispatch.dll")):
            with self.subTest(machine_name):
                self.kit.libraries(machine_name)
                lab.unpack_natives("mxnet")
                self.assertEqual({"lib/engine": "native/lib/engine",
                                  f"jna/{jna.split('/')[1]}": f"com/sun/jna/{jna}"},
                                 self.kit.unpacked("mxnet"))

    def test_pytorch_has_its_jni_library_beside_it(self):
        self.kit.libraries("linux-x86_64", engine="pytorch")
        lab.unpack_natives("pytorch")
        self.assertEqual({"lib/engine", "lib/libdjl_torch.so", "jna/libjnidispatch.so"},
                         set(self.kit.unpacked("pytorch")))

    def test_half_a_jar_is_broken(self):
        self.assertEqual([], kernel.broken_jars("mxnet"))
        jar = self.kit.target / "lib" / "mxnet" / "api-1.0.jar"
        jar.write_bytes(jar.read_bytes()[:-20])
        self.assertEqual([jar], kernel.broken_jars("mxnet"))

    def test_a_class_path_of_other_bytes_is_broken(self):
        for content in (b"\xff\x00\xfe", b"", b"a\x00.jar"):
            (self.kit.target / "lib" / "mxnet" / "classpath.txt").write_bytes(content)
            self.assertTrue(kernel.broken_jars("mxnet"))

    def test_natives_of_another_size_are_broken(self):
        self.assertTrue(kernel.broken_natives("mxnet"))
        self.kit.unpack()
        self.assertEqual([], kernel.broken_natives("mxnet"))
        library = self.kit.target / "natives" / "mxnet" / "lib" / "engine"
        library.write_bytes(b"half")
        self.assertEqual([library], kernel.broken_natives("mxnet"))

    def test_natives_of_another_version_are_broken(self):
        self.kit.unpack()
        self.kit.libraries("linux-aarch64")
        self.assertTrue(kernel.broken_natives("mxnet"))

    def test_the_jar_of_unpacked_natives_may_be_gone(self):
        self.kit.unpack()
        self.kit.native_jar().unlink()
        self.assertEqual([], kernel.broken_jars("mxnet"))
        (self.kit.target / "natives" / "mxnet" / "lib" / "engine").unlink()
        self.assertEqual([self.kit.native_jar()], kernel.broken_jars("mxnet"))

    def test_it_says_what_is_missing_and_what_mends_it(self):
        (self.kit.target / "tripletlab.jar").unlink()
        with self.assertRaises(SystemExit) as end:
            kernel.main("mxnet", "jdk", "connection.json")
        self.assertRegex(end.exception.code, r"tripletlab\.jar is missing.*lab\.py\" --prepare")
        self.assertNotIn("\n", end.exception.code)

    def test_the_command_names_spark_where_it_was_used(self):
        self.assertNotIn("--with", kernel.prepare_line("mxnet"))
        with mock.patch.dict(os.environ, {kernel.WITH: "spark"}):
            self.assertTrue(kernel.prepare_line("mxnet").endswith("--engine mxnet --with spark"))

    def test_it_becomes_java(self):
        self.kit.unpack()
        with mock.patch("os.execve") as execve, mock.patch.object(machine, "WINDOWS", False):
            execve.side_effect = SystemExit
            with self.assertRaises(SystemExit):
                kernel.main("mxnet", str(self.kit.jdk()), "connection.json")
        program, command, environment = execve.call_args[0]
        self.assertEqual(self.kit.jdk() / "bin" / "java", Path(program))
        self.assertEqual("connection.json", command[-1])
        self.assertEqual(str(self.kit.target / "natives" / "mxnet" / "lib"),
                         environment["MXNET_LIBRARY_PATH"])

    def test_a_jdk_that_is_not_for_this_user_gives_way_to_that_of_the_path(self):
        self.kit.unpack()
        other = machine.Tool(Path("other"), "21")
        with mock.patch("shutil.which", lambda _, path: path.startswith("other") and path), \
                mock.patch.object(kernel, "find_jdk", return_value=(other, None)), \
                mock.patch.object(kernel, "become") as become:
            kernel.main("mxnet", str(self.kit.jdk()), "connection.json")
        self.assertEqual("other", Path(become.call_args[0][0][0]).parent.name)

    def test_on_windows_it_waits_for_java(self):
        self.kit.unpack()
        jdk = self.kit.jdk()
        with mock.patch("subprocess.Popen") as popen, mock.patch.object(machine, "WINDOWS", True), \
                mock.patch("shutil.which", return_value="java.exe"), \
                mock.patch.dict(os.environ):
            os.environ.pop("JPY_PARENT_PID", None)
            popen.return_value.wait.return_value = 7
            with self.assertRaises(SystemExit) as end:
                kernel.main("mxnet", str(jdk), "connection.json")
        self.assertEqual(7, end.exception.code)
        self.assertEqual("java.exe", popen.call_args[0][0][0])

    def test_on_windows_java_ends_with_jupyter(self):
        process, ctypes = mock.Mock(), mock.Mock()
        with mock.patch.object(machine, "ctypes", ctypes), \
                mock.patch.dict(os.environ, JPY_PARENT_PID="12"):
            ctypes.windll.kernel32.WaitForSingleObject.return_value = 0xFFFFFFFF  # no such handle
            machine.end_with_jupyter(process)
            process.kill.assert_not_called()
            ctypes.windll.kernel32.WaitForSingleObject.return_value = 0
            machine.end_with_jupyter(process)
            process.kill.assert_called_once()

    def test_threads_are_those_of_now_and_the_user_comes_first(self):
        with mock.patch.object(kernel, "usable_cores", return_value=3), \
                mock.patch.dict(os.environ, KMP_BLOCKTIME="5", TRIPLETLAB_HOME="elsewhere"):
            os.environ.pop("OMP_NUM_THREADS", None)
            environment = kernel.environment("mxnet")
        self.assertEqual(("3", "5", str(self.kit.root)),
                         tuple(environment[name] for name in
                               ("OMP_NUM_THREADS", "KMP_BLOCKTIME", "TRIPLETLAB_HOME")))

    def test_freed_memory_is_kept_by_jemalloc_or_else_by_glibc(self):
        with mock.patch.object(kernel, "shared_library", "/lib/{}".format):
            both = kernel.allocator(cores=2)
            alone = kernel.allocator(cores=1)
        self.assertEqual("/lib/libjemalloc.so.2 /lib/libomp.so.5", both["LD_PRELOAD"])
        self.assertEqual("/lib/libjemalloc.so.2", alone["LD_PRELOAD"])  # nothing to share out
        self.assertNotIn("MALLOC_ARENA_MAX", both)
        with mock.patch.object(kernel, "shared_library", lambda name: None):
            neither = kernel.allocator(cores=2)
        self.assertNotIn("LD_PRELOAD", neither)
        self.assertNotIn("MALLOC_CONF", neither)
        self.assertEqual("1", neither["MALLOC_ARENA_MAX"])


class MachineTest(unittest.TestCase):
    """binder/machine.py."""

    def test_java_gets_a_locale_that_can_name_all_files_on_linux(self):
        for platform, locale, expected in (
                ("linux", {"LC_ALL": "C"}, "C.UTF-8"), ("linux", {}, "C.UTF-8"),
                ("linux", {"LANG": "de_DE.utf8"}, None), ("darwin", {}, None),
                ("linux", {"LC_ALL": "", "LC_CTYPE": "C", "LANG": "en_US.UTF-8"}, "C.UTF-8")):
            with mock.patch.object(sys, "platform", platform):
                self.assertEqual(expected,
                                 machine.utf8_for_java(dict(locale)).get("LC_ALL") or None)

    @unittest.skipIf(machine.WINDOWS, "fcntl")
    def test_one_lock_at_a_time(self):
        kit = TemporaryKit(self)
        path = kit.target / "lab.lock"
        with path.open("w") as first, path.open("w") as second:
            self.assertTrue(machine.try_lock(first))
            self.assertFalse(machine.try_lock(second))
            first.close()
            self.assertTrue(machine.try_lock(second))

    def test_windows_ends_a_tree_of_processes_by_taskkill(self):
        with mock.patch.object(machine, "WINDOWS", True), mock.patch("subprocess.call") as call:
            machine.end_with_children(mock.Mock(pid=5))
        self.assertEqual(["taskkill", "/F", "/T", "/PID", "5"], call.call_args[0][0])


if __name__ == "__main__":
    unittest.main()
