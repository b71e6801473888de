package tripletlab.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tech.tablesaw.plotly.components.Figure;
import tripletlab.training.TrainingHistory;

class CurvesTest {

    @Test
    void everyBatchAndTheMeanOfEachEpochAreDrawn() {
        Figure figure = Curves.loss(TinyTraining.history(2, 4, 2, 1));
        String batches = figure.getTraces()[0].asJavascript(0);
        assertTrue(batches.contains("x: [\"1.0\",\"2.0\",\"3.0\",\"4.0\",\"5.0\",\"6.0\"]"));
        assertTrue(batches.contains("y: [\"4.0\",\"2.0\",\"1.0\",\"4.0\",\"2.0\",\"1.0\"]"));
        String means = trace(figure, "mean of the epoch");
        assertTrue(means.contains("x: [\"2.0\",\"5.0\"]"), means);
        assertTrue(means.contains("y: [\"2.3333\",\"2.3333\"]"), means);
    }

    @Test
    void titlesSayWhatIsDrawn() {
        String layout = Curves.loss(TinyTraining.history(1, 4, 2)).getLayout().asJavascript();
        assertTrue(layout.contains("title: 'Loss while training'"), layout);
        assertTrue(layout.contains("title: 'batch (2 an epoch)'"), layout);
        assertTrue(layout.contains("title: 'loss'"), layout);
        assertTrue(layout.contains("range: [\"0\",\"4.2\"]"), layout);
    }

    @Test
    void publishedLossesAreShownForTheEpochsThereAre() {
        TrainingHistory history = TinyTraining.history(2, 3, 1);
        String dots = trace(Curves.loss(history, "Hsu", new double[] {0.9, 0.8, 0.7}), "Hsu");
        assertTrue(dots.contains("x: [\"1.5\",\"3.5\"]"), dots);
        assertTrue(dots.contains("y: [\"0.9\",\"0.8\"]"), dots);
    }

    @Test
    void movingMeanLeadsThroughTheNoise() {
        double[] losses = IntStream.range(0, 20).mapToDouble(i -> i % 2).toArray();
        String mean = trace(Curves.loss(TinyTraining.history(1, losses)), "mean of the last 5");
        assertTrue(mean.contains("\"0.4\",\"0.6\",\"0.4\",\"0.6\""), mean);
    }

    @Test
    void missingValuesAreNamed() {
        TrainingHistory history = TinyTraining.history(1, 1, 1);
        assertMessage(
                "history has no value for \"Active triplets\" in 2 batches, expected at least one",
                () -> Curves.activeFraction(history));
        assertMessage(
                "history has no value for \"Norm of the embeddings\" in 2 batches, expected at"
                        + " least one",
                () -> Curves.meanNorm(history));
        assertMessage(
                "history has no value for \"Loss while training\" in 0 batches, expected at least"
                        + " one",
                () -> Curves.loss(new TrainingHistory()));
    }

    private static void assertMessage(String message, Runnable drawing) {
        Exception e = assertThrows(IllegalArgumentException.class, drawing::run);
        assertEquals(message, e.getMessage());
    }

    private static String trace(Figure figure, String name) {
        return Arrays.stream(figure.getTraces())
                .map(trace -> trace.asJavascript(0))
                .filter(javascript -> javascript.contains("name: '" + name + "'"))
                .findFirst()
                .orElseThrow();
    }
}
