package tripletlab.notebook.widgets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import tripletlab.notebook.FigureContent;

/** What Java sends of a map, and answers to a click; the drawing is tested in JupyterLab. */
class EmbeddingMapTest {
    private static final int N = 60;

    private final WidgetCell cell = new WidgetCell();
    private final Random random = new Random(29);
    private final float[][] points = rows(2);
    private final float[][] embeddings = rows(5);
    private final float[][] pictures = rows(784);
    private final int[] labels = IntStream.range(0, N).map(i -> i % 3 == 0 ? 7 : 4).toArray();

    @Test
    void clickFindsTheNearestInTheEmbeddings() {
        map().optEmbeddings(embeddings).show(cell.run(1));
        for (int item = 0; item < N; item++) {
            assertNeighbors(embeddings, item, cell.ask(Map.of("item", item)));
        }
    }

    @Test
    void withoutEmbeddingsItFindsTheNearestOnTheMap() {
        map().show(cell.run(1));
        assertNeighbors(points, 9, cell.ask(Map.of("item", 9)));
    }

    private void assertNeighbors(float[][] rows, int item, Map<?, ?> answer) {
        assertEquals(item, answer.get("item"));
        List<?> neighbors = (List<?>) answer.get("neighbors");
        int[] expected =
                IntStream.range(0, N)
                        .filter(i -> i != item)
                        .boxed()
                        .sorted(Comparator.comparingDouble(i -> distance(rows[i], rows[item])))
                        .mapToInt(i -> i)
                        .limit(10)
                        .toArray();
        assertEquals(10, neighbors.size());
        for (int i = 0; i < expected.length; i++) {
            Map<?, ?> one = (Map<?, ?>) neighbors.get(i);
            assertEquals(expected[i], one.get("item"), "seed 29, neighbour " + i + " of " + item);
            assertEquals(labels[expected[i]], one.get("label"));
            double distance = distance(rows[expected[i]], rows[item]);
            assertEquals(distance, (Double) one.get("distance"), 1e-5);
        }
    }

    @Test
    void stateHasDotsClassesAndPictures() throws Exception {
        map().optTitle("Digits").show(cell.run(1));
        Map<?, ?> map = (Map<?, ?>) cell.state().get("map");
        assertEquals("Digits", map.get("title"));
        assertEquals(points[8][1], ((float[]) map.get("y"))[8]);
        List<?> classes = (List<?>) map.get("classes");
        assertEquals(2, classes.size());
        assertEquals(4, ((Map<?, ?>) classes.get(0)).get("label"));
        String sheet = map.get("sheet").toString().replace("data:image/png;base64,", "");
        BufferedImage image =
                ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(sheet)));
        assertEquals(50 * 28, image.getWidth());
        assertEquals(2 * 28, image.getHeight());
        int item = 53; // the fourth picture of the second row
        int grey = image.getRaster().getSample(3 * 28 + 6, 28 + 5, 0);
        assertEquals(Math.round(255 * (1 - pictures[item][5 * 28 + 6])), grey);
    }

    @Test
    void stillHasTheDotsAndTheFirstDigitWithItsNeighbours() {
        Map<String, Object> still = map().optTitle("1 < 2").show(cell.run(1));
        Map<?, ?> layout = WidgetCell.layout(still);
        assertEquals("1 &lt; 2", ((Map<?, ?>) layout.get("title")).get("text"));
        assertEquals(11, ((List<?>) layout.get("images")).size());
        assertEquals(11, ((List<?>) layout.get("annotations")).size());
        List<?> traces = (List<?>) ((Map<?, ?>) still.get(FigureContent.PLOTLY)).get("data");
        List<?> x = (List<?>) ((Map<?, ?>) traces.get(1)).get("x");
        assertEquals(N / 3, x.size(), "the second class");
        assertEquals(List.of("4", "7"), ((Map<?, ?>) traces.get(2)).get("text"));
        assertTrue(cell.outputs.get(1).get("text/plain").toString().contains("Run this cell"));
    }

    @Test
    void wrongItemsAreAnsweredWithTheProblem() {
        map().show(cell.run(1));
        assertEquals(
                "java.lang.IllegalArgumentException: item is 60, expected 0 to 59",
                cell.ask(Map.of("item", N)).get("problem"));
    }

    @Test
    void wrongArgumentsAreRefused() {
        assertRefused(
                "points has 1 rows, expected 2 to 5000",
                () -> new EmbeddingMap(new float[1][2], new int[1], new float[1][784]));
        assertRefused(
                "points has 3 numbers in row 0, expected 2",
                () -> new EmbeddingMap(new float[2][3], new int[2], new float[2][784]));
        assertRefused(
                "pictures has 783 numbers in row 0, expected 784 pixels",
                () -> new EmbeddingMap(new float[2][2], new int[2], new float[2][783]));
        assertRefused(
                "pictures has length 3, expected 2 as points has",
                () -> new EmbeddingMap(new float[2][2], new int[2], new float[3][784]));
        assertRefused(
                "label is -1, expected 0 or more",
                () -> new EmbeddingMap(new float[2][2], new int[] {0, -1}, new float[2][784]));
        float[][] wrong = new float[2][784];
        wrong[1][3] = 255;
        assertRefused(
                "pictures has 255.0 in row 1, expected 0 for paper to 1 for ink",
                () -> new EmbeddingMap(new float[2][2], new int[2], wrong));
        assertRefused(
                "embeddings has length 59, expected 60 as points has",
                () -> map().optEmbeddings(Arrays.copyOf(embeddings, 59)));
        embeddings[3][1] = Float.NaN;
        assertRefused(
                "embeddings has NaN in row 3, expected finite numbers whose distances fit a float;"
                        + " a learning rate that is too large is the usual cause",
                () -> map().optEmbeddings(embeddings));
    }

    private EmbeddingMap map() {
        return new EmbeddingMap(points, labels, pictures);
    }

    private float[][] rows(int columns) {
        float[][] rows = new float[N][columns];
        for (float[] row : rows) {
            for (int i = 0; i < columns; i++) {
                row[i] = random.nextFloat();
            }
        }
        return rows;
    }

    static double distance(float[] a, float[] b) {
        return Math.sqrt(
                IntStream.range(0, a.length).mapToDouble(k -> Math.pow(a[k] - b[k], 2)).sum());
    }

    static void assertRefused(String message, Executable call) {
        Exception refusal = assertThrows(IllegalArgumentException.class, call);
        assertEquals(message, refusal.getMessage());
    }
}
