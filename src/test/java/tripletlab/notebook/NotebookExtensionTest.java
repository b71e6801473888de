package tripletlab.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.plotly.components.Figure;
import tech.tablesaw.plotly.traces.ScatterTrace;

/** Renders through JJava's own renderer, as a kernel does with the result of a cell. */
class NotebookExtensionTest {
    private static final Renderer RENDERER = new Renderer();

    static {
        NotebookExtension.register(RENDERER);
    }

    @Test
    void kernelFindsIt() {
        assertTrue(
                ServiceLoader.load(Extension.class).stream()
                        .anyMatch(found -> found.type() == NotebookExtension.class));
    }

    @Test
    void figureIsAPlotlyObjectAndASentence() {
        double[] x = {1, 2};
        DisplayData data = RENDERER.render(new Figure(ScatterTrace.builder(x, x).build()));
        Object plotly = data.getData(MIMEType.parse("application/vnd.plotly.v1+json"));
        assertInstanceOf(Map.class, plotly);
        assertEquals("Figure: scatter (2 points)", text(data));
        assertNull(data.getData(MIMEType.TEXT_HTML), "would need the network");
    }

    @Test
    void tableIsRoundedAndEscaped() {
        DoubleColumn loss = DoubleColumn.create("loss", 0.91234567, 0.5).appendMissing();
        Table table =
                Table.create("Run")
                        .addColumns(
                                IntColumn.create("epoch", 1, 2, 30),
                                loss,
                                StringColumn.create("a<b", "x & y", "", "z"));
        DisplayData data = RENDERER.render(table);
        assertEquals(
                "Run\nepoch    loss  a<b\n    1  0.9123  x & y\n    2  0.5000\n   30          z",
                text(data));
        String html = (String) data.getData(MIMEType.TEXT_HTML);
        assertTrue(html.contains("<td style=\"text-align:right\">0.9123</td>"), html);
        assertTrue(html.contains("<td style=\"text-align:left\">x &amp; y</td>"), html);
        assertTrue(html.contains("a&lt;b"), html);
    }

    @Test
    void longTableIsCutAndSaysSo() {
        int[] rows = IntStream.range(0, 50).toArray();
        DisplayData data = RENDERER.render(Table.create("Run", IntColumn.create("row", rows)));
        assertTrue(text(data).endsWith(" 19\n… and 30 more rows"), text(data));
        assertFalse(text(data).contains("20\n"), text(data));
    }

    @Test
    void arraysShowShapeTypeAndNumbers() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray matrix = manager.create(new float[] {1, -2.5f, 3, 4}, new Shape(2, 2));
            assertEquals(
                    "NDArray (2, 2) float32\n     0     1\n0  1.0  -2.5\n1  3.0   4.0",
                    text(RENDERER.render(matrix)));
            assertEquals("NDArray () int64\n   0\n0  7", text(RENDERER.render(manager.create(7L))));
            assertEquals(
                    "NDArray (2) boolean\n      0      1\n0  true  false",
                    text(RENDERER.render(manager.create(new boolean[] {true, false}))));
            assertEquals(
                    "NDArray (0, 3) float32\n  0  1  2",
                    text(RENDERER.render(manager.create(new Shape(0, 3)))));
        }
    }

    @Test
    void largeArraysAreCut() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray array = manager.arange(4 * 12 * 13f).reshape(4, 12, 13);
            String text = text(RENDERER.render(array));
            assertTrue(text.startsWith("NDArray (4, 12, 13) float32, of which [0, …]\n"), text);
            assertTrue(text.contains("\n1   13   14   15"), text);
            assertTrue(text.contains("… 12\n"), text);
            assertTrue(text.endsWith("… and 2 more rows"), text);
        }
    }

    @Test
    void matricesOfJavaNumbersAreShown() {
        float[][] floats = {{1, 2}, {3, 4.25f}};
        assertEquals(
                "float[2][2]\n      0     1\n0  1.00  2.00\n1  3.00  4.25",
                text(RENDERER.render(floats)));
        double[][] ragged = {{1, 2}, {3}};
        assertEquals(
                "double[2][2]\n   0    1\n0  1    2\n1  3  NaN", text(RENDERER.render(ragged)));
        assertEquals("double[0][0]", text(RENDERER.render(new double[0][])));
        double[][] unfilled = {{1, 2}, null};
        assertEquals(
                "double[2][2]\n     0    1\n0    1    2\n1  NaN  NaN",
                text(RENDERER.render(unfilled)));
        assertEquals("float[1][0]\n\n0", text(RENDERER.render(new float[1][])));
    }

    @Test
    void smallImagesAreEnlarged() throws IOException {
        BufferedImage digit = new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY);
        digit.getRaster().setSample(27, 0, 0, 255);
        Image image = ImageFactory.getInstance().fromImage(digit);
        DisplayData data = RENDERER.render(image);
        byte[] png = Base64.getDecoder().decode((String) data.getData(MIMEType.IMAGE_PNG));
        BufferedImage shown = ImageIO.read(new ByteArrayInputStream(png));
        assertEquals(112, shown.getWidth());
        assertEquals(0xffffffff, shown.getRGB(108, 3));
        assertEquals(0xff000000, shown.getRGB(107, 3));
        assertEquals("Image 28 × 28", text(data));
    }

    private static String text(DisplayData data) {
        return (String) data.getData(MIMEType.TEXT_PLAIN);
    }
}
