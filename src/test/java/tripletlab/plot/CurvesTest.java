package tripletlab.plot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tech.tablesaw.plotly.components.Figure;
import tripletlab.training.TrainingHistory;

class CurvesTest {

    @Test
    void everyBatchAndTheMeanOfEachEpochAreDrawn() {
        JsonNode figure = FigureReader.json(Curves.loss(TinyTraining.history(2, 4, 2, 1)));
        JsonNode batches = figure.at("/data/0");
        assertArrayEquals(new double[] {1, 2, 3, 4, 5, 6}, FigureReader.numbers(batches.get("x")));
        assertArrayEquals(new double[] {4, 2, 1, 4, 2, 1}, FigureReader.numbers(batches.get("y")));
        JsonNode means = FigureReader.trace(figure, "mean of the epoch");
        assertArrayEquals(new double[] {2, 5}, FigureReader.numbers(means.get("x")));
        assertArrayEquals(new double[] {2.3333, 2.3333}, FigureReader.numbers(means.get("y")));
    }

    @Test
    void titlesSayWhatIsDrawn() {
        JsonNode json = FigureReader.json(Curves.loss(TinyTraining.history(1, 4, 2)));
        assertEquals("The loss stays at 3.00", FigureReader.title(json));
        assertEquals(List.of("batch (2 an epoch)", "loss"), FigureReader.axes(json));
        assertEquals("[0,4.2]", json.at("/layout/yaxis/range").toString());
    }

    @Test
    void theTitleOfTheLossSaysWhereItWent() {
        assertLossTitle("The loss falls from 3.00 to 1.00", 5, 4, 3, 2, 1, 1, 1, 1, 1, 1);
        assertLossTitle("The loss rises from 1.00 to 2.00", 1, 1, 1, 1, 1, 2, 2, 2, 2, 2);
        assertLossTitle("Loss while training", 5, 4, Double.NaN);
    }

    private static void assertLossTitle(String title, double... losses) {
        Figure figure = Curves.loss(TinyTraining.history(1, losses));
        assertEquals(title, FigureReader.title(FigureReader.json(figure)));
    }

    @Test
    void publishedLossesAreShownForTheEpochsThereAre() {
        TrainingHistory history = TinyTraining.history(2, 3, 1);
        JsonNode dots = trace(Curves.loss(history, "Hsu", new double[] {0.9, 0.8, 0.7}), "Hsu");
        assertArrayEquals(new double[] {1.5, 3.5}, FigureReader.numbers(dots.get("x")));
        assertArrayEquals(new double[] {0.9, 0.8}, FigureReader.numbers(dots.get("y")));
        assertEquals("diamond-open", dots.at("/marker/symbol").asText(), "our dots stay visible");
    }

    @Test
    void movingMeanLeadsThroughTheNoise() {
        double[] losses = IntStream.range(0, 20).mapToDouble(i -> i % 2).toArray();
        JsonNode mean = trace(Curves.loss(TinyTraining.history(1, losses)), "mean of the last 5");
        double[] y = FigureReader.numbers(mean.get("y"));
        double[] last = Arrays.copyOfRange(y, y.length - 4, y.length);
        assertArrayEquals(new double[] {0.4, 0.6, 0.4, 0.6}, last);
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

    private static JsonNode trace(Figure figure, String name) {
        return FigureReader.trace(FigureReader.json(figure), name);
    }
}
