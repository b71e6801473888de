package tripletlab.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.training.loss.Loss;
import java.util.ArrayList;
import java.util.List;
import tripletlab.loss.TripletLoss;

/** A triplet loss that knows how long each of its evaluations took. */
final class TimedLoss extends Loss {

    private final TripletLoss loss;
    private final List<Double> milliseconds = new ArrayList<>();

    TimedLoss(TripletLoss loss) {
        super("TimedLoss");
        this.loss = loss;
    }

    @Override
    public NDArray evaluate(NDList labels, NDList predictions) {
        predictions.singletonOrThrow().toFloatArray(); // what is still computed is not its time
        long start = System.nanoTime();
        NDArray value = loss.evaluate(labels, predictions);
        milliseconds.add((System.nanoTime() - start) / 1e6);
        return value;
    }

    void reset() {
        milliseconds.clear();
    }

    double last() {
        return loss.lastStats().loss();
    }

    List<Double> milliseconds() {
        return List.copyOf(milliseconds);
    }
}
