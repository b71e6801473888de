package tripletlab.notebook.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListener;
import ai.djl.training.listener.TrainingListenerAdapter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tripletlab.notebook.Display;
import tripletlab.notebook.KernelDisplay;
import tripletlab.notebook.Printed;
import tripletlab.plot.TinyTraining;
import tripletlab.training.TrainingHistory;

/** Trains for real, at a clock that the test moves: one second a batch of four images. */
class LiveTrainingTest {
    private static final long SECOND = 1_000_000_000L;

    private final TrainingHistory history = new TrainingHistory();
    private final AtomicLong clock = new AtomicLong();
    private final Outputs outputs = new Outputs();

    /** A notebook's outputs. */
    private static final class Outputs implements Display {
        private final Map<String, Map<String, Object>> shown = new LinkedHashMap<>();
        private final List<String> lines = new ArrayList<>();
        private boolean gone;

        @Override
        public String show(Map<String, Object> content) {
            String id = "output " + shown.size();
            update(id, content);
            return id;
        }

        @Override
        public void update(String id, Map<String, Object> content) {
            shown.put(id, content);
            if (id.equals("output 0")) {
                lines.add(content.get("text/plain").toString());
            }
        }

        @Override
        public boolean isGone() {
            return gone;
        }

        String text(int output) {
            return shown.get("output " + output).get("text/plain").toString();
        }
    }

    @AfterEach
    void noInterruptIsLeft() {
        assertFalse(Thread.interrupted());
    }

    @Test
    void lineTellsEpochBatchLossSpeedAndTimeLeft() {
        train(live(2, 0), 2, 8, 4, 3);
        assertEquals("epoch 1 of 2 · batch 1 of 3 · loss 8.0000", outputs.lines.get(0));
        assertEquals(
                "epoch 1 of 2 · batch 2 of 3 · loss 6.0000 · 4 images/s · 0:04 left",
                outputs.lines.get(1));
        assertTrue(
                outputs.lines.contains(
                        "epoch 2 of 2 · batch 1 of 3 · loss 5.7500 · 4 images/s · 0:02 left"));
        assertEquals("trained 2 epochs in 0:05 · loss 5.0000 · 4 images/s", outputs.text(0));
        assertEquals(2, outputs.shown.size());
    }

    @Test
    void curveGrowsAsHtmlAndEndsAsFigure() {
        List<String> during = new ArrayList<>();
        TrainingListener watch =
                batches(n -> during.add(outputs.shown.get("output 1").keySet().toString()));
        train(live(1, 0), watch, 1, 3, 2, 1, 1);
        assertTrue(during.stream().allMatch(types -> types.contains("text/html")), during + "");
        Map<String, Object> last = outputs.shown.get("output 1");
        assertTrue(last.containsKey("application/vnd.plotly.v1+json"), last + "");
        assertTrue(outputs.text(1).startsWith("Figure \"The loss "), outputs.text(1));
    }

    @Test
    void givenBatchesReplaceTheSizeOfTheDataset() {
        train(live(1, 10), 1, 1, 1);
        assertEquals("epoch 1 of 1 · batch 1 of 10 · loss 1.0000", outputs.lines.get(0));
    }

    @Test
    void timeLeftMayBeLong() {
        try (TinyTraining training = new TinyTraining(history, ticks(), live(2_000_000_001, 10))) {
            training.fit(1, 1, 1);
        }
        assertEquals(
                "epoch 1 of 2000000001 · batch 2 of 10 · loss 1.0000 · 4 images/s"
                        + " · 5555555:33:28 left",
                outputs.lines.get(1));
    }

    @Test
    void interruptStopsAtTheNextBatchAndHistoryIsKept() {
        LiveTraining live = live(2, 0);
        TrainingListener interrupt =
                batches(
                        n -> {
                            if (n == 4) {
                                Thread.currentThread().interrupt();
                            }
                        });
        try (TinyTraining training = new TinyTraining(history, ticks(), interrupt, live)) {
            Exception e = assertThrows(TrainingStopped.class, () -> training.fit(2, 2, 2, 2));
            String where = "stopped after batch 1 of epoch 2, 0:03 · loss 2.0000 · 4 images/s";
            assertEquals("training " + where + " · the history is kept", e.getMessage());
            assertEquals(where + " · the history is kept", outputs.text(0));
            assertEquals(4, history.batches());
            training.fit(1, 2, 2, 2);
            assertEquals(7, history.batches());
            assertEquals(4, outputs.shown.size(), "the second training has its own outputs");
        }
    }

