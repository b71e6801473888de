"""The kit's MNIST files in NumPy, for the rivals."""

import gzip
from pathlib import Path

import numpy as np

FOLDER = Path(__file__).resolve().parents[2] / "data" / "mnist"


def images(part, count=None):
    """Grey values (N, 28, 28) of "train" or "t10k", or of its first images, 0 to 1, float32."""
    with gzip.open(FOLDER / f"{part}-images-idx3-ubyte.gz") as file:
        values = np.frombuffer(file.read(), np.uint8, offset=16)
    return values.reshape(-1, 28, 28)[:count].astype(np.float32) / np.float32(255)


def labels(part):
    """Digits (N), int32."""
    with gzip.open(FOLDER / f"{part}-labels-idx1-ubyte.gz") as file:
        return np.frombuffer(file.read(), np.uint8, offset=8).astype(np.int32)


def scaled(network, values):
    """As the network takes them: conv-5x5 −1 to 1, the others 0 to 1."""
    return values * 2 - 1 if network == "conv-5x5" else values


def precision_at_1(embeddings, digits):
    """How many have their nearest other one among their own kind."""
    right = 0
    squares = (embeddings ** 2).sum(1)
    for start in range(0, len(embeddings), 1000):
        block = slice(start, start + 1000)
        distances = squares - 2 * embeddings[block] @ embeddings.T
        distances[np.arange(len(distances)), np.arange(start, start + len(distances))] = np.inf
        right += (digits[distances.argmin(1)] == digits[block]).sum()
    return right / len(digits)
