package tripletlab.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tripletlab.Errors.assertNames;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tripletlab.distance.Distance;
import tripletlab.mining.TripletMasks;
import tripletlab.plot.parts.Colors;

class MatrixPlotTest {
    private static final float[][] DISTANCES = {{0, 1, 2.25f}, {1, 0, 3}, {2.25f, 3, 0}};
    private static final int[] LABELS = {7, 2, 7};

    @Test
    void distancesAreDrawnAsGivenFirstRowOnTop() {
        JsonNode json = FigureReader.json(plot(DISTANCES, LABELS).build());
        JsonNode trace = json.at("/data/0");
        assertEquals("[[0,1,2.25],[1,0,3],[2.25,3,0]]", trace.get("z").toString());
        assertEquals("%{z:.2f}", trace.get("texttemplate").asText());
        assertEquals("item 0 (class 7)", trace.at("/x/0").asText());
        assertEquals("Distances", FigureReader.title(json));
        assertEquals(List.of("other item", "anchor"), FigureReader.axes(json));
        assertTrue(json.at("/layout/yaxis/range/0").asDouble() > 0); // downwards
        assertEquals("distance", trace.at("/colorbar/title/text").asText());
        assertEquals(0, trace.get("zmin").asInt());
        assertEquals(3, trace.get("zmax").asInt());
    }

    @Test
    void wholeNumbersHaveNoDecimals() {
        float[][] counts = {{0, 12}, {3, 0}};
        JsonNode trace = FigureReader.json(plot(counts, new int[] {0, 0}).build()).at("/data/0");
        assertEquals("[[0,12],[3,0]]", trace.get("z").toString());
        assertEquals("%{z:.0f}", trace.get("texttemplate").asText());
    }

    @Test
    void sortedItemsKeepTheirNumbers() {
        JsonNode json =
                FigureReader.json(
                        MatrixPlot.builder()
                                .setMatrix(DISTANCES)
                                .optLabels(LABELS)
                                .optSorted()
                                .build());
        assertEquals("[[0,1,3],[1,0,2.25],[3,2.25,0]]", json.at("/data/0/z").toString());
        assertEquals("[\"1\",\"0\",\"2\"]", json.at("/layout/xaxis/ticktext").toString());
    }

    @Test
    void everyCellIsSquare() {
        JsonNode layout = FigureReader.json(plot(DISTANCES, LABELS).build()).get("layout");
        JsonNode margin = layout.get("margin");
        int wide = layout.get("width").asInt() - margin.get("l").asInt() - margin.get("r").asInt();
        int high = layout.get("height").asInt() - margin.get("t").asInt() - margin.get("b").asInt();
        assertEquals(wide, high);
        JsonNode x = layout.at("/xaxis/range");
        JsonNode y = layout.at("/yaxis/range");
        assertEquals(x.get(0), y.get(1));
        assertEquals(x.get(1), y.get(0));
    }

    @Test
    void classesAreMarkedOnceARun() {
        JsonNode layout =
                FigureReader.json(plot(new float[4][4], new int[] {5, 5, 3, 3}).build())
                        .get("layout");
        List<String> fills = layout.get("shapes").findValuesAsText("fillcolor");
        assertEquals(
                List.of(Colors.digit(5), Colors.digit(5), Colors.digit(3), Colors.digit(3)), fills);
        assertEquals(
                List.of("5", "5", "3", "3"), layout.get("annotations").findValuesAsText("text"));
        long lines =
                layout.get("shapes").findValuesAsText("type").stream()
                        .filter("line"::equals)
                        .count();
        assertEquals(2, lines); // one across, one down
    }

    @Test
    void unknownDistancesAreWritten() {
        float[][] distances = {{0, Float.NaN}, {Float.POSITIVE_INFINITY, 0}};
        JsonNode json = FigureReader.json(MatrixPlot.builder().setMatrix(distances).build());
        assertEquals("[[0,null],[null,0]]", json.at("/data/0/z").toString());
        JsonNode texts = json.at("/layout/annotations");
        assertEquals(List.of("NaN", "∞"), texts.findValuesAsText("text"));
        assertEquals(1, texts.at("/0/x").asInt());
        assertEquals(0, texts.at("/0/y").asInt());
        assertEquals("item 0", json.at("/data/0/x/0").asText());
    }

    @Test
    void largeMatricesAreThinnedAndHaveNoTexts() {
        int[] labels = IntStream.range(0, 129).map(i -> i % 3).toArray();
        JsonNode json = FigureReader.json(plot(new float[129][129], labels).build());
        assertEquals(65, json.at("/data/0/z").size());
        assertEquals(65, json.at("/data/0/z/0").size());
        assertEquals("Distances (65 of 129 items)", FigureReader.title(json));
        assertFalse(json.at("/data/0").has("texttemplate"));
    }

    @Test
    void arraysOfTheEngineAreRead() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray labels = manager.create(new long[] {3, 1, 3});
            NDArray embeddings = manager.create(new float[][] {{0, 0}, {3, 4}, {0, 1}});
            NDArray distances = Distance.EUCLIDEAN.pairwise(embeddings);
            JsonNode json =
                    FigureReader.json(
                            MatrixPlot.builder().setMatrix(distances).optLabels(labels).build());
            assertEquals(5, json.at("/data/0/z/0/1").asDouble(), 1e-3);
            assertEquals("item 1 (class 1)", json.at("/data/0/y/1").asText());
            NDArray mask = TripletMasks.anchorPositive(labels);
            JsonNode drawn =
                    FigureReader.json(
                            MatrixPlot.builder().setMatrix(mask).optLabels(labels).build());
            assertEquals("[[0,0,1],[0,0,0],[1,0,0]]", drawn.at("/data/0/z").toString());
            assertEquals("Mask", FigureReader.title(drawn));
            assertEquals("[\"no\",\"yes\"]", drawn.at("/data/0/colorbar/ticktext").toString());
        }
    }

    private static MatrixPlot plot(float[][] distances, int[] labels) {
        return MatrixPlot.builder().setMatrix(distances).optLabels(labels);
    }

    @Test
    void badInputIsNamed() {
        assertNames(() -> MatrixPlot.builder().build(), "matrix is empty");
        assertNames(
                () -> plot(new float[2][3], new int[2]).build(),
                "matrix has 3 values in row 0, expected 2 as there are rows");
        assertNames(() -> plot(DISTANCES, new int[2]).build(), "labels has length 2, expected 3");
        assertNames(() -> plot(DISTANCES, new int[] {1, 2, -3}).build(), "label is -3");
        assertNames(
                () -> MatrixPlot.builder().setMatrix(DISTANCES).optSorted().build(),
                "labels is null");
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray flat = manager.create(new float[3]);
            assertNames(() -> MatrixPlot.builder().setMatrix(flat), "matrix has shape (3)", "2");
            NDArray halves = manager.create(new float[] {1, 0.5f});
            assertNames(() -> MatrixPlot.builder().optLabels(halves), "labels has 0.5 in row 1");
        }
    }
}
