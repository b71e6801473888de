package tripletlab.notebook.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;

/** Reads the pictures back with the JDK's XML parser. */
class LossSketchTest {

    @Test
    void drawsALineWithGaps() throws Exception {
        String svg = LossSketch.of(new double[] {4, 2, Double.NaN, 0});
        // The plot lies between 80 and 770, and from 390 for 0 up to 60 pixels for 4.2.
        assertTrue(svg.contains("d='M166.3 75.7h1L338.8 232.9h1M683.8 390.0h1'/>"), svg);
        Document document = parse(svg);
        assertEquals("800", document.getDocumentElement().getAttribute("width"));
        String words = document.getDocumentElement().getTextContent();
        assertTrue(words.contains("Loss while training") && words.contains("1 to 4"), words);
        assertTrue(words.contains("4.2"), words);
    }

    @Test
    void manyBatchesAreAveraged() throws Exception {
        double[] losses = IntStream.range(0, 1000).mapToDouble(i -> 3 + i % 2).toArray();
        String svg = LossSketch.of(losses);
        parse(svg);
        assertEquals(200, svg.split("h1", -1).length - 1);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -2, 1e-9, 1e12})
    void oneBatchIsEnough(double loss) throws Exception {
        String svg = LossSketch.of(new double[] {loss});
        parse(svg);
        assertTrue(svg.contains("M425.0 "), svg);
    }

    private static Document parse(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    }
}
