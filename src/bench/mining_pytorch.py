"""PyTorch Metric Learning's triplet losses, as PyTorch runs them by default: mining_pytorch.py N

N is the number of threads. torch.compile is not used: how many triplets there are depends on the
data, and it does not compile that.
"""

import sys

import pytorch_metric_learning
import torch

import pytorch_losses
from mining_batch import timing
from worker import serve


def with_gradient(loss):
    """From labels and embeddings to a number and an array."""

    def step(labels, embeddings):
        value = loss(labels, embeddings)
        value.backward()
        return value.item(), embeddings.grad.numpy()

    return step


def tensors(labels, embeddings):
    return torch.from_numpy(labels.astype("int64")), torch.from_numpy(embeddings).requires_grad_()


LOSSES = {"batch-all": pytorch_losses.batch_all,
          "batch-hard": pytorch_losses.batch_hard,
          "batch-all-semi-hard": pytorch_losses.batch_all_semi_hard,
          "easy-positive": pytorch_losses.easy_positive,
          "distance-weighted": pytorch_losses.distance_weighted}

if __name__ == "__main__":
    pytorch_losses.set_threads(int(sys.argv[1]))
    serve(f"PyTorch {torch.__version__}, "
          f"pytorch-metric-learning {pytorch_metric_learning.__version__}",
          LOSSES, timing({name: lambda margin, loss=loss: with_gradient(loss(margin))
                          for name, loss in LOSSES.items()}, tensors))
