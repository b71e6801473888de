#!/usr/bin/env python3
"""Measure the memory that embedding takes: each network, 100 to 60,000 digits. Linux only.

  python3 src/bench/embedding.py        about 7 minutes on 2 cores

Prints a table: the most resident memory of the kernel while it embeds, less what it had before, in
MiB; in brackets how much of it are the embeddings themselves. Each case has three kernels of its
own, of which the highest counts.
"""

import re
import subprocess
import sys
import time
from pathlib import Path

import environments  # first: it finds the modules in binder/
import lab
import report

try:
    from jupyter_client.manager import start_new_kernel
except ImportError:
    start_new_kernel = None  # it is in .venv

NETWORKS = {"conv-2x2": 256, "conv-5x5": 200, "mlp": 64}
RUNS = 3
COUNTS = [100, 10_000, 60_000]
PREPARE = """
import ai.djl.*;
import ai.djl.basicdataset.cv.classification.Mnist;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.*;
import tripletlab.data.*;
import tripletlab.evaluation.*;
import tripletlab.loss.*;
import tripletlab.mining.*;
import tripletlab.model.*;
import tripletlab.notebook.*;

Network network = Catalogue.networks().named("{network}");
Mnist digits = Mnist.builder().optRepository(MnistData.repository({count}))
        .optPipeline(Network.pipeline()).setSampling(1000, false).build();
digits.prepare();
Model model = Model.newInstance("embedding");
model.setBlock(network.create());
Trainer trainer = model.newTrainer(new DefaultTrainingConfig(
        TripletLoss.builder().setMiner(new BatchHardMiner()).build()));
trainer.initialize(new Shape(1, 1, 28, 28));
"""
EMBED = "Embeddings embeddings = Embeddings.of(trainer, digits);"


def main():
    """Prepare the kit, go on in its Python, and measure case by case."""
    if not start_new_kernel:
        lab_py = str(lab.ROOT / "binder" / "lab.py")
        subprocess.run([sys.executable, lab_py, "--prepare"], check=True)
        sys.exit(subprocess.call([lab.venv_python(), __file__]))
    print(report.processor(), "", "| | " + " | ".join(f"{n:,} digits" for n in COUNTS) + " |",
          "|---|" + "---:|" * len(COUNTS), sep="\n")
    for network, width in NETWORKS.items():
        cells = []
        for count in COUNTS:
            most = max(growth(network, count) for _ in range(RUNS))
            cells.append(f"{most:.0f} ({4 * width * count / 2**20:.0f})")
        print("| " + " | ".join([network, *cells]) + " |", flush=True)


def growth(network, count):
    """MiB that a new kernel takes to embed so many digits."""
    manager, client = start_new_kernel(kernel_name="java", startup_timeout=120,
                                       stderr=subprocess.DEVNULL)
    process = Path("/proc", str(manager.provisioner.pid))
    try:
        run(client, PREPARE.replace("{network}", network).replace("{count}", str(count)))
        time.sleep(2)  # until the kernel has given back what it took for this
        (process / "clear_refs").write_text("5")  # the peak begins anew
        before = mebibytes(process, "VmRSS")
        run(client, EMBED)
        return mebibytes(process, "VmHWM") - before
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def run(client, code):
    """Run a cell that must not fail."""
    reply = client.execute_interactive(code, output_hook=lambda _: None)["content"]
    if reply["status"] != "ok":
        sys.exit(f"{code}: {reply}")


def mebibytes(process, name):
    """A number of a process's status."""
    status = (process / "status").read_text()
    return int(re.search(rf"{name}:\s*(\d+) kB", status).group(1)) / 1024


if __name__ == "__main__":
    main()
