"""PyTorch with PyTorch Metric Learning, a training step: training_pytorch.py N [compile]

N is the number of threads; with compile, torch.compile compiles the network. Miner and loss stay as
they are: how many triplets there are depends on the data, and it does not compile that.
"""

import sys

import pytorch_metric_learning
import torch
from torch import nn

import mnist
import pytorch_losses
from training_steps import timing
from worker import serve

# PyTorch Metric Learning has no semi-hard loss as TensorFlow Addons has; this is its own.
LOSSES = {"batch-all": pytorch_losses.batch_all, "batch-hard": pytorch_losses.batch_hard,
          "semi-hard": pytorch_losses.batch_all_semi_hard}


class Normalize(nn.Module):
    """To length one."""

    def forward(self, x):
        return nn.functional.normalize(x, dim=1)


def conv_2x2():
    """As the tutorial of TensorFlow Addons has it; "same" pads an even kernel below and right."""
    return [nn.Conv2d(1, 64, 2, padding="same"), nn.ReLU(), nn.MaxPool2d(2), nn.Dropout(0.3),
            nn.Conv2d(64, 32, 2, padding="same"), nn.ReLU(), nn.MaxPool2d(2), nn.Dropout(0.3),
            nn.Flatten(), nn.Linear(1568, 256)]


def conv_5x5():
    """As Hsu's blog has it; TensorFlow pads 1 before and 2 after."""
    pad = nn.ZeroPad2d((1, 2, 1, 2))
    return [pad, nn.Conv2d(1, 64, 5, stride=2), nn.LeakyReLU(0.3), nn.Dropout(0.3),
            pad, nn.Conv2d(64, 64, 5, stride=2), nn.LeakyReLU(0.3), nn.Dropout(0.3),
            nn.Flatten(), nn.Linear(3136, 200)]


def mlp():
    """As keras-triplet-loss-mnist has it."""
    return [nn.Flatten(), nn.Linear(784, 128), nn.ReLU(), nn.Dropout(0.1),
            nn.Linear(128, 128), nn.ReLU(), nn.Dropout(0.1), nn.Linear(128, 64)]


NETWORKS = {"conv-2x2": conv_2x2, "conv-5x5": conv_5x5, "mlp": mlp}


class Training:
    """A training that can be gone on with."""

    def __init__(self, request, compiled):
        name = self.name = request["network"]
        self.size = request["batch"]
        self.images = torch.from_numpy(mnist.scaled(name, mnist.images("train"))[:, None])
        self.labels = torch.from_numpy(mnist.labels("train").astype("int64"))
        self.network = nn.Sequential(*NETWORKS[name](), Normalize())
        self.adam = torch.optim.Adam(self.network.parameters(), 1e-3)
        self.forward = torch.compile(self.network) if compiled else self.network
        self.loss = LOSSES[request["loss"]](request["margin"])
        self.batches = iter(())

    def step(self):
        rows = next(self.batches, None)
        if rows is None:
            order = torch.randperm(len(self.labels))
            whole = len(order) // self.size * self.size
            self.batches = iter(order[:whole].split(self.size))
            rows = next(self.batches)
        self.adam.zero_grad()
        value = self.loss(self.labels[rows], self.forward(self.images[rows]))
        value.backward()
        self.adam.step()
        return value.item()

    def precision_at_1(self):
        images = torch.from_numpy(mnist.scaled(self.name, mnist.images("t10k"))[:, None])
        self.network.eval()
        with torch.no_grad():
            embeddings = torch.cat([self.network(block) for block in images.split(1000)]).numpy()
        self.network.train()
        return mnist.precision_at_1(embeddings, mnist.labels("t10k"))


def main(threads, compiled):
    pytorch_losses.set_threads(threads)
    torch.manual_seed(1)

    def make(request):
        torch.compiler.reset()
        return Training(request, compiled)

    serve(f"PyTorch {torch.__version__}, "
          f"pytorch-metric-learning {pytorch_metric_learning.__version__}", LOSSES, timing(make))


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:] == ["compile"])
