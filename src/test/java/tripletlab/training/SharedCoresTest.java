package tripletlab.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListenerAdapter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SharedCoresTest {

    /** How many threads each batch of one epoch is followed by. */
    private static List<Integer> threads(int most, List<Integer> free) throws Exception {
        Iterator<Integer> cores = free.iterator();
        SharedCores shared = new SharedCores(most, cores::next, () -> {});
        List<Integer> threads = new ArrayList<>();
        TrainingListenerAdapter after =
                new TrainingListenerAdapter() {
                    @Override
                    public void onTrainingBatch(Trainer trainer, BatchData data) {
                        threads.add(shared.threads());
                    }
                };
        try (SmallTraining training =
                new SmallTraining(SmallTraining.network(), SmallTraining.adam(), shared, after)) {
            training.fit(SmallTraining.Loop.EASY_TRAIN, 1);
        }
        threads.add(shared.threads());
        return threads;
    }

    @Test
    void eachBatchLooksAtTheFreeCores() throws Exception {
        assertEquals(List.of(2, 1, 1, 2, 1, 2), threads(2, List.of(2, 1, 1, 2, 1)));
    }

    @Test
    void neverMoreThanTheEnvironmentSays() throws Exception {
        assertEquals(List.of(2, 1, 2, 2, 1, 2), threads(2, List.of(8, 1, 7, 2, 1)));
    }

    @Test
    void learnsWhatItWouldLearnAnyway() throws Exception {
        double[] alone = weights();
        Iterator<Integer> cores = List.of(1, 2, 1, 2, 1).iterator();
        double[] shared = weights(new SharedCores(2, cores::next, () -> {}));
        assertArrayEquals(alone, shared, 1e-5);
    }

    @Test
    void eachTrainingLooksAnew() throws Exception {
        AtomicInteger looks = new AtomicInteger();
        SharedCores shared = new SharedCores(2, () -> 2, looks::incrementAndGet);
        for (int training = 1; training <= 2; training++) {
            weights(shared);
            assertEquals(training, looks.get());
        }
    }

    private static double[] weights(SharedCores... listener) throws Exception {
        try (SmallTraining training =
                new SmallTraining(SmallTraining.network(), SmallTraining.adam(), listener)) {
            training.fit(SmallTraining.Loop.EASY_TRAIN, 1);
            return training.weights();
        }
    }
}
