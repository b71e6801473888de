package tripletlab.bench;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.Map;

/**
 * Times one loss on one batch: from embeddings in the engine to the loss as a Java number and its
 * gradient as a Java array.
 */
final class Stopwatch {

    private final NDManager parent;
    private final Batch batch;
    private final MiningLosses.Entry entry;
    private final float margin;
    private double loss;
    private float[] gradient;

    Stopwatch(NDManager parent, Batch batch, MiningLosses.Entry entry, float margin) {
        this.parent = parent;
        this.batch = batch;
        this.entry = entry;
        this.margin = margin;
    }

    Map<String, ?> time(int repeats) {
        double[] milliseconds = new double[repeats];
        for (int i = 0; i < repeats; i++) {
            milliseconds[i] = once(i) / 1e6;
        }
        return Map.of("milliseconds", milliseconds, "loss", loss, "gradient", norm(gradient));
    }

    /** Nanoseconds of one repeat. Freeing what it made is part of it, as it is in PyTorch. */
    private long once(int repeat) {
        NDManager manager = parent.newSubManager();
        Shape shape = new Shape(batch.size(), batch.dimension());
        NDArray embeddings = manager.create(batch.embeddings(repeat), shape);
        NDArray labels = manager.create(batch.labels());
        embeddings.setRequiresGradient(true);
        MiningLosses.Loss fresh = entry.factory().create(margin); // a used one could remember
        long start = System.nanoTime();
        try (manager;
                GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray value = fresh.of(labels, embeddings);
            collector.backward(value);
            loss = value.toFloatArray()[0]; // getFloat() would take a slice first
            gradient = embeddings.getGradient().toFloatArray();
        }
        return System.nanoTime() - start;
    }

    private static double norm(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += (double) value * value;
        }
        return Math.sqrt(sum);
    }
}