    @Test
    void afterAFailureTheNextCellBeginsAnew() {
        LiveTraining live = live(1, 0);
        TrainingListener failure =
                batches(
                        n -> {
                            if (n == 2) {
                                throw new IllegalStateException("broken");
                            }
                        });
        try (TinyTraining training = new TinyTraining(history, ticks(), live, failure)) {
            assertThrows(IllegalStateException.class, () -> training.fit(1, 1, 1, 1));
            outputs.gone = true;
            training.fit(1, 1);
            assertTrue(outputs.text(2).startsWith("trained 1 epoch in "), outputs.text(2));
        }
    }

    /** Their number is known after the first epoch. */
    @Test
    void batchesMadeByHandAreCounted() {
        LiveTraining live = live(2, 0);
        try (TinyTraining training = new TinyTraining(history, ticks(), live)) {
            for (int epoch = 0; epoch < 2; epoch++) {
                training.endEpoch(); // without a batch: no epoch
                training.batch(3, 0, 0);
                training.batch(1, 0, 0);
                training.endEpoch();
            }
            training.endEpoch(); // after the end: nothing
        }
        assertEquals("epoch 1 of 2 · batch 1 · loss 3.0000", outputs.lines.get(0));
        assertTrue(
                outputs.lines.contains("epoch 1 of 2 · batch 2 · loss 2.0000 · 4 images/s"),
                outputs.lines + "");
        assertTrue(
                outputs.lines.contains(
                        "epoch 2 of 2 · batch 1 of 2 · loss 2.3333 · 4 images/s · 0:01 left"),
                outputs.lines + "");
        assertEquals("trained 2 epochs in 0:03 · loss 2.0000 · 4 images/s", outputs.text(0));
        assertEquals(2, outputs.shown.size());
    }

    @Test
    void anotherTrainerBeginsAnew() {
        LiveTraining live = live(1, 0);
        try (TinyTraining training = new TinyTraining(history, ticks(), live)) {
            training.batch(1, 4, 8); // and no more
        }
        train(live, 1, 2, 2);
        assertTrue(outputs.text(2).startsWith("trained 1 epoch in "), outputs.text(2));
    }

    @Test
    void lossesThatAreNotNumbersAreShownAsSuch() {
        train(live(1, 0), 1, Double.NaN, Double.NaN);
        assertEquals("trained 1 epoch in 0:01 · loss NaN · 4 images/s", outputs.text(0));
    }

    @Test
    @ResourceLock(Resources.SYSTEM_OUT)
    void outsideANotebookALineIsPrintedForEachEpoch() {
        LiveTraining live = new LiveTraining(history, 2, 0, () -> null, clock::get);
        String printed = Printed.by(() -> train(live, 2, 1, 1));
        assertEquals(
                List.of(
                        "epoch 1 of 2 · batch 2 of 2 · loss 1.0000 · 4 images/s · 0:02 left",
                        "trained 2 epochs in 0:03 · loss 1.0000 · 4 images/s"),
                printed.lines().toList());
        assertThrows(RuntimeException.class, KernelDisplay::new);
    }

    @ParameterizedTest
    @CsvSource({"0.4, 0:00", "7, 0:07", "61.5, 1:02", "3599.9, 1:00:00", "3723, 1:02:03"})
    void durationsAreInHoursMinutesAndSeconds(double seconds, String expected) {
        assertEquals(expected, LiveTraining.duration(seconds));
    }

    @Test
    void badCountsAreNamed() {
        assertMessage("epochs is 0, expected 1 or more", () -> new LiveTraining(history, 0));
        assertMessage(
                "batchesPerEpoch is -1, expected 1 or more",
                () -> new LiveTraining(history, 1, -1));
    }

    private static void assertMessage(String message, Runnable call) {
        Exception e = assertThrows(IllegalArgumentException.class, call::run);
        assertEquals(message, e.getMessage());
    }

    private LiveTraining live(int epochs, int batches) {
        return new LiveTraining(
                history, epochs, batches, () -> new NotebookView(outputs), clock::get);
    }

    private void train(LiveTraining live, int epochs, double... losses) {
        train(live, batches(n -> {}), epochs, losses);
    }

    private void train(LiveTraining live, TrainingListener after, int epochs, double... losses) {
        try (TinyTraining training = new TinyTraining(history, ticks(), live, after)) {
            training.fit(epochs, losses);
        }
    }

    private TrainingListener ticks() {
        return batches(n -> clock.addAndGet(SECOND));
    }

    private interface Action {
        void at(int batch);
    }

    private static TrainingListener batches(Action action) {
        return new TrainingListenerAdapter() {
            private int count;

            @Override
            public void onTrainingBatch(Trainer trainer, BatchData batchData) {
                count++;
                action.at(count);
            }
        };
    }
}
