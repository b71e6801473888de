package tripletlab.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tripletlab.Errors.assertNames;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tech.tablesaw.plotly.components.Figure;
import tripletlab.distance.Distance;
import tripletlab.mining.BatchHardMiner;
import tripletlab.mining.Hinge;
import tripletlab.mining.MiningBatch;
import tripletlab.mining.TripletMean;
import tripletlab.plot.parts.Colors;

class BatchDrawingTest {

    private static NDManager manager;
    private static NDArray images;
    private static NDArray embeddings;
    private static NDArray distances;
    private static NDArray labels;
    private static TripletMean mean;

    @BeforeAll
    static void open() {
        manager = NDManager.newBaseManager();
        images = manager.ones(new Shape(4, 1, 2, 3));
        embeddings = manager.create(new float[] {0, 1, 3, 7}, new Shape(4, 1)); // on a line
        labels = manager.create(new int[] {5, 5, 5, 2});
        distances = Distance.EUCLIDEAN.pairwise(embeddings);
        mean = new BatchHardMiner().mine(MiningBatch.of(distances, labels), new Hinge(3));
    }

    @AfterAll
    static void close() {
        manager.close();
    }

    @Test
    void eachStepHasItsNumbers() {
        JsonNode json = drawn();
        assertEquals("The way of a batch", FigureReader.title(json));
        assertEquals(4, json.get("data").size()); // embeddings, distances, masks, weights
        assertEquals("[[0],[1],[3],[7]]", json.at("/data/0/z").toString());
        assertEquals("[0,1,3,7]", json.at("/data/1/z/0").toString());
        assertEquals("[0,1,1,-1]", json.at("/data/2/z/0").toString());
        // the farthest positives of 0, 1 and 3 are 3, 3 and 0, and 7 is nearest to each
        assertEquals("[0,0,0,0]", json.at("/data/3/z/0").toString()); // 3 - 7 + 3 < 0
        assertEquals("[0,0,0,0]", json.at("/data/3/z/1").toString()); // 2 - 6 + 3 < 0
        assertEquals("[0.3333,0,0,-0.3333]", json.at("/data/3/z/2").toString()); // 3 - 4 + 3
        List<String> texts = json.at("/layout/annotations").findValuesAsText("text");
        assertTrue(
                texts.containsAll(
                        List.of(
                                "4 images<br>of 2 classes",
                                "4 embeddings<br>of 1 numbers",
                                "masks: 6 positive pairs (blue)<br>and 6 negative ones (orange)",
                                "W = ∂L/∂d: 1 pairs are pulled<br>together, 1 are pushed apart",
                                "L = 0.667",
                                "6 valid triplets,<br>3 of them taken,<br>1 of these active")),
                texts.toString());
        String source = json.at("/layout/images/0/source").asText();
        assertTrue(source.startsWith("data:image/png;base64,"), source);
    }

    @Test
    void classesStandBesideTheRows() {
        JsonNode shapes = drawn().at("/layout/shapes");
        assertEquals(Colors.digit(5), shapes.get(0).get("fillcolor").asText());
        assertEquals(Colors.digit(2), shapes.get(3).get("fillcolor").asText());
        assertEquals(4 + 3 * 8 + 2, shapes.size()); // and two lines of the long arrow
    }

    @Test
    void withoutAGradientWIsWhite() {
        TripletMean none =
                new BatchHardMiner().mine(MiningBatch.of(distances, labels), new Hinge(0));
        Figure figure = BatchDrawing.of(images, embeddings, distances, labels, none, "nothing");
        JsonNode w = FigureReader.json(figure).at("/data/3");
        assertEquals(0, w.at("/z/2/0").asDouble());
        assertEquals(-1, w.get("zmin").asDouble());
        assertEquals(1, w.get("zmax").asDouble());
    }

    @Test
    void leavesNoArrayBehind() {
        NDArray half = images.toType(DataType.FLOAT16, true);
        int before = manager.getManagedArrays().size();
        BatchDrawing.of(half, embeddings, distances, labels, mean, "");
        assertEquals(before, manager.getManagedArrays().size());
    }

    @Test
    void badInputIsNamed() {
        NDArray flat = manager.ones(new Shape(4, 6));
        assertNames(
                () -> BatchDrawing.of(flat, embeddings, distances, labels, mean, ""),
                "images has shape (4, 6), expected (B, 1, H, W) with B up to 128");
        NDArray three = manager.ones(new Shape(3, 1));
        assertNames(
                () -> BatchDrawing.of(images, three, distances, labels, mean, ""),
                "embeddings has length 3, expected 4 as labels has");
        TripletMean other = new TripletMean(new float[9], mean.stats());
        assertNames(
                () -> BatchDrawing.of(images, embeddings, distances, labels, other, ""),
                "weights of mean has length 9, expected 16 as distances has");
    }

    private static JsonNode drawn() {
        return FigureReader.json(
                BatchDrawing.of(images, embeddings, distances, labels, mean, "The way of a batch"));
    }
}
