package tripletlab.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tripletlab.Errors.assertNames;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import tech.tablesaw.plotly.components.Figure;
import tripletlab.mining.MiningBatch;
import tripletlab.mining.Triplets;

class ForwardPassDrawingTest {

    private static final MiningBatch BATCH = TripletPicturesTest.batch(1);

    @Test
    void countsForwardPassesOfBothWays() {
        JsonNode json = FigureReader.json(drawing(4, 0));
        assertEquals(4, json.at("/layout/images").size()); // three, and the batch as one
        List<String> texts = json.at("/layout/annotations").findValuesAsText("text");
        assertTrue(texts.contains("1 triplet<br>3 forward passes"), texts.toString());
        // P = K = 2: PK (K − 1) (PK − K) = 8
        assertTrue(
                texts.contains(
                        "8 valid triplets<br>of 4³ = 64<br>4 forward passes<br>0.500 a triplet"),
                texts.toString());
    }

    @Test
    void badInputIsNamed() {
        assertNames(() -> drawing(3, 0), "images has length 3, expected 4 as batch has");
        assertNames(() -> drawing(4, 7), "item is 7, expected 0 to 3");
        Triplets none = new Triplets(new int[0], new int[0], new int[0]);
        assertNames(
                () -> ForwardPassDrawing.of(new float[4][2], 2, none, BATCH, "title"),
                "triplets is empty, expected at least one");
    }

    private static Figure drawing(int images, int anchor) {
        Triplets one = new Triplets(new int[] {anchor}, new int[] {1}, new int[] {2});
        return ForwardPassDrawing.of(new float[images][2], 2, one, BATCH, "title");
    }
}
