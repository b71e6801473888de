package tripletlab.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static tripletlab.Errors.assertNames;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import tripletlab.distance.Distance;
import tripletlab.distance.EmbeddingBatch;
import tripletlab.mining.MiningBatch;

class TripletPicturesTest {

    private static final float[][] IMAGES = {{0, 1}, {1, 1}, {0.2f, 0}, {1, 0.5f}};

    @Test
    void aRowShowsThreePicturesAndBothDistancesAtEachStage() {
        JsonNode json = FigureReader.json(builder(0.5).addRow("row", 0, 1, 2).build());
        assertEquals(3, json.at("/layout/images").size());
        assertEquals("[1,4]", FigureReader.trace(json, "distance to the positive").get("x") + "");
        assertEquals("[2,2]", FigureReader.trace(json, "distance to the negative").get("x") + "");
        assertEquals(
                "[1,1.5,null,4,4.5,null]", FigureReader.trace(json, "margin").get("x").toString());
        assertEquals(
                List.of("near", "easy", "far", "hard"),
                json.at("/layout/annotations").findValuesAsText("text"));
        assertEquals("The gap d_an − d_ap grows in 0 of 1 triplets", FigureReader.title(json));
        assertEquals("[\"row\"]", json.at("/layout/yaxis/ticktext").toString());
    }

    @Test
    void kindsFollowTheMargin() {
        assertEquals("easy", kind(0)); // gap 1
        assertEquals("easy", kind(1)); // on the edge, it costs nothing
        assertEquals("semi-hard", kind(1.5));
    }

    private static String kind(double margin) {
        JsonNode json = FigureReader.json(builder(margin).addRow("row", 0, 1, 2).build());
        return json.at("/layout/annotations/1/text").asText();
    }

    @Test
    void badInputIsNamed() {
        assertNames(() -> builder(0).build(), "rows has length 0, expected 1 to 12");
        assertNames(
                () -> builder(0).addRow("row", 0, 2, 1).build(),
                "triplet 0 is (a = 0, p = 2, n = 1), expected a and p two of one class");
        assertNames(
                () -> builder(0).addRow("first", 0, 1, 2).addRow("last", 0, 1, 4).build(),
                "item of row \"last\" is 4, expected 0 to 3");
        assertNames(
                () -> builder(0).addRow("row", -1, 1, 2).build(),
                "item of row \"row\" is -1, expected 0 to 3");
        assertNames(
                () -> TripletPictures.builder().setImages(IMAGES, 3),
                "width is 3, expected a divisor of 2, the length of a row of the images");
        assertNames(
                () -> TripletPictures.builder().addRow("row", 0, 1, 2).build(),
                "stages has length 0, expected 1 to 3");
        assertNames(
                () -> builder(0).setImages(new float[3][2], 2).addRow("row", 0, 1, 2).build(),
                "images has length 3, expected 4 as batch has");
    }

    /** Items 0 and 1 of a class are 1 apart, then 4; item 2 of another class is 2 from item 0. */
    private static TripletPictures builder(double margin) {
        return TripletPictures.builder()
                .setImages(IMAGES, 2)
                .addStage("near", batch(1))
                .addStage("far", batch(4))
                .optMargin(margin);
    }

    static MiningBatch batch(float positive) {
        float[][] points = {{0, 0}, {0, positive}, {2, 0}, {9, 9}};
        return MiningBatch.of(
                EmbeddingBatch.of(Distance.EUCLIDEAN, points), new int[] {0, 0, 1, 1});
    }
}
