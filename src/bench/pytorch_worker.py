"""PyTorch Metric Learning's triplet losses, as PyTorch runs them by default: pytorch_worker.py N

N is the number of threads. torch.compile is not used: how many triplets there are depends on the
data, and it does not compile that.
"""

import sys

import pytorch_metric_learning
import torch
from pytorch_metric_learning import miners
from pytorch_metric_learning.distances import LpDistance
from pytorch_metric_learning.losses import TripletMarginLoss
from pytorch_metric_learning.reducers import AvgNonZeroReducer, MeanReducer

from worker import serve

EUCLIDEAN = LpDistance(normalize_embeddings=False, p=2)


def step(margin, reducer, miner=None):
    """A miner, if any, and the loss of what it takes."""
    triplets = TripletMarginLoss(margin=margin, distance=EUCLIDEAN, reducer=reducer,
                                 triplets_per_anchor="all")

    def run(labels, embeddings):
        taken = miner(embeddings, labels) if miner else None
        loss = triplets(embeddings, labels, taken)
        loss.backward()
        return loss.item(), embeddings.grad.numpy()

    return run


def batch_all(margin):
    return step(margin, AvgNonZeroReducer())


def batch_hard(margin):
    return step(margin, MeanReducer(), miners.BatchHardMiner(distance=EUCLIDEAN))


def batch_all_semi_hard(margin):
    return step(margin, AvgNonZeroReducer(),
                miners.TripletMarginMiner(margin, "semihard", distance=EUCLIDEAN))


def easy_positive(margin):
    return step(margin, MeanReducer(), miners.BatchEasyHardMiner("easy", "semihard",
                                                                 distance=EUCLIDEAN))


def distance_weighted(margin):
    # This miner insists on normalizing.
    return step(margin, MeanReducer(), miners.DistanceWeightedMiner(
        cutoff=0.5, nonzero_loss_cutoff=1.4, distance=LpDistance()))


def tensors(labels, embeddings):
    return torch.from_numpy(labels.astype("int64")), torch.from_numpy(embeddings).requires_grad_()


if __name__ == "__main__":
    torch.set_num_threads(int(sys.argv[1]))
    torch.set_num_interop_threads(1)
    serve(f"PyTorch {torch.__version__}, "
          f"pytorch-metric-learning {pytorch_metric_learning.__version__}",
          {"batch-all": batch_all, "batch-hard": batch_hard,
           "batch-all-semi-hard": batch_all_semi_hard, "easy-positive": easy_positive,
           "distance-weighted": distance_weighted}, tensors)
