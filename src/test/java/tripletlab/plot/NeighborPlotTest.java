package tripletlab.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tripletlab.Errors.assertNames;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tripletlab.evaluation.Neighbor;

class NeighborPlotTest {
    private static final int[] GALLERY_LABELS = {7, 1, 7};

    private final NDManager manager = NDManager.newBaseManager();
    // a query of one row and two pixels, and three items that it may be near
    private final NDArray queries = manager.create(new float[] {1, 0.5f}, new Shape(1, 1, 1, 2));
    private final NDArray gallery =
            manager.create(new float[] {0, 1, 1, 1, 0.2f, 0}, new Shape(3, 1, 1, 2));

    @AfterEach
    void close() {
        manager.close();
    }

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
        assertEquals("[\"7\"]", json.at("/layout/yaxis/ticktext").toString());
        assertEquals("[\"query\",\"nearest\",\"2\"]", json.at("/layout/xaxis/ticktext").toString());
    }

    @Test
    void queriesMayBeItemsAndPicturesPlainRows() {
        float[][] rows = {{0, 1}, {1, 1}, {0.2f, 0}}; // those of the gallery
        List<List<Neighbor>> found =
                List.of(
                        List.of(new Neighbor(1, 1, 0.5), new Neighbor(0, 7, 2)),
                        List.of(new Neighbor(0, 7, 0.25), new Neighbor(1, 1, 3)));
        NDArray asked = manager.create(new float[] {0.2f, 0, 0.2f, 0}, new Shape(2, 1, 1, 2));
        JsonNode arrays =
                FigureReader.json(
                        NeighborPlot.builder()
                                .setQueries(asked, new int[] {7, 7})
                                .setGallery(gallery, GALLERY_LABELS)
                                .setNeighbors(
                                        new int[][] {{1, 0}, {0, 1}},
                                        new double[][] {{0.5, 2}, {0.25, 3}})
                                .build());
        JsonNode items =
                FigureReader.json(
                        NeighborPlot.builder()
                                .setQueries(2, 2)
                                .setGallery(rows, 2, GALLERY_LABELS)
                                .setNeighbors(found)
                                .build());
        assertEquals(arrays, items);
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
        assertNames(() -> NeighborPlot.builder().build(), "queries is null");
        assertNames(() -> builder(2, 3).build(), "neighbor of query 0 is 3, expected 0 to 2");
        assertNames(() -> builder().build(), "neighbors of query 0 has length 0, expected 1 to 15");
        assertNames(
                () -> builder(1).setNeighbors(new int[][] {{1}}, new double[][] {{}}).build(),
                "distances of query 0 has length 0, expected 1");
        assertNames(
                () -> builder(1).setNeighbors(new int[2][1], new double[2][1]).build(),
                "neighbors has length 2, expected 1 as queries has");
        assertNames(
                () -> builder(1).setQueries(gallery, new int[1]).build(),
                "labels has length 1, expected 3");
        assertNames(() -> builder(1).setQueries(3).build(), "query is 3, expected 0 to 2");
        float[][] uneven = {{0, 1}, {1}};
        assertNames(
                () -> builder(1).setGallery(uneven, 2, new int[2]),
                "gallery[1] has length 1, expected 2 as gallery[0] has");
        assertNames(
                () -> builder(1).setGallery(new float[2][3], 2, new int[2]),
                "gallery has 2 rows of 3 pixels and width 2");
        NDArray flat = manager.create(new float[4]);
        assertNames(
                () -> builder(1).setGallery(flat, new int[4]).build(),
                "gallery has shape (4), expected (N, 1, H, W)");
    }

    private NeighborPlot.Builder builder(int... neighbors) {
        double[] distances = Arrays.copyOf(new double[] {0.25, 1.5}, neighbors.length);
        return NeighborPlot.builder()
                .setQueries(queries, new int[] {7})
                .setGallery(gallery, GALLERY_LABELS)
                .setNeighbors(new int[][] {neighbors}, new double[][] {distances});
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
