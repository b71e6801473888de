package tripletlab.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tripletlab.Errors.assertNames;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import tech.tablesaw.plotly.components.Figure;
import tripletlab.distance.Distance;
import tripletlab.mining.Triplets;

class TripletPlaneTest {
    /** The anchor at the origin, its positive at distance 2, and the others on one line. */
    private static final double[][] POINTS = {
        {0, 0}, {0, 2}, {1, 0}, {-1.5, 0}, {2, 0}, {2.5, 0}, {3, 0}, {4, 0}, {0, -7}
    };

    private static final int[] LABELS = {5, 5, 1, 1, 1, 2, 2, 2, 5};

    @Test
    void negativesAreTold() {
        JsonNode json = FigureReader.json(drawn(POINTS, LABELS, 0, 1, 1));
        assertX(json, "hard negatives (2)", "[1,-1.5]");
        assertX(json, "ties, as far as the positive (1)", "[2]");
        assertX(json, "semi-hard negatives (1)", "[2.5]");
        assertX(json, "on the edge, at the margin (1)", "[3]");
        assertX(json, "easy negatives (1)", "[4]");
        assertX(json, "other positives", "[0]");
        assertX(json, "anchor", "[0]");
        assertEquals(
                "[\"0\",\"1\",\"2\",\"3\",\"4\",\"5\",\"6\",\"7\",\"8\"]",
                FigureReader.trace(json, "numbers").get("text").toString());
        assertEquals("[2]", FigureReader.trace(json, "positive").get("y").toString());
        assertEquals(
                "[\"point 2\",\"point 3\"]",
                FigureReader.trace(json, "hard negatives (2)").get("text").toString());
        assertEquals("Margin 1: 2 hard, 1 semi-hard, 1 easy negatives", FigureReader.title(json));
        assertEquals(List.of("first coordinate", "second coordinate"), FigureReader.axes(json));
        assertEquals("x", json.at("/layout/yaxis/scaleanchor").asText());
    }

    @Test
    void ringsHaveTheirRadii() {
        double[][] moved = {{3, 4}, {3, 6}, {9, 9}};
        JsonNode json = FigureReader.json(drawn(moved, new int[] {0, 0, 1}, 0, 1, 0.5));
        assertRadius(json, "ring at d_ap = 2.00", 2);
        assertRadius(json, "ring at d_ap + margin = 2.50", 2.5);
    }

    private static void assertRadius(JsonNode json, String name, double radius) {
        JsonNode ring = FigureReader.trace(json, name);
        double[] x = FigureReader.numbers(ring.get("x"));
        double[] y = FigureReader.numbers(ring.get("y"));
        for (int i = 0; i < x.length; i++) {
            assertEquals(radius, Math.hypot(x[i] - 3, y[i] - 4), 1e-3);
        }
    }

    @Test
    void squaredDistancesHaveRingsOfTheirOwn() {
        JsonNode json = FigureReader.json(plane().optDistance(Distance.SQUARED_EUCLIDEAN).build());
        assertX(json, "semi-hard negatives (0)", "[]"); // 2.5² is above 2² + 1
        assertX(json, "easy negatives (3)", "[2.5,3,4]");
        JsonNode ring = FigureReader.trace(json, "ring at squared d_ap + margin = 5.00");
        assertEquals(Math.sqrt(5), ring.get("x").get(0).asDouble(), 1e-3);
        assertEquals(
                2,
                FigureReader.trace(json, "ring at squared d_ap = 4.00").get("x").get(0).asDouble());
    }

    @Test
    void chosenNegativesOfThePairAreMarked() {
        // of the pair (0, 1): 2 and 5; of another pair: 7
        Triplets chosen =
                new Triplets(new int[] {0, 0, 0}, new int[] {1, 8, 1}, new int[] {2, 7, 5});
        JsonNode json = FigureReader.json(plane().optChosen(chosen).build());
        assertX(json, "chosen negatives", "[1,2.5]");
        assertFalse(
                FigureReader.names(FigureReader.json(plane().build()))
                        .contains("chosen negatives"));
    }

    private static Figure drawn(
            double[][] points, int[] labels, int anchor, int positive, double margin) {
        return TripletPlane.builder()
                .setPoints(points, labels)
                .setPair(anchor, positive)
                .optMargin(margin)
                .build();
    }

    private static TripletPlane plane() {
        return TripletPlane.builder().setPoints(POINTS, LABELS).setPair(0, 1);
    }

    @Test
    void allThreeKindsAreInTheLegendAlways() {
        JsonNode json = FigureReader.json(drawn(POINTS, LABELS, 0, 1, 0));
        assertTrue(FigureReader.names(json).contains("semi-hard negatives (0)"));
    }

    @Test
    void axesStayWhileTheMarginMoves() {
        JsonNode small = FigureReader.json(drawn(POINTS, LABELS, 0, 1, 0.1));
        JsonNode large = FigureReader.json(drawn(POINTS, LABELS, 0, 1, 50));
        assertEquals(small.at("/layout/xaxis"), large.at("/layout/xaxis"));
        assertEquals(small.at("/layout/yaxis"), large.at("/layout/yaxis"));
    }

    @Test
    void badInputIsNamed() {
        assertNames(() -> drawn(POINTS, LABELS, 9, 1, 1), "anchor is 9, expected 0 to 8");
        assertNames(() -> drawn(POINTS, LABELS, 0, 2, 1), "positive is 2 of class 1");
        assertNames(() -> drawn(POINTS, LABELS, 0, 0, 1), "positive is 0 of class 5");
        assertNames(
                () -> drawn(POINTS, LABELS, 0, 1, Double.NaN),
                "margin is NaN, expected a finite number, 0 or more");
        assertNames(
                () -> drawn(new double[][] {{1, 2, 3}, {1, 2}}, new int[2], 0, 1, 1),
                "points has 3 numbers in row 0, expected 2");
        assertNames(
                () -> drawn(new double[][] {{1, 2}, {1, Double.NaN}}, new int[2], 0, 1, 1),
                "points in row 1 is NaN");
        assertNames(
                () -> plane().optDistance(Distance.COSINE).build(),
                "distance is cosine, expected Euclidean or squared Euclidean");
        Triplets outside = new Triplets(new int[] {0}, new int[] {1}, new int[] {9});
        assertNames(
                () -> plane().optChosen(outside).build(),
                "negative of a chosen triplet is 9, expected 0 to 8");
    }

    private static void assertX(JsonNode json, String name, String expected) {
        assertEquals(expected, FigureReader.trace(json, name).get("x").toString());
    }
}
