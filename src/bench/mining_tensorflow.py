"""TensorFlow Addons' triplet losses, compiled by tf.function: mining_tensorflow.py N [xla]

N is the number of threads; with xla, XLA compiles them too.
"""

import os
import sys
import warnings

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
warnings.filterwarnings("ignore")  # that Addons is at its end

import tensorflow as tf
import tensorflow_addons as tfa
from tensorflow_addons.losses import metric_learning

from mining_batch import timing
from worker import serve


def step(triplets, margin, xla):
    """A compiled loss and its gradient."""

    @tf.function(jit_compile=xla)
    def compiled(labels, embeddings):
        with tf.GradientTape() as tape:
            tape.watch(embeddings)
            loss = triplets(labels, embeddings, margin=margin, distance_metric="L2")
        return loss, tape.gradient(loss, embeddings)

    def run(labels, embeddings):
        loss, gradient = compiled(labels, embeddings)
        return float(loss), gradient.numpy()

    return run


def tensors(labels, embeddings):
    return tf.constant(labels), tf.constant(embeddings)


def main(threads, xla):
    tf.config.threading.set_intra_op_parallelism_threads(threads)
    tf.config.threading.set_inter_op_parallelism_threads(threads)
    hard, semi_hard = tfa.losses.triplet_hard_loss, tfa.losses.triplet_semihard_loss
    if xla:
        # Addons' own tf.functions inside of ours make XLA compile again for every batch: 200 ms.
        hard, semi_hard = hard.python_function, semi_hard.python_function
        metric_learning.pairwise_distance = metric_learning.pairwise_distance.python_function
    losses = {"batch-hard": lambda margin: step(hard, margin, xla),
              "semi-hard": lambda margin: step(semi_hard, margin, xla)}
    serve(f"TensorFlow {tf.__version__}, TensorFlow Addons {tfa.__version__}", losses,
          timing(losses, tensors))


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:] == ["xla"])
