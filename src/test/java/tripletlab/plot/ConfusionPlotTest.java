package tripletlab.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static tripletlab.Errors.assertNames;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tripletlab.evaluation.ConfusionMatrix;

class ConfusionPlotTest {

    @Test
    void rowsAreTrueClassesAndColorsSharesOfTheRow() {
        JsonNode json =
                FigureReader.json(ConfusionPlot.of(confusion(new int[][] {{3, 1}, {0, 0}})));
        assertEquals("[[0.75,0.25],[0,0]]", json.at("/data/0/z").toString());
        assertEquals("[[3,1],[0,0]]", json.at("/data/0/text").toString());
        assertEquals("75.00 % right; most often mixed up: 0 and 1 (1)", FigureReader.title(json));
        assertEquals(List.of("predicted class", "true class"), FigureReader.axes(json));
        assertEquals("[1.5,-0.5]", json.at("/layout/yaxis/range").toString()); // downwards
        assertEquals("[\"0\",\"1\"]", json.at("/data/0/y").toString());
    }

    @Test
    void classesMayHaveNames() {
        List<String> names = List.of("shirt", "coat");
        ConfusionMatrix confusion = confusion(new int[][] {{3, 1}, {0, 2}});
        JsonNode json = FigureReader.json(ConfusionPlot.of(confusion, names, "Clothes"));
        assertEquals("[\"shirt\",\"coat\"]", json.at("/layout/xaxis/ticktext").toString());
        assertEquals(
                "[\"shirt\",\"coat\"]",
                json.at("/data/0/customdata/0/1").toString()); // under the mouse
        assertEquals("Clothes", FigureReader.title(json));
    }

    @Test
    void badInputIsNamed() {
        assertNames(
                () -> ConfusionPlot.of(confusion(new int[][] {{1}}), List.of(), "x"),
                "names has length 0, expected 1");
    }

    @Test
    void labelsAreTheNames() {
        ConfusionMatrix confusion = ConfusionMatrix.of(new int[] {7, 3}, new int[] {7, 7});
        JsonNode json = FigureReader.json(ConfusionPlot.of(confusion));
        assertEquals("[\"3\",\"7\"]", json.at("/layout/yaxis/ticktext").toString());
        assertEquals("[[0,1],[0,1]]", json.at("/data/0/z").toString());
    }

    private static ConfusionMatrix confusion(int[][] counts) {
        return new ConfusionMatrix(IntStream.range(0, counts.length).toArray(), counts);
    }
}
