"""Times a rival's loss on a batch that mining.py wrote."""

import time

import numpy as np


def timing(losses, tensors):
    """The function that answers requests.

    losses: name -> function of the margin, which returns a function of (labels, embeddings), which
    returns the loss as a number and its gradient by the embeddings as an array of NumPy.
    tensors: function of (labels, embeddings) in NumPy, which returns them in the framework.
    """
    made = {}

    def answer(request):
        key = request["loss"], request["margin"]
        if key not in made:
            made[key] = losses[request["loss"]](request["margin"])
        return timed(request, made[key], tensors)

    return answer


def timed(request, step, tensors):
    """Time a loss: from the framework's own tensors to a number and an array."""
    embeddings, labels = read(request["file"], request["batch"], request["dimension"])
    times = []
    for repeat in range(request["repeats"]):
        # As in Java: a little larger in each repeat, so that no result can be reused.
        scaled = embeddings * np.float32(1 + 1e-6 * (repeat % 8))
        inputs = tensors(labels, scaled)
        start = time.perf_counter_ns()
        loss, gradient = step(*inputs)
        times.append((time.perf_counter_ns() - start) / 1e6)
    norm = float(np.linalg.norm(gradient.astype(np.float64)))
    return {"milliseconds": times, "loss": loss, "gradient": norm}


def read(file, batch, dimension):
    """Embeddings (float32) and labels (int32), little-endian, as the orchestrator writes them."""
    count = batch * dimension
    embeddings = np.fromfile(file, "<f4", count).reshape(batch, dimension)
    labels = np.fromfile(file, "<i4", batch, offset=4 * count)
    return embeddings, labels
