package tripletlab.notebook.widgets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What Java answers to a drawing; the drawing is tested in JupyterLab. */
class DrawingPadTest {
    private static final int N = 20;

    private final WidgetCell cell = new WidgetCell();
    private final float[][] pictures = pictures();
    private final EmbeddingMap map =
            new EmbeddingMap(embeddings(), labels(), pictures).optEmbeddings(embeddings());

    @Test
    void drawingIsEmbeddedPlacedAndComparedWithTheMap() {
        DrawingPad pad = pad();
        pad.show(cell.run(1));
        float[] digit = new float[784];
        for (int y = 4; y < 24; y++) { // 20 high, in the middle: it is not moved
            digit[28 * y + 13] = 1;
            digit[28 * y + 14] = 1;
        }
        Map<?, ?> answer = cell.ask(Map.of("pixels", greys(digit)));
        assertArrayEquals(digit, pad.drawing());
        float[] embedding = embed(digit);
        assertArrayEquals(
                new double[] {2 * embedding[0], 2 * embedding[1]}, (double[]) answer.get("place"));
        List<?> neighbors = (List<?>) answer.get("neighbors");
        assertEquals(10, neighbors.size());
        double before = 0;
        for (Object one : neighbors) {
            Map<?, ?> neighbor = (Map<?, ?>) one;
            double distance = (Double) neighbor.get("distance");
            float[] found = embed(pictures[(Integer) neighbor.get("item")]);
            assertEquals(EmbeddingMapTest.distance(found, embedding), distance, 1e-4);
            assertTrue(distance >= before);
            before = distance;
        }
    }

    @Test
    void smallDrawingInACornerIsScaledAndCentred() {
        DrawingPad pad = pad();
        pad.show(cell.run(1));
        float[] corner = new float[784];
        for (int y = 0; y < 10; y++) {
            corner[28 * y + 1] = 1;
        }
        cell.ask(Map.of("pixels", greys(corner)));
        float[] seen = pad.drawing();
        double mass = 0;
        double x = 0;
        double y = 0;
        int inked = 0;
        for (int i = 0; i < seen.length; i++) {
            mass += seen[i];
            x += seen[i] * (i % 28);
            y += seen[i] * (i / 28);
            inked += seen[i] >= 0.5 ? 1 : 0;
        }
        assertEquals(13.5, x / mass, 0.1);
        assertEquals(13.5, y / mass, 0.1);
        assertTrue(inked >= 19, inked + " pixels, about 20 high and 2 wide");
    }

    @Test
    void exampleIsShownAtFirst() {
        DrawingPad pad = pad().optExample(pictures[7]);
        Map<String, Object> still = pad.show(cell.run(1));
        Map<?, ?> answer = (Map<?, ?>) cell.state().get("answer");
        Map<?, ?> nearest = (Map<?, ?>) ((List<?>) answer.get("neighbors")).get(0);
        assertEquals(7, nearest.get("item"));
        assertEquals(0.0, nearest.get("distance"));
        int[] pixels = (int[]) cell.state().get("pixels");
        assertEquals(Math.round(255 * pictures[7][100]), pixels[100]);
        assertEquals(11, ((List<?>) WidgetCell.layout(still).get("images")).size());
    }

    @Test
    void titleOfTheStillTellsTheClassOfMostNeighbors() {
        Map<String, Object> still = pad().optExample(pictures[7]).show(cell.run(1));
        int[] counts = new int[3];
        for (Object one : (List<?>) ((Map<?, ?>) cell.state().get("answer")).get("neighbors")) {
            counts[(Integer) ((Map<?, ?>) one).get("label")]++;
        }
        int most =
                counts[0] > counts[1] && counts[0] > counts[2] ? 0 : counts[1] > counts[2] ? 1 : 2;
        Map<?, ?> title = (Map<?, ?>) WidgetCell.layout(still).get("title");
        assertEquals(
                "The star: %d of its 10 nearest digits are of class %d"
                        .formatted(counts[most], most),
                title.get("text"));
    }

    @Test
    void whatTheEmbedderThrowsIsShown() {
        boolean[] fails = new boolean[1];
        DrawingPad pad =
                new DrawingPad(
                        map,
                        pixels -> {
                            if (fails[0]) {
                                throw new IOException("no network");
                            }
                            return embed(pixels);
                        },
                        DrawingPadTest::project);
        pad.show(cell.run(1));
        fails[0] = true;
        Map<?, ?> answer = cell.ask(Map.of("pixels", greys(pictures[0])));
        assertEquals("java.io.IOException: no network", answer.get("problem"));
        assertThrows(IllegalStateException.class, () -> pad.show(cell.run(2)));
    }

    @Test
    void wrongArgumentsAreRefused() {
        EmbeddingMapTest.assertRefused(
                "pixels has 5 numbers in row 0, expected 784 pixels",
                () -> pad().optExample(new float[5]));
        EmbeddingMapTest.assertRefused(
                "projection gives 3 numbers, expected 2",
                () ->
                        new DrawingPad(map, DrawingPadTest::embed, rows -> new double[1][3])
                                .show(cell.run(1)));
    }

    private static int[] labels() {
        return IntStream.range(0, N).map(i -> i % 3).toArray();
    }

    private DrawingPad pad() {
        return new DrawingPad(map, DrawingPadTest::embed, DrawingPadTest::project);
    }

    /** The ink of the upper and of the lower half. */
    private static float[] embed(float[] pixels) {
        float[] sums = new float[2];
        for (int i = 0; i < pixels.length; i++) {
            sums[i / 392] += pixels[i];
        }
        return sums;
    }

    private static double[][] project(float[][] rows) {
        return new double[][] {{2 * rows[0][0], 2 * rows[0][1]}};
    }

    private float[][] embeddings() {
        float[][] rows = new float[N][];
        for (int i = 0; i < N; i++) {
            rows[i] = embed(pictures[i]);
        }
        return rows;
    }

    private static float[][] pictures() {
        Random random = new Random(29);
        float[][] rows = new float[N][784];
        for (float[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                row[i] = random.nextFloat() < 0.2 ? random.nextFloat() : 0;
            }
        }
        return rows;
    }

    private static List<Integer> greys(float[] pixels) {
        List<Integer> greys = new ArrayList<>();
        for (float ink : pixels) {
            greys.add(Math.round(255 * ink));
        }
        return greys;
    }
}
