"""The loop of a rival's worker process: requests in, times out, one line of JSON each.

Runs in the rival's own Python; MiningWorker.java does the same for the kit.
"""

import json
import os
import re
import sys
import time

import numpy as np

OUT_OF_MEMORY = re.compile(r"out of memory|OOM|allocate|bad_alloc", re.IGNORECASE)


def serve(versions, losses, tensors):
    """Answer requests until the input ends.

    losses: name -> function of the margin, which returns a function of (labels, embeddings), which
    returns the loss as a number and its gradient by the embeddings as an array of NumPy.
    tensors: function of (labels, embeddings) in NumPy, which returns them in the framework.
    """
    answers = os.fdopen(os.dup(1), "w", buffering=1, encoding="utf-8")
    os.dup2(2, 1)  # only answers go where answers are expected
    answers.write(json.dumps({"versions": versions, "losses": sorted(losses)}) + "\n")
    made = {}
    for line in sys.stdin:
        request = json.loads(line)
        try:
            key = request["loss"], request["margin"]
            if key not in made:
                made[key] = losses[request["loss"]](request["margin"])
            answer = timed(request, made[key], tensors)
        except Exception as problem:  # any, as the others still have to be timed
            text = f"{type(problem).__name__}: {problem}"
            memory = isinstance(problem, MemoryError) or OUT_OF_MEMORY.search(text)
            answer = {"memory" if memory else "error": text}
        answers.write(json.dumps(answer) + "\n")


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
