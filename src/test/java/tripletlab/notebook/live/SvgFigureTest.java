package tripletlab.notebook.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.SAXException;
import tech.tablesaw.plotly.components.Axis;
import tech.tablesaw.plotly.components.Figure;
import tech.tablesaw.plotly.components.Layout;
import tech.tablesaw.plotly.components.Line;
import tech.tablesaw.plotly.components.Marker;
import tech.tablesaw.plotly.traces.ScatterTrace;
import tripletlab.notebook.FigureContent;

/** Reads the pictures back with the JDK's XML parser. */
class SvgFigureTest {

    @Test
    void drawsLinesWithGapsAndMarkers() throws Exception {
        double[] x = {0, 5, 10, 15};
        ScatterTrace line =
                ScatterTrace.builder(x, new double[] {0, 2, Double.NaN, 4})
                        .mode(ScatterTrace.Mode.LINE)
                        .line(Line.builder().color("#123456").width(2).build())
                        .name("a < b")
                        .build();
        ScatterTrace dots =
                ScatterTrace.builder(new double[] {15}, new double[] {4})
                        .marker(Marker.builder().color("#abcdef").build())
                        .name("dots")
                        .build();
        Layout layout =
                Layout.builder("It's")
                        .width(800)
                        .height(450)
                        .xAxis(Axis.builder().title("batch").build())
                        .yAxis(Axis.builder().title("loss").range(0, 5).build())
                        .build();
        String svg = new SvgFigure(FigureContent.plotly(new Figure(layout, line, dots))).draw();
        // The plot lies between 80 and 610, and from 390 up to 60 pixels.
        assertTrue(svg.contains("<path d='M80.0 390.0L256.7 258.0M610.0 126.0'"), svg);
        assertTrue(svg.contains("<circle cx='610.0' cy='126.0' r='4.5' fill='#abcdef'/>"), svg);
        Document document = parse(svg);
        assertEquals("800", document.getDocumentElement().getAttribute("width"));
        String words = document.getDocumentElement().getTextContent();
        assertTrue(words.contains("It's") && words.contains("a < b"), words);
        assertTrue(words.contains("batch") && words.contains("loss"), words);
    }

    @Test
    void onePointIsEnough() throws Exception {
        ScatterTrace line =
                ScatterTrace.builder(new double[] {1}, new double[] {0})
                        .mode(ScatterTrace.Mode.LINE)
                        .line(Line.builder().build())
                        .build();
        Layout layout = Layout.builder("One").width(800).height(450).build();
        parse(new SvgFigure(FigureContent.plotly(new Figure(layout, line))).draw());
    }

    private static Document parse(String svg)
            throws ParserConfigurationException, SAXException, IOException {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    }
}
