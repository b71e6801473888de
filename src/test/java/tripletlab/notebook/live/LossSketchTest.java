package tripletlab.notebook.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

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
    }

    @ParameterizedTest
    @CsvSource({
        "4, 0 2 4", // the plot ends 5 % above the largest
        "1, 0 0.5 1",
        "0.69, 0 0.2 0.4 0.6",
        "0.003, 0 0.001 0.002 0.003",
        "250, 0 100 200"
    })
    void linesAreAtRoundNumbers(double largest, String labels) throws Exception {
        assertEquals(labels, labels(new double[] {largest, largest / 2}));
    }

    @Test
    void linesAreAtRoundNumbersBelowZeroToo() throws Exception {
        assertEquals("-2 -1 0", labels(new double[] {-2.5, 0.3}));
        assertEquals("-30 -20 -10", labels(new double[] {-30, -8}));
    }

    private static String labels(double[] losses) throws Exception {
        NodeList texts = parse(LossSketch.of(losses)).getElementsByTagName("text");
        return IntStream.range(0, texts.getLength())
                .mapToObj(i -> (Element) texts.item(i))
                .filter(text -> text.getAttribute("text-anchor").equals("end"))
                .map(Node::getTextContent)
                .collect(Collectors.joining(" "));
    }

    @Test
    void manyBatchesAreAveraged() throws Exception {
        double[] losses = IntStream.range(0, 1000).mapToDouble(i -> 3 + i % 2).toArray();
        String svg = LossSketch.of(losses);
        parse(svg);
        assertEquals(200, svg.split("h1", -1).length - 1);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -2, 1e-9, 1e12, -1e12})
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
