package tripletlab.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static tripletlab.Errors.assertNames;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import tripletlab.mining.TripletMasks;

class TripletMaskPlotTest {

    @Test
    void aMatrixForEachAnchor() {
        int[] labels = {4, 4, 9, 9};
        try (NDManager manager = NDManager.newBaseManager();
                NDArray array = manager.create(labels);
                NDArray mask = TripletMasks.triplets(array)) {
            JsonNode json = FigureReader.json(TripletMaskPlot.of(mask, array));
            assertEquals("8 of 64 triplets, a slice for each anchor", FigureReader.title(json));
            for (int a = 0; a < 4; a++) {
                for (int p = 0; p < 4; p++) {
                    for (int n = 0; n < 4; n++) {
                        boolean valid = a != p && labels[a] == labels[p] && labels[n] != labels[a];
                        int drawn = json.at("/data/%d/z/%d/%d".formatted(a, p, n)).asInt();
                        assertEquals(valid ? 1 : 0, drawn, a + " " + p + " " + n);
                    }
                }
            }
            assertEquals("positive", json.at("/layout/yaxis/title/text").asText());
            assertEquals("negative", json.at("/layout/xaxis/title/text").asText());
            String texts = json.at("/layout/annotations").findValuesAsText("text").toString();
            assertEquals(
                    "[anchor 0 (class 4), anchor 1 (class 4), anchor 2 (class 9), anchor 3 (class"
                            + " 9)]",
                    texts);
        }
    }

    @Test
    void sixteenAnchorsAtMost() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray mask = manager.zeros(new Shape(20, 20, 20), DataType.BOOLEAN);
            NDArray labels = manager.create(new int[20]);
            int before = manager.getManagedArrays().size();
            JsonNode json = FigureReader.json(TripletMaskPlot.of(mask, labels));
            assertEquals(before, manager.getManagedArrays().size());
            assertEquals(16, json.get("data").size());
            assertEquals(20, json.at("/data/15/z").size());
            assertEquals(
                    "0 of 8,000 triplets, a slice for each anchor (16 of 20 anchors)",
                    FigureReader.title(json));
        }
    }

    @Test
    void badInputIsNamed() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray two = manager.create(new int[2]);
            NDArray cube = manager.zeros(new Shape(3, 3, 3));
            assertNames(() -> TripletMaskPlot.of(cube, two), "labels has length 2, expected 3");
            NDArray flat = manager.zeros(new Shape(2, 2));
            assertNames(() -> TripletMaskPlot.of(flat, two), "mask has shape (2, 2)");
            NDArray uneven = manager.zeros(new Shape(2, 3, 2));
            assertNames(
                    () -> TripletMaskPlot.of(uneven, two),
                    "mask has shape (2, 3, 2), expected (B, B, B)");
        }
    }
}
