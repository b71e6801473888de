package tripletlab.plot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static tripletlab.Errors.assertNames;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tech.tablesaw.plotly.components.Figure;

class DistanceHistogramTest {

    @Test
    void sharesOfEachKindOverTheSameBins() {
        float[] positives = {0.1f, 0.2f, 0.9f};
        float[] negatives = {1, 0.6f};
        JsonNode json =
                FigureReader.json(
                        DistanceHistogram.builder()
                                .setPairs(positives, negatives)
                                .optBins(2)
                                .optMark("threshold", 0.55)
                                .build());
        assertEquals(
                List.of("3 positive pairs", "2 negative pairs", "threshold 0.55"),
                FigureReader.names(json));
        for (int i = 0; i < 2; i++) {
            JsonNode x = json.at("/data/" + i + "/x");
            assertArrayEquals(new double[] {0, 0, 0.5, 1}, FigureReader.numbers(x));
        }
        double[] near = FigureReader.numbers(json.at("/data/0/y"));
        assertArrayEquals(new double[] {0, 0.66667, 0.33333, 0}, near);
        double[] far = FigureReader.numbers(json.at("/data/1/y"));
        assertArrayEquals(new double[] {0, 0, 1, 0}, far); // the last bin holds its upper edge
        assertEquals("[0.55,0.55]", json.at("/data/2/x").toString());
        assertEquals(
                List.of("distance", "share of the pairs of one kind"), FigureReader.axes(json));
    }

    @Test
    void matrixGivesEachPairOnce() {
        float[][] distances = {{0, 1, 2}, {1, 0, 3}, {2, 3, 0}};
        Figure figure =
                DistanceHistogram.builder().setMatrix(distances, new int[] {7, 7, 4}).build();
        JsonNode json = FigureReader.json(figure);
        assertEquals(List.of("1 positive pairs", "2 negative pairs"), FigureReader.names(json));
        double[] far = FigureReader.numbers(json.at("/data/1/y"));
        assertEquals(0.5, far[1 + 26]); // 2 of 3 is in bin 26 of 40
        assertEquals(0.5, far[1 + 39]);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void nothingIsLost(long seed) {
        Random random = new Random(seed);
        float[] positives = floats(random, 1 + random.nextInt(500), -2);
        float[] negatives = floats(random, 1 + random.nextInt(500), -1);
        JsonNode json = FigureReader.json(histogram(positives, negatives));
        for (JsonNode trace : json.get("data")) {
            double sum = Arrays.stream(FigureReader.numbers(trace.get("y"))).sum();
            assertEquals(1, sum, 40 * 0.5e-4, "seed " + seed);
        }
    }

    @Test
    void collapsedEmbeddingsHaveOneBin() {
        JsonNode json = FigureReader.json(histogram(new float[3], new float[2]));
        assertEquals(1, FigureReader.numbers(json.at("/data/0/y"))[1]);
    }

    private static float[] floats(Random random, int count, float from) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = from + 4 * random.nextFloat();
        }
        return values;
    }

    private static Figure histogram(float[] positives, float[] negatives) {
        return DistanceHistogram.builder().setPairs(positives, negatives).build();
    }

    @Test
    void badInputIsNamed() {
        float[] good = {1};
        assertNames(
                () -> histogram(new float[0], good),
                "positives is empty, expected at least one value");
        assertNames(
                () -> histogram(good, new float[] {1, Float.NaN}),
                "negatives is NaN at 1, expected finite numbers");
        assertNames(
                () -> DistanceHistogram.builder().setMatrix(new float[2][3], new int[2]),
                "distances has 3 values in row 0, expected 2");
        assertNames(
                () -> DistanceHistogram.builder().setMatrix(new float[2][2], new int[1]),
                "labels has length 1");
        assertNames(() -> DistanceHistogram.builder().optBins(0), "bins is 0, expected 1 or more");
        assertNames(
                () -> DistanceHistogram.builder().optMark("margin", Double.NaN), "value is NaN");
    }
}
