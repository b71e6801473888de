package tripletlab.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tripletlab.Errors.assertNames;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tech.tablesaw.plotly.components.Figure;
import tripletlab.evaluation.Pca;

class PcaAnimationTest {

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void lastFrameIsTheMapOfTheLastSnapshot(int dimensions) {
        List<float[][]> snapshots = snapshots(3, 60);
        int[] labels = labels(60);
        float[][] last = snapshots.get(2);
        Figure map =
                dimensions == 2
                        ? PcaPlot.in2d(last, labels, "Map")
                        : PcaPlot.in3d(last, labels, "Map");
        JsonNode expected = FigureReader.json(map);
        JsonNode json = FigureReader.json(animation(dimensions, snapshots, labels));
        for (int t = 0; t < 10; t++) {
            for (String axis : dimensions == 2 ? List.of("x", "y") : List.of("x", "y", "z")) {
                JsonNode drawn = json.at("/frames/2/data/%d/%s".formatted(t, axis));
                assertEquals(expected.at("/data/%d/%s".formatted(t, axis)), drawn);
            }
        }
        assertEquals(FigureReader.names(expected), FigureReader.names(json));
        String parent = dimensions == 2 ? "/layout" : "/layout/scene";
        assertEquals(expected.at(parent + "/xaxis/title"), json.at(parent + "/xaxis/title"));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void rangesHoldAllPointsOfAllFrames(int dimensions) {
        JsonNode json = FigureReader.json(animation(dimensions, snapshots(5, 60), labels(60)));
        String parent = dimensions == 2 ? "/layout/" : "/layout/scene/";
        for (String axis : dimensions == 2 ? List.of("x", "y") : List.of("x", "y", "z")) {
            double[] range = FigureReader.numbers(json.at(parent + axis + "axis/range"));
            List<Double> all = new ArrayList<>();
            for (JsonNode list : json.get("frames").findValues(axis)) {
                list.forEach(value -> all.add(value.asDouble()));
            }
            int dots = 0; // beside the classes that are written
            for (JsonNode frame : json.get("frames")) {
                for (int t = 0; t < 10; t++) {
                    dots += frame.at("/data/%d/%s".formatted(t, axis)).size();
                }
            }
            assertEquals(5 * 60, dots);
            assertTrue(all.stream().allMatch(v -> range[0] < v && v < range[1]), axis);
        }
    }

    @Test
    void firstFrameIsShownFirst() {
        JsonNode json = FigureReader.json(animation(2, snapshots(3, 60), labels(60)));
        assertEquals(json.at("/frames/0/data/4/x"), json.at("/data/4/x"));
        assertEquals(0, json.at("/layout/sliders/0/active").asInt());
    }

    @Test
    void twentyFramesOfManyPointsAreSmall() {
        JsonNode json = FigureReader.json(animation(3, snapshots(20, 1000), labels(1000)));
        int points =
                IntStream.range(0, 10).map(t -> json.at("/data/%d/x".formatted(t)).size()).sum();
        assertEquals(500, points); // beside the classes that are written
        assertEquals("Map (500 of 1000 points)", FigureReader.title(json));
        assertTrue(json.toString().length() < 400_000, "size " + json.toString().length());
    }

    @Test
    void mapsInThePlaneGlideAndThoseInSpaceAreRedrawn() {
        String redraw = "/layout/updatemenus/0/buttons/0/args/1/frame/redraw";
        JsonNode plane = FigureReader.json(animation(2, snapshots(2, 60), labels(60)));
        assertEquals("false", plane.at(redraw).asText());
        JsonNode space = FigureReader.json(animation(3, snapshots(2, 60), labels(60)));
        assertEquals("true", space.at(redraw).asText());
    }

    @Test
    void badInputIsNamed() {
        List<float[][]> two = snapshots(2, 60);
        List<String> names = List.of("a", "b");
        Pca pca = Pca.fit(two.get(1), 2);
        assertNames(
                () -> PcaAnimation.of(pca, List.of(), new int[0], List.of(), "x"),
                "snapshots is empty");
        assertNames(
                () -> PcaAnimation.of(pca, two, labels(60), List.of("a"), "x"),
                "names has length 1, expected 2 as snapshots has");
        assertNames(
                () -> PcaAnimation.of(pca, two, labels(59), names, "x"),
                "labels has length 59, expected 60");
        List<float[][]> uneven = List.of(new float[60][3], two.get(0));
        assertNames(
                () -> PcaAnimation.of(pca, uneven, labels(60), names, "x"),
                "length 3",
                "expected 5");
    }

    private static Figure animation(int dimensions, List<float[][]> snapshots, int[] labels) {
        List<String> names =
                IntStream.range(0, snapshots.size()).mapToObj(i -> "epoch " + i).toList();
        Pca pca = Pca.fit(snapshots.get(snapshots.size() - 1), dimensions);
        return PcaAnimation.of(pca, snapshots, labels, names, "Map");
    }

    private static int[] labels(int items) {
        return IntStream.range(0, items).map(i -> i % 10).toArray();
    }

    private static List<float[][]> snapshots(int count, int items) {
        Random random = new Random(7);
        List<float[][]> snapshots = new ArrayList<>();
        for (int s = 0; s < count; s++) {
            float[][] rows = new float[items][5];
            for (float[] row : rows) {
                for (int j = 0; j < row.length; j++) {
                    row[j] = (float) random.nextGaussian() * (s + 1);
                }
            }
            snapshots.add(rows);
        }
        return snapshots;
    }
}
