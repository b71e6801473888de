"""PyTorch Metric Learning's triplet losses under the kit's names: margin -> loss of a batch."""

import torch
from pytorch_metric_learning import miners
from pytorch_metric_learning.distances import LpDistance
from pytorch_metric_learning.losses import TripletMarginLoss
from pytorch_metric_learning.reducers import AvgNonZeroReducer, MeanReducer

EUCLIDEAN = LpDistance(normalize_embeddings=False, p=2)


def of(margin, reducer, miner=None):
    """A miner, if any, and the loss of what it takes, a scalar with a graph."""
    triplets = TripletMarginLoss(margin=margin, distance=EUCLIDEAN, reducer=reducer,
                                 triplets_per_anchor="all")

    def loss(labels, embeddings):
        return triplets(embeddings, labels, miner(embeddings, labels) if miner else None)

    return loss


def batch_all(margin):
    return of(margin, AvgNonZeroReducer())


def batch_hard(margin):
    return of(margin, MeanReducer(), miners.BatchHardMiner(distance=EUCLIDEAN))


def batch_all_semi_hard(margin):
    return of(margin, AvgNonZeroReducer(),
              miners.TripletMarginMiner(margin, "semihard", distance=EUCLIDEAN))


def easy_positive(margin):
    return of(margin, MeanReducer(), miners.BatchEasyHardMiner("easy", "semihard",
                                                               distance=EUCLIDEAN))


def distance_weighted(margin):
    # This miner insists on normalizing.
    return of(margin, MeanReducer(), miners.DistanceWeightedMiner(
        cutoff=0.5, nonzero_loss_cutoff=1.4, distance=LpDistance()))


def set_threads(count):
    torch.set_num_threads(count)
    torch.set_num_interop_threads(1)
