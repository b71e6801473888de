package tripletlab.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static tripletlab.Errors.assertNames;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfusionPlotTest {

    @Test
    void rowsAreTrueClassesAndColorsSharesOfTheRow() {
        JsonNode json = FigureReader.json(ConfusionPlot.of(new int[][] {{3, 1}, {0, 0}}));
        assertEquals("[[0.75,0.25],[0,0]]", json.at("/data/0/z").toString());
        assertEquals("[[3,1],[0,0]]", json.at("/data/0/text").toString());
        assertEquals("Confusion matrix: 75.00 % right", FigureReader.title(json));
        assertEquals(List.of("predicted class", "true class"), FigureReader.axes(json));
        assertEquals("[1.5,-0.5]", json.at("/layout/yaxis/range").toString()); // downwards
        assertEquals("[\"0\",\"1\"]", json.at("/data/0/y").toString());
    }

    @Test
    void classesMayHaveNames() {
        String[] names = {"shirt", "coat"};
        JsonNode json =
                FigureReader.json(ConfusionPlot.of(new int[][] {{3, 1}, {0, 2}}, names, "Clothes"));
        assertEquals("[\"shirt\",\"coat\"]", json.at("/layout/xaxis/ticktext").toString());
        assertEquals(
                "[\"shirt\",\"coat\"]",
                json.at("/data/0/customdata/0/1").toString()); // under the mouse
        assertEquals("Clothes", FigureReader.title(json));
    }

    @Test
    void badInputIsNamed() {
        assertNames(() -> ConfusionPlot.of(new int[0][0]), "counts is empty");
        assertNames(() -> ConfusionPlot.of(new int[2][2]), "counts is 0 everywhere");
        assertNames(() -> ConfusionPlot.of(new int[][] {{1, 2}}), "counts has 2 values in row 0");
        assertNames(
                () -> ConfusionPlot.of(new int[][] {{1, 2}, {-3, 4}}),
                "counts is -3 in row 1, column 0, expected 0 or more");
        assertNames(
                () -> ConfusionPlot.of(new int[][] {{1}}, new String[0], "x"),
                "names has length 0, expected 1");
    }
}
