package tripletlab.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tripletlab.Errors.assertNames;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import tripletlab.evaluation.Neighbor;

class NeighborPlotTest {
    /** Four images of one row and two pixels; the last one is looked for. */
    private static final float[][] GALLERY = {{0, 1}, {1, 1}, {0.2f, 0}, {1, 0.5f}};

    private static final int[] LABELS = {7, 1, 7, 7};

    @Test
    void picturesAreTheQueryAndItsNeighborsInOrder() throws IOException {
        JsonNode images = FigureReader.json(builder(2, 1).build()).at("/layout/images");
        assertEquals(3, images.size());
        assertPixels(images.get(0), 0, 128);
        assertPixels(images.get(1), 204, 255);
        assertPixels(images.get(2), 0, 0);
        assertTrue(images.at("/1/x").asDouble() < images.at("/2/x").asDouble());
    }

    @Test
    void rightAndWrongDifferByFrameAndMark() {
        JsonNode json = FigureReader.json(builder(2, 1).build());
        JsonNode frames = json.at("/layout/shapes");
        assertEquals("solid", frames.at("/0/line/dash").asText());
        assertEquals("dash", frames.at("/1/line/dash").asText());
        JsonNode right = FigureReader.trace(json, "same class");
        JsonNode wrong = FigureReader.trace(json, "another class");
        assertEquals("[\"item 2, class 7\"]", right.get("text").toString());
        assertEquals("[\"item 1, class 1\"]", wrong.get("text").toString());
        assertEquals(frames.at("/0/line/color"), right.at("/marker/color"));
        assertTrue(!right.at("/marker/symbol").equals(wrong.at("/marker/symbol")));
        assertEquals(
                List.of("0.250", "1.50"), json.at("/layout/annotations").findValuesAsText("text"));
        assertEquals("1 of 2 neighbours are right", FigureReader.title(json));
        assertEquals("[\"7\"]", json.at("/layout/yaxis/ticktext").toString());
        assertEquals("[\"query\",\"nearest\",\"2\"]", json.at("/layout/xaxis/ticktext").toString());
    }

    @Test
    void rowsMayHaveNamesInsteadOfClasses() {
        JsonNode json = FigureReader.json(builder(2, 1).optRows("embedding", "pixels").build());
        assertEquals("[\"pixels\"]", json.at("/layout/yaxis/ticktext").toString());
        assertEquals("embedding", json.at("/layout/yaxis/title/text").asText());
        assertNames(
                () -> builder(1).optRows("embedding", "pixels", "trained").build(),
                "names has length 2, expected 1 as queries has");
    }

    @Test
    void badInputIsNamed() {
        assertNames(() -> NeighborPlot.builder().build(), "queries has length 0, expected 1 to 20");
        assertNames(
                () -> NeighborPlot.builder().setNeighbors(new int[] {0}, found(0)).build(),
                "gallery is empty, expected at least one image");
        assertNames(() -> builder(2, 4).build(), "neighbor of query 0 is 4, expected 0 to 3");
        assertNames(() -> builder().build(), "neighbors of query 0 has length 0, expected 1 to 15");
        assertNames(
                () -> builder(1).setNeighbors(new int[] {3, 3}, found(1)).build(),
                "neighbors has length 1, expected 2 as queries has");
        assertNames(
                () -> builder(1).setNeighbors(new int[] {4}, found(1)).build(),
                "query is 4, expected 0 to 3");
        assertNames(
                () -> NeighborPlot.builder().setGallery(GALLERY, 2, new int[3]),
                "labels has length 3, expected 4");
        float[][] uneven = {{0, 1}, {1}};
        assertNames(
                () -> NeighborPlot.builder().setGallery(uneven, 2, new int[2]),
                "gallery has 1 numbers in row 1, expected 2");
        assertNames(
                () -> NeighborPlot.builder().setGallery(new float[2][3], 2, new int[2]),
                "width is 2, expected a divisor of 3");
    }

    private static NeighborPlot builder(int... neighbors) {
        return NeighborPlot.builder()
                .setGallery(GALLERY, 2, LABELS)
                .setNeighbors(new int[] {3}, found(neighbors));
    }

    private static List<List<Neighbor>> found(int... neighbors) {
        double[] distances = {0.25, 1.5};
        List<Neighbor> found = new ArrayList<>();
        for (int i = 0; i < neighbors.length; i++) {
            found.add(new Neighbor(neighbors[i], 0, distances[i]));
        }
        return List.of(found);
    }

    private static void assertPixels(JsonNode image, int... greys) throws IOException {
        String source = image.get("source").asText();
        byte[] png = Base64.getDecoder().decode(source.substring(source.indexOf(',') + 1));
        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(png));
        assertEquals(2, picture.getWidth());
        assertEquals(1, picture.getHeight());
        for (int x = 0; x < 2; x++) {
            assertEquals(greys[x], picture.getRaster().getSample(x, 0, 0));
        }
    }
}
