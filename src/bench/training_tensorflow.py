"""Keras and TensorFlow Addons, a compiled training step: training_tensorflow.py N [xla]

N is the number of threads; with xla, XLA compiles the step too.
"""

import os
import sys
import warnings

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
warnings.filterwarnings("ignore")  # that Addons is at its end

import numpy as np
import tensorflow as tf
import tensorflow_addons as tfa
from tensorflow.keras import layers
from tensorflow_addons.losses import metric_learning

import mnist
from training_steps import timing
from worker import serve

LOSSES = {"batch-hard": tfa.losses.triplet_hard_loss,
          "semi-hard": tfa.losses.triplet_semihard_loss}


def conv_2x2():
    """As the tutorial of TensorFlow Addons has it."""
    convolution = {"kernel_size": 2, "padding": "same", "activation": "relu"}
    return [layers.Conv2D(64, **convolution), layers.MaxPooling2D(2), layers.Dropout(0.3),
            layers.Conv2D(32, **convolution), layers.MaxPooling2D(2), layers.Dropout(0.3),
            layers.Flatten(), layers.Dense(256)]


def conv_5x5():
    """As Hsu's blog has it."""
    blocks = [[layers.Conv2D(64, 5, strides=2, padding="same"), layers.LeakyReLU(0.3),
               layers.Dropout(0.3)] for _ in range(2)]
    return [*blocks[0], *blocks[1], layers.Flatten(), layers.Dense(200)]


def mlp():
    """As keras-triplet-loss-mnist has it."""
    return [layers.Flatten(), layers.Dense(128, "relu"), layers.Dropout(0.1),
            layers.Dense(128, "relu"), layers.Dropout(0.1), layers.Dense(64)]


NETWORKS = {"conv-2x2": conv_2x2, "conv-5x5": conv_5x5, "mlp": mlp}


class Training:
    """A training that can be gone on with."""

    def __init__(self, request, xla):
        name, batch = request["network"], request["batch"]
        self.name = name
        self.images = tf.constant(mnist.scaled(name, mnist.images("train"))[..., None])
        self.labels = tf.constant(mnist.labels("train"))
        normalize = layers.Lambda(lambda x: tf.math.l2_normalize(x, axis=1))
        self.network = tf.keras.Sequential([*NETWORKS[name](), normalize])
        self.network.build((None, 28, 28, 1))
        self.adam = tf.keras.optimizers.Adam(1e-3)
        self.adam.build(self.network.trainable_variables)
        # Shuffled numbers, not images: the step picks the images, which is the faster way.
        numbers = tf.data.Dataset.range(len(self.labels)).shuffle(len(self.labels), seed=1)
        self.batches = iter(numbers.batch(batch, drop_remainder=True).repeat().prefetch(2))
        loss = LOSSES[request["loss"]]
        if xla:  # Addons' own tf.functions inside of ours make XLA compile again for every batch
            loss = loss.python_function
        self.compiled = tf.function(lambda rows: self.update(loss, request["margin"], rows),
                                    jit_compile=xla)

    def update(self, loss, margin, rows):
        with tf.GradientTape() as tape:
            embeddings = self.network(tf.gather(self.images, rows), training=True)
            value = loss(tf.gather(self.labels, rows), embeddings, margin=margin,
                         distance_metric="L2")
        variables = self.network.trainable_variables
        self.adam.apply_gradients(zip(tape.gradient(value, variables), variables))
        return value

    def step(self):
        return float(self.compiled(next(self.batches)))

    def precision_at_1(self):
        images = mnist.scaled(self.name, mnist.images("t10k"))[..., None]
        blocks = [self.network(images[i:i + 1000]).numpy() for i in range(0, len(images), 1000)]
        return mnist.precision_at_1(np.concatenate(blocks), mnist.labels("t10k"))


def main(threads, xla):
    tf.config.threading.set_intra_op_parallelism_threads(threads)
    tf.config.threading.set_inter_op_parallelism_threads(threads)
    tf.random.set_seed(1)
    if xla:
        metric_learning.pairwise_distance = metric_learning.pairwise_distance.python_function

    def make(request):
        tf.keras.backend.clear_session()
        return Training(request, xla)

    serve(f"TensorFlow {tf.__version__}, TensorFlow Addons {tfa.__version__}", LOSSES,
          timing(make))


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:] == ["xla"])
