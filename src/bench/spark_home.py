"""Apache Spark as a cluster has it, from PyPI's pyspark, and the kit as one jar for spark-submit."""
# Standard library only.

import os
import re
import shutil
import subprocess
import sys

import environments  # first: it finds the modules in binder/
import kernel
import lab
import machine
from progress import Progress

BUILT = lab.TARGET / "spark"
HOME = BUILT / "home"  # a venv with nothing but pyspark
JAR = BUILT / "tripletlab-spark.jar"
DATA = BUILT / "data.zip"


def prepare():
    """Build the kit with Spark, pack its data, install pyspark of the same version; the JDK."""
    os.environ[kernel.WITH] = "spark"
    jdk, maven, problems = machine.check_tools(build=True, make_venv=True)
    if problems:
        lab.fail("Something is missing. Install it and start again.", *problems)
    with Progress("[1] Java library with Spark"):
        environments.build_library(lab.DEFAULT_ENGINE, jdk, maven)
        shutil.make_archive(str(DATA.with_suffix("")), "zip", lab.ROOT / "data")
    with Progress("[2] pyspark"):
        version = re.search("<spark.version>(.+)</spark.version>",
                            machine.read_text(lab.ROOT / "pom.xml")).group(1)
        stamp = HOME / version
        if not stamp.exists():
            lab.run([sys.executable, "-m", "venv", "--clear", str(HOME)], None,
                    f"Cannot make {HOME}.")
            lab.run([str(HOME / "bin" / "pip"), "install", "--no-deps", f"pyspark=={version}"],
                    None, "pip failed. It needs the network; if that was cut, start again.")
            stamp.write_text("")
    return jdk


def spark_home():
    """The folder that Spark calls SPARK_HOME."""
    return next(HOME.glob("lib/python*/site-packages/pyspark"))


def environment(jdk):
    """With this Java and this Spark, whatever else the machine has; on no address but loopback."""
    return {**machine.java_environment(jdk), "SPARK_HOME": str(spark_home()),
            "SPARK_LOCAL_IP": "127.0.0.1"}


def submit(master, *arguments, **conf):
    """A command line: the sweep of MnistTraining on this master."""
    settings = [f"--conf=spark.{name.replace('_', '.')}={value}" for name, value in conf.items()]
    return [str(spark_home() / "bin" / "spark-submit"), "--master", master, *settings,
            "--archives", f"{DATA}#data", "--class", "tripletlab.spark.SweepMain", str(JAR),
            "spark", *map(str, arguments)]


def here(jdk, threads, *arguments):
    """A command line and its environment: the same sweep in one process."""
    command = environments.java_command(jdk, "tripletlab.spark.SweepMain", "here",
                                        *map(str, arguments))
    return command, environments.java_environment(threads)


def run(command, environment, log):
    """Run to the end; what it says goes to a file."""
    with log.open("wb") as output:
        code = subprocess.call(command, env=environment, stdout=output, stderr=subprocess.STDOUT)
    if code:
        sys.exit(f"{machine.read_text(log)[-3000:]}\nexit code {code}, see {log}")
