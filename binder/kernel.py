"""Start the Java kernel: kernel.py ENGINE JDK CONNECTION_FILE, as the kernelspec calls it.

Becomes Java where that is possible, as a kernel has to be one process. What depends on the machine
is settled here and not when the kit was prepared: the cores, for example, are fewer on Binder.
"""
# Imported by lab.py, so as there: standard library only, no syntax newer than Python 3.6.

import os
import platform
import re
import shutil
import sys
import zipfile
from pathlib import Path

from machine import (WINDOWS, become, find_jdk, install_line, read_text, shared_library, size_of,
                     usable_cores, utf8_for_java)

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "target"
WITH = "LAB_WITH"  # a variable that lab.py --with sets: what else is on the class path
NATIVE = re.compile("(mxnet|pytorch)-native-")
JVM = [
    # Java's heap stays close to what is in it. The engine needs the rest of the memory.
    "-Xmx512m", "-Xms32m", "-Xmn24m", "-XX:+UseSerialGC",
    "-XX:MinHeapFreeRatio=10", "-XX:MaxHeapFreeRatio=20", "-XX:-ShrinkHeapInSteps",
    # DJL never closes MXNet's parameter server, which holds a copy of the weights.
    "-Dai.djl.use_local_parameter_server=true"]
# As spark-submit starts Java 17, with more heap than Spark's least and without its warnings.
SPARK_OPENS = """java.lang java.lang.invoke java.lang.reflect java.io java.net java.nio java.util
    java.util.concurrent java.util.concurrent.atomic jdk.internal.ref sun.nio.ch sun.nio.cs
    sun.security.action sun.util.calendar""".split()
SPARK_JVM = ["-Xmx1g", "-Dorg.slf4j.simpleLogger.log.org.apache=error",
             *(f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in SPARK_OPENS)]


def main(engine, jdk, connection_file):
    """Start Java, or say in one line what is missing and which command mends it."""
    broken = broken_jars(engine) or broken_natives(engine)
    if broken:
        sys.exit(f"{broken[0]} is missing or damaged. To mend it: {prepare_line(engine)}")
    java = java_of(jdk)
    if not java:  # gone, or not for this user
        found, seen = find_jdk()
        if not found:
            sys.exit(f"A JDK, 17 or newer, is needed; {jdk} cannot be used, and found: {seen}. "
                     f"To mend it: {install_line('jdk')}")
        java = java_of(found.path)
    become(java_command(java, engine, connection_file), environment(engine))


def prepare_line(engine):
    """The command that prepares the kit for this engine and for what lab.py --with adds."""
    extra = os.environ.get(WITH)
    return (f'{"python" if WINDOWS else "python3"} "{ROOT / "binder" / "lab.py"}" --prepare '
            f"--engine {engine}" + (f" --with {extra}" if extra else ""))


def java_of(jdk):
    """The program java of a JDK, or None."""
    return shutil.which("java", path=os.path.join(jdk, "bin"))


def spec_folder(prefix):
    """Where kernel.json is, and what jjava's wheel brought."""
    return prefix / "share" / "jupyter" / "kernels" / "java"


def java_command(java, engine, connection_file):
    """Java is started directly: jjava's own launcher leaves a JVM behind when it is killed."""
    return [java, "--add-opens", "jdk.jshell/jdk.jshell=ALL-UNNAMED",
            # Without it JDK 24 and later warn that JNA loads native code.
            "--enable-native-access=ALL-UNNAMED",
            *JVM, *(SPARK_JVM if os.environ.get(WITH) else []),
            "-Djava.awt.headless=true", "-Djna.nounpack=true",
            f"-Djna.boot.library.path={natives_folder(engine) / 'jna'}",
            "-jar", str(spec_folder(Path(sys.prefix)) / "jjava.jar"),
            connection_file]


# ---- what the kernel runs on


def built():
    """Where Maven puts the kit: target, or a folder in it for lab.py --with."""
    return TARGET / os.environ.get(WITH, "")


def jar():
    """The kit itself."""
    return built() / "tripletlab.jar"


def libraries(engine):
    """The jars that Maven copied for this engine; none if it did not."""
    folder = built() / "lib" / engine
    return [folder / name for name in re.findall(r"[\w.+-]+\.jar",
                                                 read_text(folder / "classpath.txt"))]


def class_path(engine):
    """The kit and its libraries; the engine's own ones are unpacked already."""
    return [jar(), *(path for path in libraries(engine) if not NATIVE.match(path.name))]


