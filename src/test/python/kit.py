"""A kit in a temporary folder, for tests of what is in binder/."""

import sys
import tempfile
import zipfile
from pathlib import Path
from unittest import mock

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "binder"))

import kernel
import lab
import machine

__all__ = ["TemporaryKit", "kernel", "lab", "machine"]


class TemporaryKit:
    """A folder with a built library; lab and kernel take it for theirs until the test ends."""

    def __init__(self, test):
        folder = tempfile.TemporaryDirectory()
        test.addCleanup(folder.cleanup)
        self.root = Path(folder.name).resolve()
        self.target = self.root / "target"
        (self.root / "src" / "main").mkdir(parents=True)
        (self.root / "pom.xml").write_text("<project/>")
        (self.root / "requirements.txt").write_text("")
        for module, name, value in (
                (kernel, "ROOT", self.root), (kernel, "TARGET", self.target),
                (lab, "ROOT", self.root), (lab, "TARGET", self.target),
                (lab, "VENV", self.root / ".venv"),
                (lab, "REQUIREMENTS", self.root / "requirements.txt")):
            patch = mock.patch.object(module, name, value)
            patch.start()
            test.addCleanup(patch.stop)
        self.jar("tripletlab.jar")
        self.libraries("linux-x86_64")

    def jar(self, name, *contents):
        """Write a jar in target/ with these files in it."""
        path = self.target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(str(path), "w") as jar:
            for content in ("META-INF/MANIFEST.MF", *contents):
                jar.writestr(content, content)

    def libraries(self, machine_name, engine="mxnet"):
        """Write the jars of an engine for this kind of machine, and their list."""
        names = ["api-1.0.jar", "jna-5.17.0.jar", f"{engine}-native-cpu-1.9.1-{machine_name}.jar"]
        self.jar(f"lib/{engine}/api-1.0.jar")
        self.jar(f"lib/{engine}/jna-5.17.0.jar", "com/sun/jna/Native.class",
                 "com/sun/jna/linux-x86-64/libjnidispatch.so",
                 "com/sun/jna/darwin-aarch64/libjnidispatch.jnilib",
                 "com/sun/jna/win32-x86-64/jnidispatch.dll")
        self.jar(f"lib/{engine}/{names[2]}", "native/lib/engine.properties", "native/lib/engine")
        if engine == "pytorch":
            names.append("pytorch-jni-2.7.1-0.35.1.jar")
            self.jar(f"lib/{engine}/{names[3]}", "jnilib/pytorch.properties",
                     "jnilib/linux-x86_64/cpu/libdjl_torch.so",
                     "jnilib/linux-x86_64/cu128/libdjl_torch.so")
        (self.target / "lib" / engine / "classpath.txt").write_text(
            ":".join("./" + name for name in names))

    def native_jar(self):
        """The jar with MXNet in it."""
        return self.target / "lib" / "mxnet" / "mxnet-native-cpu-1.9.1-linux-x86_64.jar"

    def unpack(self):
        """Unpack the natives as lab.py does."""
        lab.unpack_natives("mxnet")

    def unpacked(self, engine):
        """What is unpacked, and the name that it has in its jar, which is its content."""
        folder = self.target / "natives" / engine
        return {path.relative_to(folder).as_posix(): path.read_text()
                for path in folder.glob("*/*")}

    def jdk(self):
        """A folder that looks like a JDK."""
        folder = self.root / "jdk"
        (folder / "bin").mkdir(parents=True, exist_ok=True)
        java = folder / "bin" / ("java.exe" if machine.WINDOWS else "java")
        java.write_text("")
        java.chmod(0o755)
        return folder
