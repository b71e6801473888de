package tripletlab.notebook.widgets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tripletlab.distance.Distance;

/** What Java says of a triplet that is dragged; the drawing is tested in JupyterLab. */
class DraggableTripletTest {
    private final WidgetCell cell = new WidgetCell();

    @Test
    void cellShowsTheWidgetAndStandsForItWithALineAndAFigure() {
        Map<String, Object> still = new DraggableTriplet(0.5).show(cell.run(1));
        assertTrue(cell.outputs.get(0).containsKey("application/vnd.jupyter.widget-view+json"));
        String line = cell.outputs.get(1).get("text/plain").toString();
        assertEquals("Run this cell to drag the points and to move the margin.", line);
        assertEquals(2, cell.outputs.size());
        Map<?, ?> title = (Map<?, ?>) WidgetCell.layout(still).get("title");
        assertEquals(
                "Semi-hard triplet: d_ap = 1.30, d_an = 1.58, margin 0.50, loss 0.22",
                title.get("text"));
        assertEquals(3, ((List<?>) WidgetCell.layout(still).get("annotations")).size(), "arrows");
        assertTrue(cell.state().get("_esm").toString().contains("export default { render };"));
        assertEquals("AnyModel", cell.state().get("_model_name"));
        assertEquals(List.of("tripletlab-panel"), cell.state().get("_dom_classes"));
    }

    @ParameterizedTest
    @EnumSource(
            value = Distance.class,
            names = {"EUCLIDEAN", "SQUARED_EUCLIDEAN"})
    void lossGradientAndRingsFollowTheFormula(Distance distance) {
        new DraggableTriplet(1).optDistance(distance).show(cell.run(1));
        Random random = new Random(29);
        for (int round = 0; round < 200; round++) {
            double[][] points = new double[3][2];
            for (double[] point : points) {
                point[0] = 6 * random.nextDouble() - 3;
                point[1] = 4 * random.nextDouble() - 2;
            }
            double margin = 2 * random.nextDouble();
            Map<?, ?> said = cell.ask(question(points, margin));
            double loss = loss(points, margin, distance);
            String round29 = "seed 29, round " + round;
            assertEquals(loss, number(said.get("loss")), 1e-5, round29);
            float[] gradient = (float[]) said.get("gradient");
            for (int i = 0; i < 6 && Math.abs(loss) > 1e-3; i++) {
                double h = 1e-6;
                double[][] moved =
                        Arrays.stream(points).map(double[]::clone).toArray(double[][]::new);
                moved[i / 2][i % 2] += h;
                double slope = (loss(moved, margin, distance) - loss) / h;
                assertEquals(slope, gradient[i], 1e-3 * Math.max(1, Math.abs(slope)), round29);
            }
            double near = Math.hypot(points[0][0] - points[1][0], points[0][1] - points[1][1]);
            assertEquals(near, number(said.get("inner")), 1e-5);
            boolean squared = distance == Distance.SQUARED_EUCLIDEAN;
            double outer = squared ? Math.sqrt(near * near + margin) : near + margin;
            assertEquals(outer, number(said.get("outer")), 1e-5);
        }
    }

    @ParameterizedTest
    @CsvSource({"2.6, easy", "1.2, semi-hard", "0.4, hard", "1, tie", "1.5, edge"})
    void kindsAreThoseOfTheLibrary(double negative, String kind) {
        new DraggableTriplet(0.5).show(cell.run(1));
        double[][] points = {{0, 0}, {1, 0}, {0, negative}};
        Map<?, ?> said = cell.ask(question(points, 0.5));
        assertEquals(kind, said.get("kind"));
    }

    @Test
    void questionsThatCannotBeAnsweredSayWhy() {
        new DraggableTriplet(0.5).show(cell.run(1));
        Map<?, ?> said = cell.ask(question(new double[][] {{0, 0}, {1, 0}, {0, 1}}, -1));
        assertEquals(
                "java.lang.IllegalArgumentException:"
                        + " margin is -1.0, expected a finite number, 0 or more",
                said.get("problem"));
        assertNull(said.get("loss"));
    }

    @Test
    void anotherRunOfTheCellClosesTheWidgetsOfTheLast() {
        new DraggableTriplet(0.5).show(cell.run(1));
        new DraggableTriplet(0.5).show(cell.run(1));
        assertEquals(2, cell.frontEnd.models.size());
        new DraggableTriplet(0.5).show(cell.run(2));
        assertEquals(1, cell.frontEnd.models.size());
        assertEquals(2, cell.frontEnd.closed.size());
    }

    @Test
    void wrongArgumentsAreRefused() {
        EmbeddingMapTest.assertRefused(
                "margin is 2.5, expected a number from 0 to 2.0", () -> new DraggableTriplet(2.5));
        EmbeddingMapTest.assertRefused(
                "margin is NaN, expected a number from 0 to 2.0",
                () -> new DraggableTriplet(Double.NaN));
        DraggableTriplet triplet = new DraggableTriplet(1);
        double[] origin = {0, 0};
        EmbeddingMapTest.assertRefused(
                "positive is [3.5, 0.0], expected x from -3 to 3 and y from -2 to 2",
                () -> triplet.optPoints(origin, new double[] {3.5, 0}, origin));
        EmbeddingMapTest.assertRefused(
                "negative is [1.0], expected x from -3 to 3 and y from -2 to 2",
                () -> triplet.optPoints(origin, origin, new double[] {1}));
        EmbeddingMapTest.assertRefused(
                "anchor is NaN at 1, expected finite numbers",
                () -> triplet.optPoints(new double[] {0, Double.NaN}, origin, origin));
        EmbeddingMapTest.assertRefused(
                "distance is cosine, expected Euclidean or squared Euclidean",
                () -> triplet.optDistance(Distance.COSINE));
    }

    @Test
    void withoutANotebookItSaysSo() {
        DraggableTriplet triplet = new DraggableTriplet(1);
        assertThrows(IllegalStateException.class, () -> triplet.render(null));
    }

    private static Map<String, Object> question(double[][] points, double margin) {
        List<List<Double>> sent =
                Stream.of(points).map(point -> List.of(point[0], point[1])).toList();
        return Map.of("points", sent, "margin", margin);
    }

    private static double loss(double[][] points, double margin, Distance distance) {
        double ap = Math.hypot(points[0][0] - points[1][0], points[0][1] - points[1][1]);
        double an = Math.hypot(points[0][0] - points[2][0], points[0][1] - points[2][1]);
        boolean squared = distance == Distance.SQUARED_EUCLIDEAN;
        return Math.max(0, margin + (squared ? ap * ap - an * an : ap - an));
    }

    private static double number(Object value) {
        return ((Number) value).doubleValue();
    }
}
