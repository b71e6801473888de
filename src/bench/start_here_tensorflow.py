"""Notebook 00's work in TensorFlow: embed the test digits, train 400 steps, embed them again.

  sudo .ci/limits -- target/bench/tensorflow/bin/python src/bench/start_here_tensorflow.py

training.py installs TensorFlow into target/bench.
"""

import time

import tensorflow as tf
import tensorflow_addons as tfa

import mnist
import training_tensorflow

IMAGES, BATCH = 12_800, 32


def main():
    """Print the precision@1 before and after, and the seconds of the training."""
    tf.random.set_seed(42)
    test, digits = mnist.images("t10k")[..., None], mnist.labels("t10k")
    normalize = tf.keras.layers.Lambda(lambda x: tf.math.l2_normalize(x, axis=1))
    network = tf.keras.Sequential([*training_tensorflow.conv_2x2(), normalize])
    network.compile(tf.keras.optimizers.Adam(1e-3), tfa.losses.TripletSemiHardLoss())
    before = network.predict(test, batch_size=1000, verbose=0)
    start = time.monotonic()
    network.fit(mnist.images("train", IMAGES)[..., None], mnist.labels("train")[:IMAGES],
                batch_size=BATCH, verbose=0)
    seconds = time.monotonic() - start
    after = network.predict(test, batch_size=1000, verbose=0)
    print(f"precision@1 {mnist.precision_at_1(before, digits):.4f} before, "
          f"{mnist.precision_at_1(after, digits):.4f} after {seconds:.1f} s of training")


if __name__ == "__main__":
    main()
