package tripletlab.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static tripletlab.Errors.assertNames;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
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
            assertEquals("Triplets of each anchor", FigureReader.title(json));
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
        JsonNode json =
                FigureReader.json(
                        TripletMaskPlot.of(new boolean[20][20][20], new int[20], "Triplets"));
        assertEquals(16, json.get("data").size());
        assertEquals(20, json.at("/data/15/z").size());
        assertEquals("Triplets (16 of 20 anchors)", FigureReader.title(json));
    }

    @Test
    void badInputIsNamed() {
        assertNames(
                () -> TripletMaskPlot.of(new boolean[2][2][2], new int[3], "x"),
                "labels has length 3, expected 2");
        assertNames(
                () -> TripletMaskPlot.of(new boolean[2][3][2], new int[2], "x"),
                "mask[0] has 2 values in row 0, expected 3 as there are rows");
        assertNames(
                () -> TripletMaskPlot.of(new boolean[2][3][3], new int[2], "x"),
                "mask[0] has length 3, expected 2 as mask has");
    }
}
