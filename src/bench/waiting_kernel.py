"""Start the kit's kernel and time its first cells; prints {what: seconds} as JSON.

Runs in the kit's .venv. The cells are those of a notebook: imports, data, network, a first step.
"""

import json
import sys
import time

from jupyter_client.manager import start_new_kernel

CELLS = {
    "kernel start to the first result": "1 + 1",
    "import of the library and DJL": """
import ai.djl.*;
import ai.djl.basicdataset.cv.classification.Mnist;
import ai.djl.ndarray.*;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.*;
import ai.djl.training.dataset.*;
import tripletlab.data.*;
import tripletlab.loss.*;
import tripletlab.mining.*;
import tripletlab.model.*;
import tripletlab.notebook.*;
Kit.about()""",
    "the training digits": """
NDManager manager = NDManager.newBaseManager();
Mnist train = Mnist.builder().optManager(manager).optRepository(MnistData.repository())
        .setSampling(32, true, true).build();
train.prepare();""",
    "network and trainer": """
Model model = Model.newInstance("conv-2x2");
model.setBlock(Networks.conv2x2());
TripletLoss loss = TripletLoss.builder().setMiner(new SemiHardMiner()).build();
Trainer trainer = model.newTrainer(new DefaultTrainingConfig(loss));
trainer.initialize(new Shape(1, 1, 28, 28));""",
    "first training step": """
Batch batch = trainer.iterateDataset(train).iterator().next();
EasyTrain.trainBatch(trainer, batch);
trainer.step();
loss.lastStats()""",
    "second training step": """
EasyTrain.trainBatch(trainer, batch);
trainer.step();
loss.lastStats()""",
}


def main():
    times, start = {}, time.monotonic()
    manager, client = start_new_kernel(kernel_name="java", startup_timeout=120)
    try:
        for what, code in CELLS.items():
            reply = client.execute_interactive(code, timeout=120, output_hook=lambda _: None)
            if reply["content"]["status"] != "ok":
                sys.exit(f"{what}: {reply['content']}")
            times[what] = time.monotonic() - start
            start = time.monotonic()
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    print(json.dumps(times))


if __name__ == "__main__":
    main()