def broken_jars(engine):
    """Jars that are missing, or whose end is, as of one that was half written."""
    jars = class_path(engine)  # the others may be gone once they are unpacked, as on Binder
    if broken_natives(engine):
        jars = [jar(), *(libraries(engine) or [built() / "lib" / engine / "classpath.txt"])]
    return [path for path in jars if not zipfile.is_zipfile(path)]


def natives_folder(engine):
    """Where the engine's own libraries are: in lib/, and in jna/ what Java reaches them with."""
    return built() / "natives" / engine


def broken_natives(engine):
    """Files that should have been unpacked and are not, or are not whole."""
    folder = natives_folder(engine)
    # A line with the class path, then a line for each file, with its size.
    source, *lines = read_text(folder / "unpacked.txt").splitlines() or [""]
    if source != read_text(built() / "lib" / engine / "classpath.txt").strip() or not lines:
        return [folder]
    files = [line.partition(" ") for line in lines]
    return [folder / name for size, _, name in files if str(size_of(folder / name)) != size]


# ---- its environment


def environment(engine):
    """Environment of the kernel; times are of a training step on MNIST with 2 cores.

    What the user has set stays as it is, but for what tells the kernel where its files are.
    """
    tuning = {
        # More threads than cores make OpenMP slower, not faster.
        "OMP_NUM_THREADS": str(usable_cores()),
        # Small networks gain from running operators at once instead of queueing them: 6 ms.
        "MXNET_ENGINE_TYPE": "NaiveEngine",
        # Threads of gcc's OpenMP that wait by spinning let nobody go first: beside another program
        # a step of the mlp took 110 ms instead of 18.
        "OMP_WAIT_POLICY": "PASSIVE",
        # MXNet measures with half of the cores whether two threads pay, and so never takes two
        # where there are two or three: 3% of a step.
        "MXNET_USE_NUM_CORES_OPERATOR_TUNING": "2",
        # One work space for each thread in place of four, as operators run one after the other.
        "MXNET_CPU_TEMP_COPY": "1",
        # The data are in the project: never ask the network, never send usage statistics.
        "DJL_OFFLINE": "true",
        "OPT_OUT_TRACKING": "true",
    }
    if platform.libc_ver()[0] == "glibc":
        tuning.update(allocator(usable_cores()))
    engine_folder = str(natives_folder(engine) / "lib")
    return utf8_for_java({
        **tuning, **os.environ,
        "JJAVA_CLASSPATH": os.pathsep.join(map(str, class_path(engine))),
        "MXNET_LIBRARY_PATH": engine_folder, "PYTORCH_LIBRARY_PATH": engine_folder,
        "PYTORCH_FLAVOR": "cpu",  # also where there is a graphics card
        "TRIPLETLAB_HOME": str(ROOT)})


def allocator(cores):
    """What keeps freed memory for the next step, and a faster OpenMP, where Linux has them."""
    preload, tuning = [], {}
    jemalloc = shared_library("libjemalloc.so.2")
    if jemalloc:
        # Page faults are half of the time of a training step, so freed memory is kept until the
        # cell ends (FreedMemory). glibc fragments what it keeps: twice the memory.
        preload.append(jemalloc)
        tuning["MALLOC_CONF"] = "narenas:1,dirty_decay_ms:-1,muzzy_decay_ms:-1,oversize_threshold:0"
    else:
        # The same with glibc. One arena for all threads: others hold at most 64 MiB in one piece.
        tuning.update(MALLOC_MMAP_MAX_="0", MALLOC_TRIM_THRESHOLD_="4000000000",
                      MALLOC_TOP_PAD_="67108864", MALLOC_ARENA_MAX="1",
                      # Each operator makes and drops hundreds of small objects, more than the 7 of
                      # a size that glibc keeps at hand: a twentieth of a step of the mlp.
                      GLIBC_TUNABLES="glibc.malloc.tcache_count=200")
    openmp = shared_library("libomp.so.5") or shared_library("libomp.so")
    if openmp and cores > 1:
        # It comes before gcc's, with the same calls. Its threads look for work for a millisecond,
        # as waking one takes longer than many a layer of a batch of 32: up to half of its step.
        # Longer gains nothing, and beside another program a thread that sleeps leaves its core to
        # the one that it waits for: a tenth of the step.
        preload.append(openmp)
        tuning["KMP_BLOCKTIME"] = "1"
    return dict(tuning, LD_PRELOAD=" ".join(preload)) if preload else tuning


if __name__ == "__main__":
    main(*sys.argv[1:])
